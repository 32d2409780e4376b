// The shipped token: its suite, and its size.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compileKept } from '../../engine/compile/kept.ts';
import { loadSources } from '../../engine/compile/sources.ts';
import { tokenSuite } from '../suites/token.ts';
import { section } from './webassembly.ts';

const FILE = 'contracts/token.ts';
const built = compileKept(loadSources(FILE));

tokenSuite('token', async () => ({ built: await built, source: readFileSync(FILE, 'utf8') }));

test('is at most 8,000 bytes of code', async () => {
  const { wasm } = await built;
  const meta = section(wasm, 'tally.abi')! + section(wasm, 'tally.build')!;
  expect(wasm.length - new TextEncoder().encode(meta).length).toBeLessThanOrEqual(8_000);
});
