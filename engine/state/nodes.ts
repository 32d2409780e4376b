// Branches as rows: both children with their hashes, so that a tree can be loaded path by path.
import { type Bytes, fromLatin1, toLatin1 } from '../base/bytes.ts';
import { Decoder, type Encoder, encoded } from '../base/codec.ts';
import { prefixBits } from './bits.ts';
import { type Node, newNode } from './tree.ts';

/** Bit index of a leaf in a row; no branch is that deep. */
const LEAF = 0xffff;

/** One hashed child (or the top) as it stands in a row: bit u16, hash, key of a leaf or shared bits of a branch. */
export function writeNode(to: Encoder, node: Node): void {
  const leaf = node.bit < 0;
  to.u16(leaf ? LEAF : node.bit);
  to.raw(fromLatin1(node.hash!));
  to.vec(fromLatin1(leaf ? node.key : prefixBits(node.key, node.bit)));
}

/** A leaf, or a branch whose children are not loaded. @throws CodecError */
export function readNode(from: Decoder): Node {
  const bit = from.u16();
  const hash = toLatin1(from.raw(32));
  const key = toLatin1(from.vec());
  return newNode(key, bit === LEAF ? -1 : bit, hash);
}

/** The row of a branch whose children are loaded and hashed. */
export function encodeBranch(node: Node): Bytes {
  return encoded((to) => {
    writeNode(to, node.left!);
    writeNode(to, node.right!);
  });
}

/** @throws CodecError */
export function decodeBranch(bytes: Bytes): [Node, Node] {
  const from = new Decoder(bytes);
  const children: [Node, Node] = [readNode(from), readNode(from)];
  from.end();
  return children;
}
