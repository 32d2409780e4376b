// Rows by which a method gives its result or refuses.
import { LIMITS } from '../../spec/limits.ts';
import { type Bytes, owned } from '../base/bytes.ts';
import { Trap } from '../base/errors.ts';
import { encode } from '../base/records.ts';
import { type Frame, Revert } from './frame.ts';
import { checkName } from './names.ts';

export function output(frame: Frame, data: Bytes): void {
  frame.output = owned(data);
}

export function revert(_frame: Frame, code: string, data: Bytes): never {
  checkName(code, 'revert code');
  throw new Revert(revertPayload(code, data));
}

/** Encoded Revert record. @throws Trap HOST_ARGUMENT beyond LIMITS.revertBytes */
export function revertPayload(code: string, data: Bytes): Bytes {
  const payload = encode('Revert', { code, data });
  if (payload.length > LIMITS.revertBytes.max) throw new Trap('HOST_ARGUMENT', `revert of ${payload.length} bytes`);
  return payload;
}
