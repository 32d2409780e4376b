// How far a test moves the time: whole numbers of days, hours, minutes and seconds, and nothing else.
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

/** @throws Usage for a unit that there is not, and for a number that is not whole or below 0 */
export function millisecondsOf(span: Span): number {
  let sum = 0;
  for (const [unit, count] of Object.entries(span)) {
    const seconds = SECONDS.get(unit);
    if (seconds === undefined) throw misuse(`advance: there is no '${unit}': ${[...SECONDS.keys()].join(', ')}`);
    if (!Number.isSafeInteger(count) || count < 0)
      throw misuse(`advance: ${unit}: ${count}: write a whole number; restore(snapshot) is what goes back`);
    sum += seconds * count;
  }
  return 1_000 * sum;
}
