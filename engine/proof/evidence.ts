// Evidence: a tree of which only what a question needs is shown, everything else by its hash. Pre-order, one byte of kind a node.
import { LIMITS } from '../../spec/limits.ts';
import { PROOFS } from '../../spec/proofs.ts';
import { type Bytes, fromLatin1, toLatin1 } from '../base/bytes.ts';
import { Decoder, type Encoder } from '../base/codec.ts';
import { CodecError } from '../base/errors.ts';

/** A node as it is shown. Hashes and keys are Latin-1 strings, one character a byte. */
export type Shown =
  | { readonly kind: 'pruned'; readonly hash: string }
  | { readonly kind: 'leaf'; readonly key: string; readonly value: Bytes }
  | { readonly kind: 'branch'; readonly bit: number; readonly left: Shown; readonly right: Shown };

/** Bits of the longest key that a tree can have, which no path is longer than. */
const MOST_BITS = 9 * LIMITS.key.max;

/** @param shown undefined for a tree without keys */
export function writeShown(to: Encoder, shown: Shown | undefined): void {
  if (shown === undefined) {
    to.u8(PROOFS.nodes.empty);
    return;
  }
  to.u8(PROOFS.nodes[shown.kind]);
  switch (shown.kind) {
    case 'pruned':
      to.latin1(shown.hash);
      break;
    case 'leaf':
      to.vec(fromLatin1(shown.key));
      to.vec(shown.value);
      break;
    case 'branch':
      to.u16(shown.bit);
      writeShown(to, shown.left);
      writeShown(to, shown.right);
  }
}

/** @throws CodecError if it is not the encoding of such a tree, with bits that grow from the root on */
export function readShown(bytes: Bytes): Shown | undefined {
  const from = new Decoder(bytes);
  const shown = bytes[0] === PROOFS.nodes.empty ? void from.u8() : readNode(from, -1);
  from.end();
  return shown;
}

function readNode(from: Decoder, above: number): Shown {
  const kind = from.u8();
  if (kind === PROOFS.nodes.pruned) return { kind: 'pruned', hash: toLatin1(from.raw(32)) };
  if (kind === PROOFS.nodes.leaf) return { kind: 'leaf', key: toLatin1(from.vec()), value: from.vec().slice() };
  if (kind !== PROOFS.nodes.branch) throw new CodecError(`no node has number ${kind}, at byte ${from.at - 1}`);
  const bit = from.u16();
  if (bit <= above || bit >= MOST_BITS) throw new CodecError(`a branch at bit ${bit} below one at ${above}`);
  const left = readNode(from, bit);
  return { kind: 'branch', bit, left, right: readNode(from, bit) };
}
