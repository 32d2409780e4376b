// Prepared code by id: cold or warm gives the same, and a store that gives other bytes is at fault, not the sender.
import { describe, expect, test } from 'vitest';
import { type Bytes, toHex } from '../../engine/base/bytes.ts';
import { Fault } from '../../engine/base/errors.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { Replay } from '../../engine/ledger/replay.ts';
import { Engine } from '../../engine/runtime/code.ts';
import { CompiledTier } from '../../engine/sandbox/compiled.ts';
import type { State } from '../../engine/state/reader.ts';
import { prepare } from '../../engine/wasm/prepare.ts';
import { idsOf, TestChain } from './chain.ts';
import { play } from './play.ts';
import { puppet } from './puppet.ts';

const engine = () => new Engine(nodeNatives, new CompiledTier());
const { codeId } = idsOf(puppet());
const stateWith = (code: Bytes | undefined): State => ({
  get: () => undefined,
  next: () => undefined,
  code: () => code,
});
const stored = prepare(nodeNatives, puppet()).code.module;

describe('code that the state names', () => {
  test('is prepared from its stored bytes once', () => {
    const warm = engine();
    const first = warm.code(stateWith(stored), codeId);
    expect(toHex(first.codeId)).toBe(toHex(codeId));
    expect(warm.code(stateWith(undefined), codeId)).toBe(first);
  });

  test.each<[string, Bytes | undefined]>([
    ['missing', undefined],
    ['no module', stored.subarray(1)],
    ['those of another code id', prepare(nodeNatives, puppet({ mark: 5 })).code.module],
  ])('whose bytes are %s is a fault of the store', (_, bytes) => {
    expect(() => engine().code(stateWith(bytes), codeId)).toThrow(Fault);
    expect(() => engine().code(stateWith(bytes), codeId)).toThrow(expect.objectContaining({ id: 'STORE_CORRUPT' }));
  });

  test('and whose bytes went bad stops a block and rejects nobody', () => {
    const chain = new TestChain();
    const at = chain.deploy(puppet());
    chain.engine = engine();
    chain.state.addCode(codeId, stored.subarray(1));
    const bytes = chain.callTx(0, at, 'run');
    expect(() => chain.block([bytes])).toThrow(expect.objectContaining({ name: 'Fault', id: 'STORE_CORRUPT' }));
  });
});

test('beyond those that are kept the oldest gives way, and comes back the same', () => {
  const first = prepare(nodeNatives, puppet()).code;
  const warm = new Engine(nodeNatives, new CompiledTier(), 10 * first.metered.length);
  const keepMore = (count: number) => {
    for (let i = 0; i < count; i++) warm.keep({ ...first, codeId: Uint8Array.of(i) });
  };
  warm.keep(first);
  keepMore(9);
  expect(warm.code(stateWith(stored), codeId)).toBe(first);
  keepMore(10);
  const again = warm.code(stateWith(stored), codeId);
  expect(again).not.toBe(first);
  expect(again).toEqual(first);
});

test('a cold engine and a warm one give the same receipts, roots and gas', () => {
  const chain = new TestChain();
  const at = chain.deploy(puppet());
  for (let i = 0; i < 3; i++)
    play(chain, at, [
      ['set', `k${i}`, 'v'],
      ['call', at, 'again', [['height']], 1_000_000, 1],
    ]);
  for (const used of [engine(), chain.engine]) {
    const replay = new Replay(used, chain.genesis);
    const [first, ...rest] = chain.recorded;
    expect(replay.begin(first!)).toBeUndefined();
    for (const recorded of rest) expect(replay.step(recorded).difference).toBeUndefined();
  }
});
