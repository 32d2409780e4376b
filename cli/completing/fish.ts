// The completion script for fish.
import { type CommandWord, everyCommand, type Kind } from './tree.ts';

/** A text to be sourced: `tally completion fish | source`. */
export function fishScript(tree: CommandWord): string {
  return [HEAD, ...everyCommand(tree).flatMap(rowsOf), ''].join('\n');
}

function rowsOf(command: CommandWord): string[] {
  const { path, children, options, args } = command;
  const here = `-n '__tally_at "${path}"'`;
  const words = children.map(({ name, summary }) => `complete -c tally ${here} -a ${name} -d ${quoted(summary)}`);
  // Options of the program are taken after every command.
  const where = path === '' ? '' : ` -n '__tally_under "${path}"'`;
  const flags = options.map(({ flags: spellings, value, summary }) => {
    const names = spellings.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
    return `complete -c tally${where} ${names.join(' ')}${valueText(value)} -d ${quoted(summary)}`;
  });
  const kinds = children.length > 0 ? [] : [...new Set(args)].filter((kind) => kind !== 'nothing');
  const values = kinds.map((kind) => `complete -c tally -n '__tally_under "${path}"'${argumentText(kind)}`);
  return [...words, ...flags, ...values];
}

function valueText(value: Kind | undefined): string {
  if (value === undefined) return '';
  return value === 'files' || value === 'folders' ? ' -r -F' : ` -x${argumentText(value)}`;
}

function argumentText(kind: Kind): string {
  if (typeof kind !== 'string') return ` -a '${kind.join(' ')}'`;
  if (kind === 'contracts') return " -a '(__tally_contracts)'";
  if (kind === 'keys') return " -a '(__tally_keys)'";
  if (kind === 'methods') return " -a '(__tally_methods)'";
  return kind === 'nothing' ? '' : ' -F';
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

const HEAD = `# Completion of tally for fish. Written by \`tally completion fish\`; load it with: tally completion fish | source
function __tally_words
    set -l words (commandline -opc)
    for word in $words[2..]
        string match -q -- '-*' $word; or echo $word
    end
end
function __tally_at
    test (string join ' ' (__tally_words)) = "$argv[1]"
end
function __tally_under
    string match -q -- "$argv[1] *" (string join ' ' (__tally_words))' '
end
function __tally_contracts
    for file in contracts/*.ts
        grep -q '@contract(' $file; and basename $file .ts
    end
    for file in build/*.wasm
        basename $file .wasm
    end
    test -e .tally/names.json; and string match -rg '^ *"([^"]*)": "tc1' < .tally/names.json
end
function __tally_methods
    set -l words (__tally_words)
    test -e build/$words[2].abi.json; or return
    awk '/"name":/ { name = $2; gsub(/[",]/, "", name) } /"kind": "(mutate|view)"/ { print name }' build/$words[2].abi.json
end
function __tally_keys
    for file in .tally/keys/*.json
        basename $file .json
    end
end
complete -c tally -f
complete -c tally -s h -l help -d help`;
