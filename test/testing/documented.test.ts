// The tests that docs/develop.md shows, run as they stand there on the contracts that it shows.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { toHex } from '../../engine/base/bytes.ts';
import { formatAddress } from '../../engine/client/address.ts';
import { blocksOf, readPage } from '../cli/page.ts';
import { addressOf, makeTokenChain } from '../node/chain.ts';
import { SHOP } from './shop.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const blocks = blocksOf(readPage('develop.md'));

mkdirSync(join(root, 'build'), { recursive: true });
const folder = mkdtempSync(join(root, 'build', 'documented-'));
afterAll(() => rmSync(folder, { recursive: true }));

function put(path: string, text: string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

const files = blocks.flatMap(({ path, text }) => (path === undefined ? [] : [[path, put(path, text)] as const]));
const shop = put('contracts/shop.ts', SHOP);
const chain = join(folder, '.tally', 'chain');
mkdirSync(dirname(chain));
const made = await makeTokenChain(chain);
const names = { version: 1, chains: { [toHex(made.chain)]: { gold: formatAddress('contract', made.token) } } };
put('.tally/names.json', JSON.stringify(names));

/** What stands for what in the listings; files that are not named here are those of this repository. */
const MEANT: readonly (readonly [string, string])[] = [
  ...files,
  ['tallystick/testing', join(root, 'engine', 'testing', 'sandbox.ts')],
  ['contracts/shop.ts', shop],
  ['contracts/token_v2.ts', 'contracts/examples/token_v2.ts'],
  ['.tally/chain', chain],
  ['ta1…', formatAddress('account', addressOf(0))],
];
// A listing with a path is run by the page's own commands; the others are parts of one file.
const listings = blocks.filter(({ language, path }) => language === 'js' && path === undefined);
const text = MEANT.reduce(
  (all, [word, path]) => all.replaceAll(JSON.stringify(word), JSON.stringify(path)),
  listings.map((block) => block.text).join('\n'),
);
// Its tests become tests of this file.
await import(put('listings.mjs', text));
