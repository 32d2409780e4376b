// Invoices: what a row of the file says, checked field by field and then against the other rows.
import { decimalsOf, formatMoney, parseMoney } from '../../engine/template/currency.ts';
import { leiProblem } from '../../engine/template/lei.ts';
import { type BadRow, COLUMNS, type Column, type Table, type TableRow } from './table.ts';

/** A company, known by its LEI. */
export interface Company {
  readonly name: string;
  readonly lei: string;
}

/**
 * A claim on the obligor. Tier 1: the obligor itself owes its supplier. Lower tiers: the parent's supplier pays this
 * supplier with a part of what it holds.
 */
export interface Invoice {
  readonly row: number;
  readonly number: string;
  readonly tier: number;
  readonly obligor: Company;
  readonly supplier: Company;
  /** ISO 4217. */
  readonly currency: string;
  /** Minor units. */
  readonly amount: bigint;
  /** Days since 1970-01-01 (ISO 8601 calendar dates). */
  readonly issueDay: number;
  readonly dueDay: number;
  /** Number of the parent invoice; empty in tier 1. */
  readonly parent: string;
  /** The cells of the row in the order of COLUMNS, as a JSON list: what stands for the document when it is hashed. */
  readonly document: string;
}

export interface Checked {
  /** Usable invoices: parents before their parts, otherwise as in the file. */
  readonly invoices: readonly Invoice[];
  /** By row, then column. */
  readonly bad: readonly BadRow[];
}

/** ISO 20022: Max35Text for references, Max140Text for names. */
const LONGEST_NUMBER = 35;
const LONGEST_NAME = 140;
const HIGHEST_TIER = 9;
const DAY = 86_400_000;

/** Checks every row; a part of an unusable invoice is unusable too, and says so. */
export function checkInvoices(table: Table): Checked {
  const wrong = [...table.bad];
  const read: Invoice[] = [];
  for (const row of table.rows) {
    const problems: BadRow[] = [];
    const invoice = readInvoice(row, problems);
    if (problems.length === 0) read.push(invoice);
    wrong.push(...problems);
  }
  const alone = read.filter(agreesWithEarlier(table.rows, wrong));
  const invoices = withParents(alone, table.rows, wrong);
  wrong.sort((a, b) => a.row - b.row);
  return { invoices, bad: wrong };
}

function readInvoice({ row, cells }: TableRow, problems: BadRow[]): Invoice {
  const check = (column: Column, reason: string | undefined) => {
    if (reason !== undefined) problems.push({ row, column, reason });
  };
  const obligor = { name: cells.obligor_name, lei: cells.obligor_lei };
  const supplier = { name: cells.supplier_name, lei: cells.supplier_lei };
  check('invoice_number', textProblem(cells.invoice_number, LONGEST_NUMBER));
  const tier = Number(cells.tier);
  check('tier', /^[1-9]$/.test(cells.tier) ? undefined : `${shown(cells.tier)} is no tier from 1 to ${HIGHEST_TIER}`);
  check('obligor_name', textProblem(obligor.name, LONGEST_NAME));
  check('obligor_lei', leiProblem(obligor.lei)?.en);
  check('supplier_name', textProblem(supplier.name, LONGEST_NAME));
  check(
    'supplier_lei',
    leiProblem(supplier.lei)?.en ?? (supplier.lei === obligor.lei ? 'the obligor itself' : undefined),
  );
  const amount = readAmount(cells, check);
  const [issueDay, dueDay] = [readDay(cells, 'issue_date', check), readDay(cells, 'due_date', check)];
  if (issueDay >= dueDay) check('due_date', `${cells.due_date} is not after the issue date ${cells.issue_date}`);
  if (tier === 1 && cells.parent_invoice !== '') check('parent_invoice', 'a tier 1 invoice has no parent');
  if (tier > 1 && cells.parent_invoice === '') check('parent_invoice', `a tier ${tier} invoice needs a parent`);
  const { invoice_number: number, currency, parent_invoice: parent } = cells;
  const document = JSON.stringify(COLUMNS.map((column) => cells[column]));
  return { row, number, tier, obligor, supplier, currency, amount, issueDay, dueDay, parent, document };
}

type Check = (column: Column, reason: string | undefined) => void;

function readAmount({ currency, amount }: TableRow['cells'], check: Check): bigint {
  const decimals = decimalsOf(currency);
  if (decimals === undefined) {
    check('currency', `${shown(currency)} is no currency code of ISO 4217`);
    return 0n;
  }
  const parsed = parseMoney(amount, currency, decimals);
  if ('minor' in parsed) return parsed.minor;
  check('amount', parsed.problem);
  return 0n;
}

// NaN, which is before and after nothing, if there is no such date.
function readDay(cells: TableRow['cells'], column: 'issue_date' | 'due_date', check: Check): number {
  const text = cells[column];
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // Date.parse takes 30 February for 2 March.
  if (Number.isFinite(time) && new Date(time).toISOString().startsWith(text)) return time / DAY;
  check(column, `${shown(text)} is no date such as 2025-03-31`);
  return Number.NaN;
}

function textProblem(text: string, longest: number): string | undefined {
  if (text === '') return 'it is empty';
  if (text.length > longest) return `it is longer than ${longest} characters`;
  return /\p{Cc}/u.test(text) ? 'it holds a control character' : undefined;
}

function shown(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 37)}...` : text);
}

// A number stands for one invoice and an LEI for one name; the first row that says otherwise is wrong.
function agreesWithEarlier(rows: readonly TableRow[], wrong: BadRow[]): (invoice: Invoice) => boolean {
  const names = new Map<string, { name: string; row: number }>();
  const firstRow = rowsByNumber(rows);
  const nameProblem = ({ name, lei }: Company, row: number) => {
    const known = names.get(lei) ?? { name, row };
    names.set(lei, known);
    return known.name === name ? undefined : `${lei} is ${shown(known.name)} in row ${known.row}`;
  };
  return ({ row, number, obligor, supplier }) => {
    const first = firstRow.get(number)!;
    const found: [Column, string | undefined][] = [
      ['invoice_number', first === row ? undefined : `${number} stands in row ${first} already`],
      ['obligor_name', nameProblem(obligor, row)],
      ['supplier_name', nameProblem(supplier, row)],
    ];
    const problems = found.flatMap(([column, reason]) => (reason === undefined ? [] : [{ row, column, reason }]));
    wrong.push(...problems);
    return problems.length === 0;
  };
}

/** Where each invoice number stands first. */
function rowsByNumber(rows: readonly TableRow[]): Map<string, number> {
  return new Map([...rows].reverse().map(({ row, cells }) => [cells.invoice_number, row]));
}

function withParents(invoices: readonly Invoice[], rows: readonly TableRow[], wrong: BadRow[]): Invoice[] {
  const usable = new Map<string, { invoice: Invoice; rest: bigint }>();
  const rowOf = rowsByNumber(rows);
  // By tier, so that a parent is judged before its parts; the sort keeps the order of the file within a tier.
  for (const invoice of [...invoices].sort((a, b) => a.tier - b.tier)) {
    const parent = usable.get(invoice.parent);
    const problem = invoice.tier === 1 ? undefined : parentProblem(invoice, parent, rowOf.get(invoice.parent));
    if (problem) {
      wrong.push({ row: invoice.row, column: problem[0], reason: problem[1] });
      continue;
    }
    if (parent) parent.rest -= invoice.amount;
    usable.set(invoice.number, { invoice, rest: invoice.amount });
  }
  return [...usable.values()].map(({ invoice }) => invoice);
}

function parentProblem(
  part: Invoice,
  known: { invoice: Invoice; rest: bigint } | undefined,
  parentRow: number | undefined,
): [Column, string] | undefined {
  if (parentRow === undefined) return ['parent_invoice', `there is no invoice ${shown(part.parent)}`];
  if (!known)
    return ['parent_invoice', `its parent in row ${parentRow} cannot be used, or is of the same or a lower tier`];
  const whole = known.invoice;
  if (part.tier !== whole.tier + 1) return ['tier', `tier ${part.tier} below a parent of tier ${whole.tier}`];
  if (part.obligor.lei !== whole.obligor.lei) return ['obligor_lei', `the parent's obligor is ${whole.obligor.lei}`];
  if (part.currency !== whole.currency) return ['currency', `the parent is in ${whole.currency}`];
  if (part.dueDay !== whole.dueDay) return ['due_date', 'a part falls due with the whole, on another day'];
  if (part.supplier.lei === whole.supplier.lei) return ['supplier_lei', 'the supplier of the parent itself'];
  if (part.amount > known.rest) {
    const [amount, rest] = [part.amount, known.rest].map((minor) => formatMoney(minor, decimalsOf(part.currency)!));
    return ['amount', `${amount} is more than the ${rest} left of ${part.parent}`];
  }
  return undefined;
}
