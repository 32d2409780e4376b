// Products and quotients: every rounding, against its definition in fractions.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Trap } from '../../engine/base/errors.ts';
import { mulDiv } from '../../engine/host/numbers.ts';

function little(value: bigint, size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));
}

function numberOf(bytes: Uint8Array | undefined): bigint | undefined {
  return bytes && BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
}

/** By distance: the quotient q that a mode picks is the one whose q × divisor is nearest in the mode's sense. */
function expected(size: number, a: bigint, b: bigint, divisor: bigint, rounding: number): bigint | undefined {
  if (divisor === 0n) return undefined;
  const product = a * b;
  const below = (product - (product % divisor)) / divisor;
  const [under, over] = [product - below * divisor, (below + 1n) * divisor - product];
  const picks = [
    below,
    under === 0n ? below : below + 1n,
    over <= under ? below + 1n : below,
    over === under ? (below % 2n === 0n ? below : below + 1n) : over < under ? below + 1n : below,
  ];
  const quotient = picks[rounding]!;
  return quotient < 2n ** BigInt(8 * size) ? quotient : undefined;
}

describe.each([16, 32])('%i bytes', (size) => {
  const most = 2n ** BigInt(8 * size) - 1n;
  // Small divisors and halves are what rounding is about; numbers near the largest are what overflow is about.
  const numbers = fc.oneof(fc.bigInt(0n, 12n), fc.bigInt(0n, most), fc.bigInt(most - 5n, most));

  test('is what fractions say, in every mode', () => {
    let fitting = 0;
    fc.assert(
      fc.property(numbers, numbers, numbers, fc.nat(3), (a, b, divisor, rounding) => {
        const got = numberOf(mulDiv(size, little(a, size), little(b, size), little(divisor, size), rounding));
        expect(got).toBe(expected(size, a, b, divisor, rounding));
        if (got !== undefined) fitting++;
      }),
      { numRuns: 3_000, seed: 3 },
    );
    expect(fitting).toBeGreaterThan(500);
  });

  test.each([
    ['5 × 1 / 2 in each mode', 5n, 1n, 2n, [2n, 3n, 3n, 2n]],
    ['7 × 1 / 2 in each mode', 7n, 1n, 2n, [3n, 4n, 4n, 4n]],
    ['nothing', 0n, 9n, 3n, [0n, 0n, 0n, 0n]],
    ['a divisor of nothing', 1n, 1n, 0n, [undefined, undefined, undefined, undefined]],
    ['the largest by itself and through itself', most, most, most, [most, most, most, most]],
    ['one more than the largest', most, 2n, 1n, [undefined, undefined, undefined, undefined]],
    ['what only rounding makes too large', most, 3n, 3n, [most, most, most, most]],
    ['half above the largest', 2n * most + 1n > most ? most : 0n, 2n, 2n, [most, most, most, most]],
  ] as const)('%s', (_, a, b, divisor, results) => {
    const all = [0, 1, 2, 3].map((rounding) =>
      numberOf(mulDiv(size, little(a, size), little(b, size), little(divisor, size), rounding)),
    );
    expect(all).toEqual(results);
  });

  test('rounding up beyond the largest does not fit', () => {
    // (2^k - 1)(2^k - 1) / (2^k - 2) lies between 2^k and 2^k + 1.
    const run = (rounding: number) =>
      mulDiv(size, little(most, size), little(most - 1n, size), little(most - 1n, size), rounding);
    expect([0, 1].map((rounding) => numberOf(run(rounding)))).toEqual([most, most]);
    const beyond = mulDiv(size, little(most, size), little(most, size), little(most - 1n, size), 0);
    expect(beyond).toBeUndefined();
  });

  test('short numbers are small numbers', () => {
    expect(numberOf(mulDiv(size, Uint8Array.of(6), Uint8Array.of(7), Uint8Array.of(5), 0))).toBe(8n);
    expect(numberOf(mulDiv(size, new Uint8Array(0), Uint8Array.of(7), Uint8Array.of(5), 1))).toBe(0n);
  });
});

test('there is no fifth rounding', () => {
  expect(() => mulDiv(16, Uint8Array.of(1), Uint8Array.of(1), Uint8Array.of(1), 4)).toThrow(Trap);
});
