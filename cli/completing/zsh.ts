// The completion script for zsh: the one for bash, run by zsh's own layer for such scripts, and loaded as zsh loads them.
import { bashScript } from './bash.ts';
import type { CommandWord } from './tree.ts';

/** A text to be sourced, or to stand as `_tally` in a folder of `fpath`. */
export function zshScript(tree: CommandWord): string {
  const [, ...body] = bashScript(tree).split('\n');
  return [
    '#compdef tally',
    '# Completion of tally for zsh. Written by `tally completion zsh`; load it with: source <(tally completion zsh)',
    'autoload -Uz compinit bashcompinit',
    '(( $+functions[compdef] )) || compinit',
    'bashcompinit',
    ...body,
  ].join('\n');
}
