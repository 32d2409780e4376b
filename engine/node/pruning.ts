// The storage of destroyed contracts: read a page at a time by whoever keeps it elsewhere, and thrown away.
import { CONTRACT_STATUS } from '../../spec/records.ts';
import { type Bytes, fromLatin1, toLatin1 } from '../base/bytes.ts';
import { Reject, Usage } from '../base/errors.ts';
import type { ContractRecord } from '../base/records.ts';
import { type Listed, MOST_RECORDS } from '../client/connection.ts';
import { readTop } from '../runtime/records.ts';
import { STORAGE_PREFIX_LENGTH, storagePrefix } from '../state/key.ts';
import type { LocalChain } from './local.ts';
import { WINDOW } from './opening.ts';

/** Values of a contract behind one of its keys, in order: at most so many. @throws Reject CONTRACT_UNKNOWN */
export function storageOf(chain: LocalChain, contract: Bytes, after: Bytes, most: number): Listed[] {
  const prefix = storagePrefix(recordOf(chain, contract).storage);
  return listed(chain, prefix, after.length === 0 ? '' : prefix + toLatin1(after), most, STORAGE_PREFIX_LENGTH);
}

/** What stands under keys that begin alike, behind one of them and in order; told without the first `cut` bytes of its key. */
export function listed({ state }: LocalChain, prefix: string, after: string, most: number, cut = 0): Listed[] {
  const found: Listed[] = [];
  let key = state.next(prefix, after);
  while (key !== undefined && found.length < Math.min(most, MOST_RECORDS)) {
    found.push({ key: fromLatin1(key.slice(cut)), bytes: state.get(key)! });
    key = state.next(prefix, key);
  }
  return found;
}

function recordOf(chain: LocalChain, contract: Bytes): ContractRecord {
  const record = readTop(chain.state, 'contract', contract);
  if (record === undefined) throw new Reject('CONTRACT_UNKNOWN', '');
  return record;
}

/**
 * Throws the values and the tree of a destroyed contract away. Its record stays, with the root that they had.
 * @throws Usage USAGE if it is not destroyed, or so lately that opening the store would still look at it; Fault
 */
export async function prune(chain: LocalChain, contract: Bytes): Promise<void> {
  const { status, freeze, storage } = recordOf(chain, contract);
  if (status !== CONTRACT_STATUS.destroyed)
    throw new Usage('USAGE', 'only the storage of a destroyed contract is thrown away');
  const from = freeze!.height + WINDOW;
  if (chain.head.header.height < from)
    throw new Usage('USAGE', `the last blocks are looked at when the store is opened: from block ${from} on`);
  await chain.discard(toLatin1(storage));
}
