// Every transaction in which the tiers were ever found to differ, as the evidence that was left: they agree on it now.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { judge } from '../../engine/audit/judge.ts';
import { readEvidence } from '../../engine/node/evidence.ts';

const FOLDER = join(import.meta.dirname, 'found');

test.each(readdirSync(FOLDER))('%s', (name) => {
  const { here } = judge(readEvidence(readFileSync(join(FOLDER, name), 'utf8')));
  expect(here.what).toBeUndefined();
});
