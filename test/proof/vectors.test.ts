import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { proofsJson } from './vectors.ts';

const FILE = 'test/vectors/proofs.json';

test('the published proofs are those that are made', () => {
  const made = proofsJson();
  if (process.env['BLESS'] === '1') writeFileSync(FILE, made);
  expect(readFileSync(FILE, 'utf8')).toBe(made);
});
