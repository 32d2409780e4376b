// How far a test moves the time: days, hours, minutes and seconds that come to whole milliseconds, and nothing else.
import { misuse } from '../client/failed.ts';

/** How far to move the time. */
export interface Span {
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
  readonly seconds?: number;
}

const SECONDS: ReadonlyMap<string, number> = new Map([
  ['days', 86_400],
  ['hours', 3_600],
  ['minutes', 60],
  ['seconds', 1],
]);

/** @throws Usage for a unit that there is not, and for a number below 0 or with parts of a millisecond */
export function millisecondsOf(span: Span): number {
  if (typeof span !== 'object' || span === null)
    throw misuse(
      `advance: ${String(span)} is no span of time: write { days: 1 }, or ${[...SECONDS.keys()].slice(1).join(', ')}`,
    );
  let sum = 0;
  for (const [unit, count] of Object.entries(span)) {
    const seconds = SECONDS.get(unit);
    if (seconds === undefined) throw misuse(`advance: there is no '${unit}': ${[...SECONDS.keys()].join(', ')}`);
    const exact = 1_000 * seconds * count;
    const whole = Math.round(exact);
    // What a division left behind the last digit is no part of a millisecond.
    if (!Number.isSafeInteger(whole) || whole < 0 || Math.abs(exact - whole) > 1e-6)
      throw misuse(
        `advance: ${unit}: ${count}: write a number from 0 on, to the millisecond; restore(snapshot) is what goes back`,
      );
    sum += whole;
  }
  return sum;
}
