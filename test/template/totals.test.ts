// Sums of an invoice: with allowances, charges, a prepayment and a rounding, each total is held to what it sums.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { portableNatives } from '../../engine/crypto/portable.ts';
import { readInvoice } from '../../engine/template/ubl.ts';

const HARBOUR = readFileSync(new URL('invoices/harbour.xml', import.meta.url), 'utf8');
const read = (text: string) => readInvoice('i.xml', new TextEncoder().encode(text), portableNatives.sha256);
const element = (name: string) => new RegExp(`(<b:${name} currencyID="EUR">)[0-9.-]+`);

test.each([
  ['LineExtensionAmount', '1.00', 'LineExtensionAmount: it says 1.00, but the lines come to 39000.00'],
  ['AllowanceTotalAmount', '1500.01', 'AllowanceTotalAmount: it says 1500.01, but the allowances come to 1500.00'],
  ['ChargeTotalAmount', '420', 'ChargeTotalAmount: it says 420.00, but the charges come to 420.50'],
  [
    'TaxExclusiveAmount',
    '-5',
    'TaxExclusiveAmount: it says -5.00, but the lines, less allowances, with charges come to 37920.50',
  ],
  ['TaxInclusiveAmount', '47400.62', 'with charges and tax come to 47400.63'],
  [
    'PrepaidAmount',
    '7400.01',
    'PayableAmount: it says 40000.00, but lines, allowances, charges, tax, what was prepaid and rounding come to 39999.99',
  ],
  ['PayableRoundingAmount', '0', 'come to 40000.63'],
])('%s of %s is refused', (name, value, told) => {
  const total = HARBOUR.indexOf('<a:LegalMonetaryTotal>');
  const text = HARBOUR.slice(0, total) + HARBOUR.slice(total).replace(element(name), `$1${value}`);
  expect(() => read(text)).toThrow(told);
});

test('totals that need not stand there may be left out', () => {
  const names = [
    'LineExtensionAmount',
    'AllowanceTotalAmount',
    'ChargeTotalAmount',
    'TaxExclusiveAmount',
    'TaxInclusiveAmount',
  ];
  const total = HARBOUR.indexOf('<a:LegalMonetaryTotal>');
  const lines = HARBOUR.indexOf('<a:InvoiceLine>');
  const fewer = names.reduce((text, name) => text.replace(new RegExp(`<b:${name}.*`), ''), HARBOUR.slice(total, lines));
  expect(read(HARBOUR.slice(0, total) + fewer + HARBOUR.slice(lines)).payable).toBe(4_000_000n);
});

test('without any tax there is none', () => {
  const none = HARBOUR.replace(/<a:TaxTotal>[\s\S]*<.a:TaxTotal>/, '').replace('47400.63', '37920.50');
  expect(read(none.replace('7400.00', '0').replace('-0.63', '2079.50'))).toMatchObject({
    tax: 0n,
    payable: 4_000_000n,
  });
});

test('tax in another currency is one that is said to be, and only once more', () => {
  expect(() => read(HARBOUR.replace('>SEK<', '>NOK<'))).toThrow('a second tax total in the currency of the invoice');
  expect(() => read(HARBOUR.replace(/<b:TaxCurrencyCode>.*/, ''))).toThrow('a second tax total');
  expect(() => read(HARBOUR.replace('"SEK">', '"EUR">'))).toThrow('a second tax total');
});

test('an allowance says that it is one', () => {
  expect(() => read(HARBOUR.replace('>false<', '>no<'))).toThrow(
    'AllowanceCharge[1]/ChargeIndicator: "no" is neither true nor false',
  );
  expect(() => read(HARBOUR.replace('>false<', '>true<'))).toThrow('AllowanceTotalAmount');
});
