// Inclusion in a Merkle tree of the kind that transparency logs keep (RFC 9162, section 2.1).
import { PRICES } from '../../spec/prices.ts';
import { type Bytes, concat, equal } from '../base/bytes.ts';
import type { Natives } from '../base/natives.ts';
import type { Frame } from './frame.ts';
import { charge } from './gas.ts';

const HASH_BYTES = 32;
const LEAF = Uint8Array.of(0);
const NODE = 1;

/** That a leaf stands at an index in the tree of so many leaves with this root. */
export interface Claim {
  readonly root: Bytes;
  readonly leaf: Bytes;
  readonly index: bigint;
  readonly size: bigint;
  /** Hashes beside the path, from the leaf up. */
  readonly proof: Bytes;
}

/** Pays for the hashes of the proof, then checks it. @throws Trap OUT_OF_GAS */
export function verifyMerkle(frame: Frame, claim: Claim): number {
  charge(frame.meter, PRICES['merkle.perHash'].gas * Math.ceil(claim.proof.length / HASH_BYTES));
  return stands(frame.run.natives, claim) ? 1 : 0;
}

/** Whether the proof shows it (RFC 9162, section 2.1.3.2); false for a proof of any other length than the one it needs. */
export function stands(natives: Natives, { root, leaf, index, size, proof }: Claim): boolean {
  if (index >= size || proof.length % HASH_BYTES !== 0) return false;
  let hash = natives.sha256(concat(LEAF, leaf));
  const preimage = new Uint8Array(1 + 2 * HASH_BYTES);
  preimage[0] = NODE;
  let [node, last] = [index, size - 1n];
  for (let at = 0; at < proof.length; at += HASH_BYTES) {
    if (last === 0n) return false;
    const isRight = (node & 1n) === 1n || node === last;
    preimage.set(hash, isRight ? 1 + HASH_BYTES : 1);
    preimage.set(proof.subarray(at, at + HASH_BYTES), isRight ? 1 : 1 + HASH_BYTES);
    hash = natives.sha256(preimage);
    // At the right edge the path skips levels on which nothing stands beside it.
    if (isRight) while ((node & 1n) === 0n && node !== 0n) [node, last] = [node >> 1n, last >> 1n];
    [node, last] = [node >> 1n, last >> 1n];
  }
  return last === 0n && equal(hash, root);
}
