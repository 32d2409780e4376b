// The root of a list of records: RFC 6962 shape (split at the largest power of two below n), our tags.
import { type Bytes, concat } from './bytes.ts';
import { hash } from './hash.ts';
import type { Natives } from './natives.ts';

/** Leaf hash of one encoded transaction or receipt. */
export function leafHash(natives: Natives, tag: 'TX_LEAF' | 'RECEIPT_LEAF', record: Bytes): Bytes {
  return hash(natives, tag, (to) => to.raw(record));
}

/** Root over leaf hashes; H(LIST_EMPTY) if there are none. */
export function listRoot(natives: Natives, leaves: readonly Bytes[]): Bytes {
  if (leaves.length === 0) return hash(natives, 'LIST_EMPTY', () => {});
  let level = [...leaves];
  // Pairing neighbours and carrying an odd last one up gives the same tree as splitting at powers of two.
  while (level.length > 1) level = pairUp(natives, level);
  return level[0]!;
}

/** A sibling on the way from a leaf to the root. */
export interface Step {
  /** Whether the sibling stands on the left. */
  readonly isLeft: boolean;
  readonly hash: Bytes;
}

/** Siblings of a leaf and of all above it, from the bottom up; where an odd last one is carried up there is none. */
export function listPath(natives: Natives, leaves: readonly Bytes[], index: number): Step[] {
  const path: Step[] = [];
  let level = [...leaves];
  for (let at = index; level.length > 1; at >>= 1) {
    const sibling = level[at ^ 1];
    if (sibling !== undefined) path.push({ isLeft: (at & 1) === 1, hash: sibling });
    level = pairUp(natives, level);
  }
  return path;
}

/** Hash of a node over its two children, one behind the other. */
export function joinHashes(natives: Natives, both: Bytes): Bytes {
  return hash(natives, 'LIST_NODE', (to) => to.raw(both));
}

function pairUp(natives: Natives, level: readonly Bytes[]): Bytes[] {
  const up: Bytes[] = [];
  for (let i = 0; i < level.length; i += 2) {
    const left = level[i]!;
    const right = level[i + 1];
    up.push(right ? joinHashes(natives, concat(left, right)) : left);
  }
  return up;
}
