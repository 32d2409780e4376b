// The completion script for bash 3.2 and later.
import { type CommandWord, everyCommand, type Kind } from './tree.ts';

/** A text to be sourced: `source <(tally completion bash)`. */
export function bashScript(tree: CommandWord): string {
  const commands = everyCommand(tree);
  const words = (command: CommandWord) => command.children.map(({ name }) => name).join(' ');
  const flags = (command: CommandWord) => command.options.flatMap((option) => option.flags).join(' ');
  const value = (command: CommandWord) =>
    command.options.flatMap((option) =>
      option.value === undefined
        ? []
        : [`    ${option.flags.map((flag) => `'${command.path}:${flag}'`).join('|')}) ${kindText(option.value)} ;;`],
    );
  return BASH.replace('@@WORDS@@', () => rows(commands, words))
    .replace('@@OPTIONS@@', () => rows(commands, flags))
    .replace('@@VALUES@@', () => commands.flatMap(value).join('\n'))
    .replace('@@ARGUMENTS@@', () => commands.flatMap(argumentRows).join('\n'));
}

function rows(commands: readonly CommandWord[], of: (command: CommandWord) => string): string {
  const shown = commands.map((command) => [command.path, of(command)] as const).filter(([, text]) => text !== '');
  return shown.map(([path, text]) => `    '${path}') echo '${text}' ;;`).join('\n');
}

function argumentRows({ path, args, repeats }: CommandWord): string[] {
  return args.map((kind, i) => {
    const place = repeats && i === args.length - 1 ? '*' : `${i}`;
    return `    '${path}:'${place}) ${kindText(kind)} ;;`;
  });
}

function kindText(kind: Kind): string {
  return `echo '${typeof kind === 'string' ? kind : kind.join(' ')}'`;
}

/** Names are read from the project's files: starting the program for each key would be slow. */
const BASH = `# Completion of tally for bash. Written by \`tally completion bash\`; load it with: source <(tally completion bash)
_tally_words() {
  case "$1" in
@@WORDS@@
  esac
}
_tally_options() {
  case "$1" in
@@OPTIONS@@
  esac
}
_tally_value() {
  case "$1" in
@@VALUES@@
  esac
}
_tally_argument() {
  case "$1" in
@@ARGUMENTS@@
  esac
}
_tally_contracts() {
  local file
  for file in contracts/*.ts build/*.wasm; do
    case "$file" in
      *'*'*|*.d.ts|*.client.ts) continue ;;
      *.ts) grep -q '@contract(' "$file" 2> /dev/null || continue ;;
    esac
    file="\${file##*/}"
    echo "\${file%.*}"
  done
  sed -n 's/^ *"\\([^"]*\\)": "tc1.*/\\1/p' .tally/names.json 2> /dev/null
}
_tally_methods() {
  local kind='"(mutate|view)"'
  [ "$1" = query ] && kind='"view"'
  awk -v kind="\\"kind\\": $kind" '/"name":/ { name = $2; gsub(/[",]/, "", name) } $0 ~ kind { print name }' "build/$2.abi.json" 2> /dev/null
}
_tally_keys() {
  local file
  for file in .tally/keys/*.json; do
    [ -e "$file" ] || continue
    file="\${file##*/}"
    echo "\${file%.json}"
  done
}
_tally() {
  [ -n "\${ZSH_VERSION-}" ] && emulate -L ksh
  local current="\${COMP_WORDS[COMP_CWORD]}" path='' first='' count=0 i word kind
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    [ "$word" = -- ] && COMPREPLY=() && return
    if [ "\${word#-}" != "$word" ]; then
      kind="$(_tally_value "$path:$word")"
      [ -n "$kind" ] || kind="$(_tally_value ":$word")"
      [ -n "$kind" ] && i=$((i + 1))
      [ "$i" -ge "$COMP_CWORD" ] && _tally_fill "$kind" && return
    elif [[ " $(_tally_words "$path") " == *" $word "* ]]; then
      path="\${path:+$path }$word"
    else
      [ "$count" = 0 ] && first="$word"
      count=$((count + 1))
    fi
  done
  if [ "\${current#-}" != "$current" ]; then
    COMPREPLY=($(compgen -W "$(_tally_options "$path") $(_tally_options '') --help" -- "$current"))
    return
  fi
  word="$(_tally_words "$path")"
  if [ -n "$word" ]; then
    COMPREPLY=($(compgen -W "$word" -- "$current"))
    return
  fi
  _tally_fill "$(_tally_argument "$path:$count")"
}
_tally_fill() {
  case "$1" in
    folders|files) compopt -o filenames 2> /dev/null ;;
  esac
  case "$1" in
    contracts) COMPREPLY=($(compgen -W "$(_tally_contracts)" -- "$current") $(case "$current" in */*|.*) compgen -f -- "$current" ;; esac)) ;;
    methods) COMPREPLY=($(compgen -W "$(_tally_methods "$path" "$first")" -- "$current")) ;;
    keys) COMPREPLY=($(compgen -W "$(_tally_keys)" -- "$current")) ;;
    folders) COMPREPLY=($(compgen -d -- "$current")) ;;
    files) COMPREPLY=($(compgen -f -- "$current")) ;;
    ''|nothing) COMPREPLY=() ;;
    *) COMPREPLY=($(compgen -W "$1" -- "$current")) ;;
  esac
}
complete -F _tally tally
`;
