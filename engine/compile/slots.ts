// Slots: where a field of a contract stands in its storage, by the hash of its name.
import { createHash } from 'node:crypto';
import { toHex } from '../base/bytes.ts';
import { slotOf } from '../base/hash.ts';
import type { Natives } from '../base/natives.ts';

/** SHA-256 is all that naming a slot takes. */
export const HASHING: Natives = {
  sha256: (data) => new Uint8Array(createHash('sha256').update(data).digest()),
  sha256Latin1: (data) => createHash('sha256').update(data).digest('binary'),
  digest: () => {
    throw new Error('no slot is named by another hash');
  },
  verify: () => false,
  verifyDigest: () => false,
  verifySm2: () => false,
};

/** The slot of a field, `Token.balances`, in hexadecimal. */
export function slotText(field: string): string {
  return toHex(slotOf(HASHING, field));
}
