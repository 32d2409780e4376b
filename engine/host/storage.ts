// Storage rows: get, set, remove and the ordered read next, each within the contract's own space.
import { PRICES } from '../../spec/prices.ts';
import { type Bytes, fromLatin1, toLatin1 } from '../base/bytes.ts';
import { STORAGE_PREFIX_LENGTH } from '../state/key.ts';
import type { Frame } from './frame.ts';
import { charge } from './gas.ts';

function flat(frame: Frame, key: Bytes): string {
  return frame.space + toLatin1(key);
}

export function get(frame: Frame, key: Bytes): Bytes | undefined {
  const value = frame.overlay.get(flat(frame, key));
  if (value) frame.result = value;
  return value;
}

export function set(frame: Frame, key: Bytes, value: Bytes): void {
  frame.overlay.set(flat(frame, key), value.slice());
}

export function remove(frame: Frame, key: Bytes): void {
  frame.overlay.remove(flat(frame, key));
}

export function next(frame: Frame, prefix: Bytes, after: Bytes): Bytes | undefined {
  const skipped = () => charge(frame.meter, PRICES['next.perSkipped'].gas);
  const found = frame.overlay.next(flat(frame, prefix), flat(frame, after), skipped);
  if (found === undefined) return undefined;
  frame.result = fromLatin1(found.slice(STORAGE_PREFIX_LENGTH));
  return frame.result;
}
