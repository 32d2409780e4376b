// Flat keys: where a record of the top tree and a value of a contract stand, as Latin-1 strings in tree order.
import { TOP_KINDS } from '../../spec/records.ts';
import { type Bytes, toLatin1 } from '../base/bytes.ts';

/** First character of every storage key; above all kinds of top record. */
export const STORAGE = '\x40';

/** Flat key of a record in the top tree: kind ‖ id. */
export function topKey(kind: keyof typeof TOP_KINDS, id?: Bytes): string {
  return String.fromCharCode(TOP_KINDS[kind]) + (id ? toLatin1(id) : '');
}

/** What all storage keys of a contract start with. */
export function storagePrefix(contract: Bytes): string {
  return STORAGE + toLatin1(contract);
}

/** Length of {@link storagePrefix}: what follows is the contract's own key. */
export const STORAGE_PREFIX_LENGTH = 33;

export function isStorage(flat: string): boolean {
  return flat.charCodeAt(0) === 0x40;
}
