// The sample file: it is what its generator writes, and large and varied enough to be worth a demonstration.
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkInvoices } from '../../../cli/demo/invoice.ts';
import { readTable } from '../../../cli/demo/table.ts';
import { sampleCsv } from './sample.ts';

const path = new URL('../../../contracts/samples/invoices.csv', import.meta.url);
if (process.env['BLESS']) writeFileSync(path, sampleCsv());

test('the sample is what its generator writes', () => {
  expect(readFileSync(path, 'utf8')).toBe(sampleCsv());
});

test('every row of the sample is usable', () => {
  expect(checkInvoices(readTable(sampleCsv())).bad).toEqual([]);
});

test('the sample has at least 320 invoices of 4 obligors and 30 suppliers over 3 tiers and 3 currencies', () => {
  const { invoices } = checkInvoices(readTable(sampleCsv()));
  const count = (pick: (invoice: (typeof invoices)[number]) => unknown) => new Set(invoices.map(pick)).size;
  expect(invoices.length).toBeGreaterThanOrEqual(320);
  expect(count((i) => i.obligor.lei)).toBeGreaterThanOrEqual(4);
  expect(count((i) => i.supplier.lei)).toBeGreaterThanOrEqual(30);
  expect(count((i) => i.tier)).toBe(3);
  expect(count((i) => i.currency)).toBe(3);
});
