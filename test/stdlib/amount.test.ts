import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { reverts } from '../contracts/fake.ts';
import type { Value } from '../contracts/values.ts';
import { contractWith } from './build.ts';

const MAX = 2n ** 128n - 1n;
let run: (method: string, ...args: Value[]) => Value | undefined;

beforeAll(async () => {
  const two = 'a: Amount, b: Amount';
  ({ run } = await contractWith(`
  @view plus(${two}): Amount { return a + b; }
  @view minus(${two}): Amount { return a - b; }
  @view times(${two}): Amount { return a * b; }
  @view over(${two}): Amount { return a / b; }
  @view modulo(${two}): Amount { return a % b; }
  @view mulDiv(${two}, c: Amount): Amount { return a.mulDiv(b, c); }
  @view mulDivBy(${two}, c: Amount, mode: u8): Amount { return a.mulDiv(b, c, <Rounding>mode); }
  @view mulDivU64(a: Amount, b: u64, c: u32): Amount { return a.mulDiv(b, c); }
  @view mulDivI64(a: Amount, b: i64): Amount { return a.mulDiv(b, 1); }
  @view order(${two}): string {
    return [a < b, a <= b, a == b, a != b, a >= b, a > b].map<string>((x: bool) => (x ? "1" : "0")).join("");
  }
  @view text(a: Amount): string { return a.toString(); }
  @view toU64(a: Amount): u64 { return a.toU64(); }
  @view ofU64(a: u64): Amount { return Amount.of(a); }
  @view ofI32(a: i32): Amount { return Amount.of(a); }
  @view same(a: Amount): Amount { return Amount.of(a); }
  @view max(): Amount { return Amount.max; }
  @view isZero(a: Amount): bool { return a.isZero; }`));
});

// Amounts near every power of two, where carries are, and plain ones.
const nearPower = fc
  .tuple(fc.integer({ min: 0, max: 128 }), fc.integer({ min: -3, max: 3 }))
  .map(([bits, off]) => 2n ** BigInt(bits) + BigInt(off))
  .filter((n) => n >= 0n && n <= MAX);
const amount = fc.oneof(fc.bigInt({ min: 0n, max: MAX }), nearPower, fc.bigInt({ min: 0n, max: 2n ** 70n }));
const RUNS = { numRuns: 400 };

// The value, or the code that it reverts with.
function outcome(method: string, ...args: Value[]): Value | undefined {
  try {
    return run(method, ...args);
  } catch (error) {
    return (error as { code?: string }).code;
  }
}
const fits = (n: bigint): bigint | string => (n < 0n || n > MAX ? 'OVERFLOW' : n);
const halfEven = (n: bigint, d: bigint): bigint => {
  const [q, twice] = [n / d, (n % d) * 2n];
  return twice > d || (twice === d && q % 2n === 1n) ? q + 1n : q;
};

describe('an amount computes like an integer without bound, or reverts:', () => {
  const operations: [string, (a: bigint, b: bigint) => bigint | string][] = [
    ['plus', (a, b) => fits(a + b)],
    ['minus', (a, b) => fits(a - b)],
    ['times', (a, b) => fits(a * b)],
    ['over', (a, b) => (b === 0n ? 'DIVISION_BY_ZERO' : a / b)],
    ['modulo', (a, b) => (b === 0n ? 'DIVISION_BY_ZERO' : a % b)],
  ];
  test.each(operations)('%s', (method, model) => {
    fc.assert(
      fc.property(amount, amount, (a, b) => {
        expect(outcome(method, a, b)).toBe(model(a, b));
      }),
      RUNS,
    );
    for (const [a, b] of [
      [0n, 0n],
      [MAX, MAX],
      [MAX, 0n],
      [0n, MAX],
      [MAX, 1n],
      [MAX, 2n ** 64n],
      [7n, 0n],
    ] as const) {
      expect(outcome(method, a, b)).toBe(model(a, b));
    }
  });

  test('mulDiv, rounded half to even', () => {
    const model = (a: bigint, b: bigint, c: bigint) => (c === 0n ? 'DIVISION_BY_ZERO' : fits(halfEven(a * b, c)));
    fc.assert(
      fc.property(amount, amount, amount, (a, b, c) => {
        expect(outcome('mulDiv', a, b, c)).toBe(model(a, b, c));
      }),
      RUNS,
    );
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 500n }),
        fc.bigInt({ min: 0n, max: 50n }),
        fc.bigInt({ min: 0n, max: 60n }),
        (a, b, c) => {
          expect(outcome('mulDiv', a, b, c)).toBe(model(a, b, c));
        },
      ),
      RUNS,
    );
    expect([5n, 7n, 9n, 11n].map((a) => run('mulDiv', a, 1n, 2n))).toEqual([2n, 4n, 4n, 6n]);
    expect(outcome('mulDiv', MAX, MAX, MAX)).toBe(MAX);
    expect(outcome('mulDiv', MAX, MAX, MAX - 1n)).toBe('OVERFLOW');
    expect(outcome('mulDiv', MAX, (2n * MAX) / 2n, 2n)).toBe('OVERFLOW');
  });

  test('mulDiv rounded down, up, half up or half to even (0 to 3), as is said', () => {
    const model = (mode: number, a: bigint, b: bigint, c: bigint) => {
      if (c === 0n) return 'DIVISION_BY_ZERO';
      const [down, rest] = [(a * b) / c, (a * b) % c];
      const up = [false, rest > 0n, rest * 2n >= c, halfEven(a * b, c) > down][mode]!;
      return down > MAX ? 'OVERFLOW' : fits(down + (up ? 1n : 0n));
    };
    const small = fc.bigInt({ min: 0n, max: 60n });
    const both = fc.oneof(fc.tuple(amount, amount, amount), fc.tuple(small, small, small));
    fc.assert(
      fc.property(both, fc.integer({ min: 0, max: 3 }), ([a, b, c], mode) => {
        expect(outcome('mulDivBy', a, b, c, mode)).toBe(model(mode, a, b, c));
      }),
      { numRuns: 1_000 },
    );
    const halves = [0, 1, 2, 3].map((mode) => run('mulDivBy', 5n, 1n, 2n, mode));
    expect(halves).toEqual([2n, 3n, 3n, 2n]);
    expect(outcome('mulDivBy', MAX, 3n, 3n, 1)).toBe(MAX);
    expect(outcome('mulDivBy', MAX, MAX, MAX - 1n, 0)).toBe('OVERFLOW');
  });

  test('mulDiv by integers, and by divisors that need long division', () => {
    fc.assert(
      fc.property(
        amount,
        fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
        fc.integer({ min: 1, max: 2 ** 32 - 1 }),
        (a, b, c) => {
          expect(outcome('mulDivU64', a, b, c)).toBe(fits(halfEven(a * b, BigInt(c))));
        },
      ),
      RUNS,
    );
    expect(outcome('mulDivI64', 1n, -1n)).toBe('OVERFLOW');
  });

  test('order', () => {
    const model = (a: bigint, b: bigint) => [a < b, a <= b, a === b, a !== b, a >= b, a > b].map(Number).join('');
    fc.assert(
      fc.property(amount, amount, (a, b) => {
        expect(run('order', a, b)).toBe(model(a, b));
      }),
      RUNS,
    );
    fc.assert(
      fc.property(amount, (a) => {
        expect(run('order', a, a)).toBe('011010');
      }),
      { numRuns: 50 },
    );
  });

  test('text', () => {
    fc.assert(
      fc.property(amount, (a) => {
        expect(run('text', a)).toBe(String(a));
      }),
      RUNS,
    );
    expect([0n, 9n, 10n, MAX].map((a) => run('text', a))).toEqual(['0', '9', '10', String(MAX)]);
  });
});

test('an amount is made of any integer that is not negative', () => {
  expect(run('ofU64', 2n ** 64n - 1n)).toBe(2n ** 64n - 1n);
  expect(run('ofI32', 7)).toBe(7n);
  expect(reverts(() => run('ofI32', -1)).code).toBe('OVERFLOW');
  expect(run('same', MAX)).toBe(MAX);
  expect(run('max')).toBe(MAX);
  expect(run('toU64', 2n ** 64n - 1n)).toBe(2n ** 64n - 1n);
  expect(outcome('toU64', 2n ** 64n)).toBe('OVERFLOW');
  expect([0n, 1n, 2n ** 64n].map((a) => run('isZero', a))).toEqual([true, false, false]);
});
