// The state tree of one contract with many balances: bytes of its rows, and what bringing it up to date costs.
import { type Bytes, toLatin1 } from '../engine/base/bytes.ts';
import { slotOf } from '../engine/base/hash.ts';
import { nodeNatives } from '../engine/crypto/node.ts';
import { ROW } from '../engine/node/rows.ts';
import { encodeTop } from '../engine/node/state.ts';
import { encodeBranch } from '../engine/state/nodes.ts';
import { Tree } from '../engine/state/tree.ts';
import { type Chance, chance, randomBytes } from './chance.ts';
import type { Bench, Figures } from './figure.ts';

/** How many balances, by the ending of an id. */
export const SIZES = { '10k': 10_000, '1m': 1_000_000 } as const;
const RUNS = 31;
const UPDATES = 1_000;
const BALANCE_BYTES = 16;

const SLOT = toLatin1(slotOf(nodeNatives, 'Token.balances'));

/** Storage key of holder `i`: the slot, then an address. */
export function balanceKey(i: number): string {
  return SLOT + toLatin1(nodeNatives.sha256(Uint8Array.of(i, i >> 8, i >> 16, i >> 24)));
}

export function treeOf(balances: number, random: Chance): Tree {
  const tree = new Tree(nodeNatives);
  for (let i = 0; i < balances; i++) tree.set(balanceKey(i), newBalance(random));
  return tree;
}

function newBalance(random: Chance): Bytes {
  const balance = new Uint8Array(BALANCE_BYTES);
  balance.set(randomBytes(random, 5));
  return balance;
}

/** Bytes of the rows that a new tree is stored in, keys included, before the store compresses them. */
export function rowBytes(tree: Tree, space: string): number {
  let bytes = ROW.top(space).length + encodeTop(tree.topNode()).length;
  for (const [position, node] of tree.takeChanged()) {
    bytes += ROW.branch(space, position).length + encodeBranch(node!).length;
  }
  return bytes;
}

/** Microseconds a key for new values at random keys and the root after all of them. */
function timedUpdate(tree: Tree, balances: number, random: Chance): number {
  const updates = Array.from({ length: UPDATES }, () => [balanceKey(random(balances)), newBalance(random)] as const);
  const begin = performance.now();
  for (const [key, value] of updates) tree.set(key, value);
  tree.root();
  return (1000 * (performance.now() - begin)) / UPDATES;
}

async function measure(bench: Bench): Promise<void> {
  for (const [name, balances] of Object.entries(SIZES)) {
    const [bytesId, updateId] = [`tree.bytes.${name}`, `tree.update.us.${name}`];
    if (!bench.wants(bytesId, updateId)) continue;
    bench.note(`a tree of ${balances} balances`);
    const random = chance(balances);
    const tree = treeOf(balances, random);
    const bytes = rowBytes(tree, toLatin1(new Uint8Array(32)));
    if (bench.wants(bytesId)) bench.record(bytesId, bytes / balances);
    for (let run = -5; run < RUNS && bench.wants(updateId); run++) {
      const spent = timedUpdate(tree, balances, random);
      if (run >= 0) bench.record(updateId, spent);
    }
  }
}

export const figures: Figures = {
  list: [
    {
      id: 'tree.bytes.10k',
      unit: 'B',
      text: 'bytes of the tree rows of a contract with 10,000 balances, keys included and not compressed, per balance',
    },
    { id: 'tree.bytes.1m', unit: 'B', text: 'the same with 1,000,000 balances' },
    {
      id: 'tree.update.us.10k',
      unit: 'µs',
      text: 'new values at 1,000 random keys of a tree of 10,000 in memory and the new root, per key',
    },
    { id: 'tree.update.us.1m', unit: 'µs', text: 'the same in a tree of 1,000,000' },
  ],
  measure,
};
