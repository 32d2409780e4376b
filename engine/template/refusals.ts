// What a contract refuses, in sentences for people: text/refusals.json of a template.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { STATUS } from '../../spec/errors.ts';
import { readRevert } from '../abi/event.ts';
import type { AbiError } from '../abi/types.ts';
import { statusName, Usage } from '../base/errors.ts';
import type { Receipt } from '../base/records.ts';
import { dayFrom, momentFrom } from './clock.ts';
import { dayInWords, momentInWords } from './dates.ts';
import { currencyFor, type Fill } from './fill.ts';
import { readPart, type Template } from './folder.ts';
import { moneyText } from './meaning.ts';
import type { Language, Text } from './text.ts';

/** Where a template has them. */
export const REFUSALS = 'text/refusals.json';

/** One refusal: what the contract says, with `{money}`, `{date}`, `{moment}`, `{number}` or `{text}` where it computes something. */
export interface RefusalRow {
  readonly code: string;
  readonly says: string;
  /** Where what it says is not for people. */
  readonly en?: string;
  readonly zh: string;
  /** The name of the amount that `{money}` is, where that is not in the contract's own currency. */
  readonly amount?: string;
}

/** What a contract said when it refused. */
export interface Refused {
  readonly code: string;
  readonly message?: string | undefined;
}

const FORMS = {
  money: '(\\d+)',
  date: '(\\d{4}-\\d{2}-\\d{2})',
  moment: '(\\S+)',
  number: '(-?\\d+)',
  text: '(.+?)',
} as const;
type Form = keyof typeof FORMS;
const HOLE = /\{(money|date|moment|number|text)(\d?)\}/g;

/** The refusals of a template; none if it has no such file. @throws Usage TEMPLATE_INVALID naming what is wrong with the file */
export function readRefusals(template: Pick<Template, 'folder'>): readonly RefusalRow[] {
  if (!existsSync(join(template.folder, REFUSALS))) return [];
  const rows = readPart(template, REFUSALS);
  if (!Array.isArray(rows)) throw new Usage('TEMPLATE_INVALID', `${REFUSALS}: expected a list`);
  const problem = rows.map((row: unknown, i) => rowProblem(row, i)).find((found) => found !== undefined);
  if (problem !== undefined) throw new Usage('TEMPLATE_INVALID', `${REFUSALS}: ${problem}`);
  return rows as RefusalRow[];
}

function rowProblem(row: unknown, index: number): string | undefined {
  const { code, says, en = '', zh, amount = '', ...more } = (row ?? {}) as { readonly [member: string]: unknown };
  const at = `row ${index + 1}`;
  if ([code, says, en, zh, amount].some((text) => typeof text !== 'string'))
    return `${at}: expected the texts code, says and zh`;
  const [extra] = Object.keys(more);
  if (extra !== undefined) return `${at}: there is no member ${extra}`;
  const holes = holesOf(says as string);
  if (new Set(holes).size < holes.length) return `${at}: two holes of the same name; number them`;
  const strange = [...holesOf(en as string), ...holesOf(zh as string)].find((hole) => !holes.includes(hole));
  return strange === undefined ? undefined : `${at}: ${strange} is not in what the contract says`;
}

/** `{money}`, `{date2}` */
function holesOf(text: string): string[] {
  return [...text.matchAll(HOLE)].map(([hole]) => hole);
}

/** What of a contract's errors no row tells; nothing if the template has no such file. @throws Usage TEMPLATE_INVALID */
export function refusalProblems(template: Pick<Template, 'folder'>, errors: readonly AbiError[]): string[] {
  const rows = readRefusals(template);
  if (rows.length === 0) return [];
  const isTold = ({ code, message }: AbiError) =>
    rows.some((row) => row.code === code && (message === undefined || matched(row, message) !== undefined));
  const untold = errors.filter((error) => !isTold(error)).map(({ code, message = '' }) => `${code} ${message}`.trim());
  return [...new Set(untold)].map((error) => `nothing tells ${error}`);
}

/** What stands in the holes of a row if the contract said it. */
function matched({ says }: RefusalRow, message: string): ReadonlyMap<string, string> | undefined {
  // Splitting by a pattern with two groups gives text, form, number, text, …
  const parts = says.split(HOLE).map((part, i) => [escaped(part), FORMS[part as Form], ''][i % 3]);
  const found = new RegExp(`^${parts.join('')}$`, 's').exec(message);
  if (found === null) return undefined;
  return new Map(holesOf(says).map((hole, i) => [hole, found[i + 1]!]));
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** `TOO_SMALL: no part is smaller than CNY 50,000.00`; what no row has is told as the contract said it. */
export function tellRefusal(
  rows: readonly RefusalRow[],
  { code, message = '' }: Refused,
  currencyOf: (name: string) => string | undefined,
  language: Language,
): string {
  const gap = language === 'zh' ? '：' : ': ';
  for (const row of rows) {
    const holes = row.code === code ? matched(row, message) : undefined;
    if (holes === undefined) continue;
    const text = language === 'zh' ? row.zh : (row.en ?? row.says);
    const fill = (hole: string, form: string) =>
      holeText(form as Form, holes.get(hole)!, currencyOf(row.amount ?? ''), language);
    return `${code}${gap}${text.replace(HOLE, fill)}`;
  }
  return message === '' ? code : `${code}${gap}${message}`;
}

function holeText(form: Form, text: string, currency: string | undefined, language: Language): string {
  if (form === 'money' && currency !== undefined) return moneyText(BigInt(text), currency);
  const day = form === 'date' ? dayFrom(text) : undefined;
  if (day !== undefined) return dayInWords(day, language);
  const moment = form === 'moment' ? momentFrom(text) : undefined;
  return moment === undefined ? text : momentInWords(moment, language);
}

/** What a contract answers that was to be made with these values: its status is not OK. @throws CodecError, Usage TEMPLATE_INVALID */
export function answerText(
  template: Pick<Template, 'folder' | 'manifest'>,
  fill: Fill,
  { status, output }: Pick<Receipt, 'status' | 'output'>,
): Text {
  const refused = status === STATUS.REVERT ? readRevert(output) : undefined;
  const currencyOf = (name: string) => currencyFor(template.manifest, fill, name);
  const told = (language: Language) =>
    refused ? tellRefusal(readRefusals(template), refused, currencyOf, language) : statusName(status);
  return { en: `the contract answers: ${told('en')}`, zh: `合约答复：${told('zh')}` };
}
