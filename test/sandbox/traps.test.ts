// Blame: what V8 reports becomes a row of the table, and only what a contract can cause is a trap.
import { describe, expect, test } from 'vitest';
import { Fault, Trap } from '../../engine/base/errors.ts';
import type { PreparedCode } from '../../engine/base/tier.ts';
import { CompiledTier } from '../../engine/sandbox/compiled.ts';
import { blame, stopped } from '../../engine/sandbox/traps.ts';
import { fakeHost } from '../suites/host.ts';
import { prepared } from '../wasm/assemble.ts';

declare const WebAssembly: { RuntimeError: new (text: string) => Error };

describe('blame', () => {
  test.each<[string, string]>([
    ['unreachable', 'UNREACHABLE'],
    ['memory access out of bounds', 'MEMORY_BOUNDS'],
    ['divide by zero', 'DIVISION_BY_ZERO'],
    ['remainder by zero', 'DIVISION_BY_ZERO'],
    ['divide result unrepresentable', 'INTEGER_OVERFLOW'],
    ['table index is out of bounds', 'INDIRECT_CALL'],
    ['null function or function signature mismatch', 'INDIRECT_CALL'],
  ])('%s is %s', (text, id) => {
    expect(blame(new WebAssembly.RuntimeError(text))).toMatchObject({ name: 'Trap', id });
    expect(blame(new Error(text))).toMatchObject({ name: 'Fault', id: 'ENGINE' });
  });

  test.each<[unknown, string]>([
    [new RangeError('Maximum call stack size exceeded'), 'ENGINE_STACK'],
    [new RangeError('WebAssembly.Memory(): could not allocate memory'), 'ENGINE_MEMORY'],
    [new RangeError('Array buffer allocation failed'), 'ENGINE_MEMORY'],
    [new WebAssembly.RuntimeError('float unrepresentable in integer range'), 'ENGINE'],
    [new TypeError('x is not a function'), 'ENGINE'],
    ['thrown text', 'ENGINE'],
  ])('%s is a fault', (error, id) => {
    expect(blame(error)).toMatchObject({ name: 'Fault', id });
  });

  test('traps and faults stay what they are', () => {
    const trap = new Trap('PAGES', '');
    const fault = new Fault('STORE_FAILED', '');
    expect([blame(trap), blame(fault)]).toEqual([trap, fault]);
  });

  test('codes of the instrumentation are rows', () => {
    expect(stopped(2100)).toMatchObject({ name: 'Trap', id: 'OUT_OF_GAS' });
    expect(stopped(3003)).toMatchObject({ name: 'Fault', id: 'ENGINE_MEMORY' });
    expect(stopped(17)).toMatchObject({ name: 'Fault', id: 'ENGINE' });
  });
});

const CALLER = prepared(`(module (import "tally" "height" (func $height (result i64))) (memory 1)
  (func (export "run") call $height drop))`);

/** A guest of a tier of its own. */
const start = (code: PreparedCode, host = fakeHost(1e9)) => new CompiledTier().start(code, host, host);

describe('the border', () => {
  test('a stack overflow in the host is a fault of the engine', () => {
    const endless = (): bigint => endless() + 1n;
    const guest = start(CALLER, fakeHost(1e9, 64, { height: endless }));
    expect(() => guest.run('run')).toThrow(expect.objectContaining({ name: 'Fault', id: 'ENGINE_STACK' }));
  });

  test('once the host has thrown, the guest cannot be run again', () => {
    let calls = 0;
    const host = fakeHost(1e9, 64, {
      height: () => {
        calls++;
        throw new Trap('HOST_ARGUMENT', '');
      },
    });
    const guest = new CompiledTier().start(CALLER, host, host);
    for (let i = 0; i < 2; i++)
      expect(() => guest.run('run')).toThrow(expect.objectContaining({ id: 'HOST_ARGUMENT' }));
    expect(calls).toBe(1);
  });

  test('a guest that is closed, or has no such export, is a fault to run', () => {
    const guest = start(CALLER);
    expect(() => guest.run('toString')).toThrow(Fault);
    guest.close();
    guest.close();
    expect(() => guest.run('run')).toThrow(Fault);
  });

  test('names of Object.prototype are not linked', () => {
    const text =
      '(module (import "tally" "gas_left" (func $f (result i64))) (memory 1) (func (export "run") call $f drop))';
    const code = prepared(text);
    const named = { ...code, metered: rename(code.metered, 'gas_left', 'toString') };
    expect(() => start(named)).toThrow('no host function toString');
    const unlinked = { ...code, metered: rename(code.metered, 'grow', 'then') };
    expect(() => start(unlinked)).toThrow(Fault);
    const own = { ...code, metered: rename(code.metered, 'tally', '__pro') };
    expect(start(own).memory.bytes).toHaveLength(65_536);
  });

  test('a growth that the machine refuses is a fault, not an answer', () => {
    const text = '(module (memory 64) (func (export "run") i32.const 1 memory.grow drop))';
    const host = { ...fakeHost(1e9), grow: () => true };
    const guest = new CompiledTier().start(prepared(text), host, host);
    expect(() => guest.run('run')).toThrow(expect.objectContaining({ name: 'Fault', id: 'ENGINE_MEMORY' }));
  });
});

function rename(bytes: Uint8Array, from: string, to: string): Uint8Array {
  const at = Buffer.from(bytes).indexOf(from);
  const out = bytes.slice();
  out.set(Buffer.from(to), at);
  return out;
}

test('modules beyond those that are kept are compiled anew, and run the same', () => {
  const tier = new CompiledTier(1);
  const other = prepared('(module (memory 1) (func (export "run")))');
  for (const code of [CALLER, other, CALLER, other]) {
    const host = fakeHost(1e9);
    const guest = tier.start(code, host, host);
    guest.run('run');
    guest.close();
    expect(host.asked.length).toBe(code === CALLER ? 1 : 0);
  }
});
