// What is generated from spec/, stdlib/ and the comments of the public interface stands in the repository as it would be written today.
import { spawnSync } from 'node:child_process';
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

test('nor are the pages that are written with the compiler of TypeScript, on which every public name has words', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/generate.mjs', '--check'], {
    cwd: repositoryRoot(),
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const page = (name: string) => readFileSync(join(repositoryRoot(), 'docs', 'reference', name), 'utf8');
  for (const word of ['formatAddress', 'loadKey', 'createKey', 'Party'])
    expect(page('client.md')).toContain(`\`${word}\``);
  for (const word of ['Sandbox', 'expectRevert', 'Invariant']) expect(page('testing.md')).toContain(`\`${word}\``);
  for (const name of ['client.md', 'testing.md'])
    expect(page(name)).toMatch(/^<!-- Generated from engine\/\S+\.ts by npm run generate; do not edit\. -->/);
}, 120_000);

test('every generated file says in its first line what it is generated from', () => {
  for (const [path, text] of generatedFiles()) {
    expect(text.split('\n')[0], path).toMatch(
      /Generated from (spec|stdlib)\/[a-z]+\.ts by npm run generate; do not edit\./,
    );
  }
});
