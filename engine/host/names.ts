// Names that contracts choose: event names and revert codes.
import { type Bytes, toLatin1 } from '../base/bytes.ts';
import { Trap } from '../base/errors.ts';

/** The bytes as text if they match [A-Za-z0-9_.]+. @throws Trap HOST_ARGUMENT */
export function nameOf(bytes: Bytes, what: string): string {
  const text = toLatin1(bytes);
  if (!/^[A-Za-z0-9_.]+$/.test(text)) throw new Trap('HOST_ARGUMENT', `${what} is not [A-Za-z0-9_.]+`);
  return text;
}
