// List roots against the recursive definition of RFC 6962, section 2.1, with our tags.
import { expect, test } from 'vitest';
import { toHex } from '../../engine/base/bytes.ts';
import { leafHash, listRoot } from '../../engine/base/list.ts';
import { TAGS } from '../../spec/tags.ts';
import { hashing, sha256 } from './sha.ts';

function recursive(records: Uint8Array[], tag: number): Uint8Array {
  if (records.length === 0) return sha256(Uint8Array.of(TAGS.LIST_EMPTY));
  if (records.length === 1) return sha256(Uint8Array.of(tag), records[0]!);
  let split = 1;
  while (split * 2 < records.length) split *= 2;
  const [left, right] = [records.slice(0, split), records.slice(split)];
  return sha256(Uint8Array.of(TAGS.LIST_NODE), recursive(left, tag), recursive(right, tag));
}

const records = Array.from({ length: 70 }, (_, i) => Uint8Array.of(i, i >> 1, 255 - i).subarray(0, 1 + (i % 3)));

test.each(['TX_LEAF', 'RECEIPT_LEAF'] as const)('the root over %s of any length is that of RFC 6962', (tag) => {
  for (let n = 0; n <= records.length; n++) {
    const some = records.slice(0, n);
    const leaves = some.map((r) => leafHash(hashing, tag, r));
    expect(toHex(listRoot(hashing, leaves)), `${n} records`).toBe(toHex(recursive(some, TAGS[tag])));
  }
});

test('the leaves that were handed in stay as they were', () => {
  const leaves = records.slice(0, 5).map((r) => leafHash(hashing, 'TX_LEAF', r));
  const before = leaves.map(toHex);
  listRoot(hashing, leaves);
  expect(leaves.map(toHex)).toEqual(before);
});

test('order, number and kind of the leaves all move the root', () => {
  const root = (list: Uint8Array[], tag: 'TX_LEAF' | 'RECEIPT_LEAF' = 'TX_LEAF') =>
    toHex(
      listRoot(
        hashing,
        list.map((r) => leafHash(hashing, tag, r)),
      ),
    );
  const [a, b, c] = records as [Uint8Array, Uint8Array, Uint8Array];
  const roots = [
    root([]),
    root([a]),
    root([a, b]),
    root([b, a]),
    root([a, b, c]),
    root([a, b, c, c]),
    root([a], 'RECEIPT_LEAF'),
  ];
  expect(new Set(roots).size).toBe(roots.length);
});
