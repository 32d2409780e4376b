// `tally completion`: a script with which a shell completes commands, options and names, written from the commands themselves.
import { Argument } from 'commander';
import type { Define } from '../command.ts';
import { bashScript } from '../completing/bash.ts';
import { fishScript } from '../completing/fish.ts';
import { readTree } from '../completing/tree.ts';
import { zshScript } from '../completing/zsh.ts';

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

export const define: Define = (command, run) => {
  command
    .addArgument(new Argument('<shell>', 'the shell that reads it').choices(Object.keys(SCRIPTS)))
    .addHelpText('after', '\nbash and zsh: source <(tally completion bash)   fish: tally completion fish | source')
    .action(
      run(async ({ output }, [shell]) => {
        const tree = readTree(command.parent!);
        const script = SCRIPTS[shell as keyof typeof SCRIPTS](tree);
        output.result({ shell, script }, script);
        return undefined;
      }),
    );
};
