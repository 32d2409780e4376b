// Instances are used again only as if they were new: whatever a frame leaves behind, the next one finds what `_start` left.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Fault, Trap } from '../../engine/base/errors.ts';
import { EMPTY_STACK } from '../../engine/base/stack.ts';
import type { HostTable, PreparedCode, Tier } from '../../engine/base/tier.ts';
import { CompiledTier } from '../../engine/sandbox/compiled.ts';
import { Wasm } from '../../engine/sandbox/webassembly.ts';
import { LIMITS } from '../../spec/limits.ts';
import { FAKE, type FakeHost, fakeHost } from '../suites/host.ts';
import { prepared } from '../wasm/assemble.ts';
import { program, textOf } from '../wasm/programs.ts';

const PLENTY = 1_000_000_000;
const PAGE = 65_536;

/** How a frame ended, and everything that the next one could see of it. */
interface Seen {
  readonly status: string;
  readonly gas: number;
  readonly pages: number;
  readonly memory: string;
  readonly asked: string;
}

function frame(
  tier: Tier,
  code: PreparedCode,
  names: readonly string[],
  gas = PLENTY,
  host = fakeHost(gas, code.pages.maximum),
): Seen {
  const seen = (status: string, memory: Uint8Array, left: number): Seen => ({
    status,
    gas: left,
    pages: memory.length / PAGE,
    memory: createHash('sha256').update(memory).digest('hex'),
    asked: host.asked.map(({ name, args, gas: at }) => `${name} ${args} ${at}`).join(),
  });
  try {
    const guest = tier.start(code, FAKE, host);
    try {
      for (const name of names) guest.run(name);
      return seen('OK', guest.memory.bytes, host.meter.gas);
    } finally {
      guest.close();
    }
  } catch (error) {
    if (!(error instanceof Trap)) throw error;
    return seen(error.id, new Uint8Array(0), Number.NaN);
  }
}

/** Runs `spoil` in one frame of a tier and then `look` in another, and `look` in a tier that has seen nothing. */
function lookAfter(text: string, spoil: readonly string[], gas = PLENTY): { after: Seen; fresh: Seen; spoilt: Seen } {
  const code = prepared(text);
  const tier = new CompiledTier();
  frame(tier, code, ['look']);
  const spoilt = frame(tier, code, spoil, gas);
  return { spoilt, after: frame(tier, code, ['look']), fresh: frame(new CompiledTier(), code, ['look']) };
}

/** A contract whose `look` tells the host every global and leaves memory as it found it. */
const contract = (methods: string, start = '') => `(module
  (import "tally" "result" (func $tell (param i32 i32 i32) (result i32)))
  (import "tally" "height" (func $height (result i64)))
  (memory 1) (table 4 funcref) (elem (i32.const 1) $one $two)
  (data (i32.const 8) "data") (data (i32.const 65532) "last")
  (global $small (mut i32) (i32.const 7)) (global $large (mut i64) (i64.const -7)) (global $fixed i32 (i32.const 3))
  (type $value (func (result i32)))
  (func $one (result i32) i32.const 1) (func $two (result i32) i32.const 2)
  (func (export "look")
    (drop (call $tell (global.get $small) (i32.wrap_i64 (global.get $large)) (i32.wrap_i64 (i64.shr_u (global.get $large) (i64.const 32)))))
    (drop (call $tell (memory.size) (call_indirect (type $value) (i32.const 1)) (call_indirect (type $value) (i32.const 2)))))
  ${start === '' ? '' : `(func (export "_start") ${start})`}
  ${methods})`;

const method = (name: string, body: string) => `(func (export "${name}") ${body})`;
const SCRIBBLE = `(memory.fill (i32.const 0) (i32.const 255) (i32.const 65536))
  (global.set $small (i32.const -1)) (global.set $large (i64.const 0x123456789abcdef))`;

describe('what a frame leaves behind is gone', () => {
  test.each<[string, string, string]>([
    ['memory and globals, after a frame that ended well', SCRIBBLE, 'OK'],
    ['memory and globals, after a trap', `${SCRIBBLE} unreachable`, 'UNREACHABLE'],
    [
      'memory and globals, after a host call that threw',
      `${SCRIBBLE} (drop (call $tell (i32.const 0) (i32.const -1) (i32.const -1))) (loop (br 0))`,
      'OUT_OF_GAS',
    ],
    ['memory and globals, after gas ran out in a loop', `${SCRIBBLE} (loop (br 0))`, 'OUT_OF_GAS'],
    ['memory and globals, after the call stack ran out', `${SCRIBBLE} (call $deep)`, 'STACK_DEPTH'],
    [
      'a memory that grew',
      `${SCRIBBLE} (drop (memory.grow (i32.const 2))) (memory.fill (i32.const 65536) (i32.const 9) (i32.const 131072))`,
      'OK',
    ],
    ['a memory that was asked to grow by nothing', `${SCRIBBLE} (drop (memory.grow (i32.const 0)))`, 'OK'],
    ['a memory that could not grow', `${SCRIBBLE} (drop (memory.grow (i32.const 100)))`, 'OK'],
    [
      'the first and the last byte',
      '(i32.store8 (i32.const 0) (i32.const 1)) (i32.store8 (i32.const 65535) (i32.const 1))',
      'OK',
    ],
  ])('%s', (_, body, status) => {
    const deep = '(func $deep (call $deep))';
    const gas = status === 'OUT_OF_GAS' ? 1_000_000 : PLENTY;
    for (const start of ['', '(global.set $small (i32.const 11)) (i32.store (i32.const 4096) (i32.const 12))']) {
      const { spoilt, after, fresh } = lookAfter(contract(method('spoil', body) + deep, start), ['spoil'], gas);
      expect(spoilt.status).toBe(status);
      expect(after).toEqual(fresh);
      expect(after.status).toBe('OK');
    }
  });

  test('whatever random programs do, in any order and with any gas', () => {
    fc.assert(
      fc.property(
        fc.array(program, { minLength: 1, maxLength: 3 }),
        fc.array(fc.tuple(fc.nat(2), fc.nat(3_000)), { minLength: 2, maxLength: 8 }),
        (programs, frames) => {
          const codes = programs.map((each) => prepared(textOf(each)));
          const tier = new CompiledTier();
          for (const [which, gas] of frames) {
            const code = codes[which % codes.length]!;
            const limit = gas % 3 === 0 ? gas : PLENTY;
            expect(frame(tier, code, ['run'], limit)).toEqual(frame(new CompiledTier(), code, ['run'], limit));
          }
        },
      ),
      { seed: 11, numRuns: 150 },
    );
  });
});

/** Counts instances that V8 makes while something runs. */
function instancesOf(run: () => void): number {
  return madeOf('Instance', run);
}

function madeOf(what: 'Instance' | 'Memory', run: () => void): number {
  const real = Wasm[what];
  let made = 0;
  const counting = new Proxy(real, {
    construct: (target, args) => {
      made++;
      return Reflect.construct(target, args) as object;
    },
  });
  Object.assign(Wasm, { [what]: counting });
  try {
    run();
  } finally {
    Object.assign(Wasm, { [what]: real });
  }
  return made;
}

describe('an instance', () => {
  const plain = prepared(contract(method('spoil', SCRIBBLE), '(global.set $small (i32.const 2))'));

  test('serves one frame after the other', () => {
    const tier = new CompiledTier();
    const run = () => {
      for (let i = 0; i < 20; i++) frame(tier, plain, ['spoil', 'look']);
    };
    expect(instancesOf(run)).toBe(1);
  });

  test('serves one frame at a time: nested frames of one contract have one each, and each sees its own', () => {
    const code = prepared(
      contract(
        method(
          'nest',
          `(global.set $small (i32.const 5)) (drop (call $height))
      (if (i32.ne (global.get $small) (i32.const 5)) (then unreachable))`,
        ),
      ),
    );
    const tier = new CompiledTier();
    const hosts: FakeHost[] = [];
    const nested = (depth: number): Seen => {
      const host = fakeHost(PLENTY, 64, { height: () => (depth > 0 ? BigInt(nested(depth - 1).pages) : 0n) });
      hosts.push(host);
      return frame(tier, code, ['nest', 'look'], PLENTY, host);
    };
    const made = instancesOf(() => {
      for (let i = 0; i < 3; i++) expect(nested(15).status).toBe('OK');
    });
    expect(made).toBe(16);
    const [first, ...others] = hosts.map((host) => host.asked.map(({ args }) => args.join()).join(' '));
    for (const other of others) expect(other).toBe(first);
  });

  test.each<[string, string]>([
    ['whose memory grew', '(drop (memory.grow (i32.const 1)))'],
    ['whose `_start` makes memory grow', ''],
  ])('%s is not used again', (name, body) => {
    const start = name.includes('_start') ? '(drop (memory.grow (i32.const 1)))' : '';
    const code = prepared(contract(method('spoil', body), start));
    const tier = new CompiledTier();
    const made = instancesOf(() => {
      for (let i = 0; i < 3; i++) frame(tier, code, ['spoil']);
    });
    expect(made).toBe(3);
  });

  test('in which a fault happened is not used again', () => {
    const code = prepared(contract(method('fault', '(drop (call $height))')));
    const tier = new CompiledTier();
    frame(tier, code, ['look']);
    const host = fakeHost(PLENTY, 64, {
      height: () => {
        throw new Fault('STORE_FAILED', 'disk');
      },
    });
    expect(() => frame(tier, code, ['fault'], PLENTY, host)).toThrow(Fault);
    expect(instancesOf(() => frame(tier, code, ['look']))).toBe(1);
  });

  test('is not handed to another host', () => {
    const tier = new CompiledTier();
    const run = (host: HostTable) => tier.start(plain, host, fakeHost(PLENTY)).close();
    expect(instancesOf(() => [FAKE, { ...FAKE }, FAKE].forEach(run))).toBe(3);
  });

  test('is not kept beyond the room for those that wait', () => {
    const made = (pages: number) => {
      const tier = new CompiledTier(2 ** 20, pages);
      return instancesOf(() => [1, 2].map(() => frame(tier, plain, ['look'])));
    };
    expect([made(1), made(0)]).toEqual([1, 2]);
  });

  test('waits in place of one that has waited longer, of whatever module', () => {
    const codes = [1, 2, 3].map((n) => prepared(contract(method('spoil', `(drop (i32.const ${n}))`))));
    const tier = new CompiledTier(2 ** 20, 2);
    for (const code of codes) frame(tier, code, ['look']);
    const made = (code: PreparedCode) => instancesOf(() => frame(tier, code, ['look']));
    expect([2, 1, 0].map((n) => made(codes[n]!))).toEqual([0, 0, 1]);
    expect([0, 1, 2].map((n) => made(codes[n]!))).toEqual([0, 0, 1]);
  });

  test('that had to leave leaves its memory to one of another module, clean', () => {
    const codes = Array.from({ length: 8 }, (_, n) =>
      prepared(contract(method('spoil', '')).replace('(i32.const 8) "data"', `(i32.const ${100 * n}) "data"`)),
    );
    const fresh = codes.map((code) => frame(new CompiledTier(), code, ['look']));
    const tier = new CompiledTier(2 ** 20, 4);
    const round = () => codes.map((code) => frame(tier, code, ['look']));
    expect(round()).toEqual(fresh);
    const made = madeOf('Memory', () => {
      expect(round()).toEqual(fresh);
      expect(instancesOf(round)).toBe(codes.length);
    });
    expect(made).toBe(0);
  });

  test('of a module that gave way to others is dropped, and its room is free again', () => {
    const codes = [1, 2, 3].map((n) => prepared(contract(method('spoil', `(drop (i32.const ${n}))`))));
    const tier = new CompiledTier(1, 1);
    for (const code of [...codes, ...codes]) expect(frame(tier, code, ['look']).status).toBe('OK');
    expect(instancesOf(() => frame(tier, codes[2]!, ['look']))).toBe(0);
  });
});

describe('`_start`', () => {
  const HEAVY = contract(method('run', ''), '(call $work)').replace(
    '(func $one',
    `(func $work (local ${'i64 '.repeat(100)})
    (local.set 0 (i64.const 1))) (func $one`,
  );

  test('costs the same whether it runs or not, and runs out of gas at the same limit', () => {
    const code = prepared(HEAVY);
    const tier = new CompiledTier();
    const spent = PLENTY - frame(tier, code, ['run']).gas;
    for (const gas of [spent - 1, spent, spent + 1, 0, 1, Math.floor(spent / 2)]) {
      expect(frame(tier, code, ['run'], gas)).toEqual(frame(new CompiledTier(), code, ['run'], gas));
    }
    expect(frame(tier, code, ['run'], spent).gas).toBe(0);
  });

  test('exceeds the call stack where it would if it ran, however often it ran on a flatter one', () => {
    const code = prepared(HEAVY);
    const tier = new CompiledTier();
    const on = (which: Tier, depth: number, weight: number) => {
      const host = fakeHost(PLENTY);
      host.meter.stack = (EMPTY_STACK + depth * 2 ** 21 + weight) | 0;
      return frame(which, code, ['run'], PLENTY, host);
    };
    const statuses = new Set<string>();
    for (const depth of [0, 1, 1_000, 1_021, 1_022, 1_023, 1_024, 0]) {
      for (const weight of [
        0,
        1_000,
        LIMITS.stackWeight.max - 1_500,
        LIMITS.stackWeight.max - 300,
        LIMITS.stackWeight.max,
        0,
      ]) {
        const seen = on(tier, depth, weight);
        statuses.add(seen.status);
        expect(seen).toEqual(on(new CompiledTier(), depth, weight));
      }
    }
    expect([...statuses].sort()).toEqual(['OK', 'STACK_DEPTH', 'STACK_WEIGHT']);
  });
});
