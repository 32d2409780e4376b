// Rows by which a method gives its result or refuses.
import { LIMITS } from '../../spec/limits.ts';
import type { Bytes } from '../base/bytes.ts';
import { Trap } from '../base/errors.ts';
import { encode } from '../base/records.ts';
import { type Frame, Revert } from './frame.ts';
import { nameOf } from './names.ts';

export function output(frame: Frame, data: Bytes): void {
  frame.output = data.slice();
}

export function revert(_frame: Frame, code: Bytes, data: Bytes): never {
  throw new Revert(revertPayload(nameOf(code, 'revert code'), data));
}

/** Encoded Revert record. @throws Trap HOST_ARGUMENT beyond LIMITS.revertBytes */
export function revertPayload(code: string, data: Bytes): Bytes {
  const payload = encode('Revert', { code, data });
  if (payload.length > LIMITS.revertBytes.max) throw new Trap('HOST_ARGUMENT', `revert of ${payload.length} bytes`);
  return payload;
}
