// Flat keys: where a record of the top tree and a value of a contract stand, as Latin-1 strings in tree order.
import { TOP_KINDS } from '../../spec/records.ts';
import { type Bytes, led, toLatin1 } from '../base/bytes.ts';

/** First character of every storage key, as its code; above all kinds of top record. */
const STORAGE_UNIT = 0x40;
export const STORAGE = String.fromCharCode(STORAGE_UNIT);

/** Flat key of a record in the top tree: kind ‖ id. */
export function topKey(kind: keyof typeof TOP_KINDS, id?: Bytes): string {
  const unit = TOP_KINDS[kind];
  return id ? led(unit, id) : String.fromCharCode(unit);
}

/** What all keys of a storage space start with: that of a contract which never migrated in steps has its address. */
export function storagePrefix(space: Bytes): string {
  return led(STORAGE_UNIT, space);
}

/** Flat key of the record that an account has a role in a scope: the zero address for the chain, or a contract. */
export function roleKey(scope: Bytes, account: Bytes, role: string): string {
  return topKey('role', scope) + toLatin1(account) + role;
}

/** Flat key of the record that holds an account in a contract. */
export function holdKey(contract: Bytes, account: Bytes): string {
  return topKey('hold', contract) + toLatin1(account);
}

/** Flat key of a proposal about a contract or organisation. */
export function proposalKey(subject: Bytes, id: Bytes): string {
  return topKey('proposal', subject) + toLatin1(id);
}

/** Flat key of the record of a revision of a contract. */
export function versionKey(contract: Bytes, revision: number): string {
  return topKey('version', contract) + bigEndian(revision, 4);
}

/** What the keys of all that is scheduled start with, by height or by time. */
export function schedulePrefix(byTime: boolean): string {
  return topKey('schedule') + (byTime ? '\x01' : '\0');
}

/** Flat key of what is scheduled, in the order in which it is done. */
export function scheduleKey(byTime: boolean, due: number, id: Bytes): string {
  return schedulePrefix(byTime) + bigEndian(due, 8) + toLatin1(id);
}

/** A number in so many bytes, so that keys stand in its order. */
export function bigEndian(value: number, bytes: number): string {
  let out = '';
  for (let i = bytes - 1; i >= 0; i--) out += String.fromCharCode(Math.floor(value / 2 ** (8 * i)) % 256);
  return out;
}

/** Length of {@link storagePrefix}: what follows is the contract's own key. */
export const STORAGE_PREFIX_LENGTH = 33;

export function isStorage(flat: string): boolean {
  return flat.charCodeAt(0) === STORAGE_UNIT;
}
