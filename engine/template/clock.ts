// Days and times as texts, where a text may also be neither.
import { parseDay, parseMoment } from './dates.ts';

/** Days since 1970; undefined if the text is no day. */
export function dayFrom(text: string): number | undefined {
  const parsed = parseDay(text);
  return 'day' in parsed ? parsed.day : undefined;
}

/** Milliseconds since 1970; undefined if the text is no time in UTC. */
export function momentFrom(text: string): number | undefined {
  const parsed = parseMoment(text);
  return 'moment' in parsed ? parsed.moment : undefined;
}
