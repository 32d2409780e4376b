// The second process: runs `tally replay` on the finished chain, and takes nothing for granted of what it answers.
import { spawn } from 'node:child_process';
import { toHex } from '../../engine/base/bytes.ts';
import { Fault } from '../../engine/base/errors.ts';
import type { ChainInfo } from '../../engine/client/connection.ts';
import { builtPath } from '../../engine/node/built.ts';
import { EXIT } from '../exit.ts';

/** What `tally replay --json` says of a chain that matches. */
export interface Replayed {
  readonly match: true;
  readonly height: number;
  readonly transactions: number;
  readonly gasUsed: number;
  readonly stateRoot: string;
  readonly milliseconds: number;
}

/** Runs a command line of this program in a process of its own. */
export type RunTally = (
  words: readonly string[],
) => Promise<{ readonly exit: number; readonly out: string; readonly err: string }>;

/** Node, with this package's own entry. */
export const runTallyProcess: RunTally = (words) => {
  const child = spawn(process.execPath, [builtPath('main'), ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  const texts = { out: '', err: '' };
  for (const [from, name] of [
    [child.stdout, 'out'],
    [child.stderr, 'err'],
  ] as const) {
    from.setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exit) => resolve({ exit: exit ?? EXIT.unexpected, ...texts }));
  });
};

/**
 * Replays the chain folder in a second process; `head` is where the chain stood when it was closed.
 * @throws Fault DIVERGED if anything differs, ENGINE if the replay did not come to an end
 */
export async function replayApart(run: RunTally, folder: string, head: ChainInfo): Promise<Replayed> {
  const begin = performance.now();
  const { exit, out, err } = await run(['replay', '--chain', folder, '--json']);
  const said = parse(out);
  if (exit === EXIT.diverged) throw new Fault('DIVERGED', said?.error?.where ?? err.trim());
  if (exit !== EXIT.done || said?.match !== true) {
    const reason = said?.error ? `${said.error.message}: ${said.error.where}` : err.trim() || out.trim();
    throw new Fault('ENGINE', `tally replay ended with ${exit}: ${reason}`);
  }
  const { height, transactions, stateRoot } = said as Replayed;
  const gasUsed = Number(said.gasUsed);
  const [ours, theirs] = [`${head.height} ${toHex(head.header.stateRoot)}`, `${height} ${stateRoot}`];
  if (ours !== theirs) throw new Fault('DIVERGED', `height and state root ${theirs}, not ${ours}`);
  return { match: true, height, transactions, gasUsed, stateRoot, milliseconds: performance.now() - begin };
}

function parse(text: string): (Partial<Replayed> & { error?: { where?: string; message?: string } }) | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
