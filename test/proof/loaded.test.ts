// Evidence from a tree of which only the top is in memory: branches are loaded as a question needs them, and the bytes are the same.
import { expect, test } from 'vitest';
import { chance } from '../../bench/chance.ts';
import type { Bytes } from '../../engine/base/bytes.ts';
import { Decoder, encoded } from '../../engine/base/codec.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { prove } from '../../engine/proof/prove.ts';
import { decodeBranch, encodeBranch, readNode, writeNode } from '../../engine/state/nodes.ts';
import { Tree } from '../../engine/state/tree.ts';
import { randomQuestion, randomTree, type Sample } from './trees.ts';
import { evidenceOf, treeOf } from './vectors.ts';

/** The tree as a store gives it back; `loads` counts its branches. */
function stored(sample: Sample): { open: () => Tree; loads: () => number; branches: number } {
  const rows = new Map<string, Bytes>();
  for (const [at, node] of sample.tree.takeChanged()) if (node) rows.set(at, encodeBranch(node));
  const top = sample.tree.topNode();
  const row = top && encoded((to) => writeNode(to, top));
  let loads = 0;
  const children = (at: string) => {
    loads += 1;
    return decodeBranch(rows.get(at)!);
  };
  const open = () => new Tree(nodeNatives, { children }, row && readNode(new Decoder(row)));
  return { open, loads: () => loads, branches: rows.size };
}

test('is the evidence of the tree in memory', () => {
  const random = chance(21);
  for (let i = 0; i < 250; i++) {
    const sample = randomTree(random);
    const { open } = stored(sample);
    for (let n = 0; n < 8; n++) {
      const question = randomQuestion(random, sample);
      const evidence = prove(open(), question, (key) => sample.values.get(key)!);
      expect(evidence).toEqual(evidenceOf(sample, question));
    }
  }
});

test('loads the branches on the way to what was asked for, and no others', () => {
  const sample = treeOf(
    Array.from({ length: 4096 }, (_, i) => [String.fromCharCode(i >> 8, i & 255), new Uint8Array(1)]),
  );
  const { open, loads, branches } = stored(sample);
  expect(branches).toBe(4095);
  prove(open(), { kind: 'key', key: '\x03\x07' }, (key) => sample.values.get(key)!);
  expect(loads()).toBe(12);
});
