// Inclusion proofs: the published tree of RFC 6962's test data, every leaf of small trees, and everything that is not so.
import { describe, expect, test } from 'vitest';
import { type Bytes, concat, toHex } from '../../engine/base/bytes.ts';
import { stands } from '../../engine/host/merkle.ts';
import { hashing, sha256 } from '../base/sha.ts';

/** MTH and PATH as RFC 9162, sections 2.1.1 and 2.1.3.1, define them: by recursion over the leaves. */
function rootOf(leaves: readonly Bytes[]): Bytes {
  if (leaves.length === 1) return sha256(Uint8Array.of(0), leaves[0]!);
  const k = split(leaves.length);
  return sha256(Uint8Array.of(1), rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)));
}

function pathOf(index: number, leaves: readonly Bytes[]): Bytes[] {
  if (leaves.length === 1) return [];
  const k = split(leaves.length);
  if (index < k) return [...pathOf(index, leaves.slice(0, k)), rootOf(leaves.slice(k))];
  return [...pathOf(index - k, leaves.slice(k)), rootOf(leaves.slice(0, k))];
}

/** The largest power of two below n. */
function split(n: number): number {
  return 2 ** Math.floor(Math.log2(n - 1));
}

const hex = (text: string): Bytes => new Uint8Array(Buffer.from(text, 'hex'));
/** Leaves and roots of the test data that RFC 6962's authors publish with certificate-transparency. */
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(
  hex,
);
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const many = Array.from({ length: 40 }, (_, i) => Uint8Array.of(i, i * 7));

type Claim = Parameters<typeof stands>[1];

function claimOf(leaves: readonly Bytes[], index: number): Claim {
  const proof = concat(...pathOf(index, leaves));
  return { root: rootOf(leaves), leaf: leaves[index]!, index: BigInt(index), size: BigInt(leaves.length), proof };
}

function shows(leaves: readonly Bytes[], index: number, change: Partial<Claim> = {}): boolean {
  return stands(hashing, { ...claimOf(leaves, index), ...change });
}

test.each(ROOTS.map((root, i) => [i + 1, root] as const))(
  'the published root over %i leaves has all of them',
  (size, root) => {
    const leaves = LEAVES.slice(0, size);
    expect(toHex(rootOf(leaves))).toBe(root);
    for (const index of leaves.keys()) expect(shows(leaves, index, { root: hex(root) })).toBe(true);
  },
);

test('every leaf of every tree of up to 40 stands where it does and nowhere else', () => {
  for (let size = 1; size <= many.length; size++) {
    const leaves = many.slice(0, size);
    for (let index = 0; index < size; index++) {
      const claim = claimOf(leaves, index);
      for (let other = 0; other <= size; other++)
        expect(stands(hashing, { ...claim, index: BigInt(other) })).toBe(other === index);
    }
  }
});

describe('what is not so', () => {
  const leaves = many.slice(0, 21);
  const proof = concat(...pathOf(13, leaves));

  test('a bit of the root, the leaf or the proof', () => {
    const flip = (bytes: Bytes, bit: number) =>
      bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
    for (let bit = 0; bit < 256; bit++) expect(shows(leaves, 13, { root: flip(rootOf(leaves), bit) })).toBe(false);
    for (let bit = 0; bit < 16; bit++) expect(shows(leaves, 13, { leaf: flip(leaves[13]!, bit) })).toBe(false);
    for (let bit = 0; bit < proof.length * 8; bit += 5)
      expect(shows(leaves, 13, { proof: flip(proof, bit) })).toBe(false);
  });

  test('a proof that is cut, longer, or not of whole hashes', () => {
    for (const cut of [proof.subarray(32), proof.subarray(0, -32), proof.subarray(1), new Uint8Array(0)]) {
      expect(shows(leaves, 13, { proof: cut })).toBe(false);
    }
    expect(shows(leaves, 13, { proof: concat(proof, new Uint8Array(32)) })).toBe(false);
    expect(shows([many[0]!], 0, { proof: new Uint8Array(32) })).toBe(false);
  });

  test('an index at or beyond the size, and a tree of nothing', () => {
    for (const size of [0n, 13n, 2n ** 64n - 1n]) expect(shows(leaves, 13, { size })).toBe(false);
    expect(shows([many[0]!], 0, { size: 0n })).toBe(false);
  });

  test('a node of the tree for a leaf', () => {
    const [left, right] = [rootOf(leaves.slice(12, 13)), rootOf(leaves.slice(13, 14))];
    const leaf = concat(Uint8Array.of(1), left, right);
    expect(shows(leaves, 13, { leaf, index: 6n, size: 11n, proof: proof.subarray(32) })).toBe(false);
  });
});
