// What an invoice comes to: lines, allowances, charges, tax and what was paid before add up to what is payable, to the minor unit.
import { formatMoney } from './currency.ts';
import { type Element, invalid } from './xml.ts';

/** Reads elements of one parent by their names; what is read at most once and stands twice is refused. */
export interface Reading {
  /** All children with this name, in their order. */
  all(parent: Element, name: string): readonly Element[];
  /** The only child, if there is one. */
  maybe(parent: Element, name: string): Element | undefined;
  /** The only child. */
  one(parent: Element, name: string): Element;
  /** Minor units of the invoice's currency. */
  amount(element: Element): bigint;
}

export interface Totals {
  /** Minor units. */
  readonly payable: bigint;
  readonly tax: bigint;
}

/**
 * Totals of an invoice whose lines come to `lines`, all in minor units with so many decimals.
 * @throws Usage INVOICE_INVALID with both numbers at the first sum that does not hold
 */
export function readTotals(root: Element, lines: bigint, decimals: number, read: Reading): Totals {
  const totals = read.one(root, 'LegalMonetaryTotal');
  const shown = (minor: bigint) => (minor < 0n ? '-' : '') + formatMoney(minor < 0n ? -minor : minor, decimals);
  const agree = (name: string, sum: bigint, parts: string, required = false) => {
    const element = required ? read.one(totals, name) : read.maybe(totals, name);
    if (element === undefined || read.amount(element) === sum) return;
    invalid(element.path, `it says ${shown(read.amount(element))}, but ${parts} come to ${shown(sum)}`);
  };
  const given = (name: string) => {
    const element = read.maybe(totals, name);
    return element === undefined ? 0n : read.amount(element);
  };
  const [allowances, charges] = [changes(root, 'false', read), changes(root, 'true', read)];
  const tax = readTax(root, read, shown);
  agree('LineExtensionAmount', lines, 'the lines');
  agree('AllowanceTotalAmount', allowances, 'the allowances');
  agree('ChargeTotalAmount', charges, 'the charges');
  const exclusive = lines - allowances + charges;
  agree('TaxExclusiveAmount', exclusive, 'the lines, less allowances, with charges');
  agree('TaxInclusiveAmount', exclusive + tax, 'the lines, less allowances, with charges and tax');
  const payable = exclusive + tax - given('PrepaidAmount') + given('PayableRoundingAmount');
  agree('PayableAmount', payable, 'lines, allowances, charges, tax, what was prepaid and rounding', true);
  return { payable, tax };
}

// Allowances or charges on the whole document; those of a line are in its net amount.
function changes(root: Element, indicator: 'true' | 'false', read: Reading): bigint {
  return read
    .all(root, 'AllowanceCharge')
    .filter((change) => indicatorOf(read.one(change, 'ChargeIndicator')) === indicator)
    .reduce((sum, change) => sum + read.amount(read.one(change, 'Amount')), 0n);
}

function indicatorOf(element: Element): string {
  if (element.text === 'true' || element.text === 'false') return element.text;
  return invalid(element.path, `"${element.text}" is neither true nor false`);
}

function readTax(root: Element, read: Reading, shown: (minor: bigint) => string): bigint {
  const [total, second] = read.all(root, 'TaxTotal').filter((total) => !isForeign(root, total, read));
  if (total === undefined) return 0n;
  if (second !== undefined) invalid(second.path, 'a second tax total in the currency of the invoice');
  const element = read.one(total, 'TaxAmount');
  const tax = read.amount(element);
  const parts = read.all(total, 'TaxSubtotal').map((part) => read.amount(read.one(part, 'TaxAmount')));
  const sum = parts.reduce((a, b) => a + b, 0n);
  if (parts.length === 0 || sum === tax) return tax;
  return invalid(element.path, `it says ${shown(tax)}, but the subtotals come to ${shown(sum)}`);
}

// The tax may be told once more in the currency in which it is accounted for.
function isForeign(root: Element, total: Element, read: Reading): boolean {
  const accounted = read.maybe(root, 'TaxCurrencyCode')?.text;
  if (accounted === undefined || accounted === read.one(root, 'DocumentCurrencyCode').text) return false;
  return read.one(total, 'TaxAmount').attributes.get('currencyID') === accounted;
}
