// Reading and checking a file of invoices: every bad row is told by row, column and reason, and the rest stays usable.
import { expect, test } from 'vitest';
import { checkInvoices } from '../../../cli/demo/invoice.ts';
import { COLUMNS, type Column, readTable } from '../../../cli/demo/table.ts';

const OBLIGOR = '5493001KJTIIGC8Y1R12';
const FIRST = '506700GE1G29325QX363';
const SECOND = '549300DTUYXVMJXZNY75';
const GOOD: Record<Column, string> = {
  invoice_number: 'A-1',
  tier: '1',
  obligor_name: 'Obligor',
  obligor_lei: OBLIGOR,
  supplier_name: 'First',
  supplier_lei: FIRST,
  currency: 'CNY',
  amount: '100.00',
  issue_date: '2025-01-31',
  due_date: '2025-04-30',
  parent_invoice: '',
};
const PART: Partial<Record<Column, string>> = {
  tier: '2',
  supplier_name: 'Second',
  supplier_lei: SECOND,
  amount: '60',
  parent_invoice: 'A-1',
};

type Cells = Partial<Record<Column, string>>;

function csv(...rows: Cells[]): string {
  const lines = rows.map((row) => COLUMNS.map((column) => `"${{ ...GOOD, ...row }[column]}"`).join(','));
  return `${[COLUMNS.join(','), ...lines].join('\n')}\n`;
}

function check(text: string) {
  const { invoices, bad } = checkInvoices(readTable(text));
  return {
    numbers: invoices.map(({ number }) => number),
    bad: bad.map(({ row, column, reason }) => `${row} ${column}: ${reason}`),
    invoices,
  };
}

test('a good row becomes an invoice in minor units and days', () => {
  const { invoices, bad } = check(csv({}));
  expect(bad).toEqual([]);
  expect(invoices[0]).toMatchObject({
    row: 2,
    number: 'A-1',
    tier: 1,
    obligor: { name: 'Obligor', lei: OBLIGOR },
    amount: 10_000n,
    issueDay: 20_119,
    dueDay: 20_208,
    parent: '',
  });
});

const BROKEN: [Cells, string][] = [
  [{ invoice_number: '' }, 'invoice_number: it is empty'],
  [{ invoice_number: 'x'.repeat(36) }, 'invoice_number: it is longer than 35 characters'],
  [{ tier: '0' }, 'tier: "0" is no tier from 1 to 9'],
  [{ tier: '1.0' }, 'tier: "1.0" is no tier from 1 to 9'],
  [{ obligor_name: 'a\u0007b' }, 'obligor_name: it holds a control character'],
  [{ obligor_lei: '5493001KJTIIGC8Y1R13' }, 'obligor_lei: the check digits of 5493001KJTIIGC8Y1R13 should be 12'],
  [{ supplier_lei: 'X' }, 'supplier_lei: "X" is no LEI, which is 18 capital letters or digits and two check digits'],
  [{ supplier_lei: OBLIGOR }, 'supplier_lei: the obligor itself'],
  [{ currency: 'RMB' }, 'currency: "RMB" is no currency code of ISO 4217'],
  [{ amount: '100.001' }, 'amount: 100.001 has 3 decimals, CNY has 2'],
  [{ issue_date: '31.01.2025' }, 'issue_date: "31.01.2025" is no date such as 2025-03-31'],
  [{ due_date: '2025-02-30' }, 'due_date: "2025-02-30" is no date such as 2025-03-31'],
  [{ due_date: '2025-13-01' }, 'due_date: "2025-13-01" is no date such as 2025-03-31'],
  [{ due_date: '2025-01-31' }, 'due_date: 2025-01-31 is not after the issue date 2025-01-31'],
  [{ parent_invoice: 'A-0' }, 'parent_invoice: a tier 1 invoice has no parent'],
  [{ tier: '2' }, 'parent_invoice: a tier 2 invoice needs a parent'],
];

test.each(BROKEN)('%j is told with its column and reason, and the next row is still good', (cells, problem) => {
  const { numbers, bad } = check(csv(cells, { invoice_number: 'B-1' }));
  expect(bad).toEqual([`2 ${problem}`]);
  expect(numbers).toEqual(['B-1']);
});

const WRONG_PARTS: [Cells, string][] = [
  [{ parent_invoice: 'Z-9' }, 'parent_invoice: there is no invoice "Z-9"'],
  [{ tier: '3' }, 'tier: tier 3 below a parent of tier 1'],
  [{ obligor_lei: '784F5XWPLTWKTBV3E584', obligor_name: 'Other' }, `obligor_lei: the parent's obligor is ${OBLIGOR}`],
  [{ currency: 'EUR' }, 'currency: the parent is in CNY'],
  [{ due_date: '2025-05-01' }, 'due_date: a part falls due with the whole, on another day'],
  [{ supplier_lei: FIRST, supplier_name: 'First' }, 'supplier_lei: the supplier of the parent itself'],
  [{ amount: '100.01' }, 'amount: 100.01 is more than the 100.00 left of A-1'],
];

test.each(WRONG_PARTS)('a part with %j does not go with its whole', (cells, problem) => {
  const { numbers, bad } = check(csv({}, { ...PART, invoice_number: 'B-1', ...cells }));
  expect(bad).toEqual([`3 ${problem}`]);
  expect(numbers).toEqual(['A-1']);
});

test('parts may use up the whole and not a cent more, whatever their order in the file', () => {
  const parts = ['60', '40', '0.01'].map((amount, i) => ({ ...PART, amount, invoice_number: `B-${i}` }));
  const { numbers, bad } = check(csv(...parts, {}));
  expect(numbers).toEqual(['A-1', 'B-0', 'B-1']);
  expect(bad).toEqual(['4 amount: 0.01 is more than the 0.00 left of A-1']);
});

test('a number that stands twice is wrong the second time', () => {
  const { numbers, bad } = check(csv({}, { amount: '5' }));
  expect(bad).toEqual(['3 invoice_number: A-1 stands in row 2 already']);
  expect(numbers).toEqual(['A-1']);
});

test('one LEI with two names is wrong the second time', () => {
  const { bad } = check(csv({}, { invoice_number: 'B-1', supplier_name: 'Frist' }));
  expect(bad).toEqual([`3 supplier_name: ${FIRST} is "First" in row 2`]);
});

test('what depends on an unusable row is unusable too and says on which', () => {
  const third = {
    ...PART,
    tier: '3',
    invoice_number: 'C-1',
    parent_invoice: 'B-1',
    supplier_name: 'First',
    supplier_lei: FIRST,
  };
  const { numbers, bad } = check(csv({ amount: 'much' }, { ...PART, invoice_number: 'B-1' }, third));
  expect(numbers).toEqual([]);
  expect(bad.map((line) => line.split(':')[0])).toEqual(['2 amount', '3 parent_invoice', '4 parent_invoice']);
  expect(bad[2]).toContain('its parent in row 3 cannot be used');
});

test('several problems of one row are all told', () => {
  expect(check(csv({ amount: '0', currency: 'XXX', tier: '' })).bad).toHaveLength(2);
});

test('columns may stand in any order among others, with a byte order mark, Windows line ends and space around', () => {
  const columns = [...COLUMNS].reverse();
  const cells = columns.map((column) => ` ${GOOD[column]} `);
  const text = `\ufeff${['note', ...columns].join(',')}\r\nhello,${cells.join(',')}\r\n\r\n`;
  expect(check(text)).toMatchObject({ numbers: ['A-1'], bad: [] });
});

test('a missing column is told by name', () => {
  const text = csv({}).replace('due_date', 'due date');
  expect(check(text).bad).toEqual(['1 due_date: the file has no such column']);
  expect(check('').bad).toHaveLength(COLUMNS.length);
});

test('a row with too few cells, and one with a stray quotation mark, are told and leave the others alone', () => {
  const [header, good] = csv({}).split('\n');
  const stray = good!.replace('"A-1"', 'B"2');
  expect(check([header, 'A-9,1', stray, good, ''].join('\n'))).toMatchObject({
    numbers: ['A-1'],
    bad: ['2 : it has 2 fields, the header has 11', '3 : a stray quotation mark'],
  });
});

test('a quotation mark that never closes is told', () => {
  const text = `${csv({})}"B-1,1,x`;
  expect(check(text)).toMatchObject({
    numbers: ['A-1'],
    bad: ['3 : a quotation mark that opens here or above never closes'],
  });
});

test('rows are lines of the file where a cell holds a line break', () => {
  const text = csv({ obligor_name: 'Two\nlines' }, { invoice_number: 'B-1', amount: 'x' });
  expect(check(text).bad.map((line) => line.split(':')[0])).toEqual(['2 obligor_name', '4 amount']);
});
