// The test that docs/develop.md shows, run as it stands there on the contract that it shows.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const page = readFileSync(join(root, 'docs', 'develop.md'), 'utf8');
const listing = (language: string) => new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(page)![1]!;

mkdirSync(join(root, 'build'), { recursive: true });
const folder = mkdtempSync(join(root, 'build', 'documented-'));
const [contract, file] = [join(folder, 'purse.ts'), join(folder, 'purse.mjs')];
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(contract, listing('ts'));
const text = listing('js')
  .replace('"tallystick/testing"', JSON.stringify(join(root, 'engine', 'testing', 'sandbox.ts')))
  .replace('"contracts/purse.ts"', JSON.stringify(contract));
writeFileSync(file, text);
// Its tests become tests of this file.
await import(file);
