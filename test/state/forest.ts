// States with contracts for the tests of this folder.
import { type Bytes, fromLatin1 } from '../../engine/base/bytes.ts';
import { encode } from '../../engine/base/records.ts';
import type { Forest } from '../../engine/state/forest.ts';
import { isStorage, STORAGE_PREFIX_LENGTH, topKey } from '../../engine/state/key.ts';
import type { Reader, Writes } from '../../engine/state/reader.ts';
import { plainContract } from './contract.ts';

/** The entries, with a record for each contract among them that has none. */
export function withRecords(entries: ReadonlyMap<string, Bytes>): Map<string, Bytes> {
  const all = new Map(entries);
  for (const key of entries.keys()) {
    const address = fromLatin1(key.slice(1, STORAGE_PREFIX_LENGTH));
    const contract = topKey('contract', address);
    if (isStorage(key) && !all.has(contract)) all.set(contract, encode('ContractRecord', plainContract(address)));
  }
  return all;
}

/** Brings a whole state into a forest; what it returns is to be committed. */
export function plant(forest: Forest, entries: ReadonlyMap<string, Bytes>, below: Reader): Writes {
  return forest.apply(withRecords(entries), below);
}
