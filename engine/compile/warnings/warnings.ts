// Warnings: what compiles in a contract and is still likely wrong, and how an author says that it is meant.
import { type Diagnostic, diagnosticAt } from '../diagnostics.ts';
import { bySource } from '../findings.ts';
import { CONTRACT_FOLDER, type SourceFiles } from '../sources.ts';
import { type Source, tree } from '../tree.ts';
import { warnOfAnswers, warnOfOrder, warnOfPowers, warnOfViews } from './calls.ts';
import { warnOfConditions } from './conditions.ts';
import { warnOfEnums } from './enums.ts';
import { warnOfEvents } from './events.ts';
import { type Facts, readFacts, type Warn } from './facts.ts';
import { warnOfFields, warnOfHoles, warnOfStorage } from './storage.ts';

/** A finding that does not keep a contract from being built. */
export interface Warning extends Diagnostic {
  /** What to do about it. */
  readonly hint: string;
}

/** Codes of all warnings, as `tally-ignore` takes them. */
export const WARNINGS = [
  'address-text',
  'array-holes',
  'constant-condition',
  'empty-message',
  'forgotten-event',
  'ignored-result',
  'lost-change',
  'state-after-call',
  'unbounded-loop',
  'unchecked-enum',
  'unguarded-power',
  'unknown-ignore',
  'unused-event',
  'unused-field',
  'wrapping-money',
  'write-in-view',
] as const;

const RULES: readonly ((facts: Facts, warn: Warn) => void)[] = [
  warnOfFields,
  warnOfStorage,
  warnOfHoles,
  warnOfEnums,
  warnOfEvents,
  warnOfViews,
  warnOfOrder,
  warnOfAnswers,
  warnOfPowers,
  warnOfConditions,
];

const IGNORE = /\/\/\s*tally-ignore:\s*([\w-]+(?:\s*,\s*[\w-]+)*)/;

/** Warnings about the sources of one contract, in their order; none about text that cannot be parsed, which the compiler tells. */
export function warningsOf(files: SourceFiles): Warning[] {
  const sources = parseAll(files);
  if (!sources) return [];
  const found = new Map<string, Warning>();
  const warn: Warn = (node, code, message, hint) => {
    const { start, end, source } = node.range;
    const place = { file: source.normalizedPath, text: source.text, start, end };
    const made = { ...diagnosticAt({ code, message }, place), hint };
    const key = `${made.file}:${made.line}:${made.column}:${code}`;
    if (!found.has(key) && !isIgnored(source.text, made.line, code)) found.set(key, made);
  };
  const facts = readFacts(sources);
  for (const rule of RULES) rule(facts, warn);
  return [...found.values(), ...sources.flatMap(unknownCodes)].sort(bySource);
}

function parseAll({ files }: SourceFiles): Source[] | undefined {
  const parser = new tree.Parser([], []);
  for (const [path, text] of files) if (path.startsWith(CONTRACT_FOLDER)) parser.parseFile(text, path, true);
  return parser.diagnostics.length > 0 ? undefined : parser.sources;
}

/** Whether the comment before a line, or before the decorators above it, names the code. */
function isIgnored(text: string, line: number, code: string): boolean {
  const lines = text.split('\n');
  for (let i = line - 2; i >= 0 && /^\s*(\/\/|@|\*|\/\*)/.test(lines[i]!); i--)
    if (ignoredCodes(lines[i]!).includes(code)) return true;
  return false;
}

function ignoredCodes(line: string): string[] {
  const [, list] = IGNORE.exec(line) ?? [];
  return (list ?? '').split(/[\s,]+/).filter((each) => each !== '');
}

// A slip in a code would silence nothing and look as if it did.
function unknownCodes({ text, normalizedPath: file }: Source): Warning[] {
  const known: readonly string[] = WARNINGS;
  let start = 0;
  return text.split('\n').flatMap((line) => {
    const from = start;
    start += line.length + 1;
    return ignoredCodes(line)
      .filter((code) => !known.includes(code))
      .map((code) => {
        const at = from + line.indexOf(code, line.search(IGNORE));
        const what = { code: 'unknown-ignore', message: `no warning is called '${code}'` };
        const hint = 'the code stands in brackets behind the warning';
        return { ...diagnosticAt(what, { file, text, start: at, end: at + code.length }), hint };
      });
  });
}
