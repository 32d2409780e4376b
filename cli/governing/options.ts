// Options of what a policy decides: whether to propose it, and what a policy is made of.
import type { Command } from 'commander';
import { compare, equal } from '../../engine/base/bytes.ts';
import { Usage } from '../../engine/base/errors.ts';
import type { AdminPolicy } from '../../engine/base/records.ts';
import type { Book } from '../book.ts';
import { listOption, type Options, textOption } from '../command.ts';
import { wholeNumber } from '../session.ts';

/** Options of everything that may be proposed. */
export function governable(command: Command): Command {
  return sendable(command)
    .option('--propose', 'propose it, even if the sender could do it alone')
    .option('--notes <text>', 'why, for those who approve it; proposes it')
    .option('--earliest <height>', 'not before this block; proposes it');
}

/** Options of everything that is sent. */
export function sendable(command: Command): Command {
  return command
    .option('--gas <n>', 'gas limit; without one it is simulated first')
    .option('--dry-run', 'simulate only, and print what would change');
}

/** Options that make up a policy. */
export function policied(command: Command): Command {
  return command
    .option('--member <who...>', 'accounts and organisations that decide: keys, addresses, names of organisations')
    .option('--threshold <k>', 'how many of them must approve (default: all)')
    .option('--delay <blocks>', 'blocks between proposing and doing it');
}

/** Words of an option that takes several, which may also be joined by commas. */
export function wordsOf(options: Options, name: string): string[] {
  return listOption(options, name).flatMap((word) => word.split(',').filter((each) => each !== ''));
}

/** The policy of the options; parts that are not given are those of `usual`. @throws Usage, Reject */
export async function policyOf(book: Book, options: Options, usual?: AdminPolicy): Promise<AdminPolicy> {
  const words = wordsOf(options, 'member');
  const given = await Promise.all(words.map((word) => book.party(word)));
  if (given.length === 0 && usual === undefined) throw new Usage('USAGE', 'who decides? name them: --member WHO...');
  const members = (given.length > 0 ? given : usual!.members).toSorted(compare);
  const twice = members.findIndex((member, i) => i > 0 && equal(member, members[i - 1]!));
  if (twice > 0) throw new Usage('USAGE', `--member: ${book.label(members[twice]!)} stands there twice`);
  const threshold = numberOf(options, 'threshold') ?? (given.length > 0 ? members.length : usual!.threshold);
  if (threshold < 1 || threshold > members.length)
    throw new Usage('USAGE', `--threshold ${threshold}: expected 1 to ${members.length}, the number of members`);
  return { members, threshold, delay: numberOf(options, 'delay') ?? usual?.delay ?? 0 };
}

/** @throws Usage USAGE */
export function numberOf(options: Options, name: string): number | undefined {
  const text = textOption(options, name);
  return text === undefined ? undefined : wholeNumber(text, `--${name}`);
}

/** The text of an option that must be there. @throws Usage USAGE */
export function needed(options: Options, name: string): string {
  const text = textOption(options, name);
  if (text === undefined) throw new Usage('USAGE', `--${name} is missing`);
  return text;
}
