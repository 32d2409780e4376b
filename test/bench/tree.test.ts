// What is counted as the bytes of a tree is what a node writes.
import { expect, test } from 'vitest';
import { chance } from '../../bench/chance.ts';
import { balanceKey, rowBytes, treeOf } from '../../bench/tree.ts';
import { toLatin1 } from '../../engine/base/bytes.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { StoredState } from '../../engine/node/state.ts';
import type { Store } from '../../engine/node/store.ts';

const NO_STORE = { get: () => undefined } as unknown as Store;

test('the bytes counted are those of the rows that a node hands to its store', () => {
  const space = toLatin1(new Uint8Array(32).fill(7));
  const state = new StoredState(nodeNatives, NO_STORE);
  const random = chance(5);
  const tree = treeOf(100, random);
  for (let i = 0; i < 100; i++) state.forest.tree(space).set(balanceKey(i), new Uint8Array(16));
  // The top tree has no keys here, and a tree without keys no row.
  const rows = state.takeCheckpoint().filter(([, value]) => value !== null);
  expect(rows).toHaveLength(100);
  expect(rowBytes(tree, space)).toBe(rows.reduce((sum, [key, value]) => sum + key.length + value!.length, 0));
});

test('holders have keys of their own, of a slot and an address', () => {
  const keys = new Set(Array.from({ length: 1000 }, (_, i) => balanceKey(i * 1000)));
  expect(keys.size).toBe(1000);
  for (const key of keys) expect(key).toHaveLength(40);
});
