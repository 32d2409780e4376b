// Rows of a table as values of a template: columns by name, each row checked by itself and against the others.
import { parse as parseCsv } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { toHex } from '../../engine/base/bytes.ts';
import { Usage } from '../../engine/base/errors.ts';
import { fromSpreadsheet } from '../../engine/template/dates.ts';
import type { Clock, Fill } from '../../engine/template/fill.ts';
import type { Template } from '../../engine/template/folder.ts';
import { keyText, saltOf } from '../../engine/template/instance.ts';
import { type Draft, fieldAt, put } from '../../engine/template/path.ts';
import { type Problem, problemText } from '../../engine/template/problem.ts';
import { type Language, Told } from '../../engine/template/text.ts';
import { readValues } from '../../engine/template/values.ts';
import { LINE, PROBLEM } from './columns.ts';

/** A row of the table as it stands there. */
export interface Row {
  /** Line of the file, from 1 on. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface Sheet {
  readonly head: readonly string[];
  readonly rows: readonly Row[];
}

/** A row that was read: its values, or what is wrong. */
export interface ReadRow {
  readonly row: Row;
  readonly fill: Fill | undefined;
  readonly problems: readonly Problem[];
}

/** A table out of CSV (RFC 4180); the delimiter is a comma, a semicolon or a tab. @throws Usage CSV_ROW, TABLE_HEAD */
export function readSheet(text: string, path: string): Sheet {
  try {
    const records = parseCsv(text, {
      delimiter: [',', ';', '\t'],
      info: true,
      skip_empty_lines: true,
      relax_column_count: true,
      trim: true,
    }) as unknown as {
      readonly record: string[];
      readonly info: { readonly lines: number };
    }[];
    const [first, ...rest] = records;
    if (first === undefined || rest.length === 0)
      throw new Told('TABLE_HEAD', { en: `${path}: no rows under a head`, zh: `${path}：表头之下没有数据行` });
    const twice = first.record.find((head, i) => first.record.indexOf(head) < i);
    if (twice !== undefined)
      throw new Told('TABLE_HEAD', {
        en: `${path}: the column ${JSON.stringify(twice)} is there twice`,
        zh: `${path}：列 ${JSON.stringify(twice)} 出现两次`,
      });
    return { head: first.record, rows: rest.map(({ record, info }) => ({ line: info.lines, cells: record })) };
  } catch (error) {
    if (error instanceof Usage) throw error;
    throw new Usage('CSV_ROW', `${path}: ${(error as Error).message}`);
  }
}

/** Reads every row over what is the same for all. Rows that are named alike are told, but for the first of them. */
export function readRows(
  template: Template,
  sheet: Sheet,
  paths: readonly (string | undefined)[],
  base: Draft,
  clock: Clock,
): ReadRow[] {
  const seen = new Map<string, number>();
  return sheet.rows.map((row) => {
    const draft = structuredClone(base);
    for (const [i, path] of paths.entries())
      if (path !== undefined) put(template.manifest, draft, path, cellText(template, path, row.cells[i] ?? ''));
    const { fill, problems } = readValues(template.manifest, draft, clock, { accounts: true });
    const extra = row.cells.length > sheet.head.length ? [tooMany(row, sheet)] : [];
    if (fill === undefined || extra.length > 0) return { row, fill: undefined, problems: [...extra, ...problems] };
    const salt = toHex(saltOf(template, fill));
    const first = seen.get(salt);
    if (first !== undefined) return { row, fill: undefined, problems: [duplicate(template, fill, first)] };
    seen.set(salt, row.line);
    return { row, fill, problems: [] };
  });
}

/** A day as spreadsheets write it, year first, is the day that it can only be. */
function cellText({ manifest }: Template, path: string, cell: string): string {
  return fieldAt(manifest, path)?.['x-type'] === 'date' ? fromSpreadsheet(cell) : cell;
}

function tooMany({ cells }: Row, { head }: Sheet): Problem {
  const expected = {
    en: `expected ${head.length} cells, as many as the head has`,
    zh: `应为 ${head.length} 列，与表头一致`,
  };
  return { at: 'row', title: { en: 'row', zh: '本行' }, given: String(cells.length), expected, code: 'CELLS' };
}

function duplicate(template: Template, fill: Fill, line: number): Problem {
  const { manifest } = template;
  const at = manifest.key[0] ?? 'row';
  const field = manifest.parameters.properties[at];
  const title = field?.['x-title'] ?? { en: 'row', zh: '本行' };
  const expected = { en: `the same as in line ${line}`, zh: `${title.zh}与第 ${line} 行重复` };
  return { at, title, given: keyText(template, fill), expected, code: 'DUPLICATE' };
}

/** The rows that are not lawful, as they were, with columns for the line where each stood and for what is wrong. */
export function errorSheet(
  { head }: Sheet,
  bad: readonly { readonly row: Row; readonly why: string }[],
  language: Language,
): string {
  // What an earlier try added is not added twice.
  const kept = head.flatMap((column, i) =>
    [...Object.values(PROBLEM), ...Object.values(LINE)].some((word) => word === column) ? [] : [i],
  );
  const rows = bad.map(({ row, why }) => [...kept.map((i) => row.cells[i] ?? ''), String(row.line), why]);
  // A mark at the beginning tells spreadsheets that it is UTF-8.
  return `\ufeff${stringify([[...kept.map((i) => head[i]!), LINE[language], PROBLEM[language]], ...rows])}`;
}

/** What is wrong with a row, in one cell. */
export function whyText(problems: readonly Problem[], language: Language): string {
  return problems
    .map((problem) => problemText(problem, language).replace(/[.。]$/, ''))
    .join(language === 'en' ? '; ' : '；');
}
