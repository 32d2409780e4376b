// Prepared code by id: cold or warm gives the same, and a store that gives other bytes is at fault, not the sender.
import { describe, expect, test } from 'vitest';
import { type Bytes, concat, toHex } from '../../engine/base/bytes.ts';
import { Fault } from '../../engine/base/errors.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { Replay } from '../../engine/ledger/replay.ts';
import { Engine } from '../../engine/runtime/code.ts';
import { encodePrepared, isOfAnotherEdition } from '../../engine/runtime/shelf.ts';
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

describe('a shelf', () => {
  const { code } = prepare(nodeNatives, puppet());
  const kept = encodePrepared(nodeNatives, code);
  const on = (bytes: Bytes | undefined) => new Engine(nodeNatives, new CompiledTier(), () => bytes);

  test('gives what preparing would make', () => {
    expect(on(kept).code(stateWith(stored), codeId)).toEqual(engine().code(stateWith(stored), codeId));
    expect(on(undefined).code(stateWith(stored), codeId)).toEqual(code);
  });

  test.each([
    ['without methods', puppet({ methods: [] })],
    ['that starts', puppet({ start: '(i32.store (i32.const 8) (i32.const 3))' })],
    ['with other pages', puppet({ pages: '1 2' })],
  ])('and for code %s too', (_, module) => {
    const made = prepare(nodeNatives, module).code;
    const from = on(encodePrepared(nodeNatives, made));
    expect(from.code(stateWith(made.module), made.codeId)).toEqual(made);
  });

  test('that another edition filled is not used', () => {
    const body = Uint8Array.from(kept.subarray(8));
    body[0]! += 1;
    // Were it used, this would be the instrumented module.
    body[body.length - 1]! ^= 1;
    const foreign = concat(nodeNatives.sha256(concat(codeId, body)).subarray(0, 8), body);
    expect(isOfAnotherEdition(nodeNatives, codeId, foreign)).toBe(true);
    expect(isOfAnotherEdition(nodeNatives, codeId, kept)).toBe(false);
    expect(on(foreign).code(stateWith(stored), codeId)).toEqual(code);
  });

  test('with any byte changed, or that of other code, is a fault of the store', () => {
    for (let at = 0; at < kept.length; at++) {
      const bad = Uint8Array.from(kept);
      bad[at]! ^= 1 << (at % 8);
      expect(() => on(bad).code(stateWith(stored), codeId)).toThrow(expect.objectContaining({ id: 'STORE_CORRUPT' }));
    }
    const other = encodePrepared(nodeNatives, prepare(nodeNatives, puppet({ mark: 5 })).code);
    expect(() => on(other).code(stateWith(stored), codeId)).toThrow(expect.objectContaining({ id: 'STORE_CORRUPT' }));
    expect(() => on(kept).code(stateWith(stored.subarray(1)), codeId)).toThrow(
      expect.objectContaining({ id: 'STORE_CORRUPT' }),
    );
  });
});

test('beyond those that are kept the oldest gives way, and comes back the same', () => {
  const first = prepare(nodeNatives, puppet()).code;
  const warm = new Engine(nodeNatives, new CompiledTier(), undefined, 10 * first.metered.length);
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
