// What every tier must do alike: gas to the unit, tests where PROTOCOL 7 puts them, traps by row. Exported for each tier's test.
import { describe, expect, test } from 'vitest';
import { Trap } from '../../engine/base/errors.ts';
import type { PreparedCode, Tier } from '../../engine/base/tier.ts';
import { checkFunction, scopeOf } from '../../engine/wasm/check.ts';
import { readModule } from '../../engine/wasm/parse.ts';
import { LIMITS } from '../../spec/limits.ts';
import { prepared } from '../wasm/assemble.ts';
import { bulk, COSTS, cost, entry, module, row, TRAPS } from './cases.ts';
import { fakeHost, runExport } from './host.ts';

const PLENTY = 1_000_000_000;

/** Weight of the function with this index among the module's own. */
export function weightIn(code: PreparedCode, index: number): number {
  const read = readModule(code.module);
  return checkFunction(scopeOf(read), read.types[read.functions[index]!]!, read.bodies[index]!).weight;
}

const RECURSION = module(`(global $n (mut i32) (i32.const 0))
  (func $f (param i32) local.get 0 (if (then local.get 0 i32.const 1 i32.sub call $f)))
  (func (export "run") i32.const DEPTH call $f)`);

/** Calls this deep: run, then f for DEPTH, DEPTH - 1, … 0. */
const recursion = (depth: number, locals = 0) =>
  prepared(
    RECURSION.replace('DEPTH', String(depth)).replace(
      '(param i32)',
      `(param i32) ${locals ? `(local${' i64'.repeat(locals)})` : ''}`,
    ),
  );

/** Declares the suite for one tier; `make` gives a fresh one. */
export function tierSuite(name: string, make: () => Tier): void {
  describe(name, () => {
    gasTests(make());
    boundaryTests(make());
    stackTests(make());
    memoryTests(make());
    hostTests(make());
  });
}

function gasTests(tier: Tier): void {
  test.each(COSTS)('%s costs the sum of its prices', (_, text, gas) => {
    const code = prepared(text);
    expect(runExport(tier, code, PLENTY)).toMatchObject({ status: 'OK', gas: PLENTY - gas });
    expect(runExport(tier, code, gas)).toMatchObject({ status: 'OK', gas: 0 });
    expect(runExport(tier, code, gas - 1).status).toBe('OUT_OF_GAS');
  });

  test.each(TRAPS)('%s traps as %s', (_, status, text) => {
    expect(runExport(tier, prepared(text), PLENTY).status).toBe(status);
  });
}

const counting = (turns: number) =>
  module(`(local i32) (loop i32.const 0 local.get 0 i32.store
    local.get 0 i32.const 1 i32.add local.tee 0 i32.const ${turns} i32.lt_u br_if 0)`);

function boundaryTests(tier: Tier): void {
  test.each([
    ['a loop', counting(7)],
    ['calls, host calls and bulk work', COSTS.find(([name]) => name.startsWith('host calls'))![1]],
    ['a recursion', RECURSION.replace('DEPTH', '9')],
  ])('%s runs out of gas exactly below its total, whatever the limit', (_, text) => {
    const code = prepared(text);
    const total = PLENTY - runExport(tier, code, PLENTY).gas;
    for (let limit = 0; limit <= total + 1; limit++) {
      expect(runExport(tier, code, limit).status).toBe(limit < total ? 'OUT_OF_GAS' : 'OK');
    }
  });

  test('gas is tested at the head of a loop after its price and before what follows', () => {
    const code = prepared(module('loop unreachable end'));
    expect(runExport(tier, code, entry() + cost('loop')).status).toBe('UNREACHABLE');
    expect(runExport(tier, code, entry() + cost('loop') - 1).status).toBe('OUT_OF_GAS');
  });

  test('between tests a trap is a trap, even with the gas run out', () => {
    const code = prepared(module('i32.const 1 i32.const 0 i32.div_u drop'));
    expect(runExport(tier, code, entry()).status).toBe('DIVISION_BY_ZERO');
    expect(runExport(tier, code, entry() - 1).status).toBe('OUT_OF_GAS');
  });

  test('an indirect call that fails traps before the gas of its price is tested', () => {
    const code = prepared(module('i32.const 1 call_indirect', '(table 2 funcref)'));
    expect(runExport(tier, code, entry()).status).toBe('INDIRECT_CALL');
  });

  test('a call tests at the entry of the callee, after its price', () => {
    const code = prepared(module('(func $f unreachable) (func (export "run") call $f)'));
    expect(runExport(tier, code, 2 * entry() + cost('call')).status).toBe('UNREACHABLE');
    expect(runExport(tier, code, 2 * entry() + cost('call') - 1).status).toBe('OUT_OF_GAS');
  });

  test.each([
    ['memory.fill', 'i32.const -1 i32.const 0 i32.const 100 memory.fill'],
    ['memory.copy', 'i32.const -1 i32.const 0 i32.const 100 memory.copy'],
  ])('%s pays and tests before it acts', (name, body) => {
    const code = prepared(module(body));
    const price = entry() + cost('i32.const*3', name) + bulk(100);
    expect(runExport(tier, code, price).status).toBe('MEMORY_BOUNDS');
    expect(runExport(tier, code, price - 1).status).toBe('OUT_OF_GAS');
  });

  test('memory.fill of the largest length runs out of gas rather than of bounds', () => {
    const code = prepared(module('i32.const 0 i32.const 0 i32.const -1 memory.fill'));
    expect(runExport(tier, code, 1_000_000).status).toBe('OUT_OF_GAS');
  });
}

function stackTests(tier: Tier): void {
  test('as many activations as the limit are lawful, one more is not', () => {
    // `run`, and f for each number down to 0.
    expect(runExport(tier, recursion(LIMITS.activations.max - 2), PLENTY).status).toBe('OK');
    expect(runExport(tier, recursion(LIMITS.activations.max - 1), PLENTY).status).toBe('STACK_DEPTH');
  });

  test('the sum of weights may reach the limit and not pass it', () => {
    const locals = 100;
    const f = weightIn(recursion(300, locals), 0);
    const run = weightIn(recursion(300, locals), 1);
    const most = Math.floor((LIMITS.stackWeight.max - run) / f);
    expect(most).toBeGreaterThan(129);
    expect(runExport(tier, recursion(most - 1, locals), PLENTY).status).toBe('OK');
    expect(runExport(tier, recursion(most, locals), PLENTY).status).toBe('STACK_WEIGHT');
  });

  test('the stack that a frame starts on counts', () => {
    const code = prepared(module(''));
    for (const [more, status] of [
      [0, 'OK'],
      [1, 'STACK_WEIGHT'],
    ] as const) {
      const host = fakeHost(PLENTY);
      host.meter.stack += LIMITS.stackWeight.max - weightIn(code, 0) + more;
      expect(runExport(tier, code, 0, 'run', host).status).toBe(status);
    }
  });

  test('activations are tested before weight, weight before gas', () => {
    const heavy = prepared(module(`(local${' i64'.repeat(200)})`));
    const stacked = (depth: number, weight: number) => {
      const host = fakeHost(0);
      host.meter.stack += depth * 2 ** 21 + weight;
      return runExport(tier, heavy, 0, 'run', host).status;
    };
    expect(stacked(LIMITS.activations.max, LIMITS.stackWeight.max)).toBe('STACK_DEPTH');
    expect(stacked(LIMITS.activations.max - 1, LIMITS.stackWeight.max)).toBe('STACK_WEIGHT');
    expect(stacked(LIMITS.activations.max - 1, 0)).toBe('OUT_OF_GAS');
  });

  test('a call that has returned leaves nothing on the stack', () => {
    const many = `(func $f) (func (export "run") ${'call $f '.repeat(2_000)})`;
    expect(runExport(tier, prepared(module(many)), PLENTY).status).toBe('OK');
  });
}

function memoryTests(tier: Tier): void {
  test('a fresh guest sees zeros and its data segments, whatever ran before', () => {
    const writer = prepared(
      module('i32.const 100 i32.const -1 i32.store i32.const 1 i32.const 7 i32.const 65535 memory.fill'),
    );
    const reader = prepared(module('', '(data (i32.const 4) "abc")'));
    runExport(tier, writer, PLENTY);
    const expected = new Uint8Array(65_536);
    expected.set([97, 98, 99], 4);
    expect(Buffer.compare(runExport(tier, reader, PLENTY).memory, expected)).toBe(0);
  });

  test('globals start anew in each guest', () => {
    const code = prepared(
      module(
        '(func (export "run") global.get $g (if (then unreachable)) i32.const 1 global.set $g)',
        '(global $g (mut i32) (i32.const 0))',
      ),
    );
    for (let i = 0; i < 3; i++) expect(runExport(tier, code, PLENTY).status).toBe('OK');
  });

  test('a memory that grew is not seen by the next guest', () => {
    const grower = prepared(module('i32.const 3 memory.grow drop'));
    const looker = prepared(module('memory.size i32.const 1 i32.ne (if (then unreachable))'));
    expect(runExport(tier, grower, PLENTY).memory.length).toBe(4 * 65_536);
    for (let i = 0; i < 3; i++) expect(runExport(tier, looker, PLENTY).status).toBe('OK');
  });

  test('a declared maximum bounds growth', () => {
    const code = prepared(`(module (memory 1 2) (func (export "run")
      i32.const 1 memory.grow i32.const 1 i32.ne (if (then unreachable))
      i32.const 1 memory.grow i32.const -1 i32.ne (if (then unreachable))))`);
    expect(code.pages).toEqual({ initial: 1, maximum: 2 });
    expect(runExport(tier, code, PLENTY).status).toBe('OK');
  });

  test('the host sees memory that grew', () => {
    const text = module(
      'i32.const 1 memory.grow drop i32.const 65540 i32.const 9 i32.store8 call $height drop',
      '(import "tally" "height" (func $height (result i64)))',
    );
    const code = prepared(text);
    let seen = -1;
    const host = fakeHost(PLENTY, 64, {
      height: () => {
        seen = guest.memory.bytes[65_540]!;
        return 1n;
      },
    });
    const guest = tier.start(code, host, host);
    guest.run('run');
    guest.close();
    expect(seen).toBe(9);
  });
}

const SHA = '(import "tally" "sha256" (func $sha256 (param i32 i32 i32)))';

function hostTests(tier: Tier): void {
  test('a host call sees exact gas, its arguments, and the stack below it', () => {
    const code = prepared(module('i32.const 1 i32.const -2 i32.const 3 call $sha256', SHA));
    const host = fakeHost(PLENTY);
    const empty = host.meter.stack;
    let stack = 0;
    const watching = fakeHost(PLENTY, 64, {
      sha256: () => {
        stack = watching.meter.stack;
        return undefined;
      },
    });
    runExport(tier, code, PLENTY, 'run', host);
    runExport(tier, code, PLENTY, 'run', watching);
    const spent = entry() + cost('i32.const*3', 'call') + row('sha256');
    expect(host.asked).toEqual([{ name: 'sha256', args: [1, -2, 3], gas: PLENTY - spent }]);
    expect(stack - empty).toBe(2 ** 21 + weightIn(code, 0));
    expect(host.meter.stack).toBe(empty);
  });

  test("gas that a host call takes or gives back is the guest's from there on", () => {
    const code = prepared(
      module('call $height drop i32.const 1 drop', '(import "tally" "height" (func $height (result i64)))'),
    );
    const host = fakeHost(PLENTY, 64, {
      height: () => {
        host.meter.gas = 100;
        return 0n;
      },
    });
    expect(runExport(tier, code, 0, 'run', host).gas).toBe(100 - cost('i32.const'));
  });

  test('64-bit results arrive whole', () => {
    const code = prepared(
      module(
        'call $time i64.const 0x8000000000000001 i64.ne (if (then unreachable))',
        '(import "tally" "time" (func $time (result i64)))',
      ),
    );
    const host = fakeHost(PLENTY, 64, { time: () => 0x8000000000000001n });
    expect(runExport(tier, code, 0, 'run', host).status).toBe('OK');
  });

  test('64-bit arguments arrive whole', () => {
    const text = module(
      'i32.const 0 i32.const 0 i32.const 0 i32.const 0 i32.const 0 i64.const -1 i32.const 1 call $call drop',
      '(import "tally" "call" (func $call (param i32 i32 i32 i32 i32 i64 i32) (result i32)))',
    );
    const { asked } = runExport(tier, prepared(text), PLENTY);
    expect(asked.map(({ args }) => args.map((a) => (typeof a === 'bigint' ? BigInt.asUintN(64, a) : a)))).toEqual([
      [0, 0, 0, 0, 0, 0xffffffffffffffffn, 1],
    ]);
  });

  test.each([
    ['a trap', new Trap('HOST_ARGUMENT', 'here')],
    ['any other object', { revert: true }],
    ['an error of no class', new TypeError('host bug')],
  ])('%s that the host throws passes unchanged', (_, thrown) => {
    const code = prepared(module('call $height drop', '(import "tally" "height" (func $height (result i64)))'));
    const host = fakeHost(PLENTY, 64, {
      height: () => {
        throw thrown;
      },
    });
    const guest = tier.start(code, host, host);
    let caught: unknown;
    try {
      guest.run('run');
    } catch (error) {
      caught = error;
    }
    guest.close();
    expect(caught).toBe(thrown);
  });

  test('a guest comes as `_start` left it, which is paid for', () => {
    const code = prepared(`(module (memory 1) (global $g (mut i32) (i32.const 0))
      (func (export "_start") i32.const 5 global.set $g)
      (func (export "run#view") global.get $g i32.const 5 i32.ne (if (then unreachable))))`);
    expect(code.hasStart).toBe(true);
    const host = fakeHost(PLENTY);
    const guest = tier.start(code, host, host);
    expect(host.meter.gas).toBe(PLENTY - entry() - cost('i32.const', 'global.set'));
    guest.run('run#view');
    guest.close();
    expect(host.meter.gas).toBe(
      PLENTY - 2 * entry() - cost('i32.const', 'global.set', 'global.get', 'i32.const', 'i32.ne', 'if'),
    );
  });
}
