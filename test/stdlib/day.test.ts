// Days, their conventions and rates, against the calendar of JavaScript, formulas in BigInt, and dates whose counts are published.
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { reverts } from '../contracts/fake.ts';
import type { Value } from '../contracts/values.ts';
import { contractWith } from './build.ts';

const LAST = 2_932_896;
const MILLISECONDS = 86_400_000;
const CONVENTIONS = ['ACT_360', 'ACT_365', 'THIRTY_360', 'THIRTY_E_360'] as const;
let run: (method: string, ...args: Value[]) => Value | undefined;

beforeAll(async () => {
  ({ run } = await contractWith(`
  @view ofDate(y: u32, m: u32, d: u32): u32 { return Day.of(y, m, d); }
  @view year(d: u32): u32 { return Day.year(d); }
  @view month(d: u32): u32 { return Day.month(d); }
  @view dayOfMonth(d: u32): u32 { return Day.dayOfMonth(d); }
  @view weekday(d: u32): u32 { return Day.weekday(d); }
  @view text(d: u32): string { return Day.text(d); }
  @view parse(t: string): u32 { return Day.parse(t); }
  @view addMonths(d: u32, n: i32): u32 { return Day.addMonths(d, n); }
  @view following(d: u32, h: u32): u32 { return Day.following(d, [h, h + 1]); }
  @view preceding(d: u32, h: u32): u32 { return Day.preceding(d, [h]); }
  @view modified(d: u32, h: u32): u32 { return Day.modifiedFollowing(d, [h]); }
  @view addBusiness(d: u32, n: u32, h: u32): u32 { return Day.addBusiness(d, n, [h]); }
  @view between(a: u32, b: u32, c: u32): u32 { return Day.between(a, b, <DayCount>c); }
  @view of(a: Amount, bps: u32): Amount { return Rate.of(a, bps); }
  @view interest(a: Amount, bps: u32, x: u32, y: u32, c: u32): Amount { return Rate.interest(a, bps, x, y, <DayCount>c); }
  @view discounted(a: Amount, bps: u32, x: u32, y: u32, c: u32): Amount { return Rate.discounted(a, bps, x, y, <DayCount>c); }`));
});

const day = fc.integer({ min: 0, max: LAST });
const textOf = (n: number) => new Date(n * MILLISECONDS).toISOString().slice(0, 10);
const dayOf = (text: string) => Date.parse(`${text}T00:00:00Z`) / MILLISECONDS;
const isBusiness = (n: number, holidays: readonly number[]) =>
  ![0, 6].includes(new Date(n * MILLISECONDS).getUTCDay()) && !holidays.includes(n);

function following(n: number, holidays: readonly number[], by = 1): number {
  return isBusiness(n, holidays) ? n : following(n + by, holidays, by);
}

describe('the calendar', () => {
  test('is that of JavaScript, there and back', () => {
    const ends = fc.constantFrom(
      0,
      LAST,
      dayOf('2000-02-29'),
      dayOf('2000-03-01'),
      dayOf('2100-02-28'),
      dayOf('2100-03-01'),
    );
    fc.assert(
      fc.property(fc.oneof(day, ends), (n) => {
        const date = new Date(n * MILLISECONDS);
        const parts = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()] as const;
        expect([run('year', n), run('month', n), run('dayOfMonth', n)]).toEqual(parts);
        expect(run('ofDate', ...parts)).toBe(n);
        expect(run('weekday', n)).toBe(date.getUTCDay() || 7);
        expect([run('text', n), run('parse', textOf(n))]).toEqual([textOf(n), n]);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['ofDate', 2025, 2, 29],
    ['ofDate', 2024, 2, 30],
    ['ofDate', 2100, 2, 29],
    ['ofDate', 1969, 12, 31],
    ['ofDate', 10_000, 1, 1],
    ['ofDate', 2025, 0, 1],
    ['ofDate', 2025, 13, 1],
    ['ofDate', 2025, 4, 31],
    ['ofDate', 2025, 4, 0],
    ['parse', '2025-2-01'],
    ['parse', '2025-02-30'],
    ['parse', '2025/02/01'],
    ['parse', '2025-02-01Z'],
    ['parse', '20250-02-1'],
    ['parse', ''],
    ['year', LAST + 1],
    ['text', 2 ** 32 - 1],
    ['addMonths', 0, -1],
    ['addMonths', LAST, 1],
    ['preceding', 0, 0],
    ['between', 2, 1, 0],
  ] as const)('%s of %s %s %s reverts', (method, ...args) => {
    expect(reverts(() => run(method, ...args)).code).toBe('BAD_DAY');
  });

  test('months later is the same day, or the last of the month', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: -1200, max: 1200 }), (n, months) => {
        const from = new Date(n * MILLISECONDS);
        const all = from.getUTCFullYear() * 12 + from.getUTCMonth() + months;
        if (all < 1970 * 12) return;
        const [year, month] = [Math.floor(all / 12), all % 12];
        const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
        const wanted = Date.UTC(year, month, Math.min(from.getUTCDate(), length)) / MILLISECONDS;
        expect(run('addMonths', n, months)).toBe(wanted);
      }),
      { numRuns: 200 },
    );
  });
});

test('business days are those without weekends and holidays', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 10, max: 60_000 }),
      fc.integer({ min: -3, max: 3 }),
      fc.integer({ min: 0, max: 12 }),
      (n, off, count) => {
        const h = n + off;
        expect(run('following', n, h)).toBe(following(n, [h, h + 1]));
        expect(run('preceding', n, h)).toBe(following(n, [h], -1));
        const next = following(n, [h]);
        expect(run('modified', n, h)).toBe(
          textOf(next).slice(0, 7) === textOf(n).slice(0, 7) ? next : following(n, [h], -1),
        );
        let later = n;
        for (let i = 0; i < count; i++) later = following(later + 1, [h]);
        expect(run('addBusiness', n, count, h)).toBe(later);
      },
    ),
    { numRuns: 200 },
  );
});

describe('days between', () => {
  // Dates whose counts ISDA published with its definitions of 30/360: from, to, bond basis, Eurobond basis.
  test.each([
    ['2007-01-15', '2007-01-30', 15, 15],
    ['2007-01-15', '2007-02-15', 30, 30],
    ['2007-01-15', '2007-07-15', 180, 180],
    ['2007-09-30', '2008-03-31', 180, 180],
    ['2007-09-30', '2007-10-31', 30, 30],
    ['2007-09-30', '2008-09-30', 360, 360],
    ['2007-01-15', '2007-01-31', 16, 15],
    ['2007-01-31', '2007-02-28', 28, 28],
    ['2007-02-28', '2007-03-31', 33, 32],
    ['2006-08-31', '2007-02-28', 178, 178],
    ['2007-02-28', '2007-08-31', 183, 182],
    ['2007-02-14', '2007-02-28', 14, 14],
    ['2007-02-26', '2008-02-29', 363, 363],
    ['2008-02-29', '2009-02-28', 359, 359],
    ['2008-02-29', '2008-03-30', 31, 31],
    ['2008-02-29', '2008-03-31', 32, 31],
  ] as const)('%s and %s', (from, to, bond, euro) => {
    const [a, b] = [dayOf(from), dayOf(to)];
    expect(CONVENTIONS.map((_, i) => run('between', a, b, i))).toEqual([b - a, b - a, bond, euro]);
  });
});

test('interest is the amount by rate and days over the days of a year, rounded half to even', () => {
  const amounts = fc.bigInt({ min: 0n, max: 2n ** 100n });
  fc.assert(
    fc.property(
      amounts,
      fc.integer({ min: 0, max: 20_000 }),
      day,
      fc.integer({ min: 0, max: 4_000 }),
      fc.nat(3),
      (amount, bps, from, length, i) => {
        const to = Math.min(from + length, LAST);
        const days = BigInt(run('between', from, to, i) as number);
        const by = 10_000n * (CONVENTIONS[i] === 'ACT_365' ? 365n : 360n);
        const interest = halfEven(amount * BigInt(bps) * days, by);
        expect(run('interest', amount, bps, from, to, i)).toBe(interest);
        expect(run('of', amount, bps)).toBe(halfEven(amount * BigInt(bps), 10_000n));
        if (interest <= amount) expect(run('discounted', amount, bps, from, to, i)).toBe(amount - interest);
        else expect(reverts(() => run('discounted', amount, bps, from, to, i)).code).toBe('OVERFLOW');
      },
    ),
    { numRuns: 300 },
  );
});

function halfEven(numerator: bigint, denominator: bigint): bigint {
  const [quotient, twice] = [numerator / denominator, 2n * (numerator % denominator)];
  return twice > denominator || (twice === denominator && quotient % 2n === 1n) ? quotient + 1n : quotient;
}
