// `tally upgrade`: moves a contract to other code; its address and storage stay.
import type { Command } from 'commander';
import type { Define } from '../command.ts';
import { governable } from '../governing/options.ts';
import { moveTo } from '../governing/upgrading.ts';

export const define: Define = (command, run) => {
  movable(command, 'migrate')
    .option('--check', 'compare only: tell what would break, and send nothing')
    .action(run((session, words, options) => moveTo(session, 'upgrade', words, options)));
};

/** Words and options of whatever moves a contract to other code. */
export function movable(command: Command, hook: 'migrate' | 'step'): Command {
  const described = command
    .usage('[options] <contract> <code> [values...] [-- --argument value ...]')
    .argument('<contract>', 'name or address of the contract')
    .argument('<code>', 'x.wasm, x.ts, or the name of a built contract')
    .argument('[values...]', `arguments of ${hook} in their order`);
  return governable(described)
    .option('--breaking', 'even if it breaks what is stored or those who call it; all must approve')
    .option('--raw <hex>', `the arguments of ${hook} as bytes, for modules without ABI`)
    .allowUnknownOption();
}
