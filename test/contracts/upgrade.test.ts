// The token's second version on the storage of the first.
import { beforeAll, expect, test } from 'vitest';
import type { Compiled } from '../../engine/compile/asc.ts';
import { compileKept } from '../../engine/compile/kept.ts';
import { loadSources } from '../../engine/compile/sources.ts';
import { address, FakeChain, reverts } from './fake.ts';

const [TOKEN, OWNER, ALICE] = [address(0x70), address(1), address(2)];
let v1: Compiled;
let v2: Compiled;

beforeAll(async () => {
  v1 = await compileKept(loadSources('contracts/token.ts'));
  v2 = await compileKept(loadSources('contracts/examples/token_v2.ts'));
});

test('every field of version 1 keeps its slot and types in version 2', () => {
  expect(v2.abi.storage).toEqual(expect.arrayContaining([...v1.abi.storage]));
  expect(v2.abi.storage.filter((f) => !v1.abi.storage.some((g) => g.slot === f.slot)).map((f) => f.field)).toEqual([
    'Token.revisions',
  ]);
  const kept = v1.abi.methods.map((m) => m.name);
  expect(v2.abi.methods.map((m) => m.name)).toEqual(expect.arrayContaining(kept));
});

test('balances survive the upgrade, which runs once, and holders can burn', () => {
  const chain = new FakeChain();
  chain.deploy(TOKEN, v1);
  chain.call(OWNER, TOKEN, 'setup', 'Crown', 'CRN', 2);
  chain.call(OWNER, TOKEN, 'mint', ALICE, 100n);
  chain.deploy(TOKEN, v2);
  expect(chain.call(ALICE, TOKEN, 'version')).toBe(0);
  chain.call(OWNER, TOKEN, 'upgrade');
  expect(reverts(() => chain.call(OWNER, TOKEN, 'upgrade')).code).toBe('MIGRATED');
  expect([chain.call(ALICE, TOKEN, 'version'), chain.call(ALICE, TOKEN, 'balanceOf', ALICE)]).toEqual([2, 100n]);
  chain.call(ALICE, TOKEN, 'burn', 40n);
  expect([chain.call(ALICE, TOKEN, 'balanceOf', ALICE), chain.call(ALICE, TOKEN, 'totalSupply')]).toEqual([60n, 60n]);
  expect(reverts(() => chain.call(ALICE, TOKEN, 'burn', 61n)).code).toBe('BALANCE');
});
