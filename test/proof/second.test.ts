/** Two verifiers, one answer: over the published vectors, and over random and forged evidence. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Chance, chance } from '../../bench/chance.ts';
import { type Bytes, fromHex, fromLatin1, toHex } from '../../engine/base/bytes.ts';
import { readShown } from '../../engine/proof/evidence.ts';
import { isSound, type Question } from '../../engine/proof/question.ts';
import { bytesOf, forms, hashOf, NO_TREES, ONE_KEY, otherTree, UNASKABLE } from './attack.ts';
import { evidenceByBoth, hexEntries, hexQuestion, proofByBoth, textQuestion } from './both.ts';
import { type Question as Asks, answer, type Entry, rootOf, rootOfEvidence } from './second.ts';
import { mutations, randomQuestion, randomTree } from './trees.ts';
import { evidenceOf, treeOf } from './vectors.ts';

interface Asked {
  root: string;
  question: Asks;
  evidence: string;
}
interface Vectors {
  evidence: (Asked & { keys: Entry[]; entries: Entry[] })[];
  refusedEvidence: Asked[];
  proofs: { kind: string; block: string; proof: string; entries?: Entry[]; record?: string }[];
  refusedProofs: string[];
}
const vectors = JSON.parse(readFileSync(new URL('../vectors/proofs.json', import.meta.url), 'utf8')) as Vectors;

test('the roots of the published trees', () => {
  for (const { keys, root } of vectors.evidence) expect(rootOf(keys)).toBe(root);
});

test('published evidence gives its entries', () => {
  for (const { root, question, evidence, entries } of vectors.evidence)
    expect(evidenceByBoth(root, textQuestion(question), fromHex(evidence)!)).toEqual(entries);
});

test('published evidence that must be refused is refused', () => {
  for (const { root, question, evidence } of vectors.refusedEvidence)
    expect(evidenceByBoth(root, textQuestion(question), fromHex(evidence)!), evidence).toBeUndefined();
});

test('published proofs state what they must', () => {
  for (const { proof, ...expected } of vectors.proofs) expect(proofByBoth(proof)).toMatchObject(expected);
});

test('published proofs that must be refused are refused', () => {
  for (const proof of vectors.refusedProofs) expect(proofByBoth(proof), proof).toBeUndefined();
});

const COUNT = Number(process.env['PROOFS'] ?? 150);

test('both give the same entries, and those of a look at every key', () => {
  const random = chance(11);
  for (let i = 0; i < COUNT; i++) {
    const sample = randomTree(random);
    const [question, other] = [randomQuestion(random, sample), randomQuestion(random, sample)];
    const [root, evidence] = [toHex(sample.tree.root()), evidenceOf(sample, question)];
    expect(root).toBe(rootOf(hexEntries(sample)));
    expect(evidenceByBoth(root, question, evidence)).toEqual(answer(hexQuestion(question), hexEntries(sample)));
    // What was made for another question is taken where that one's evidence is the same.
    const isSame = evidence.toString() === evidenceOf(sample, other).toString();
    const asked = isSame ? answer(hexQuestion(other), hexEntries(sample)) : undefined;
    expect(evidenceByBoth(root, other, evidence)).toEqual(asked);
  }
});

test('both take and refuse the same of what was changed, whatever root it has then', () => {
  const random = chance(12);
  const seen = { taken: 0, refused: 0 };
  for (let i = 0; i < COUNT; i++) {
    const sample = randomTree(random);
    const question = randomQuestion(random, sample);
    const evidence = evidenceOf(sample, question);
    if (sample.values.size === 0) continue;
    let shown = readShown(evidence)!;
    for (let step = 0; step < 6; step++) {
      shown = otherTree(random, shown);
      const root = toHex(fromLatin1(hashOf(shown)));
      seen[evidenceByBoth(root, question, bytesOf(shown)) ? 'taken' : 'refused'] += 1;
    }
    for (const changed of mutations(evidence, random))
      if (random(8) === 0) seen[evidenceByBoth(ownRoot(changed), question, changed) ? 'taken' : 'refused'] += 1;
  }
  expect(seen.taken).toBeGreaterThan(COUNT);
  expect(seen.refused).toBeGreaterThan(COUNT);
});

/** The root of what evidence shows; of bytes that are no evidence, anything. */
function ownRoot(evidence: Bytes): string {
  try {
    return rootOfEvidence(toHex(evidence));
  } catch {
    return '00'.repeat(32);
  }
}

/** Keys where bytes, bits and lengths have their edges. */
const EDGES = ['a', 'a\0', 'a\0\0', 'a\x01', 'a\x80', 'a\xff', 'b', '\0', '\xff', '\xff\xff', '\xff'.repeat(256)];
const ENDS = ['', ...EDGES, '`', 'c', 'a\0\x01', 'a\x7f', '\xff'.repeat(257)];

function edgeQuestion(random: Chance): Question {
  const some = () => ENDS[random(ENDS.length)]!;
  for (;;) {
    const to = random(4) === 0 ? undefined : some();
    const kinds = [{ kind: 'key', key: some() } as const, { kind: 'prefix', prefix: some() } as const];
    const question = [...kinds, { kind: 'range', from: some(), to } as const][random(3)]!;
    if (isSound(question)) return question;
  }
}

test('of all ways to show a tree both take one, at every edge', () => {
  const random = chance(13);
  for (let i = 0; i < COUNT; i++) {
    const keys = EDGES.filter(() => random(3) === 0).slice(0, 5);
    const sample = treeOf(keys.map((key) => [key, fromLatin1(key.slice(-2))]));
    const question = edgeQuestion(random);
    const [root, own] = [toHex(sample.tree.root()), toHex(evidenceOf(sample, question))];
    const all = readShown(evidenceOf(sample, { kind: 'prefix', prefix: '' }));
    const ways = [undefined, ...(all ? forms(all) : [])].map(bytesOf);
    const taken = ways.filter((way) => evidenceByBoth(root, question, way));
    expect(taken.map(toHex)).toEqual([own]);
    expect(evidenceByBoth(root, question, taken[0]!)).toEqual(answer(hexQuestion(question), hexEntries(sample)));
  }
});

test.each(NO_TREES)('a tree that is none is refused under its own root: %s', (_, shown, question) => {
  expect(evidenceByBoth(toHex(fromLatin1(hashOf(shown))), question, bytesOf(shown))).toBeUndefined();
});

test.each(UNASKABLE)('what cannot be asked has no answer: %j', (question) => {
  const root = toHex(fromLatin1(hashOf(ONE_KEY)));
  expect(evidenceByBoth(root, { kind: 'key', key: 'a' }, bytesOf(ONE_KEY))).toHaveLength(1);
  expect(evidenceByBoth(root, question, bytesOf(ONE_KEY))).toBeUndefined();
});
