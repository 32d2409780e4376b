// The tests that docs/develop.md shows, run as they stand there on the contracts that it shows.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { blocksOf, readPage } from '../cli/page.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const blocks = blocksOf(readPage());

mkdirSync(join(root, 'build'), { recursive: true });
const folder = mkdtempSync(join(root, 'build', 'documented-'));
afterAll(() => rmSync(folder, { recursive: true }));
for (const { path, text } of blocks) {
  if (path === undefined) continue;
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
// A listing with a path is run by the page's own commands.
for (const { language, path, text, line } of blocks) {
  if (language !== 'js' || path !== undefined) continue;
  const file = join(folder, `line${line}.mjs`);
  const placed = text
    .replace('"tallystick/testing"', JSON.stringify(join(root, 'engine', 'testing', 'sandbox.ts')))
    .replaceAll('"contracts/', `"${join(folder, 'contracts')}/`);
  writeFileSync(file, placed);
  // Its tests become tests of this file.
  await import(file);
}
