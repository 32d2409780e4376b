// Many random trees: for each a question, its evidence, the answer by looking at all keys, and every byte of the evidence changed once.
// `npm run test:proofs -- 100000` does it with so many.
import { deepStrictEqual } from 'node:assert';
import { chance } from '../../bench/chance.ts';
import type { Bytes } from '../../engine/base/bytes.ts';
import { Usage } from '../../engine/base/errors.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { checkEvidence } from '../../engine/proof/check.ts';
import { prove } from '../../engine/proof/prove.ts';
import { answer, mutations, randomQuestion, randomTree } from './trees.ts';

export interface Tried {
  readonly proofs: number;
  readonly entries: number;
  readonly mutations: number;
}

/** @throws Error at the first answer that is not whole, and the first changed evidence that is taken */
export function tryTrees(seed: number, count: number): Tried {
  const random = chance(seed);
  const tried = { proofs: 0, entries: 0, mutations: 0 };
  for (; tried.proofs < count; tried.proofs++) {
    const sample = randomTree(random);
    const question = randomQuestion(random, sample);
    const evidence = prove(sample.tree, question, (key) => sample.values.get(key)!);
    const root = sample.tree.root();
    const entries = checkEvidence(nodeNatives, root, question, evidence);
    deepStrictEqual(entries, answer(sample, question));
    tried.entries += entries.length;
    for (const changed of mutations(evidence, random)) {
      tried.mutations += 1;
      if (isTaken(root, question, changed))
        throw new Error(`tree ${tried.proofs} of seed ${seed}: changed evidence is taken`);
    }
  }
  return tried;
}

function isTaken(root: Bytes, question: Parameters<typeof prove>[1], evidence: Bytes): boolean {
  try {
    checkEvidence(nodeNatives, root, question, evidence);
    return true;
  } catch (error) {
    if (error instanceof Usage && error.id === 'PROOF_INVALID') return false;
    throw error;
  }
}
