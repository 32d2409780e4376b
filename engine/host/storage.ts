// Storage rows: get, set, remove and the ordered read next, each within the contract's own space.
import { PRICES } from '../../spec/prices.ts';
import { alone, type Bytes, fromLatin1 } from '../base/bytes.ts';
import { Trap } from '../base/errors.ts';
import { STORAGE_PREFIX_LENGTH } from '../state/key.ts';
import type { Frame } from './frame.ts';
import { charge } from './gas.ts';

export function get(frame: Frame, key: string): Bytes | undefined {
  const value = frame.overlay.get(frame.space + key);
  if (value) frame.result = value;
  return value;
}

export function set(frame: Frame, key: string, value: Bytes): void {
  frame.overlay.set(frame.space + key, alone(value));
}

export function remove(frame: Frame, key: string): void {
  frame.overlay.remove(frame.space + key);
}

export function next(frame: Frame, prefix: string, after: string): Bytes | undefined {
  return nextIn(frame, frame.space, prefix, after);
}

export function oldGet(frame: Frame, key: string): Bytes | undefined {
  const value = frame.overlay.get(formerOf(frame) + key);
  if (value) frame.result = value;
  return value;
}

export function oldNext(frame: Frame, prefix: string, after: string): Bytes | undefined {
  return nextIn(frame, formerOf(frame), prefix, after);
}

/** @throws Trap HOST_ARGUMENT outside of a step */
function formerOf({ former }: Frame): string {
  if (former === undefined) throw new Trap('HOST_ARGUMENT', 'only a step of a migration has former storage');
  return former;
}

function nextIn(frame: Frame, space: string, prefix: string, after: string): Bytes | undefined {
  const skipped = () => charge(frame.meter, PRICES['next.perSkipped'].gas);
  const found = frame.overlay.next(space + prefix, space + after, skipped);
  if (found === undefined) return undefined;
  frame.result = fromLatin1(found.slice(STORAGE_PREFIX_LENGTH));
  return frame.result;
}
