// Both tiers on random contracts: the same outcome, gas at every boundary, writes, events, pages and trace, whatever the limit.
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { statusName } from '../../engine/base/errors.ts';
import { evidenceDocument } from '../../engine/node/evidence.ts';
import { Divergence } from '../../engine/runtime/evidence.ts';
import { ERRORS } from '../../spec/errors.ts';
import { Arena } from './arena.ts';

/** How many executions; `node test/interpreter/differential.mjs 1000000` asks for more. */
const EXECUTIONS = Number(process.env['TALLY_EXECUTIONS'] ?? 4_000);
const SEED = Number(process.env['TALLY_SEED'] ?? 1);
const EACH = 50;

/** Every way in which a transaction can end, but those in which it never begins. */
const ENDS = Object.entries(ERRORS).filter(([, { class: blame }]) => blame === 'trap');

test(`${EXECUTIONS} executions come out the same`, { timeout: 60_000 + EXECUTIONS * 5 }, () => {
  const arena = new Arena(SEED);
  try {
    while (arena.executions < EXECUTIONS) {
      arena.renew();
      for (let i = 0; i < EACH; i++) arena.call();
    }
  } catch (error) {
    // What was found is kept: `tally replay FILE` judges it, and it belongs among the regressions.
    if (error instanceof Divergence) {
      const path = join(tmpdir(), `difference-${SEED}-${arena.executions}.json`);
      writeFileSync(path, JSON.stringify(evidenceDocument(error.evidence)));
      console.error(`evidence in ${path}`);
    }
    throw error;
  }
  const counts = Object.fromEntries([...arena.counts].map(([status, n]) => [statusName(status), n]).sort());
  console.info(`executions, seed ${SEED}: ${JSON.stringify(counts)}`);
  expect(Object.keys(counts).sort()).toEqual(['OK', 'REVERT', ...ENDS.map(([id]) => id)].sort());
});
