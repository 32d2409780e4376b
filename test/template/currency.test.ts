// Amounts of money: one plain form, the currency's decimals, and back again.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimalsOf, formatMoney, parseMoney } from '../../engine/template/currency.ts';

test('currencies have the decimals of ISO 4217', () => {
  expect(['CNY', 'EUR', 'USD', 'JPY', 'KRW', 'KWD', 'TND'].map(decimalsOf)).toEqual([2, 2, 2, 0, 0, 3, 3]);
  expect(['cny', 'RMB', 'XXX', 'DEM', '', 'constructor'].map(decimalsOf)).toEqual(Array(6).fill(undefined));
});

test('what formatMoney writes, parseMoney reads', () => {
  const amounts = fc.bigInt({ min: 1n, max: 2n ** 128n - 1n });
  fc.assert(
    fc.property(amounts, fc.constantFrom(0, 2, 3), (minor, decimals) => {
      expect(parseMoney(formatMoney(minor, decimals), 'CNY', decimals)).toEqual({ minor });
    }),
  );
});

test('fewer decimals than the currency has are filled up', () => {
  expect(parseMoney('12.5', 'CNY', 2)).toEqual({ minor: 1250n });
  expect(parseMoney('12', 'CNY', 2)).toEqual({ minor: 1200n });
});

test.each(['', '1,000.00', '1.000,00', '-5', '+5', '05', '.5', '5.', '1e6', ' 5', '１２', '0x10', '5 CNY'])(
  '%j is refused as an amount',
  (text) => {
    expect(parseMoney(text, 'CNY', 2)).toEqual({
      problem: `${JSON.stringify(text)} is no plain amount such as 1234567.80`,
    });
  },
);

test('too many decimals, nothing, and more than a contract can hold are refused with the reason', () => {
  expect(parseMoney('1.005', 'CNY', 2)).toEqual({ problem: '1.005 has 3 decimals, CNY has 2' });
  expect(parseMoney('1.5', 'JPY', 0)).toEqual({ problem: '1.5 has 1 decimals, JPY has 0' });
  expect(parseMoney('0.00', 'CNY', 2)).toEqual({ problem: 'the amount is zero' });
  expect(parseMoney(String(2n ** 128n), 'JPY', 0)).toHaveProperty('problem');
});

test('digits are grouped in threes before the point only', () => {
  expect(formatMoney(123456789n, 2, ',')).toBe('1,234,567.89');
  expect(formatMoney(5n, 3, ',')).toBe('0.005');
  expect(formatMoney(1000n, 0, ',')).toBe('1,000');
});
