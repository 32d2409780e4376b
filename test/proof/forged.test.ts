// Whole proofs that an attacker changed and sealed again: whatever is still taken is true of the chain that the proof was made from.
import { expect, test } from 'vitest';
import { type Chance, chance, randomBytes } from '../../bench/chance.ts';
import { type Bytes, fromHex, toHex } from '../../engine/base/bytes.ts';
import { leafHash, listRoot } from '../../engine/base/list.ts';
import { encode, type Header } from '../../engine/base/records.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { pathOf } from '../../engine/proof/path.ts';
import { encodeProof, type Subject } from '../../engine/proof/proof.ts';
import type { Question } from '../../engine/proof/question.ts';
import { topKey } from '../../engine/state/key.ts';
import { hexEntries, proofByBoth } from './both.ts';
import { answer, type Checked, sealed } from './second.ts';
import { contractRecord, evidenceOf, filled, headerWith, treeOf } from './vectors.ts';

const random = chance(99);

const STORED = ['a', 'a\0', 'a\0\0', 'a\x01', 'a\xff', 'b', 'bb', 'c\x80', '\xff', '\xff\xff'];
const storage = treeOf(STORED.map((key) => [key, randomBytes(random, 5)]));
const empty = treeOf([]);
const contracts = [filled(9), filled(8)] as const;
const storages = new Map([
  [toHex(contracts[0]), storage],
  [toHex(contracts[1]), empty],
]);
const top = treeOf([
  ...[1, 2, 3, 4].map((i) => [topKey('account', filled(i)), randomBytes(random, 9)] as const),
  [topKey('contract', contracts[0]), contractRecord({ storageRoot: storage.tree.root() })],
  [topKey('contract', contracts[1]), contractRecord({ storageRoot: empty.tree.root() })],
]);
const lists = {
  transaction: [1, 2, 3, 4, 5].map((i) => new Uint8Array(i).fill(i)),
  receipt: [6, 7, 8].map((i) => new Uint8Array(i).fill(i)),
};
const TAG = { transaction: 'TX_LEAF', receipt: 'RECEIPT_LEAF' } as const;
const rootOf = (kind: keyof typeof lists) =>
  listRoot(
    nodeNatives,
    lists[kind].map((each) => leafHash(nodeNatives, TAG[kind], each)),
  );
const header: Header = headerWith({
  stateRoot: top.tree.root(),
  txRoot: rootOf('transaction'),
  receiptRoot: rootOf('receipt'),
});

const bodyOf = (subject: Subject, other = header) =>
  toHex(encodeProof(nodeNatives, { header: other, subject })).slice(0, -16);
const storageProof = (contract: Bytes, question: Question): Subject => ({
  kind: 'storage',
  contract,
  record: evidenceOf(top, { kind: 'key', key: topKey('contract', contract) }),
  question,
  evidence: evidenceOf(storages.get(toHex(contract))!, question),
});
const itemProof = (kind: keyof typeof lists, index: number): Subject => ({
  kind,
  bytes: lists[kind][index]!,
  path: pathOf(nodeNatives, TAG[kind], lists[kind], index),
});
const account: Question = { kind: 'key', key: topKey('account', filled(2)) };
const SUBJECTS: Subject[] = [
  { kind: 'state', question: account, evidence: evidenceOf(top, account) },
  storageProof(contracts[0], { kind: 'key', key: 'a\0' }),
  storageProof(contracts[0], { kind: 'prefix', prefix: 'a' }),
  storageProof(contracts[0], { kind: 'range', from: 'a\0\x01', to: 'bb' }),
  storageProof(contracts[0], { kind: 'range', from: 'c', to: undefined }),
  storageProof(contracts[1], { kind: 'prefix', prefix: '' }),
  itemProof('transaction', 3),
  itemProof('transaction', 4),
  itemProof('receipt', 2),
];

/** By looking at everything that there is. */
function isTrue({ kind, contract, question, entries, record }: Checked): boolean {
  if (kind === 'transaction' || kind === 'receipt') return lists[kind].some((each) => toHex(each) === record);
  const tree = contract === undefined ? top : storages.get(contract);
  return tree !== undefined && JSON.stringify(answer(question!, hexEntries(tree))) === JSON.stringify(entries);
}

/** The proof is refused by both, or states what is true by both. */
function takenIfTrue(body: string): boolean {
  const checked = proofByBoth(sealed(body));
  if (checked !== undefined && !isTrue(checked)) throw new Error(`a lie is taken: ${sealed(body)}`);
  return checked !== undefined;
}

/** From a place on: each byte as another or two, all others with `EVERY=1` (a quarter of an hour); left out, doubled, and nothing after it. */
function* changes(body: string, start: number, random: Chance): Generator<string> {
  for (let at = start; at < body.length; at += 2) {
    const [before, byte, after] = [body.slice(0, at), body.slice(at, at + 2), body.slice(at + 2)];
    for (let x = 1; x < 256; x++)
      if (process.env['EVERY'] === '1' || x === 1 << (at % 7) || random(250) === 0)
        yield before + toHex(Uint8Array.of(Number.parseInt(byte, 16) ^ x)) + after;
    if (random(2) === 0) yield before + after;
    if (random(2) === 0) yield before + byte + byte + after;
    if (random(2) === 0) yield before;
  }
}

const BEHIND_HEADER = 2 * (1 + encode('Header', header).length);

test('changed proofs with their checksum: what is taken is true', () => {
  const random = chance(3);
  const seen = { taken: 0, refused: 0 };
  for (const subject of SUBJECTS) {
    const body = bodyOf(subject);
    expect(takenIfTrue(body)).toBe(true);
    const start = subject === SUBJECTS[0] ? 0 : BEHIND_HEADER;
    for (const changed of changes(body, start, random)) seen[takenIfTrue(changed) ? 'taken' : 'refused'] += 1;
  }
  // Of the header all but the roots may be another: the hash of the block tells.
  expect(seen.taken).toBeGreaterThan(200);
  expect(seen.refused).toBeGreaterThan(5_000);
}, 3_600_000);

test('parts of several proofs put together: what is taken is true', () => {
  const random = chance(4);
  const bodies = SUBJECTS.map((subject) => bodyOf(subject));
  for (let i = 0; i < 3_000; i++) {
    const [a, b] = [bodies[random(bodies.length)]!, bodies[random(bodies.length)]!];
    const at = BEHIND_HEADER + 2 * random((a.length - BEHIND_HEADER) / 2);
    const shift = random(3) === 0 ? 2 * random(40) : 0;
    takenIfTrue(a.slice(0, at) + b.slice(Math.min(b.length, at + shift)));
  }
});

test.each<[string, Subject, Header]>([
  ['a header of another version', SUBJECTS[0]!, { ...header, version: 2 }],
  ['the contract of another evidence', { ...SUBJECTS[2]!, contract: contracts[1] } as Subject, header],
  ['a contract that is not there', storageOf(filled(7)), header],
  ['a transaction as a receipt', { ...itemProof('transaction', 3), kind: 'receipt' } as Subject, header],
  ['a node of the list as its record', inner(), header],
  [
    'a path of 33 steps',
    { ...SUBJECTS[6]!, path: Array(33).fill({ isLeft: true, hash: filled(0) }) } as Subject,
    header,
  ],
])('refused: %s', (_, subject, other) => {
  expect(proofByBoth(sealed(bodyOf(subject, other)))).toBeUndefined();
});

/** Absence of a contract is proved in the state; nothing is stored by one that is not there. */
function storageOf(contract: Bytes): Subject {
  const record = evidenceOf(top, { kind: 'key', key: topKey('contract', contract) });
  return { kind: 'storage', contract, record, question: { kind: 'prefix', prefix: '' }, evidence: Uint8Array.of(0) };
}

/** The two hashes below the root, with a path of no steps. */
function inner(): Subject {
  const { path } = itemProof('transaction', 4) as Subject & { kind: 'transaction' };
  return { kind: 'transaction', bytes: path[0]!.hash, path: path.slice(1) };
}

test('the record of a contract is read strictly', () => {
  const question: Question = { kind: 'prefix', prefix: '' };
  const withRecord = (record: Bytes) => {
    const key = topKey('contract', contracts[1]);
    const other = treeOf([[key, record]]);
    const proof = { ...storageProof(contracts[1], question), record: evidenceOf(other, { kind: 'key', key }) };
    return proofByBoth(sealed(bodyOf(proof as Subject, { ...header, stateRoot: other.tree.root() })));
  };
  const record = toHex(contractRecord({ storageRoot: empty.tree.root() }));
  expect(withRecord(fromHex(record)!)).toBeDefined();
  for (const wrong of [`${record}00`, record.slice(2), `02${record.slice(2)}`, `${record.slice(0, -2)}02`, ''])
    expect(withRecord(fromHex(wrong)!), wrong).toBeUndefined();
  expect(withRecord(contractRecord({ storageRoot: empty.tree.root(), invariant: '\ufeff' }))).toBeDefined();
  const broken = toHex(
    contractRecord({ storageRoot: empty.tree.root(), freeze: { level: 0, reason: 'zz', height: 0 } }),
  ).replace('7a7a', 'c080');
  expect(withRecord(fromHex(broken)!)).toBeUndefined();
});
