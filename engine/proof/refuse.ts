// How a proof is refused.
import { CodecError, Usage } from '../base/errors.ts';

/** @throws Usage PROOF_INVALID */
export function refuse(detail: string): never {
  throw new Usage('PROOF_INVALID', detail);
}

/** What reading gives. @throws Usage PROOF_INVALID for bytes that are no encoding */
export function lawful<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof CodecError) refuse(error.message);
    throw error;
  }
}
