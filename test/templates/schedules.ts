// Schedules of instalments, computed for tests from the definitions: exact fractions of bigints, dates of the calendar.
export type Plan = 'ANNUITY' | 'EQUAL_PRINCIPAL' | 'BULLET';
export type DayCount = 'ACT_360' | 'ACT_365' | 'THIRTY_360';

export interface Terms {
  readonly principal: bigint;
  /** Hundredths of a percent a year. */
  readonly rate: number;
  readonly count: number;
  readonly start: string;
  readonly firstDue: string;
}

export interface Row {
  readonly number: number;
  readonly due: number;
  readonly principal: bigint;
  readonly interest: bigint;
  readonly total: bigint;
}

const DAY_MILLISECONDS = 86_400_000;

/** A quotient of bigints that are not negative, rounded half to even. */
export function halfEven(numerator: bigint, denominator: bigint): bigint {
  const down = numerator / denominator;
  const twice = 2n * (numerator % denominator);
  return twice > denominator || (twice === denominator && down % 2n === 1n) ? down + 1n : down;
}

function monthsLater(date: string, months: number): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10);
}

/** Days between two dates by a convention (ISDA 2006 Definitions, 4.16 d, e, f). */
export function daysBetween(from: string, to: string, count: DayCount): number {
  if (count !== 'THIRTY_360') return (Date.parse(to) - Date.parse(from)) / DAY_MILLISECONDS;
  const [y1, m1, d1] = from.split('-').map(Number) as [number, number, number];
  const [y2, m2, d2] = to.split('-').map(Number) as [number, number, number];
  const first = d1 === 31 ? 30 : d1;
  const second = d2 === 31 && first === 30 ? 30 : d2;
  return 360 * (y2 - y1) + 30 * (m2 - m1) + second - first;
}

export function interest(amount: bigint, rate: number, from: string, to: string, count: DayCount): bigint {
  const days = daysBetween(from, to, count);
  return halfEven(amount * BigInt(rate) * BigInt(days), 10_000n * (count === 'ACT_365' ? 365n : 360n));
}

/** What an annuity pays a month: P · r · q^n ÷ (q^n − 1) with q = 1 + r, r = rate ÷ 120,000, as one fraction. */
function annuity({ principal, rate, count }: Terms): bigint {
  if (rate === 0) return principal / BigInt(count);
  const grown = (120_000n + BigInt(rate)) ** BigInt(count);
  const whole = 120_000n ** BigInt(count);
  return halfEven(principal * BigInt(rate) * grown, 120_000n * (grown - whole));
}

export function scheduleOf(terms: Terms, plan: Plan, dayCount: DayCount): Row[] {
  const rows: Row[] = [];
  let left = terms.principal;
  let from = terms.start;
  for (let i = 0; i < terms.count; i++) {
    const due = monthsLater(terms.firstDue, i);
    const share = interest(left, terms.rate, from, due, dayCount);
    let principal = plan === 'BULLET' ? 0n : terms.principal / BigInt(terms.count);
    if (plan === 'ANNUITY') {
      principal = annuity(terms) - share;
      if (principal < 0n) principal = 0n;
      if (principal > left) principal = left;
    }
    if (i + 1 === terms.count) principal = left;
    rows.push({
      number: i + 1,
      due: Date.parse(due) / DAY_MILLISECONDS,
      principal,
      interest: share,
      total: principal + share,
    });
    left -= principal;
    from = due;
  }
  return rows;
}
