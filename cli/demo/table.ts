// A CSV text as rows of named cells (RFC 4180), with what cannot be read told by row.
import { type CsvError, parse } from 'csv-parse/sync';

/** The columns that a file of invoices has, in any order; others are left alone. */
export const COLUMNS = [
  'invoice_number',
  'tier',
  'obligor_name',
  'obligor_lei',
  'supplier_name',
  'supplier_lei',
  'currency',
  'amount',
  'issue_date',
  'due_date',
  'parent_invoice',
] as const;
export type Column = (typeof COLUMNS)[number];

/** A row that cannot be used. Rows are lines of the file, the header is row 1. */
export interface BadRow {
  readonly row: number;
  /** Empty if it is the row as a whole. */
  readonly column: Column | '';
  readonly reason: string;
}

export interface TableRow {
  readonly row: number;
  readonly cells: { readonly [C in Column]: string };
}

export interface Table {
  readonly rows: readonly TableRow[];
  readonly bad: readonly BadRow[];
}

interface RawRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** Cells without the space around them; empty lines are nothing. A header that lacks a column makes the header row bad. */
export function readTable(text: string): Table {
  const broken: BadRow[] = [];
  const options = { bom: true, info: true, trim: true, relax_column_count: true, skip_records_with_error: true };
  const records = parse(text, {
    ...options,
    on_skip: (error) => {
      if (error) broken.push(brokenRow(error));
    },
  }) as unknown as RawRecord[];
  const [header, ...body] = records;
  const missing = COLUMNS.filter((column) => !header?.record.includes(column));
  if (missing.length > 0)
    return { rows: [], bad: missing.map((column) => bad(1, column, 'the file has no such column')) };
  const twice = COLUMNS.filter((column) => header!.record.indexOf(column) !== header!.record.lastIndexOf(column));
  if (twice.length > 0)
    return { rows: [], bad: twice.map((column) => bad(1, column, 'the file has this column twice')) };
  return collect(header!.record, body, broken);
}

function collect(header: readonly string[], body: readonly RawRecord[], broken: readonly BadRow[]): Table {
  const rows: TableRow[] = [];
  const wrong = [...broken];
  for (const raw of body) {
    const { record } = raw;
    if (record.every((cell) => cell === '')) continue;
    const row = firstLine(raw);
    if (record.length === header.length) rows.push({ row, cells: cellsOf(header, record) });
    else wrong.push(bad(row, '', `it has ${record.length} fields, the header has ${header.length}`));
  }
  return { rows, bad: wrong };
}

function cellsOf(header: readonly string[], record: readonly string[]): TableRow['cells'] {
  const cells = COLUMNS.map((column) => [column, record[header.indexOf(column)]!] as const);
  return Object.fromEntries(cells) as TableRow['cells'];
}

// The parser tells the last line of a record; a quoted cell may hold line breaks.
function firstLine({ record, info }: RawRecord): number {
  return info.lines - record.reduce((n, cell) => n + cell.split('\n').length - 1, 0);
}

function brokenRow(error: CsvError): BadRow {
  const line = (error as { lines?: unknown }).lines;
  const reason =
    error.code === 'CSV_QUOTE_NOT_CLOSED'
      ? 'a quotation mark that opens here or above never closes'
      : 'a stray quotation mark';
  return bad(typeof line === 'number' ? line : 1, '', reason);
}

function bad(row: number, column: Column | '', reason: string): BadRow {
  return { row, column, reason };
}
