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

function pairUp(natives: Natives, level: readonly Bytes[]): Bytes[] {
  const up: Bytes[] = [];
  for (let i = 0; i < level.length; i += 2) {
    const left = level[i]!;
    const right = level[i + 1];
    up.push(right ? hash(natives, 'LIST_NODE', (to) => to.raw(concat(left, right))) : left);
  }
  return up;
}
