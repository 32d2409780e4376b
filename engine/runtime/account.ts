// The sender of a transaction: nonce, keys and signatures against the account's record (PROTOCOL 4).
import { LIMITS } from '../../spec/limits.ts';
import { RECORD_VERSION, SCHEMES } from '../../spec/records.ts';
import { type Bytes, compare, copied, equal } from '../base/bytes.ts';
import { Reject } from '../base/errors.ts';
import { accountAddress } from '../base/hash.ts';
import type { Natives } from '../base/natives.ts';
import { type AccountRecord, type Auth, encode } from '../base/records.ts';
import type { Transaction } from '../base/transaction.ts';

/** The record of an account that has sent nothing yet. */
export function firstRecord(auth: { scheme: number; key: Bytes } | undefined): AccountRecord {
  const keys = auth ? [{ scheme: auth.scheme, key: auth.key }] : [];
  return { version: RECORD_VERSION, nonce: 0, threshold: 1, keys, organisation: null, joining: null, frozen: false };
}

/** In an encoded account the nonce stands behind the version. */
const NONCE_AT = 1;

/** The encoded record once a nonce is used; `bytes` is the record encoded as it is, if it has been written before. */
export function withNonceUsed(account: AccountRecord, bytes: Bytes | undefined): Bytes {
  const nonce = account.nonce + 1;
  if (bytes === undefined) return encode('AccountRecord', { ...account, nonce });
  // A value has one encoding, so a new nonce is eight other bytes in the same place.
  const next = copied(bytes);
  for (let i = 0, rest = nonce; i < 8; i++, rest = Math.floor(rest / 256)) next[NONCE_AT + i] = rest % 256;
  return next;
}

/** @throws Reject NONCE_USED, NONCE_GAP */
export function checkNonce(account: AccountRecord, nonce: bigint): void {
  const next = BigInt(account.nonce);
  if (nonce < next) throw new Reject('NONCE_USED', `nonce ${nonce}, next is ${next}`);
  if (nonce > next) throw new Reject('NONCE_GAP', `nonce ${nonce}, next is ${next}`);
}

/** Order, number and ownership of the keys. @throws Reject AUTH_ORDER, SCHEME_UNKNOWN, KEY_UNKNOWN, THRESHOLD, ACCOUNT_FROZEN */
export function checkKeys(natives: Natives, account: AccountRecord, hasRecord: boolean, tx: Transaction): void {
  const { auths, request } = tx;
  if (auths.length < 1 || auths.length > LIMITS.signatures.max) throw new Reject('AUTH_ORDER', `${auths.length} auths`);
  for (let i = 1; i < auths.length; i++) {
    if (!before(auths[i - 1]!, auths[i]!))
      throw new Reject('AUTH_ORDER', `auth ${i} does not come after auth ${i - 1}`);
  }
  for (const { scheme } of auths) {
    if (scheme !== SCHEMES.ed25519) throw new Reject('SCHEME_UNKNOWN', `scheme ${scheme}`);
  }
  const owned = hasRecord
    ? auths.every((auth) => account.keys.some((key) => key.scheme === auth.scheme && equal(key.key, auth.key)))
    : auths.length === 1 && equal(accountAddress(natives, auths[0]!.scheme, auths[0]!.key), request.sender);
  if (!owned) throw new Reject('KEY_UNKNOWN', '');
  if (auths.length < account.threshold) throw new Reject('THRESHOLD', `${auths.length} of ${account.threshold}`);
  if (account.frozen) throw new Reject('ACCOUNT_FROZEN', '');
}

function before(a: Auth, b: Auth): boolean {
  return a.scheme < b.scheme || (a.scheme === b.scheme && compare(a.key, b.key) < 0);
}

/** @throws Reject BAD_SIGNATURE */
export function checkSignatures(natives: Natives, tx: Transaction, id: Bytes): void {
  for (const [i, { scheme, key, signature }] of tx.auths.entries()) {
    if (!natives.verify(scheme, key, id, signature)) throw new Reject('BAD_SIGNATURE', `signature ${i}`);
  }
}
