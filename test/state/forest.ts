// States with contracts for the tests of this folder.
import { type Bytes, fromLatin1, ZERO32 } from '../../engine/base/bytes.ts';
import { type ContractRecord, encode } from '../../engine/base/records.ts';
import type { Forest } from '../../engine/state/forest.ts';
import { isStorage, STORAGE_PREFIX_LENGTH, topKey } from '../../engine/state/key.ts';
import type { Reader, Writes } from '../../engine/state/reader.ts';

/** A contract's record before it has any storage. */
export function freshContract(creator: Bytes = ZERO32): ContractRecord {
  const none = { nextAdmin: null, proposal: null, shadowRoot: null, template: null };
  const admin = { members: [], threshold: 0, delay: 0 };
  const fixed = { version: 1, revision: 0, status: 0, freezeReason: '', invariant: '' };
  return { ...fixed, ...none, admin, creator, codeId: ZERO32, metaId: ZERO32, storageRoot: ZERO32 };
}

/** The entries, with a record for each contract among them that has none. */
export function withRecords(entries: ReadonlyMap<string, Bytes>): Map<string, Bytes> {
  const all = new Map(entries);
  for (const key of entries.keys()) {
    const contract = topKey('contract', fromLatin1(key.slice(1, STORAGE_PREFIX_LENGTH)));
    if (isStorage(key) && !all.has(contract)) all.set(contract, encode('ContractRecord', freshContract()));
  }
  return all;
}

/** Brings a whole state into a forest; what it returns is to be committed. */
export function plant(forest: Forest, entries: ReadonlyMap<string, Bytes>, below: Reader): Writes {
  return forest.apply(withRecords(entries), below);
}
