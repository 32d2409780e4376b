// What every door has: checks before anything is read, and reading of arguments. The doors themselves are in doors.ts.
import { type Bytes, latin1, part } from '../base/bytes.ts';
import { Trap } from '../base/errors.ts';
import type { Frame } from './frame.ts';

/** @throws Trap HOST_IN_START */
export function enter(frame: Frame, row: string): void {
  if (frame.starting) throw new Trap('HOST_IN_START', row);
}

/** @throws Trap WRITE_IN_VIEW */
export function changing(frame: Frame, row: string): void {
  if (frame.view) throw new Trap('WRITE_IN_VIEW', row);
}

/** The length of an argument, as WebAssembly gives it. @throws Trap HOST_ARGUMENT if it is beyond its limits */
export function sized(name: string, length: number, least: number, most: number): number {
  const size = length >>> 0;
  if (size < least) throw new Trap('HOST_ARGUMENT', `${name} of ${size} bytes`);
  if (size > most) throw new Trap('HOST_ARGUMENT', `${name} of ${size} bytes, where ${most} are the most`);
  return size;
}

/** @throws Trap HOST_ARGUMENT if the place reaches outside of memory */
export function within(bytes: Bytes, start: number, length: number): void {
  if (start + length > bytes.length)
    throw new Trap('HOST_ARGUMENT', `${length} bytes at ${start} reach outside memory`);
}

/** An argument of bytes. Long ones are views of guest memory, which holds still during the call; who keeps one takes `owned` of it. */
export function bytesAt(bytes: Bytes, at: number, length: number): Bytes {
  const start = at >>> 0;
  within(bytes, start, length);
  return part(bytes, start, length);
}

/** An argument of at most 384 bytes as Latin-1 text. */
export function textAt(bytes: Bytes, at: number, length: number): string {
  const start = at >>> 0;
  within(bytes, start, length);
  return latin1(bytes, start, length);
}
