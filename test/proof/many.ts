// Many random trees: for each a question, its evidence, the answer by looking at all keys, and every byte of the evidence changed once;
// and a whole proof, of each kind in its turn, with every byte of it changed once. `npm run test:proofs -- 100000` does it with so many.
import { deepStrictEqual } from 'node:assert';
import { type Chance, chance, randomBytes } from '../../bench/chance.ts';
import { Usage } from '../../engine/base/errors.ts';
import { leafHash, listRoot } from '../../engine/base/list.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { checkEvidence } from '../../engine/proof/check.ts';
import { type ListTag, pathOf } from '../../engine/proof/path.ts';
import { checkProof, encodeProof, type Proof } from '../../engine/proof/proof.ts';
import type { Question } from '../../engine/proof/question.ts';
import { topKey } from '../../engine/state/key.ts';
import type { ProofKind } from '../../spec/proofs.ts';
import { answer, mutations, randomQuestion, randomTree, type Sample } from './trees.ts';
import { contractRecord, evidenceOf, headerWith, treeOf } from './vectors.ts';

/** How often each thing was tried. */
export interface Tried {
  trees: number;
  entries: number;
  /** Changed evidence and changed proofs, all of them refused. */
  mutations: number;
  readonly questions: Record<Question['kind'], number>;
  readonly proofs: Record<ProofKind, number>;
}

/** @throws Error at the first answer that is not whole, and the first changed evidence or proof that is taken */
export function tryTrees(seed: number, count: number): Tried {
  const random = chance(seed);
  const questions = { key: 0, prefix: 0, range: 0 };
  const proofs = { state: 0, storage: 0, transaction: 0, receipt: 0 };
  const tried: Tried = { trees: 0, entries: 0, mutations: 0, questions, proofs };
  // Nearly all that is tried is refused, and nobody reads where from.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    for (; tried.trees < count; tried.trees++) tryOne(random, tried);
  } catch (error) {
    throw new Error(`tree ${tried.trees} of seed ${seed}: ${(error as Error).message}`, { cause: error });
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
  return tried;
}

function tryOne(random: Chance, tried: Tried): void {
  const sample = randomTree(random);
  const question = randomQuestion(random, sample);
  tryEvidence(random, tried, sample, question);
  const kind = KINDS[tried.trees % KINDS.length]!;
  const { header, subject } = proofOf(random, kind, { sample, question });
  const proof = encodeProof(nodeNatives, { header, subject });
  const proved = checkProof(nodeNatives, proof);
  deepStrictEqual(proved.entries, 'bytes' in subject ? [] : answer(sample, question));
  tried.proofs[kind] += 1;
  for (const changed of mutations(proof, random)) {
    tried.mutations += 1;
    if (isTaken(() => checkProof(nodeNatives, changed))) throw new Error(`a changed proof of a ${kind} is taken`);
  }
}

function tryEvidence(random: Chance, tried: Tried, sample: Sample, question: Question): void {
  const evidence = evidenceOf(sample, question);
  const root = sample.tree.root();
  const entries = checkEvidence(nodeNatives, root, question, evidence);
  deepStrictEqual(entries, answer(sample, question));
  tried.entries += entries.length;
  tried.questions[question.kind] += 1;
  for (const changed of mutations(evidence, random)) {
    tried.mutations += 1;
    if (isTaken(() => checkEvidence(nodeNatives, root, question, changed)))
      throw new Error('changed evidence is taken');
  }
}

const KINDS = ['state', 'storage', 'transaction', 'receipt'] as const satisfies readonly ProofKind[];

function proofOf(random: Chance, kind: ProofKind, { sample, question }: { sample: Sample; question: Question }): Proof {
  if (kind === 'transaction' || kind === 'receipt') return itemOf(random, kind);
  const [stateRoot, evidence] = [sample.tree.root(), evidenceOf(sample, question)];
  if (kind === 'state') return { header: headerWith({ stateRoot }), subject: { kind, question, evidence } };
  const contract = randomBytes(random, 32);
  const key = topKey('contract', contract);
  const others = Array.from(
    { length: random(5) },
    () => [topKey('account', randomBytes(random, 32)), contract] as const,
  );
  const top = treeOf([...others, [key, contractRecord({ storageRoot: stateRoot })]]);
  const record = evidenceOf(top, { kind: 'key', key });
  return {
    header: headerWith({ stateRoot: top.tree.root() }),
    subject: { kind, contract, record, question, evidence },
  };
}

const LISTS = {
  transaction: { tag: 'TX_LEAF', root: 'txRoot' },
  receipt: { tag: 'RECEIPT_LEAF', root: 'receiptRoot' },
} as const satisfies { [kind: string]: { tag: ListTag; root: string } };

function itemOf(random: Chance, kind: keyof typeof LISTS): Proof {
  const { tag, root } = LISTS[kind];
  const records = Array.from({ length: 1 + random(20) }, () => randomBytes(random, 1 + random(60)));
  const leaves = records.map((each) => leafHash(nodeNatives, tag, each));
  const index = random(records.length);
  return {
    header: headerWith({ [root]: listRoot(nodeNatives, leaves) }),
    subject: { kind, bytes: records[index]!, path: pathOf(nodeNatives, tag, records, index) },
  };
}

function isTaken(check: () => unknown): boolean {
  try {
    check();
    return true;
  } catch (error) {
    if (error instanceof Usage && error.id === 'PROOF_INVALID') return false;
    throw error;
  }
}
