// What is generated from spec/ and stdlib/ stands in the repository as it would be written today.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generatedFiles, repositoryRoot, staleFiles, writeStale } from '../engine/compile/generate.ts';

let copy = '';
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'tally-generated-'));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

test('nothing generated is stale: npm run generate would write nothing', () => {
  expect(staleFiles(repositoryRoot())).toEqual([]);
});

test('a changed or missing generated file is named, and writing mends it', () => {
  const [first, second, third] = writeStale(copy) as [string, string, string];
  expect(staleFiles(copy)).toEqual([]);
  writeFileSync(join(copy, first), `${readFileSync(join(copy, first), 'utf8')}\n`);
  writeFileSync(join(copy, second), '');
  rmSync(join(copy, third));
  expect(staleFiles(copy)).toEqual([first, second, third]);
  expect(writeStale(copy)).toEqual([first, second, third]);
  expect(staleFiles(copy)).toEqual([]);
});

test('every generated file says in its first line what it is generated from', () => {
  for (const [path, text] of generatedFiles()) {
    expect(text.split('\n')[0], path).toMatch(
      /Generated from (spec|stdlib)\/[a-z]+\.ts by npm run generate; do not edit\./,
    );
  }
});
