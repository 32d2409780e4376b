// Proofs that anybody can try a verifier on: trees, questions, evidence, whole proofs, and such as must be refused.

import { chance, randomBytes } from '../../bench/chance.ts';
import { type Bytes, fromLatin1, toHex, ZERO32 } from '../../engine/base/bytes.ts';
import { encoded } from '../../engine/base/codec.ts';
import { blockHash } from '../../engine/base/hash.ts';
import { leafHash, listRoot } from '../../engine/base/list.ts';
import { encode, type Header, writeRecord } from '../../engine/base/records.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { checkEvidence } from '../../engine/proof/check.ts';
import { pathOf } from '../../engine/proof/path.ts';
import { checkProof, encodeProof, type Subject } from '../../engine/proof/proof.ts';
import { prove } from '../../engine/proof/prove.ts';
import type { Question } from '../../engine/proof/question.ts';
import { topKey } from '../../engine/state/key.ts';
import { Tree } from '../../engine/state/tree.ts';
import { plainContract } from '../state/contract.ts';
import { changedTrees, forgedProofs, type Lie, noTrees } from './lies.ts';
import { mutations, randomQuestion, randomTree, type Sample } from './trees.ts';

const hex = (text: string) => toHex(fromLatin1(text));

function questionJson(question: Question) {
  switch (question.kind) {
    case 'key':
      return { kind: 'key', key: hex(question.key) };
    case 'prefix':
      return { kind: 'prefix', prefix: hex(question.prefix) };
    case 'range':
      return { kind: 'range', from: hex(question.from), to: question.to === undefined ? null : hex(question.to) };
  }
}

function entriesJson(entries: readonly { readonly key: Bytes; readonly value: Bytes }[]) {
  return entries.map(({ key, value }) => [toHex(key), toHex(value)]);
}

export const evidenceOf = ({ tree, values }: Sample, question: Question) =>
  prove(tree, question, (key) => values.get(key)!);

function isRefused(act: () => unknown): boolean {
  try {
    act();
    return false;
  } catch {
    return true;
  }
}

const isLie = ({ root, question, evidence }: Lie) =>
  isRefused(() => checkEvidence(nodeNatives, root, question, evidence));

function lieJson({ root, question, evidence }: Lie) {
  return { root: toHex(root), question: questionJson(question), evidence: toHex(evidence) };
}

/** Evidence with its answer, and evidence that is another's or changed. */
function evidenceVectors() {
  const [random, lies] = [chance(2026), chance(1984)];
  const lawful: object[] = [];
  const refused: object[] = [];
  for (let i = 0; i < 60; i++) {
    const sample = randomTree(random);
    const [question, other] = [randomQuestion(random, sample), randomQuestion(random, sample)];
    const [root, evidence] = [sample.tree.root(), evidenceOf(sample, question)];
    const facts = { root: toHex(root), question: questionJson(question) };
    const entries = checkEvidence(nodeNatives, root, question, evidence);
    const keys = [...sample.values].map(([key, value]) => [hex(key), toHex(value)]);
    lawful.push({ keys, ...facts, evidence: toHex(evidence), entries: entriesJson(entries) });
    const wrong = [evidenceOf(sample, other), [...mutations(evidence, random)].at(random(evidence.length))!];
    const changed = wrong.map((each): Lie => ({ root, question, evidence: each }));
    refused.push(...[...changed, ...changedTrees(lies, sample, question)].filter(isLie).map(lieJson));
  }
  refused.push(...noTrees().map(lieJson));
  return { evidence: lawful, refusedEvidence: refused };
}

export const filled = (byte: number) => new Uint8Array(32).fill(byte);

export function headerWith(roots: Partial<Header>): Header {
  const base = { version: 1, protocol: 1, specHash: filled(1), chain: filled(2), height: 7, time: 1_767_225_600_000 };
  const empty = { parent: filled(3), txRoot: ZERO32, receiptRoot: ZERO32, stateRoot: ZERO32, gasUsed: 12_345 };
  return { ...base, ...empty, ...roots };
}

export function treeOf(entries: Iterable<readonly [string, Bytes]>): Sample {
  const values = new Map(entries);
  const tree = new Tree(nodeNatives);
  for (const [key, value] of values) tree.set(key, value);
  return { tree, values };
}

function subjects(): { subject: Subject; header: Header }[] {
  const random = chance(1);
  const contract = filled(9);
  const storage = treeOf(Array.from({ length: 20 }, (_, i) => [`slot${i % 3}-${i}`, randomBytes(random, 16)]));
  const record = contractRecord({ storageRoot: storage.tree.root() });
  const others = Array.from(
    { length: 9 },
    (_, i) => [topKey('account', filled(i + 20)), randomBytes(random, 30)] as const,
  );
  const top = treeOf([...others, [topKey('contract', contract), record]]);
  const header = headerWith({ stateRoot: top.tree.root() });
  const recordEvidence = evidenceOf(top, { kind: 'key', key: topKey('contract', contract) });
  const asked: Question[] = [
    { kind: 'key', key: 'slot1-4' },
    { kind: 'key', key: 'slot1-5' },
    { kind: 'prefix', prefix: 'slot2' },
    { kind: 'range', from: 'slot0-3', to: 'slot1-' },
    { kind: 'range', from: 'slot2-2', to: undefined },
  ];
  const stored = asked.map((question): Subject => {
    return { kind: 'storage', contract, record: recordEvidence, question, evidence: evidenceOf(storage, question) };
  });
  const state = [topKey('account', filled(22)), topKey('account', filled(99))].map((key): Subject => {
    const question = { kind: 'key', key } as const;
    return { kind: 'state', question, evidence: evidenceOf(top, question) };
  });
  return [...[...state, ...stored].map((subject) => ({ subject, header })), ...items()];
}

/** @param change the root of its storage, at least */
export function contractRecord(change: object): Bytes {
  const ids = { codeId: filled(4), metaId: filled(5), creator: filled(6) };
  return encode('ContractRecord', plainContract(filled(7), { ...ids, ...change }));
}

function items(): { subject: Subject; header: Header }[] {
  const made: { subject: Subject; header: Header }[] = [];
  for (const count of [1, 2, 3, 5, 8]) {
    const records = Array.from({ length: count }, (_, i) => new Uint8Array(i + 1).fill(i));
    for (const kind of ['transaction', 'receipt'] as const) {
      const tag = kind === 'transaction' ? 'TX_LEAF' : 'RECEIPT_LEAF';
      const leaves = records.map((each) => leafHash(nodeNatives, tag, each));
      const roots = { [kind === 'transaction' ? 'txRoot' : 'receiptRoot']: listRoot(nodeNatives, leaves) };
      const index = count - 1 - (count >> 2);
      const subject: Subject = { kind, bytes: records[index]!, path: pathOf(nodeNatives, tag, records, index) };
      made.push({ subject, header: headerWith(roots) });
    }
  }
  return made;
}

function proofVectors() {
  const refused: string[] = [];
  const random = chance(77);
  const made = subjects();
  const proofs = made.map((proof) => {
    const bytes = encodeProof(nodeNatives, proof);
    const { entries, subject } = checkProof(nodeNatives, bytes);
    const changed = bytes.slice();
    changed[random(bytes.length)]! ^= 1;
    refused.push(toHex(changed));
    const facts = { kind: subject.kind, block: toHex(blockHash(nodeNatives, proof.header)), proof: toHex(bytes) };
    return 'bytes' in subject
      ? { ...facts, record: toHex(subject.bytes) }
      : { ...facts, entries: entriesJson(entries) };
  });
  refused.push(...forgedProofs(made, contractRecord));
  return { proofs, refusedProofs: refused, header: toHex(encoded((to) => writeRecord('Header', to, headerWith({})))) };
}

/** As it stands in test/vectors/proofs.json. */
export function proofsJson(): string {
  return `${JSON.stringify({ ...evidenceVectors(), ...proofVectors() }, null, 1)}\n`;
}
