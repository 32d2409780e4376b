// Rows that reach other contracts, and the result buffer from which the guest copies.
import { type Bytes, owned, part } from '../base/bytes.ts';
import { Trap } from '../base/errors.ts';
import type { Frame } from './frame.ts';

export function call(frame: Frame, to: Bytes, method: string, input: Bytes, gas: bigint, flags: number): number {
  if (flags > 1) throw new Trap('HOST_ARGUMENT', `call flags ${flags}`);
  return frame.run.call(frame, { to: owned(to), method, input: owned(input), gas, flags });
}

export function resultSize(frame: Frame): number {
  return frame.result.length;
}

export function result(frame: Frame, offset: number): Bytes {
  if (offset > frame.result.length) throw new Trap('HOST_ARGUMENT', `offset ${offset} in the result buffer`);
  return part(frame.result, offset, frame.result.length - offset);
}
