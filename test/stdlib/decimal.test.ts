// Decimals compute like fractions of integers without bound, rounded once, or revert.
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { decimalOf, decimalText } from '../../engine/abi/decimal.ts';
import { CodecError } from '../../engine/base/errors.ts';
import type { Value } from '../contracts/values.ts';
import { contractWith } from './build.ts';

const ONE = 10n ** 18n;
const MOST = 2n ** 127n - 1n;
const LEAST = -(2n ** 127n);
const TOP = 2n ** 128n - 1n;
let run: (method: string, ...args: Value[]) => Value | undefined;

beforeAll(async () => {
  const two = 'a: Decimal, b: Decimal';
  ({ run } = await contractWith(`
  stored: Value<Decimal>;
  @view plus(${two}): Decimal { return a + b; }
  @view minus(${two}): Decimal { return a - b; }
  @view times(${two}): Decimal { return a * b; }
  @view over(${two}): Decimal { return a / b; }
  @view mul(${two}, by: u8): Decimal { return a.mul(b, by); }
  @view div(${two}, by: u8): Decimal { return a.div(b, by); }
  @view negated(a: Decimal): Decimal { return -a; }
  @view abs(a: Decimal): Decimal { return a.abs; }
  @view order(${two}): string {
    return [a < b, a <= b, a == b, a != b, a >= b, a > b].map<string>((x: bool) => (x ? "1" : "0")).join("");
  }
  @view text(a: Decimal): string { return a.toString(); }
  @view parse(a: string): Decimal { return Decimal.parse(a); }
  @view ofI64(a: i64): Decimal { return Decimal.of(a); }
  @view ofU64(a: u64): Decimal { return Decimal.of(a); }
  @view ofAmount(a: Amount): Decimal { return Decimal.of(a); }
  @view same(a: Decimal): Decimal { return Decimal.of(a); }
  @view ratio(a: Amount, b: Amount, by: u8): Decimal { return Decimal.ratio(a, b, by); }
  @view basisPoints(a: i32): Decimal { return Decimal.basisPoints(a); }
  @view share(a: Decimal, b: Amount, by: u8): Amount { return a.ofAmount(b, by); }
  @view round(a: Decimal, places: i32, by: u8): Decimal { return a.round(places, by); }
  @view toAmount(a: Decimal, by: u8): Amount { return a.toAmount(by); }
  @view signs(a: Decimal): string { return (a.isZero ? "0" : "") + (a.isNegative ? "-" : ""); }
  @view one(): Decimal { return Decimal.one; }
  @view unset(): Decimal { return this.stored.value; }
  @mutate keep(a: Decimal): Decimal { this.stored.value = a; return this.stored.value; }`));
});

const near = fc
  .tuple(fc.integer({ min: 0, max: 127 }), fc.integer({ min: -2, max: 2 }), fc.boolean())
  .map(([bits, off, isNegative]) => (isNegative ? -1n : 1n) * (2n ** BigInt(bits) + BigInt(off)))
  .filter((n) => n >= LEAST && n <= MOST);
const whole = fc.bigInt({ min: -1_000_000n, max: 1_000_000n }).map((n) => (n * ONE) / 8n);
const decimal = fc.oneof(
  fc.bigInt({ min: LEAST, max: MOST }),
  near,
  whole,
  fc.constantFrom(LEAST, MOST, 0n, ONE, -ONE),
);
const amount = fc.oneof(fc.bigInt({ min: 0n, max: TOP }), fc.bigInt({ min: 0n, max: 10_000n }));
/** Down, up, half up, half to even, as spec/host.ts numbers them. */
const mode = fc.integer({ min: 0, max: 3 });
const RUNS = { numRuns: 300 };

function outcome(method: string, ...args: Value[]): Value | undefined {
  try {
    return run(method, ...args);
  } catch (error) {
    return (error as { code?: string }).code;
  }
}

/** n ÷ d, rounded without the sign. */
function rounded(n: bigint, d: bigint, by: number): bigint {
  const isNegative = n < 0n !== d < 0n;
  const [size, over] = [n < 0n ? -n : n, d < 0n ? -d : d];
  const [quotient, rest] = [size / over, size % over];
  const isUp =
    by === 1
      ? rest > 0n
      : by === 2
        ? 2n * rest >= over
        : by === 3 && (2n * rest > over || (2n * rest === over && quotient % 2n === 1n));
  const result = quotient + (isUp ? 1n : 0n);
  return isNegative ? -result : result;
}
const fits = (n: bigint): bigint | string => (n < LEAST || n > MOST ? 'OVERFLOW' : n);

describe('two decimals', () => {
  const operations: [string, (a: bigint, b: bigint) => bigint | string][] = [
    ['plus', (a, b) => fits(a + b)],
    ['minus', (a, b) => fits(a - b)],
    ['times', (a, b) => fits(rounded(a * b, ONE, 3))],
    ['over', (a, b) => (b === 0n ? 'DIVISION_BY_ZERO' : fits(rounded(a * ONE, b, 3)))],
  ];
  test.each(operations)('%s', (method, expected) => {
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        expect(outcome(method, a, b)).toBe(expected(a, b));
      }),
      RUNS,
    );
  });

  test('mul and div in each rounding', () => {
    fc.assert(
      fc.property(decimal, decimal, mode, (a, b, by) => {
        expect(outcome('mul', a, b, by)).toBe(fits(rounded(a * b, ONE, by)));
        expect(outcome('div', a, b, by)).toBe(b === 0n ? 'DIVISION_BY_ZERO' : fits(rounded(a * ONE, b, by)));
      }),
      RUNS,
    );
  });

  test('their order', () => {
    fc.assert(
      fc.property(decimal, fc.oneof(decimal, fc.constant(undefined)), (a, other) => {
        const b = other ?? a;
        const bits = [a < b, a <= b, a === b, a !== b, a >= b, a > b].map((x) => (x ? '1' : '0')).join('');
        expect(run('order', a, b)).toBe(bits);
      }),
      RUNS,
    );
  });
});

test('a stored decimal is zero until it is set', () => {
  expect(run('unset')).toBe(0n);
  expect(run('keep', -5n)).toBe(-5n);
  expect(run('unset')).toBe(-5n);
});

test('one decimal: its sign, its size, its text', () => {
  fc.assert(
    fc.property(decimal, (a) => {
      expect(outcome('negated', a)).toBe(fits(-a));
      expect(outcome('abs', a)).toBe(fits(a < 0n ? -a : a));
      expect(run('signs', a)).toBe(a === 0n ? '0' : a < 0n ? '-' : '');
      expect(run('same', a)).toBe(a);
      expect(run('keep', a)).toBe(a);
      const text = run('text', a) as string;
      expect(text).toBe(decimalText(a));
      expect(decimalOf(text)).toBe(a);
      expect(run('parse', text)).toBe(a);
    }),
    RUNS,
  );
});

test('roundings to places, and to amounts', () => {
  fc.assert(
    fc.property(decimal, fc.integer({ min: 0, max: 20 }), mode, (a, places, by) => {
      const unit = 10n ** BigInt(Math.max(18 - places, 0));
      expect(outcome('round', a, places, by)).toBe(fits(rounded(a, unit, by) * unit));
      expect(outcome('toAmount', a, by)).toBe(a < 0n ? 'OVERFLOW' : rounded(a, ONE, by));
    }),
    RUNS,
  );
});

test('with amounts', () => {
  const inAmount = (n: bigint) => (n > TOP ? 'OVERFLOW' : n);
  fc.assert(
    fc.property(decimal, amount, amount, mode, (a, b, c, by) => {
      expect(outcome('share', a, b, by)).toBe(a < 0n ? 'OVERFLOW' : inAmount(rounded(a * b, ONE, by)));
      expect(outcome('ratio', b, c, by)).toBe(c === 0n ? 'DIVISION_BY_ZERO' : fits(rounded(b * ONE, c, by)));
      expect(outcome('ofAmount', b)).toBe(fits(b * ONE));
    }),
    RUNS,
  );
});

test('whole numbers', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      (i, u) => {
        expect(run('ofI64', i)).toBe(i * ONE);
        expect(run('ofU64', u)).toBe(u * ONE);
      },
    ),
    RUNS,
  );
  expect(run('ofI64', -(2n ** 63n))).toBe(-(2n ** 63n) * ONE);
  expect(run('one')).toBe(ONE);
  expect([125, -125, 2 ** 31 - 1, -(2 ** 31)].map((n) => run('basisPoints', n))).toEqual(
    [125n, -125n, 2n ** 31n - 1n, -(2n ** 31n)].map((n) => (n * ONE) / 10_000n),
  );
});

test('texts that are no decimals, in the contract and outside', () => {
  const digits = fc.stringMatching(/^-?[0-9]{0,3}\.?[0-9]{0,20}$/);
  const bad = [
    '',
    '-',
    '.',
    '1.',
    '.5',
    '-.5',
    '1..2',
    '+1',
    '1e5',
    ' 1',
    '1 ',
    '--1',
    '1,5',
    `1.${'0'.repeat(19)}`,
    'NaN',
  ];
  const outside = (text: string) => {
    try {
      return decimalOf(text);
    } catch (error) {
      if (error instanceof CodecError) return 'BAD';
      throw error;
    }
  };
  for (const text of bad) expect([text, outcome('parse', text), outside(text)]).toEqual([text, 'BAD_DECIMAL', 'BAD']);
  fc.assert(
    fc.property(digits, (text) => {
      const inside = outcome('parse', text);
      expect(typeof inside === 'string' ? 'BAD' : inside).toBe(outside(text));
    }),
    RUNS,
  );
  expect(outcome('parse', '170141183460469231731.687303715884105728')).toBe('OVERFLOW');
  expect(outcome('parse', '-170141183460469231731.687303715884105728')).toBe(LEAST);
});
