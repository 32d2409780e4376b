// The subcommands with which several decide: approve, activate and cancel, the same for contracts and organisations.
import type { Command } from 'commander';
import type { Act, Define } from '../command.ts';
import type { Subject } from '../proposals.ts';
import { sendable } from './options.ts';
import type { Place } from './perform.ts';
import { openPlace } from './place.ts';
import { activate, approve, cancel } from './proposing.ts';

const ABOUT = {
  approve: 'approves a proposal',
  activate: 'does what was proposed and approved',
  cancel: 'takes a proposal back',
};
const DEEDS = { approve, activate, cancel };

/** Adds them to the command of a subject, which `subjectAt` finds by its word. */
export function proposable(
  command: Command,
  run: Parameters<Define>[1],
  {
    argument,
    subjectAt,
  }: { argument: string; subjectAt: (place: Place, word: string) => Promise<{ subject: Subject }> },
): void {
  for (const name of ['approve', 'activate', 'cancel'] as const) {
    const act: Act = async (session, [word, proposal], options) => {
      const place = await openPlace(session, options, 'write');
      await DEEDS[name](place, (await subjectAt(place, word!)).subject, proposal);
      return undefined;
    };
    const described = command.command(name).description(ABOUT[name]).argument(argument);
    sendable(described.argument('[proposal]', 'first digits of its id, 8 at least; the only one open without')).action(
      run(act),
    );
  }
}
