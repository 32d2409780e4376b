/** Two verifiers, one answer: the second one, written from the document, over the published vectors. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkEvidence, checkProof, type Entry, type Question, rootOf } from './second.ts';

interface Asked {
  root: string;
  question: Question;
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
    expect(checkEvidence(root, question, evidence)).toEqual(entries);
});

test('published evidence that must be refused is refused', () => {
  for (const { root, question, evidence } of vectors.refusedEvidence)
    expect(() => checkEvidence(root, question, evidence), evidence).toThrow('refused');
});

test('published proofs state what they must', () => {
  for (const { proof, ...expected } of vectors.proofs) expect(checkProof(proof)).toMatchObject(expected);
});

test('published proofs that must be refused are refused', () => {
  for (const proof of vectors.refusedProofs) expect(() => checkProof(proof), proof).toThrow('refused');
});
