// The tree of commands as a completion script needs it: names, options, and what each argument is.
import type { Command } from 'commander';

/** What the words at a place are; a list gives them outright. */
export type Kind = 'contracts' | 'methods' | 'keys' | 'files' | 'folders' | 'nothing' | readonly string[];

export interface OptionWord {
  /** All spellings, `-t` and `--name`. */
  readonly flags: readonly string[];
  /** What its value is; undefined if it takes none. */
  readonly value: Kind | undefined;
  readonly summary: string;
}

export interface CommandWord {
  /** With its parents, `key show`; empty for the program. */
  readonly path: string;
  readonly name: string;
  readonly summary: string;
  readonly options: readonly OptionWord[];
  readonly args: readonly Kind[];
  /** Whether the last argument may stand several times. */
  readonly repeats: boolean;
  readonly children: readonly CommandWord[];
}

/** Kinds by the names that arguments and values of options have in the commands. */
const KINDS: { readonly [name: string]: Kind } = {
  contract: 'contracts',
  code: 'contracts',
  what: 'contracts',
  method: 'methods',
  values: 'nothing',
  name: 'keys',
  key: 'keys',
  who: 'keys',
  dir: 'folders',
  folder: 'folders',
  file: 'files',
  files: 'files',
  source: 'files',
  language: ['en', 'zh'],
  tier: ['auto', 'compiled', 'interpreted'],
  which: ['off', 'all'],
};
/** New names are for people to think up. */
const OWN: { readonly [path: string]: readonly Kind[] } = {
  'key new': ['nothing'],
  'key import': ['nothing', 'files'],
};

/** The tree below a program whose commands are all defined. */
export function readTree(program: Command): CommandWord {
  return { ...wordOf(program, undefined), children: program.commands.map((command) => wordOf(command, '')) };
}

function wordOf(command: Command, above: string | undefined): CommandWord {
  const path = above === undefined ? '' : `${above} ${command.name()}`.trim();
  const args = command.registeredArguments;
  return {
    path,
    name: command.name(),
    summary: command.description(),
    options: command.options.map((option) => ({
      flags: [option.short, option.long].filter((flag): flag is string => flag !== undefined && flag !== null),
      value: option.required || option.optional ? kindOf(valueName(option.flags), option.argChoices) : undefined,
      summary: option.description,
    })),
    args: OWN[path] ?? args.map((arg) => kindOf(arg.name(), arg.argChoices)),
    repeats: args.at(-1)?.variadic ?? false,
    children: above === undefined ? [] : command.commands.map((each) => wordOf(each, path)),
  };
}

function kindOf(name: string, choices: readonly string[] | undefined): Kind {
  return choices ?? KINDS[name] ?? 'nothing';
}

/** `dir` of `--out-dir <dir>`. */
function valueName(flags: string): string {
  return /[<[]([a-z]+)/.exec(flags)?.[1] ?? '';
}

/** A command and all below it. */
export function everyCommand(command: CommandWord): CommandWord[] {
  return [command, ...command.children.flatMap(everyCommand)];
}
