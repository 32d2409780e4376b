// Paths from an item of a block to the root over all of them: RFC 6962 2.1.1 with the tags of this chain.
import { type Bytes, concat } from '../base/bytes.ts';
import type { Decoder, Encoder } from '../base/codec.ts';
import { CodecError } from '../base/errors.ts';
import { joinHashes, leafHash, listPath, type Step } from '../base/list.ts';
import type { Natives } from '../base/natives.ts';

/** What the leaves of a list are. */
export type ListTag = 'TX_LEAF' | 'RECEIPT_LEAF';

/** Path of one of these records. */
export function pathOf(natives: Natives, tag: ListTag, records: readonly Bytes[], index: number): Step[] {
  return listPath(
    natives,
    records.map((record) => leafHash(natives, tag, record)),
    index,
  );
}

/** The root that a record and its path give. */
export function rootOf(natives: Natives, tag: ListTag, record: Bytes, path: readonly Step[]): Bytes {
  let hash = leafHash(natives, tag, record);
  for (const { isLeft, hash: sibling } of path)
    hash = joinHashes(natives, isLeft ? concat(sibling, hash) : concat(hash, sibling));
  return hash;
}

/** No list is longer than 2^32. */
const MOST_STEPS = 32;

export function writePath(to: Encoder, path: readonly Step[]): void {
  to.u8(path.length);
  for (const { isLeft, hash } of path) {
    to.bool(isLeft);
    to.raw(hash);
  }
}

/** @throws CodecError */
export function readPath(from: Decoder): Step[] {
  const count = from.u8();
  if (count > MOST_STEPS) throw new CodecError(`a path of ${count} steps`);
  return Array.from({ length: count }, () => ({ isLeft: from.bool(), hash: from.raw(32).slice() }));
}
