// Migrations in steps: the old code answers views from the old storage until code and storage change at once, or nothing does.
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { type Bytes, toHex, toLatin1 } from '../../../engine/base/bytes.ts';
import { Encoder } from '../../../engine/base/codec.ts';
import type { Compiled } from '../../../engine/compile/asc.ts';
import { topKey, versionKey } from '../../../engine/state/key.ts';
import { type Ids, type TestChain, user } from '../chain.ts';
import { told } from '../play.ts';
import { puppet } from '../puppet.ts';
import { books } from './books.ts';
import { among, EMPTY, Life } from './life.ts';

let built: { before: Compiled; after: Compiled };
let life: Life;
let chain: TestChain;
let contract: Bytes;
let next: Ids;

const GAS = { gasLimit: 2_000_000_000n };
const u32s = (...values: number[]): Bytes => {
  const to = new Encoder();
  for (const value of values) to.u32(value);
  return to.finish();
};
const number = (bytes: Bytes) => Number(Buffer.from(bytes).readBigUInt64LE());
const size = () => number(chain.query(contract, 'size').output);
const amount = (at: number) => number(chain.query(contract, 'amount', u32s(at)).output);
const fill = (n: number, from: number, count: number) =>
  life.try(n, 'call', { to: contract, method: 'fill', input: u32s(from, count) }, GAS);
const stage = (most = 10) => ({ contract, ...next, breaking: true, input: u32s(most) });

beforeAll(async () => {
  built = await books();
});
beforeEach(() => {
  life = new Life();
  chain = life.chain;
  contract = chain.deploy(built.before.wasm, { admin: among([0], 1) });
  next = chain.upload(built.after.wasm);
  expect(fill(1, 0, 25)).toBe('OK');
});

test('entries move, views answer meanwhile, and everything changes at once', () => {
  life.ok(0, 'stage', stage());
  const rootBefore = toHex(life.record(contract).storageRoot);
  expect(fill(1, 100, 1)).toBe('MIGRATING');
  const other = chain.deploy(puppet({ mark: 6 }));
  expect(told(chain, other, [['call', contract, 'fill', u32s(100, 1), 5_000_000, 0]])).toEqual([4n]);
  expect(told(chain, other, [['call', contract, 'size', '', 5_000_000, 0]])).toEqual([0n]);
  expect(life.try(0, 'swap', { contract })).toBe('MIGRATION_UNFINISHED');
  for (const events of [[], [], ['tally.step']]) {
    const receipt = life.ok(0, 'step', { contract }, GAS);
    expect(receipt.events.map(({ name }) => name)).toEqual(events);
    expect([size(), amount(7)]).toEqual([25, 7]);
    expect(toHex(life.record(contract).storageRoot)).toBe(rootBefore);
  }
  expect(life.try(0, 'step', { contract }, GAS)).toBe('MIGRATION_UNFINISHED');
  const { shadow } = life.record(contract);
  life.ok(0, 'swap', { contract });
  expect(life.record(contract)).toMatchObject({
    ...next,
    revision: 1,
    shadow: null,
    storage: shadow!.space,
    storageRoot: shadow!.root,
  });
  expect([size(), amount(7)]).toEqual([25, 7]);
  expect(
    life.try(1, 'call', { to: contract, method: 'put', input: Buffer.concat([u32s(100), Buffer.alloc(8, 1)]) }, GAS),
  ).toBe('OK');
  expect(size()).toBe(26);
  expect(
    life.try(1, 'call', { to: contract, method: 'put', input: Buffer.concat([u32s(7), Buffer.alloc(8, 1)]) }, GAS),
  ).toBe(1);
  expect(chain.state.get(versionKey(contract, 1))).toBeDefined();
});

test('steps, swap and changes in one block come to the same as in several', () => {
  const nonce = BigInt(chain.account(0)!.nonce);
  const at = (n: number) => ({ ...GAS, nonce: nonce + BigInt(n) });
  const step = (n: number) => chain.tx(0, 'step', { contract }, at(n));
  const { receipts, rejected } = chain.block([
    chain.tx(0, 'stage', stage(), at(0)),
    step(1),
    step(2),
    step(3),
    chain.tx(0, 'swap', { contract }, at(4)),
  ]);
  expect([...rejected.values()].map(({ id }) => id)).toEqual([]);
  expect(receipts.map(({ status }) => status)).toEqual([0, 0, 0, 0, 0]);
  expect([size(), amount(24)]).toEqual([25, 24]);
  const { storage, storageRoot } = life.record(contract);
  expect(toHex(chain.forest.tree(toLatin1(storage)).root())).toBe(toHex(storageRoot));
});

test('given up leaves everything as it was, and may be begun again', () => {
  life.ok(0, 'stage', stage());
  life.ok(0, 'step', { contract }, GAS);
  const { space } = life.record(contract).shadow!;
  life.ok(0, 'abandon', { contract });
  expect(chain.state.get(topKey('space', space))).toBeUndefined();
  expect(life.try(0, 'step', { contract }, GAS)).toBe('NOT_MIGRATING');
  expect(fill(1, 25, 5)).toBe('OK');
  expect(size()).toBe(30);
  life.ok(0, 'stage', stage(40));
  expect(toHex(life.record(contract).shadow!.space)).not.toBe(toHex(space));
  life.ok(0, 'step', { contract }, GAS);
  life.ok(0, 'swap', { contract });
  expect(size()).toBe(30);
});

test('by whoever has a part in the policy; begun and given up by the policy', () => {
  contract = chain.deploy(built.before.wasm, { admin: among([0, 1, 2], 2) });
  expect(life.try(0, 'stage', stage())).toBe('NOT_ADMIN');
  const proposal = life.propose(0, 'stage', stage());
  for (const n of [1, 2]) life.ok(n, 'approve', { subject: contract, proposal });
  life.ok(1, 'activate', { subject: contract, proposal });
  expect(life.try(3, 'step', { contract }, GAS)).toBe('NOT_ADMIN');
  expect(life.try(0, 'abandon', { contract })).toBe('NOT_ADMIN');
  life.ok(2, 'step', { contract }, GAS);
  expect(life.try(3, 'swap', { contract })).toBe('NOT_ADMIN');
  life.ok(2, 'swap', { contract });
  expect(Buffer.from(chain.state.get(versionKey(contract, 1))!).includes(Buffer.from(user(2)))).toBe(true);
});

test('stands still while the contract is frozen', () => {
  life.ok(0, 'stage', stage());
  life.ok(0, 'freeze', { contract, reason: 'look first' });
  expect(life.try(0, 'step', { contract }, GAS)).toBe('CONTRACT_FROZEN');
  expect(size()).toBe(25);
  life.ok(0, 'unfreeze', { contract });
  expect(fill(1, 100, 1)).toBe('MIGRATING');
  life.ok(0, 'step', { contract }, GAS);
});

test('a step that runs out or traps changes nothing, and the next one goes on', () => {
  life.ok(0, 'stage', stage());
  life.ok(0, 'step', { contract }, GAS);
  const root = toHex(life.record(contract).shadow!.root);
  expect(life.try(0, 'step', { contract }, { gasLimit: 1_500_000n })).toBe(2100);
  expect(toHex(life.record(contract).shadow!.root)).toBe(root);
  for (let i = 0; i < 2; i++) life.ok(0, 'step', { contract }, GAS);
  life.ok(0, 'swap', { contract });
  expect(size()).toBe(25);
});

test('code without a step, and arguments that are too long, are refused', () => {
  const plain = chain.upload(puppet({ mark: 3 }));
  expect(life.try(0, 'stage', { ...stage(), ...plain })).toBe('NO_STEP');
  expect(life.try(0, 'stage', { ...stage(), input: new Uint8Array(1025) })).toBe('INPUT_TOO_LARGE');
  expect(life.try(0, 'call', { to: contract, method: 'copy', input: EMPTY })).toBe('METHOD_UNKNOWN');
});
