// Errors in words: a stable code, one sentence, where, what to try; in English and Chinese, for people and for programs.

import { CodecError, CodedError, Usage } from '../engine/base/errors.ts';
import { CompileError } from '../engine/compile/diagnostics.ts';
import { type Language, type Text, Told } from '../engine/template/text.ts';
import { padded, widthOf } from '../engine/template/width.ts';
import { ERRORS, type ErrorName, STATUS } from '../spec/errors.ts';
import { EXIT, type ExitCode, exitOf } from './exit.ts';
import { findingText } from './findings.ts';
import type { Colours } from './print.ts';

/** An error as it is shown. */
export interface Described {
  /** `T1107`: T and four digits. */
  readonly code: string;
  readonly name: string;
  readonly message: string;
  /** Where and what exactly; empty if there is nothing to add. */
  readonly where: string;
  /** What to try; empty likewise. */
  readonly try: string;
  readonly exit: ExitCode;
  /** For people, in place of `where`: what a failed call went through. */
  readonly trail?: readonly TrailLine[];
  /** More fields for programs, such as `diagnostics` and `problems`. */
  readonly facts: { readonly [name: string]: unknown };
}

/** A line on the way of a failure, by the key of its label. */
export type TrailLine = readonly [label: 'at' | 'in' | 'why', text: string];

/** A place as a program reads it. */
export interface ShownPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly function: string | null;
  /** The function of the library that was called there and refused. */
  readonly calling?: string;
  /** Whether the optimiser left only a line close by. */
  readonly near?: true;
}

export interface Trail {
  readonly facts: {
    readonly place: ShownPlace | null;
    readonly path: readonly object[];
    readonly why?: { readonly code: string; readonly message?: string | undefined };
  };
  readonly lines: readonly TrailLine[];
}

/** A transaction or a view that ran and failed; thrown after its receipt has been read. */
export class Failed extends Error {
  override name = 'Failed';
  readonly id: ErrorName | 'REVERT';
  readonly where: string;
  /** What the contract said, where it is a revert. */
  readonly reason: string;
  readonly facts: { readonly [name: string]: unknown };
  readonly trail: readonly TrailLine[];
  /** The instance of a template that refused, if it is one. */
  readonly instance: string | undefined;
  constructor(
    id: ErrorName | 'REVERT',
    where: string,
    reason: string,
    facts: { readonly [name: string]: unknown },
    trail: readonly TrailLine[] = [],
    instance?: string,
  ) {
    super(`${id}${reason ? `: ${reason}` : ''} (${where})`);
    this.id = id;
    this.where = where;
    this.reason = reason;
    this.facts = facts;
    this.trail = trail;
    this.instance = instance;
  }
}

/** A block or transaction that the chain does not have. */
export class NotFound extends Usage {
  override name = 'NotFound';
  constructor(what: string) {
    super('NAME_UNKNOWN', what);
  }
}

/** What to try for a command line that is not understood; the row of the table does not know which command it was. */
function helpHint(command: string): Text {
  return { en: `\`${command} --help\` shows how`, zh: `用 \`${command} --help\` 查看用法` };
}
const LOOK_UP: Text = { en: '`tally block` shows the newest', zh: '用 `tally block` 查看最新区块' };
const ENDLESS: Text = {
  en: 'it needs more than any transaction may use: look for a loop without end',
  zh: '所需燃料超过任何交易的允许值：请检查是否有死循环',
};
const NOT_SENT: Text = {
  en: 'it was only simulated and not sent; with --gas N it is sent all the same',
  zh: '仅模拟，未发送；加 --gas N 则照样发送',
};
const LABELS = {
  error: { en: 'error', zh: '错误' },
  where: { en: 'where', zh: '位置' },
  at: { en: 'at', zh: '位置' },
  in: { en: 'in', zh: '调用' },
  why: { en: 'why', zh: '原因' },
  try: { en: 'try', zh: '建议' },
} as const;

/** The words for anything that was thrown; `command` is what was asked, `tally key new`. */
export function describeError(error: unknown, language: Language, command?: string): Described {
  if (command !== undefined && error instanceof Usage && error.id === 'USAGE')
    return { ...row(error.id, error.detail, language, {}), try: helpHint(command)[language] };
  if (error instanceof Failed) return describeFailure(error, language);
  if (error instanceof NotFound) return { ...row(error.id, error.detail, language, {}), try: LOOK_UP[language] };
  if (error instanceof CodedError) return row(error.id, detailOf(error, language), language, factsOf(error));
  const { id, where } = foreign(error);
  return row(id, where, language, {});
}

/** The document that `--json` prints. */
export function errorDocument(described: Described): object {
  const { exit: _, trail: __, facts, ...rest } = described;
  return { error: { ...rest, ...facts } };
}

/** The lines for people. */
export function errorText(described: Described, language: Language, colours: Colours): string {
  const { code, name, message, where } = described;
  const gap = language === 'zh' ? '：' : ': ';
  const trail = described.trail?.length ? described.trail : [['where', where] as const];
  return [
    `${colours.red(LABELS.error[language])} ${colours.bold(`${code} ${name}`)}${gap}${message}`,
    ...labelled([...trail, ['try', described.try]], language, colours),
  ].join('\n');
}

/** Lines behind their labels, which stand in a column; a line without text is left out. */
export function labelled(
  lines: readonly (readonly [label: keyof typeof LABELS, text: string])[],
  language: Language,
  colours: Colours,
): string[] {
  const width = Math.max(...lines.map(([key]) => widthOf(LABELS[key][language])));
  const told = lines.filter(([, text]) => text !== '');
  return told.map(([key, text]) => {
    const label = padded(LABELS[key][language], width);
    return `  ${colours.dim(label)}  ${indented(text, width + 4)}`;
  });
}

function indented(text: string, columns: number): string {
  return text.replaceAll('\n', `\n${' '.repeat(columns)}`);
}

function describeFailure(error: Failed, language: Language): Described {
  const { facts, trail, where } = error;
  const isUnsent = facts['simulated'] === true;
  const after = isUnsent ? NOT_SENT[language] : replayText(facts['transaction'], language);
  if (error.id !== 'REVERT') {
    const told = row(error.id, where, language, facts);
    const attempt = error.id === 'OUT_OF_GAS' && isUnsent ? ENDLESS[language] : told.try;
    const tries = [attempt, isUnsent && attempt !== '' ? '' : after];
    return { ...told, trail, try: tries.filter((each) => each !== '').join('\n') };
  }
  // Reverting is the contract's own outcome and not an error of the table.
  const code = codeText(STATUS.REVERT);
  const told = error.instance !== undefined && isUnsent ? standsText(error.instance)[language] : after;
  return { code, name: 'REVERT', message: error.reason, where, trail, try: told, exit: EXIT.reverted, facts };
}

/** Whoever fills in a template is not told how to send what the agreement does not allow. */
function standsText(instance: string): Text {
  return {
    en: `nothing was sent; \`tally contract show ${instance}\` tells who may do what now`,
    zh: `未发送任何交易；用 \`tally contract show ${instance}\` 查看此时由谁办理何事`,
  };
}

function replayText(transaction: unknown, language: Language): string {
  if (typeof transaction !== 'string') return '';
  return { en: `\`tally replay tx ${transaction}\` tells where`, zh: `用 \`tally replay tx ${transaction}\` 查看位置` }[
    language
  ];
}

function row(id: ErrorName, where: string, language: Language, facts: Described['facts']): Described {
  const { code, en, zh, tryEn, tryZh } = ERRORS[id];
  const [message, attempt] = language === 'zh' ? [zh, tryZh] : [en, tryEn];
  return { code: codeText(code), name: id, message, where, try: attempt, exit: exitOf(id), facts };
}

function codeText(code: number): string {
  return `T${String(code).padStart(4, '0')}`;
}

// Findings are told in words of their own.
function detailOf(error: CodedError, language: Language): string {
  if (error instanceof Told) return error.text[language];
  if (language === 'en' || !(error instanceof CompileError)) return error.detail;
  return error.diagnostics.map((each) => findingText(each, language)).join('\n');
}

// Compilers and checkers hang their findings on the error; knowing the fields spares loading those modules.
function factsOf(error: CodedError): Described['facts'] {
  const { diagnostics, problems, losses, findings } = error as {
    readonly [fact in 'diagnostics' | 'problems' | 'losses' | 'findings']?: unknown;
  };
  return Object.fromEntries(
    Object.entries({ diagnostics, problems, losses, findings }).filter(([, fact]) => fact !== undefined),
  );
}

/** The row for an error that has none of its own: what the system said about a file, or a defect. */
function foreign(error: unknown): { id: ErrorName; where: string } {
  const { code, path, message } = (error ?? {}) as { code?: string; path?: string; message?: string };
  const where = path === undefined ? (message ?? String(error)) : `${path} (${code})`;
  if (code === 'ENOSPC' || code === 'EDQUOT') return { id: 'STORE_FULL', where };
  if (code === 'EEXIST') return { id: 'FILE_EXISTS', where };
  if (/^(ENOENT|EACCES|EPERM|EISDIR|ENOTDIR|EROFS|ENAMETOOLONG|ELOOP)$/.test(code ?? '')) {
    return { id: 'FILE_UNREADABLE', where };
  }
  if (error instanceof CodecError) return { id: 'UNEXPECTED', where: `bytes that do not decode: ${message}` };
  return { id: 'UNEXPECTED', where };
}
