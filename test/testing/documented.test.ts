// The tests that docs/develop.md shows, run as they stand there on the contract that it shows.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { toHex } from '../../engine/base/bytes.ts';
import { formatAddress } from '../../engine/client/address.ts';
import { addressOf, makeTokenChain } from '../node/chain.ts';
import { SHOP } from './shop.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const page = readFileSync(join(root, 'docs', 'develop.md'), 'utf8');
const listings = (language: string) =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, text]) => text!);

mkdirSync(join(root, 'build'), { recursive: true });
const folder = mkdtempSync(join(root, 'build', 'documented-'));
afterAll(() => rmSync(folder, { recursive: true }));

const [contract, shop, chain] = ['purse.ts', 'shop.ts', '.tally/chain'].map((name) => join(folder, name)) as [
  string,
  string,
  string,
];
writeFileSync(contract, listings('ts')[0]!);
writeFileSync(shop, SHOP);
mkdirSync(join(folder, '.tally'));
const made = await makeTokenChain(chain);
const names = { version: 1, chains: { [toHex(made.chain)]: { gold: formatAddress('contract', made.token) } } };
writeFileSync(join(folder, '.tally', 'names.json'), JSON.stringify(names));

/** What stands for what in the listings; files that are not named here are those of this repository. */
const MEANT: readonly (readonly [string, string])[] = [
  ['tallystick/testing', join(root, 'engine', 'testing', 'sandbox.ts')],
  ['contracts/purse.ts', contract],
  ['contracts/shop.ts', shop],
  ['contracts/token_v2.ts', 'contracts/examples/token_v2.ts'],
  ['.tally/chain', chain],
  ['ta1…', formatAddress('account', addressOf(0))],
];
// The listings are parts of one file.
const text = MEANT.reduce(
  (all, [word, path]) => all.replaceAll(JSON.stringify(word), JSON.stringify(path)),
  listings('js').join('\n'),
);
const file = join(folder, 'purse.mjs');
writeFileSync(file, text);
// Its tests become tests of this file.
await import(file);
