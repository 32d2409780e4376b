// What a build is refused for: findings of our rules and errors of the compiler together, each place once, in the order of the source.
import { CompileError, type Diagnostic, diagnosticAt } from './diagnostics.ts';
import { membersOf } from './exports.ts';
import { bySource } from './findings.ts';
import { ERROR_CATEGORY } from './guard.ts';
import { failure, tellMessage } from './messages.ts';
import { CONTRACT_FOLDER, ENTRY_PATH, librarySources, type SourceFiles } from './sources.ts';
import type { Outcome } from './transform.ts';

interface Span {
  readonly start: number;
  readonly end: number;
  readonly source: { readonly normalizedPath: string };
}

/** A message of the compiler's. */
export interface Message {
  readonly code: number;
  readonly category: number;
  readonly message: string;
  readonly range: Span | null;
  readonly relatedRange: Span | null;
}

/** What a run of the compiler said. */
export interface Said {
  readonly error: Error | null;
  readonly messages: readonly Message[];
}

/** @throws CompileError with everything that is wrong; nothing if the build stands */
export function refuse(sources: SourceFiles, outcome: Outcome, { error, messages }: Said): void {
  const { findings, broken } = outcome.conclude();
  const errors = messages.filter((message) => message.category === ERROR_CATEGORY);
  const said = errors.map((message) => diagnose(message, sources));
  const told = withoutEncodings(said, findings).filter((each) => isNews(each, findings, broken));
  const own =
    findings.length > 0 ? told.filter(({ isAuthors, diagnostic }) => isAuthors && !isSpliced(diagnostic)) : told;
  const all = unique([...findings, ...own.map(({ diagnostic }) => diagnostic)]).sort(bySource);
  if (all.length > 0) throw new CompileError(own.some(isCompilers) ? 'COMPILE_FAILED' : 'LINT_FAILED', all);
  const foreign = outcome.foreign.map((name) =>
    atTop(sources, 'no-outside', `the contract would import '${name}', which no host offers`),
  );
  if (foreign.length > 0) throw new CompileError('LINT_FAILED', foreign);
  if (error) throw new CompileError('COMPILE_FAILED', [atTop(sources, 'compiler', failure(error.message))]);
}

interface Told {
  readonly diagnostic: Diagnostic;
  /** Whether it stands in a file of the author's. */
  readonly isAuthors: boolean;
}

function isNumbered({ code }: Diagnostic): boolean {
  return /^(TS|AS)\d+$/.test(code);
}

function isCompilers({ diagnostic }: Told): boolean {
  return isNumbered(diagnostic) || diagnostic.code === 'compiler';
}

// What is written into a class stands for the class's name; that it is there twice is told at the author's own.
function isSpliced({ code, message, caret, column, endColumn }: Diagnostic): boolean {
  const name = code === 'TS2300' ? /^Duplicate identifier '(.+)'/.exec(message)?.[1] : undefined;
  return name !== undefined && caret.split('\n')[0]!.slice(column - 1, endColumn - 1) !== name;
}

// The compiler stumbles over what a finding has told already: on its line, and in a file that it could not read from there on, which it
// may notice at the end of what stands before.
function isNews(
  { diagnostic: { file, line } }: Told,
  findings: readonly Diagnostic[],
  broken: ReadonlySet<string>,
): boolean {
  const here = findings.filter((finding) => finding.file === file);
  return !here.some((finding) => finding.line === line || (broken.has(file) && finding.line <= line + BLANK_LINES));
}
const BLANK_LINES = 2;

// A field whose type is no value's has been told. That it has no bytes where it is used follows, and all that the compiler says there.
function withoutEncodings(said: readonly Told[], findings: readonly Diagnostic[]): readonly Told[] {
  const known = said.filter(
    ({ diagnostic: { code, caret } }) =>
      code === 'no-encoding' && findings.some((finding) => hasNoEncoding(finding, caret)),
  );
  return said.filter(
    ({ diagnostic: { file, line, column } }) =>
      !known.some(({ diagnostic: d }) => d.file === file && d.line === line && d.column === column),
  );
}

// What lacks @struct may have any name where it is used.
function hasNoEncoding({ code, message }: Diagnostic, caret: string): boolean {
  const name = code === 'unsupported-type' ? /'([\w$]+)'/.exec(message)?.[1] : undefined;
  return (
    code === 'struct-class' ||
    (name !== undefined &&
      caret
        .split('\n')[0]!
        .split(/[^\w$]+/)
        .includes(name))
  );
}

function unique(all: readonly Diagnostic[]): Diagnostic[] {
  const isSame = (a: Diagnostic, b: Diagnostic) =>
    a.file === b.file && a.line === b.line && a.column === b.column && (a.code === b.code || isNumbered(b));
  // Where there is something in our words, the compiler's own add nothing.
  const sorted = [...all.filter((each) => !isNumbered(each)), ...all.filter(isNumbered)];
  const isNew = (each: Diagnostic, i: number) =>
    !sorted
      .slice(0, i)
      .some((before) => (before.message === each.message || !isNumbered(before) ? isSame(before, each) : false));
  const once = sorted.filter(isNew);
  return once.filter((each) => !isUnimported(each, once));
}

// Of a name whose import failed nothing more has to be said where it is used.
function isUnimported({ code, message, file }: Diagnostic, all: readonly Diagnostic[]): boolean {
  const name = code === 'TS2304' ? /^Cannot find name '([\w$]+)'/.exec(message)?.[1] : undefined;
  if (name === undefined) return false;
  const imports = all.filter((other) => other.file === file && /^\s*import\b/.test(other.caret));
  return imports.some(({ caret }) => caret.split(/[^\w$]+/).includes(name));
}

/** Warnings of the compiler; of what the library says nothing can be changed by its users. */
export function warnings(sources: SourceFiles, { messages }: Said): Diagnostic[] {
  return messages
    .map((message) => diagnose(message, sources))
    .flatMap(({ diagnostic, isAuthors }) => (isAuthors ? [diagnostic] : []));
}

function diagnose({ code, message, range, relatedRange }: Message, sources: SourceFiles): Told {
  const isOwn = (span: Span | null): span is Span =>
    span !== null && isAuthorsFile(span.source.normalizedPath) && sources.files.has(span.source.normalizedPath);
  const span = isOwn(range) ? range : isOwn(relatedRange) ? relatedRange : range;
  const file = span?.source.normalizedPath;
  const text = file === undefined ? undefined : textOf(sources, file);
  if (span === null || text === undefined) {
    const told = tellMessage(code, message);
    return { diagnostic: atTop(sources, told.code, told.message), isAuthors: range === null };
  }
  const { start, end } = span;
  const [here, before] = span === range ? [text.slice(start, end), text.slice(0, start)] : ['', ''];
  const told = tellMessage(code, message, { text: here, before, membersOf: (type) => membersOf(type, sources.files) });
  return { diagnostic: diagnosticAt(told, { file: file!, text, start, end }), isAuthors: isAuthorsFile(file!) };
}

function isAuthorsFile(path: string): boolean {
  return path.startsWith(CONTRACT_FOLDER) && path !== ENTRY_PATH;
}

/** The text of an author's file or of one of the library. */
export function textOf(sources: SourceFiles, file: string): string | undefined {
  return sources.files.get(file) ?? librarySources().get(file.replace('~lib/tally/', ''));
}

/** A finding that has no place of its own. */
export function atTop(sources: SourceFiles, code: string, message: string): Diagnostic {
  const text = sources.files.get(sources.entry) ?? '';
  return diagnosticAt({ code, message }, { file: sources.entry, text, start: 0, end: 1 });
}
