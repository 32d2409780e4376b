// Evidence over random trees: whole answers, one evidence for each, and nothing else is taken.
import { describe, expect, test } from 'vitest';
import { chance } from '../../bench/chance.ts';
import type { Bytes } from '../../engine/base/bytes.ts';
import { encoded } from '../../engine/base/codec.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { portableNatives } from '../../engine/crypto/portable.ts';
import { checkEvidence } from '../../engine/proof/check.ts';
import { readShown, type Shown, writeShown } from '../../engine/proof/evidence.ts';
import { prove } from '../../engine/proof/prove.ts';
import type { Question } from '../../engine/proof/question.ts';
import { Tree } from '../../engine/state/tree.ts';
import { answer, randomQuestion, randomTree, type Sample } from './trees.ts';

const evidenceOf = ({ tree, values }: Sample, question: Question) => prove(tree, question, (key) => values.get(key)!);
const check = (root: Bytes, question: Question, evidence: Bytes) =>
  checkEvidence(nodeNatives, root, question, evidence);

function withKeys(...keys: string[]): Sample {
  const values = new Map(keys.map((key) => [key, new Uint8Array([key.length])]));
  const tree = new Tree(nodeNatives);
  for (const [key, value] of values) tree.set(key, value);
  return { tree, values };
}

/** Every evidence that shows the same tree with another part of it pruned, or with more shown. */
function* otherwise(sample: Sample, question: Question): Generator<Shown> {
  const all = readShown(evidenceOf(sample, { kind: 'prefix', prefix: '' }))!;
  const hashes = new Map<Shown, string>();
  const hashOf = (shown: Shown): string => {
    if (!hashes.has(shown)) hashes.set(shown, hashBy(shown));
    return hashes.get(shown)!;
  };
  const hashBy = (shown: Shown): string => {
    const pruned = encoded((to) => writeShown(to, shown));
    // The root of what is shown, found by asking for all of it.
    let root = '';
    const natives = { ...nodeNatives, sha256Latin1: (data: Bytes) => (root = nodeNatives.sha256Latin1(data)) };
    try {
      checkEvidence(natives, new Uint8Array(32), { kind: 'prefix', prefix: '' }, pruned);
    } catch {}
    return root;
  };
  function* forms(shown: Shown): Generator<Shown> {
    yield { kind: 'pruned', hash: hashOf(shown) };
    if (shown.kind === 'leaf') yield shown;
    if (shown.kind !== 'branch') return;
    for (const left of forms(shown.left)) for (const right of forms(shown.right)) yield { ...shown, left, right };
  }
  const own = evidenceOf(sample, question).toString();
  for (const form of forms(all)) if (encoded((to) => writeShown(to, form)).toString() !== own) yield form;
}

test('there is one evidence: the same tree shown in any other way is refused', () => {
  const random = chance(7);
  let tried = 0;
  for (let i = 0; i < 120; i++) {
    const keys = Array.from({ length: 1 + random(5) }, () => 'abc'.slice(random(3)) + 'xy'.slice(random(3)) || 'z');
    const sample = withKeys(...keys);
    const question = randomQuestion(random, sample);
    for (const form of otherwise(sample, question)) {
      tried += 1;
      const evidence = encoded((to) => writeShown(to, form));
      expect(() => check(sample.tree.root(), question, evidence)).toThrow(/PROOF_INVALID|proof/i);
    }
  }
  expect(tried).toBeGreaterThan(1_000);
});

describe('the longest way', () => {
  test('of a tree whose keys begin each other is as long as a key has bits, and can be proved', () => {
    const sample = withKeys(...Array.from({ length: 256 }, (_, i) => 'x'.repeat(i + 1)));
    for (const key of ['x', 'x'.repeat(256), 'y', `${'x'.repeat(100)}w`]) {
      const question = { kind: 'key', key } as const;
      expect(check(sample.tree.root(), question, evidenceOf(sample, question))).toEqual(answer(sample, question));
    }
  });

  test('of evidence is that of a key: deeper is no evidence', () => {
    const deep = encoded((to) => {
      for (let i = 0; i < 60_000; i++) {
        to.u8(3);
        to.u16(i);
      }
    });
    expect(() => check(new Uint8Array(32), { kind: 'key', key: 'a' }, deep)).toThrow(/a branch at bit 2304/);
  });
});

test('both implementations of the hash take it', () => {
  const random = chance(3);
  for (let i = 0; i < 50; i++) {
    const sample = randomTree(random);
    const question = randomQuestion(random, sample);
    const entries = checkEvidence(portableNatives, sample.tree.root(), question, evidenceOf(sample, question));
    expect(entries).toEqual(answer(sample, question));
  }
});
