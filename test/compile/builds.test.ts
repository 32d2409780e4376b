// Builds are the same everywhere: the modules of all contracts that ship have the hashes of builds.txt, whatever Node, folder and order.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { toHex } from '../../engine/base/bytes.ts';
import { compile } from '../../engine/compile/asc.ts';
import { HASHING } from '../../engine/compile/slots.ts';
import { loadSources } from '../../engine/compile/sources.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { prepare } from '../../engine/wasm/prepare.ts';

const GOLDEN = 'test/compile/builds.txt';
const folder = mkdtempSync(join(tmpdir(), 'builds-'));
afterAll(() => rmSync(folder, { recursive: true }));

const contracts = readdirSync('contracts', { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts') && readFileSync(join('contracts', path), 'utf8').includes('@contract('))
  .sort();

/** A line for each contract: its code id, and the hash of the whole module, which has its ABI and the hashes of its sources. */
async function build(from: string, paths: readonly string[]): Promise<string> {
  const lines: string[] = [];
  for (const path of paths) {
    const { wasm } = await compile(loadSources(join(from, path)));
    const { code } = prepare(nodeNatives, wasm);
    lines.push(`${path} ${toHex(code.codeId)} ${toHex(HASHING.sha256(wasm))}\n`);
  }
  return lines.sort().join('');
}

test('all contracts that ship have the bytes that they had', async () => {
  expect(contracts).toContain('token.ts');
  const built = await build('contracts', contracts);
  if (process.env['BLESS']) writeFileSync(GOLDEN, built);
  expect(built).toBe(readFileSync(GOLDEN, 'utf8'));
});

test('and again, in another folder, built in another order', async () => {
  cpSync('contracts', join(folder, 'deep', 'down'), { recursive: true });
  const built = await build(join(folder, 'deep', 'down'), contracts.toReversed());
  expect(built).toBe(readFileSync(GOLDEN, 'utf8'));
});
