// Random trees and proofs of each kind: answers are whole, and nothing that was changed is taken.
import { expect, test } from 'vitest';
import { tryTrees } from './many.ts';

/** How many trees; `npm run test:proofs -- 100000` asks for more. */
const TREES = Number(process.env['TALLY_TREES'] ?? 300);
const SEED = Number(process.env['TALLY_SEED'] ?? 1);

test('answers are whole, and no byte of any evidence or proof can be another', {
  timeout: 60_000 + TREES * 500,
}, () => {
  const tried = tryTrees(SEED, TREES);
  console.log(`trees, seed ${SEED}: ${JSON.stringify(tried)}`);
  const { trees, entries, mutations, questions, proofs } = tried;
  expect(trees).toBe(TREES);
  expect(entries).toBeGreaterThan(TREES);
  expect(mutations).toBeGreaterThan(500 * TREES);
  for (const count of Object.values(questions)) expect(count).toBeGreaterThan(TREES / 5);
  for (const count of Object.values(proofs)) expect(count).toBeGreaterThan(TREES / 5);
});
