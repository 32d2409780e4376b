// What was scheduled and is due, in the order in which it is done (PROTOCOL 12).
import type { Bytes } from '../base/bytes.ts';
import { decode } from '../base/records.ts';
import { schedulePrefix } from '../state/key.ts';
import type { Reader } from '../state/reader.ts';

/** Something whose time has come. */
export interface Due {
  /** Flat key of its record. */
  readonly key: string;
  readonly bytes: Bytes;
  readonly gasLimit: number;
}

/** The first that a block of this height and time does: what is due by height before what is due by time, then by when, then by id. */
export function nextDue(reader: Reader, height: number, time: number): Due | undefined {
  return firstOf(reader, false, height) ?? firstOf(reader, true, time);
}

function firstOf(reader: Reader, byTime: boolean, now: number): Due | undefined {
  const prefix = schedulePrefix(byTime);
  const key = reader.next(prefix, '');
  const bytes = key === undefined ? undefined : reader.get(key);
  if (key === undefined || bytes === undefined) return undefined;
  const { due, gasLimit } = decode('ScheduleRecord', bytes);
  return due <= now ? { key, bytes, gasLimit } : undefined;
}
