// Making evidence: a walk over a tree that shows what a question asks for, and where its ends would stand.
import type { Bytes } from '../base/bytes.ts';
import { encoded } from '../base/codec.ts';
import { bitOf } from '../state/bits.ts';
import type { Node, Tree } from '../state/tree.ts';
import { type Shown, writeShown } from './evidence.ts';
import { bitsOf, endsOf, type Interval, isInside, isSound, type Question } from './question.ts';
import { refuse } from './refuse.ts';

/**
 * Evidence for the answer that a tree gives to a question: all leaves that it asks for, the leaf at which a search for each of
 * its ends arrives, and hashes of everything else. There is exactly one for a tree and a question.
 * @param valueAt the value at a key that the tree has
 * @throws Usage PROOF_INVALID for a question without an answer; Fault STORE_CORRUPT if a branch cannot be loaded
 */
export function prove(tree: Tree, question: Question, valueAt: (key: string) => Bytes): Bytes {
  if (!isSound(question)) refuse('its question has no answer: an empty key, or a range that ends before it begins');
  const show = (node: Node, ends: readonly string[]): Shown => {
    if (ends.length === 0 && !isInside(question, intervalOf(node))) return { kind: 'pruned', hash: node.hash! };
    if (node.bit < 0) return { kind: 'leaf', key: node.key, value: valueAt(node.key) };
    const [left, right] = tree.childrenOf(node);
    const endsAt = (side: number) => ends.filter((end) => bitOf(end, node.bit) === side);
    return { kind: 'branch', bit: node.bit, left: show(left, endsAt(0)), right: show(right, endsAt(1)) };
  };
  const top = tree.topNode();
  return encoded((to) => writeShown(to, top && show(top, endsOf(question))));
}

function intervalOf({ key, bit }: Node): Interval {
  if (bit < 0) return { key, bits: bitsOf(key) };
  // The key of a branch that came from a row ends with what is shared: of a byte that is only known to be there, nothing is left.
  const isCut = bit % 9 === 1 && key.length < bit / 9;
  return { key: isCut ? `${key}\0` : key, bits: bit };
}
