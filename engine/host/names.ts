// Names that contracts choose: event names and revert codes.
import { Trap } from '../base/errors.ts';

/** @throws Trap HOST_ARGUMENT unless the text matches [A-Za-z0-9_.]+ */
export function checkName(text: string, what: string): void {
  if (!/^[A-Za-z0-9_.]+$/.test(text)) throw new Trap('HOST_ARGUMENT', `${what} is not [A-Za-z0-9_.]+`);
}
