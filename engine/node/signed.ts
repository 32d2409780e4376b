// Whether a transaction is signed, by itself: the part of the checks that is slow and needs nothing of the chain.
import type { Bytes } from '../base/bytes.ts';
import { CodecError } from '../base/errors.ts';
import { encodedTxId } from '../base/hash.ts';
import type { Natives } from '../base/natives.ts';
import { decodeTransaction, requestPart } from '../base/transaction.ts';

/** Whether each signature of a transaction is valid. Who may sign is not looked at here. */
export function isSigned(natives: Natives, bytes: Bytes): boolean {
  try {
    const transaction = decodeTransaction(bytes);
    const id = encodedTxId(natives, requestPart(bytes, transaction));
    return transaction.auths.every(({ scheme, key, signature }) => natives.verify(scheme, key, id, signature));
  } catch (error) {
    // What is no transaction is rejected when it is applied.
    if (error instanceof CodecError) return false;
    throw error;
  }
}
