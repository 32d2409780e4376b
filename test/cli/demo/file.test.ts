// The file on disk: bad rows stop everything unless they are to be skipped.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readInvoices, samplePath } from '../../../cli/demo/file.ts';
import { sampleCsv } from './sample.ts';

const folder = mkdtempSync(join(tmpdir(), 'tally-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(name: string, data: string | Uint8Array): string {
  writeFileSync(join(folder, name), data);
  return join(folder, name);
}

const lines = sampleCsv().split('\n');
const spoilt = [...lines.slice(0, 5), lines[5]!.replace(/,\d+\.\d\d,/, ',12.345,'), ...lines.slice(6)].join('\n');

test('the sample that ships is found and read', async () => {
  expect(readInvoices(await samplePath(), false).bad).toEqual([]);
});

test('every bad row is listed in the error, with file, row, column and reason, also for programs', () => {
  const path = fileOf('spoilt.csv', spoilt);
  let caught: { id?: string; detail?: string; problems?: unknown[] } = {};
  try {
    readInvoices(path, false);
  } catch (error) {
    caught = error as typeof caught;
  }
  expect(caught.id).toBe('CSV_ROW');
  expect(caught.detail).toContain(`${path}\nrow 6, amount: 12.345 has 3 decimals, `);
  expect(caught.problems![0]).toMatchObject({ row: 6, column: 'amount' });
});

test('with --skip-bad the rest is usable, and what hangs on the bad row is skipped with it', () => {
  const number = lines[5]!.split(',')[0]!;
  const { invoices, bad } = readInvoices(fileOf('spoilt.csv', spoilt), true);
  expect(invoices.length + new Set(bad.map(({ row }) => row)).size).toBe(lines.length - 2);
  expect(bad.length).toBeGreaterThan(1);
  expect(invoices.some((invoice) => invoice.number === number || invoice.parent === number)).toBe(false);
});

test('a file without a usable row is an error even with --skip-bad', () => {
  expect(() => readInvoices(fileOf('header.csv', `${lines[0]}\n`), true)).toThrow('no row follows the header');
  expect(() => readInvoices(fileOf('empty.csv', ''), true)).toThrow('the file has no such column');
});

test('a file in another encoding, and one that is not there, are told as such', () => {
  expect(() => readInvoices(fileOf('gbk.csv', Uint8Array.of(0xb9, 0xab, 0xcb, 0xbe)), true)).toThrow('not UTF-8');
  expect(() => readInvoices(join(folder, 'absent.csv'), true)).toThrow('ENOENT');
});
