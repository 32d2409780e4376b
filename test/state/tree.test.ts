// The Merkle tree against a naive one and a sorted list: its root, its ordered reads, the rows that it hands over.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeBranch } from '../../engine/state/nodes.ts';
import { type Node, newNode, Tree } from '../../engine/state/tree.ts';
import { hashing } from '../base/sha.ts';
import { nextIn, shortKey } from '../suites/reader.ts';
import { naiveRoot } from './naive.ts';

const key = fc.oneof(
  { weight: 8, arbitrary: shortKey.filter((k) => k !== '') },
  { weight: 1, arbitrary: fc.constantFrom('a'.repeat(256), `${'a'.repeat(255)}b`, 'a'.repeat(255)) },
);
const value = fc.uint8Array({ maxLength: 3 });
/** Keys with a value, or without to remove them. */
const steps = fc.array(fc.tuple(key, fc.option(value, { nil: null })), { maxLength: 40 });
type Steps = [string, Uint8Array | null][];

function apply(tree: Tree, model: Map<string, Uint8Array>, changes: Steps): void {
  for (const [k, v] of changes) {
    if (v === null) tree.remove(k);
    else tree.set(k, v);
    if (v === null) model.delete(k);
    else model.set(k, v);
  }
}

function treeOf(entries: Iterable<[string, Uint8Array]>): Tree {
  const tree = new Tree(hashing);
  for (const [k, v] of entries) tree.set(k, v);
  return tree;
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const rows = (changed: Map<string, Node | null>) =>
  new Map([...changed].filter(([, node]) => node).map(([at, node]) => [at, hex(encodeBranch(node!))]));

test('the root is that of the naive tree after any inserts, overwrites and removals', () => {
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 3 }), (rounds) => {
      const [tree, model] = [new Tree(hashing), new Map<string, Uint8Array>()];
      for (const changes of rounds) {
        apply(tree, model, changes);
        expect(hex(tree.root())).toBe(hex(naiveRoot(model)));
      }
    }),
    { numRuns: 300 },
  );
});

test('the root does not depend on the order in which keys came', () => {
  const entries = fc.uniqueArray(fc.tuple(key, value), { selector: ([k]) => k, maxLength: 20 });
  const shuffled = entries.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
  );
  fc.assert(
    fc.property(shuffled, ([a, b]) => {
      expect(hex(treeOf(a).root())).toBe(hex(treeOf(b).root()));
    }),
  );
});

test('an empty tree is 32 zero bytes, also once everything was removed; one key is its leaf', () => {
  const tree = new Tree(hashing);
  expect(hex(tree.root())).toBe('00'.repeat(32));
  tree.set('k', Uint8Array.of(1));
  expect(hex(tree.root())).toBe('9955aa8e232ff04719544e366a2c3ac9d45633c34eb698c527a3590e4a367bde');
  tree.set('kk', Uint8Array.of(2));
  tree.remove('kk');
  tree.remove('k');
  tree.remove('k');
  expect(hex(tree.root())).toBe('00'.repeat(32));
});

test('an empty value has a leaf of its own', () => {
  expect(hex(treeOf([['k', new Uint8Array(0)]]).root())).not.toBe('00'.repeat(32));
});

test('next is the successor in the sorted list', () => {
  const search = fc.oneof(key, shortKey);
  fc.assert(
    fc.property(fc.uniqueArray(key, { maxLength: 20 }), search, search, (keys, prefix, after) => {
      const tree = treeOf(keys.map((k) => [k, Uint8Array.of(1)]));
      expect(tree.next(prefix, after)).toBe(nextIn([...keys].sort(), prefix, after));
    }),
    { numRuns: 500 },
  );
});

test('the rows handed over since the beginning are those of a tree built from scratch', () => {
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 4 }), (rounds) => {
      const [tree, model] = [new Tree(hashing), new Map<string, Uint8Array>()];
      const stored = new Map<string, string>();
      for (const changes of rounds) {
        apply(tree, model, changes);
        const changed = tree.takeChanged();
        for (const [at, node] of changed) if (node === null) stored.delete(at);
        for (const [at, row] of rows(changed)) stored.set(at, row);
      }
      expect(stored).toEqual(rows(treeOf(model).takeChanged()));
    }),
    { numRuns: 300 },
  );
});

test('nothing is handed over twice', () => {
  const tree = treeOf([
    ['a', Uint8Array.of(1)],
    ['b', Uint8Array.of(2)],
  ]);
  expect(tree.takeChanged().size).toBe(1);
  expect(tree.takeChanged().size).toBe(0);
  tree.set('a', Uint8Array.of(3));
  expect(tree.takeChanged().size).toBe(1);
});

test('what is let go is loaded again, unless it changed and was not handed over', () => {
  const rows = new Map<string, [Node, Node]>();
  const source = {
    children: (position: string) =>
      rows.get(position)!.map((node) => newNode(node.key, node.bit, node.hash)) as [Node, Node],
  };
  const tree = new Tree(hashing, source);
  const keys = Array.from({ length: 200 }, (_, n) => String.fromCharCode(n % 16, n >> 4, n));
  for (const key of keys) tree.set(key, Uint8Array.of(key.charCodeAt(2)));
  const store = () => {
    for (const [position, node] of tree.takeChanged()) if (node) rows.set(position, tree.childrenOf(node));
  };
  store();
  const root = tree.root();
  expect(tree.loaded).toBe(399);
  tree.forget(3);
  expect(tree.loaded).toBeLessThan(16);
  tree.set(keys[7]!, Uint8Array.of(99));
  tree.forget(0);
  expect(tree.loaded).toBeGreaterThan(1);
  expect(tree.root()).not.toEqual(root);
  tree.set(keys[7]!, Uint8Array.of(7));
  expect(tree.root()).toEqual(root);
  for (const key of keys) expect(tree.holds(key, Uint8Array.of(key.charCodeAt(2)))).toBe(true);
  expect(tree.loaded).toBe(399);
});
