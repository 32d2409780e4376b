// The record of a contract as tests of trees, stores and proofs need one: of nobody, and lawful.
import { type Bytes, ZERO32 } from '../../engine/base/bytes.ts';
import type { ContractRecord } from '../../engine/base/records.ts';

/** A contract's record before it has any storage, but for what is given. */
export function plainContract(storage: Bytes, change: Partial<ContractRecord> = {}): ContractRecord {
  const none = { freeze: null, nextAdmin: null, shadow: null, template: null };
  const fixed = { version: 1, revision: 0, since: 0, status: 0, holds: false, invariant: '' };
  const ids = { codeId: ZERO32, metaId: ZERO32, creator: ZERO32, storage, storageRoot: ZERO32 };
  return { ...fixed, ...none, admin: { members: [], threshold: 0, delay: 0 }, ...ids, ...change };
}
