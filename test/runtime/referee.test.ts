// The referee: whatever two tiers may differ in stops the block, and leaves evidence that runs again anywhere.
import { describe, expect, test } from 'vitest';
import { judge } from '../../engine/audit/judge.ts';
import { equal, toHex } from '../../engine/base/bytes.ts';
import type { Guest, Port, PreparedCode, Tier } from '../../engine/base/tier.ts';
import { evidenceDocument, readEvidence } from '../../engine/node/evidence.ts';
import { Engine } from '../../engine/runtime/code.ts';
import { Divergence } from '../../engine/runtime/evidence.ts';
import { AutoTier, referee, tierOf } from '../../engine/runtime/tiers.ts';
import { CompiledTier } from '../../engine/sandbox/compiled.ts';
import { Crooked } from '../suites/crooked.ts';
import { assemble } from '../wasm/assemble.ts';
import { ok, TestChain } from './chain.ts';

/** Counts up a value in storage, tells it in an event and a log line, and gives it back. */
const COUNTER = assemble(`(module
  (import "tally" "get" (func $get (param i32 i32 i32 i32) (result i32)))
  (import "tally" "set" (func $set (param i32 i32 i32 i32)))
  (import "tally" "next" (func $next (param i32 i32 i32 i32 i32 i32) (result i32)))
  (import "tally" "emit" (func $emit (param i32 i32 i32 i32 i32 i32)))
  (import "tally" "log" (func $log (param i32 i32)))
  (import "tally" "output" (func $output (param i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "keyCounted")
  (func (export "count") (local $n i64)
    (drop (call $get (i32.const 0) (i32.const 3) (i32.const 16) (i32.const 8)))
    (drop (call $next (i32.const 0) (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 64) (i32.const 8)))
    (i64.store (i32.const 16) (i64.add (i64.load (i32.const 16)) (i64.const 1)))
    (call $set (i32.const 0) (i32.const 3) (i32.const 16) (i32.const 8))
    (call $emit (i32.const 3) (i32.const 7) (i32.const 128) (i32.const 4) (i32.const 16) (i32.const 8))
    (call $log (i32.const 3) (i32.const 7))
    (call $output (i32.const 16) (i32.const 8)))
  (func (export "spin") (local $n i32)
    (loop $again (br_if $again (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 100000))))))`);

type Insides = Port & {
  output: Uint8Array;
  pages: number;
  events: unknown[];
  run: { logs: unknown[]; openPages: number };
};
const insides = (act: (frame: Insides) => void) => (port: Port) => act(port as Insides);

/** The module with other bytes in one place. */
function altered(code: PreparedCode, from: readonly number[], to: readonly number[]): PreparedCode {
  const at = code.module.findIndex((_, i) => from.every((byte, n) => code.module[i + n] === byte));
  const module = code.module.slice();
  module.set(to, at);
  return { ...code, module };
}

const [ADD, SUB] = [0x7c, 0x7d];

function counter(chain: TestChain) {
  const at = chain.deploy(COUNTER);
  ok(chain.call(at, 'count'));
  return at;
}

function divergence(act: () => unknown): Divergence {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(Divergence);
    return error as Divergence;
  }
  throw new Error('nothing was noticed');
}

describe.each([
  [
    'gas',
    'gasLeft',
    new Crooked(
      insides(({ meter }) => {
        meter.gas -= 1;
      }),
    ),
  ],
  [
    'pages',
    'pages',
    new Crooked(
      insides((frame) => {
        frame.pages += 1;
        frame.run.openPages += 1;
      }),
    ),
  ],
  [
    'output',
    'output',
    new Crooked(
      insides((frame) => {
        frame.output = frame.output.slice(1);
      }),
    ),
  ],
  ['events', 'events', new Crooked(insides(({ events }) => void events.pop()))],
  ['logs', 'logs', new Crooked(insides(({ run }) => void run.logs.pop()))],
  [
    'what an instruction means',
    'output',
    new Crooked(
      () => {},
      (code) => altered(code, [ADD, 0x37], [SUB, 0x37]),
    ),
  ],
] as const)('a tier that is wrong about %s', (name, what, tier) => {
  test('is found out, nothing is committed, and the evidence runs again', () => {
    const chain = new TestChain();
    const at = counter(chain);
    const root = toHex(chain.forest.root());
    const height = chain.head.header.height;
    chain.engine.checking = { tier, chooses: () => true };
    const { evidence, id } = divergence(() => chain.call(at, 'count'));
    expect(id).toBe('TIERS_DIFFER');
    expect(evidence.what).toBe(what);
    expect(chain.head.header.height).toBe(height);
    expect(toHex(chain.forest.root())).toBe(root);
    const read = readEvidence(JSON.stringify(evidenceDocument(evidence)));
    expect(read).toEqual(evidence);
    const { told, here, between } = judge(read);
    expect(told.what).toBe(what);
    expect(here.what).toBeUndefined();
    expect(equal(here.outcomes[0].traceHash, told.outcomes[0].traceHash)).toBe(true);
    // Where it is the trace that shows it, both places are named.
    if (name === 'what an instruction means') {
      expect(told.parting?.entries.map((entry) => entry?.title)).toEqual(['set', 'set']);
      expect(between.map((place) => place?.instruction)).toEqual(['call', 'call']);
      expect(between[0]!.offset).toBeLessThan(between[1]!.offset);
    }
    // The chain goes on with an honest referee, from where it was.
    chain.engine.checking = referee(1);
    expect(ok(chain.call(at, 'count')).output[0]).toBe(2);
  });
});

test('an honest referee changes nothing: the same chain with all, some and no transactions checked', () => {
  const roots = [1, 2, 0].map((each) => {
    const chain = new TestChain();
    chain.engine.checking = each === 0 ? undefined : referee(each);
    const at = counter(chain);
    for (let i = 0; i < 5; i++) ok(chain.call(at, 'count'));
    return toHex(chain.forest.root());
  });
  expect(new Set(roots).size).toBe(1);
});

test('about one in so many transactions is chosen, by its id alone', () => {
  const judge = referee(10);
  const ids = Array.from({ length: 2_000 }, (_, n) => {
    const id = new Uint8Array(32);
    new DataView(id.buffer).setUint32(0, Math.imul(n, 2_654_435_761));
    return id;
  });
  const chosen = ids.filter((id) => judge.chooses(id)).length;
  expect(chosen).toBeGreaterThan(150);
  expect(chosen).toBeLessThan(250);
  expect(ids.map((id) => judge.chooses(id))).toEqual(ids.map((id) => referee(10).chooses(id)));
});

describe('the automatic tier', () => {
  const withTier = (tier: Tier) => {
    const chain = new TestChain();
    chain.engine = new Engine(chain.natives, tier);
    const at = counter(chain);
    const receipts = Array.from({ length: 4 }, (_, n) => chain.call(at, n === 2 ? 'spin' : 'count'));
    return { root: toHex(chain.forest.root()), gas: receipts.map(({ gasUsed }) => gasUsed) };
  };
  const compiled = withTier(new CompiledTier());

  test.each([
    ['as it is', () => tierOf('auto')],
    ['that interprets long', () => new AutoTier({ calls: 100, steps: 50_000 })],
    ['that may hardly interpret', () => new AutoTier({ calls: 100, steps: 3 })],
    ['that interprets everything', () => tierOf('interpreted')],
  ])('%s gives the same receipts and roots as the compiled tier', (_, make) => {
    expect(withTier(make())).toEqual(compiled);
  });

  test('interprets the first calls and compiles the next, and has it said before', () => {
    const seen: string[] = [];
    const tier = new AutoTier({ calls: 2, steps: 50_000 }, () => seen.push('ahead'));
    const started = (kind: string) => (guest: Guest) => void seen.push(`${kind}: ${guest.constructor.name}`);
    const chain = new TestChain();
    const watching: Tier = {
      steps: tier.steps,
      start: (...args) => {
        const guest = tier.start(...args);
        started('call')(guest);
        return guest;
      },
    };
    chain.engine = new Engine(chain.natives, watching);
    const at = chain.deploy(COUNTER);
    for (let i = 0; i < 3; i++) ok(chain.call(at, 'count'));
    expect(seen).toEqual(['call: InterpretedGuest', 'ahead', 'call: InterpretedGuest', 'call: CompiledGuest']);
  });

  test('a method that takes more steps than it may is run again compiled, and nothing of the first run stays', () => {
    const chain = new TestChain();
    const starts: string[] = [];
    const tier = new AutoTier({ calls: 100, steps: 1_000 });
    chain.engine = new Engine(chain.natives, {
      steps: tier.steps,
      start: (...args) => {
        const guest = tier.start(...args);
        starts.push(guest.constructor.name);
        return guest;
      },
    });
    const at = chain.deploy(COUNTER);
    const receipt = ok(chain.call(at, 'spin'));
    expect(starts).toEqual(['InterpretedGuest', 'CompiledGuest']);
    const plain = new TestChain();
    expect(toHex(ok(plain.call(plain.deploy(COUNTER), 'spin')).traceHash)).toBe(toHex(receipt.traceHash));
  });
});
