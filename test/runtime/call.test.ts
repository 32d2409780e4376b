// Frames and the calls between contracts: gas that is handed down, tightness, re-entry, views, limits over all frames.
import { beforeAll, describe, expect, test } from 'vitest';
import { type Bytes, EMPTY, toHex, ZERO32 } from '../../engine/base/bytes.ts';
import { framePrice } from '../../engine/runtime/call.ts';
import { prepare } from '../../engine/wasm/prepare.ts';
import { CALL_STATUS, HOST_FUNCTIONS } from '../../spec/host.ts';
import { LIMITS } from '../../spec/limits.ts';
import { PRICES } from '../../spec/prices.ts';
import { weightIn } from '../suites/tier.ts';
import { assemble } from '../wasm/assemble.ts';
import { ok, PLENTY, TestChain, user } from './chain.ts';
import { leastGas, play, told } from './play.ts';
import { type Program, program, puppet, SCRATCH, type Step, topics } from './puppet.ts';

const { OK, REVERT, TRAP, OUT_OF_GAS, REFUSED } = CALL_STATUS;
const big = (n: number) => BigInt(n);

let chain: TestChain;
let a: Bytes;
let b: Bytes;
let c: Bytes;

beforeAll(() => {
  chain = new TestChain();
  [a, b, c] = [chain.deploy(puppet()), chain.deploy(puppet()), chain.deploy(puppet())];
});

const call = (
  to: Bytes,
  steps: Program | Bytes,
  method = 'run',
  gas: number | bigint = 20_000_000,
  flags = 0,
): Step => ['call', to, method, steps, gas, flags];
const clean: Step[] = ['x', 'y', 'z'].map((key) => ['remove', key]);

const ROW_CALL = HOST_FUNCTIONS.find(({ name }) => name === 'call')!;

describe('a sub-call', () => {
  test('runs as the callee, called by the caller, and its output waits in the result buffer', () => {
    const inner: Step[] = [['self'], ['show', SCRATCH, 32], ['caller'], ['show', SCRATCH, 32]];
    const steps: Step[] = [call(b, inner), ['result_size'], ['result', 0, 64], ['show', SCRATCH, 64]];
    expect(told(chain, a, steps)).toEqual([big(OK), 64n, 64n, toHex(b) + toHex(a)]);
  });

  test('that ends OK hands its writes and events to the caller, in order', () => {
    const emit = (name: string): Step => ['emit', name, topics(), ''];
    const receipt = play(chain, a, [emit('One'), call(b, [emit('Two'), ['set', 'x', '1']]), emit('Three')]);
    expect(receipt.events.map((e) => [e.name, toHex(e.contract)])).toEqual([
      ['One', toHex(a)],
      ['Two', toHex(b)],
      ['Three', toHex(a)],
    ]);
    expect(chain.stored(b, 'x')).toBeDefined();
    play(chain, b, clean);
  });

  const FAILING: readonly [name: string, steps: Program, status: number, output: string][] = [
    ['reverts', [['revert', 'NO', 'why']], REVERT, '020000004e4f03000000776879'],
    ['traps', [['unreachable']], TRAP, ''],
    ['runs out of its own gas', [['burn', 0x7fff_ffff]], OUT_OF_GAS, ''],
  ];

  test.each(FAILING)('that %s loses its writes and events, and those of its callees', (_, steps, status, output) => {
    const deep = call(c, [
      ['set', 'z', '1'],
      ['emit', 'Deep', topics(), ''],
    ]);
    const inner: Step[] = [['set', 'x', '1'], ['emit', 'Gone', topics(), ''], ['output', 'lost'], deep, ...steps];
    const outer: Step[] = [['set', 'y', '1'], call(b, inner, 'run', 5_000_000), ['result_size']];
    const receipt = ok(play(chain, a, [...outer, ['result', 0, 64], ['show', SCRATCH, output.length / 2]]));
    expect(toHex(receipt.output.subarray(0, 8))).toBe(`0${status}00000000000000`);
    expect(toHex(receipt.output.subarray(24))).toBe(output);
    expect(receipt.events).toEqual([]);
    expect([chain.stored(a, 'y'), chain.stored(b, 'x'), chain.stored(c, 'z')]).toEqual([
      Uint8Array.of(0x31),
      undefined,
      undefined,
    ]);
  });

  test('sees what its transaction wrote so far, and the caller sees what it wrote', () => {
    const reads = (key: string): Step[] => [
      ['get', key, 0],
      ['result', 0, 1],
      ['show', SCRATCH, 1],
    ];
    const back = call(a, [...reads('x'), ['set', 'x', '2']], 'again', 5_000_000, 1);
    const steps: Step[] = [['set', 'x', '1'], call(b, [back, ['result', 8, 100], ['show', SCRATCH, 9]])];
    const whole: Step[] = [...steps, ['result', 16, 9], ['show', SCRATCH, 9], ...reads('x')];
    expect(told(chain, a, whole).slice(-3)).toEqual([1n, 1n, '32']);
  });

  test('does not share memory with anybody: every frame begins with zeros', () => {
    const dirty = call(a, [['store', 0x5000, -1]], 'again', 5_000_000, 1);
    const look = call(a, [['load', 0x5000]], 'again', 5_000_000, 1);
    const steps: Step[] = [['store', 0x5000, 77], dirty, look, ['result', 0, 8], ['load', SCRATCH], ['load', 0x5000]];
    expect(told(chain, a, steps)).toEqual([0n, 0n, 8n, 0n, 77n]);
  });
});

describe('a call is refused', () => {
  const other = (methods: string[]) => chain.deploy(puppet({ methods }));

  test.each<[string, () => Step]>([
    ['if nobody is there', () => call(ZERO32, [])],
    ['if an account is there', () => call(user(0), [])],
    ['for an unknown method', () => call(b, [], 'nothing')],
    ['for a method spelled with its flags', () => call(b, [], 'look#view')],
    ['for init', () => call(b, [], 'init')],
    ['for an empty name', () => call(b, [], '')],
    ['for a name that is no name, though a fallback is there', () => call(other(['fallback']), [], 'no-name')],
    ['for migrate, though a fallback is there', () => call(other(['fallback', 'm#migrate']), [], 'm')],
    ['on re-entry without the flag', () => call(a, [], 'again')],
    ['on re-entry with the flag alone', () => call(a, [], 'run', 5_000_000, 1)],
    ['on re-entry of a view that is not reentrant', () => call(a, [], 'look', 5_000_000, 1)],
  ])('%s: no frame, no output, only the price of the call', (_, step) => {
    const steps: Step[] = [['get', 'x', 0], step(), ['gas_left'], ['result_size']];
    const found = told(chain, a, steps);
    expect([found[1], found[3]]).toEqual([big(REFUSED), 0n]);
  });

  test('when it comes back through somebody else', () => {
    const back = call(a, [], 'again', 5_000_000, 0);
    expect(told(chain, a, [call(b, [back]), ['result', 0, 8], ['load', SCRATCH]])).toEqual([0n, 8n, big(REFUSED)]);
  });

  test('and not when the contract has ended in the meantime', () => {
    expect(told(chain, a, [call(b, []), call(b, [])])).toEqual([0n, 0n]);
  });

  test('flags beyond the known ones trap', () => {
    expect(play(chain, a, [call(b, [], 'run', 1000, 2)]).status).toBe(2006);
  });

  test('with both flags it may come back, also as a view', () => {
    const back = call(a, [], 'again', 2_000_000, 1);
    expect(told(chain, a, [call(b, [back]), ['result', 0, 8], ['load', SCRATCH]])).toEqual([0n, 8n, 0n]);
    expect(told(chain, a, [call(a, [], 'peep', 2_000_000, 1)])).toEqual([0n]);
  });
});

describe('gas of a sub-call', () => {
  const frame = () => framePrice(prepare(chain.natives, puppet()).code);

  test('is the request, and what is not used comes back', () => {
    const spent = (gas: number) => {
      const steps: Step[] = [
        ['gas_left'],
        call(b, [['gas_left']], 'run', gas),
        ['gas_left'],
        ['result', 0, 8],
        ['load', SCRATCH],
      ];
      const [before, , after, , inside] = told(chain, a, steps) as bigint[];
      return { used: Number(before! - after!), inside: Number(inside) };
    };
    const [small, large] = [spent(2_000_000), spent(20_000_000)];
    expect(small.used).toBe(large.used);
    expect(large.inside - small.inside).toBe(18_000_000);
    expect(small.used).toBeGreaterThan(frame());
  });

  test('is at most all but a 64th of what is left after the price of the call', () => {
    const steps: Step[] = [
      ['call', ZERO32, 'run', '', 0, 0],
      ['gas_left'],
      call(b, [['gas_left']], 'run', 2n ** 64n - 1n),
      ['result', 0, 8],
      ['load', SCRATCH],
    ];
    const receipt = play(chain, a, steps);
    const inside = receipt.output.subarray(-8);
    const trace = chain.trace(receipt);
    expect(trace.length).toBeGreaterThan(0);
    const left = Number(Buffer.from(receipt.output).readBigInt64LE(8));
    const given = Number(Buffer.from(inside).readBigInt64LE()) + frame();
    // Between gas_left and the allotment stand a few instructions and the price of the call.
    const { base, perByteIn } = ROW_CALL.gas;
    const most = left - base - perByteIn * (program([['gas_left']]).length + 'run'.length);
    expect(given).toBeLessThan(most - Math.floor(most / 64));
    expect(given).toBeGreaterThan(most - Math.floor(most / 64) - 30_000);
  });

  test('that is not cut and runs out is the caller’s to handle', () => {
    const steps: Step[] = [call(b, [['burn', 0x7fff_ffff]], 'run', 1_000_000), ['set', 'x', 'caught']];
    expect(told(chain, a, steps)).toEqual([big(OUT_OF_GAS)]);
    expect(chain.stored(a, 'x')).toBeDefined();
  });

  test('too little even for the frame is its own out of gas', () => {
    expect(told(chain, a, [call(b, [], 'run', frame() - 1)])).toEqual([big(OUT_OF_GAS)]);
    expect(told(chain, a, [call(b, [], 'run', 0)])).toEqual([big(OUT_OF_GAS)]);
  });

  test('that was cut and runs out ends the transaction', () => {
    const receipt = play(chain, a, [call(b, [['burn', 0x7fff_ffff]], 'run', PLENTY), ['set', 'x', 'caught']]);
    expect(receipt).toMatchObject({ status: 2100, gasUsed: Number(PLENTY), events: [] });
  });

  test('that was cut below a frame that was not cut is that frame’s own', () => {
    const endless = call(c, [['burn', 0x7fff_ffff]], 'run', PLENTY);
    // b lives on with the 64th that it kept; c ran out alone.
    const seen = told(chain, a, [call(b, [endless], 'run', 3_000_000), ['result', 0, 8], ['load', SCRATCH]]);
    expect(seen).toEqual([big(OK), 8n, big(OUT_OF_GAS)]);
  });

  test('a trap in a tight frame is still only a trap', () => {
    expect(told(chain, a, [call(b, [['unreachable']], 'run', PLENTY)])).toEqual([big(TRAP)]);
  });

  test('with every limit too small for the whole, the transaction is never OK with less done', () => {
    const steps: Step[] = [call(b, [['set', 'y', '1']], 'run', PLENTY), ['set', 'x', '1']];
    const status = (gasLimit: bigint) => play(chain, a, steps, 'run', { gasLimit }).status;
    // Below the first of these the transaction would not be let in at all.
    const admitted = 450_000n;
    const least = leastGas(admitted, PLENTY, (gasLimit) => status(gasLimit) === 0);
    for (let i = 1n; i < 60n; i++) expect(status(least - (i * (least - admitted)) / 60n)).toBe(2100);
  });
});

describe('over all frames', () => {
  /** Puppets that call each other so deep, then do the rest. */
  const chainOf = (depth: number, rest: Program): Program => {
    const at = depth % 2 ? a : b;
    return depth === 1 ? rest : [call(at, chainOf(depth - 1, rest), 'again', 2n ** 63n, 1)];
  };

  test('so many contracts may be open, and not one more', () => {
    const deepest = chainOf(LIMITS.callDepth.max, [['set', 'x', 'deep']]);
    expect(play(chain, a, deepest).status).toBe(0);
    const deeper = chainOf(LIMITS.callDepth.max + 1, []);
    expect(play(chain, a, deeper)).toMatchObject({ status: 2103, gasUsed: Number(PLENTY) });
  });

  test('so many pages may be open, initial and grown, and not one more', () => {
    const wide = chain.deploy(puppet({ methods: ['again#reentrant'], pages: '7' }));
    const grown = (pages: number, rest: Program = []): Step[] => [['grow', pages], ...rest];
    const below = (pages: number, rest: Program = []): Step => call(wide, grown(pages, rest), 'again', 2n ** 63n, 1);
    const terms = { gasLimit: BigInt(LIMITS.transactionGas.max) };
    const status = (last: number) =>
      play(chain, wide, grown(57, [below(57, [below(57, [below(last)])])]), 'again', terms).status;
    expect(LIMITS.openPages.max).toBe(4 * LIMITS.pages.max);
    expect(status(57)).toBe(0);
    const tiny = chain.deploy(puppet({ methods: ['again#reentrant'], pages: '7 9' }));
    const five = grown(57, [below(57, [below(57, [below(57, [call(tiny, [], 'again', 2n ** 63n, 0)])])])]);
    expect(play(chain, wide, five, 'again', terms).status).toBe(2104);
    const room = grown(57, [below(57, [below(57, [below(50, [call(tiny, [], 'again', 2n ** 63n, 0)])])])]);
    expect(play(chain, wide, room, 'again', terms).status).toBe(0);
    const none = grown(57, [below(57, [below(57, [below(50, [call(tiny, [['grow', 1]], 'again', 2n ** 63n, 0)])])])]);
    expect(play(chain, wide, none, 'again', terms).status).toBe(2104);
  });

  test('pages of a frame that ended are free again', () => {
    const terms = { gasLimit: BigInt(LIMITS.transactionGas.max) };
    const one = call(b, [['grow', 57]], 'run', 100_000_000);
    expect(play(chain, a, [one, one, one, one, one, one], 'run', terms).status).toBe(0);
  });

  test('memory grows to the declared maximum, or to the largest, and no further', () => {
    const declared = chain.deploy(puppet({ pages: '7 9' }));
    expect(
      told(chain, declared, [
        ['grow', 3],
        ['grow', 2],
        ['grow', 1],
        ['grow', 0],
      ]),
    ).toEqual([-1n, 7n, -1n, 9n]);
    expect(
      told(chain, a, [
        ['grow', 58],
        ['grow', 57],
        ['grow', 0xffff_ffff],
        ['grow', 1],
      ]),
    ).toEqual([-1n, 7n, -1n, -1n]);
    const free = play(chain, a, [['grow', 58]]).gasUsed;
    expect(play(chain, a, [['grow', 2]]).gasUsed - free).toBe(2 * PRICES['memory.grow.perPage'].gas);
  });

  test('activations are counted through, and the weight of sub-calls', () => {
    // Each frame has one open method; a recursion of n opens n + 1 more.
    const most = LIMITS.activations.max - 3;
    expect(play(chain, a, [call(b, [['recurse', most]])]).status).toBe(0);
    expect(play(chain, a, [call(b, [['recurse', most + 1]])]).status).toBe(2102);
  });

  test('weight is counted through: functions of all frames, and what each sub-call adds', () => {
    const wasm = assemble(`(module (import "tally" "input" (func $input (param i32 i32) (result i32))) (memory 1)
      (func $f (param i32) (local${' i64'.repeat(100)})
        (if (local.get 0) (then (call $f (i32.sub (local.get 0) (i32.const 1))))))
      (func (export "go") (drop (call $input (i32.const 0) (i32.const 4))) (call $f (i32.load (i32.const 0)))))`);
    const deep = chain.deploy(wasm);
    const [heavy, usual] = [prepare(chain.natives, wasm).code, prepare(chain.natives, puppet()).code];
    const [f, go, main] = [weightIn(heavy, 0), weightIn(heavy, 1), weightIn(usual, 4)];
    const depth = (free: number) => new Uint8Array(Uint32Array.of(Math.floor(free / f) - 1).buffer);
    const more = (input: Bytes) => new Uint8Array(Uint32Array.of(new Uint32Array(input.buffer)[0]! + 1).buffer);
    const top = depth(LIMITS.stackWeight.max - go);
    expect([chain.call(deep, 'go', top).status, chain.call(deep, 'go', more(top)).status]).toEqual([0, 2101]);
    const below = depth(LIMITS.stackWeight.max - go - main - LIMITS.subCallWeight.max);
    expect(play(chain, a, [call(deep, below, 'go')]).status).toBe(0);
    expect(play(chain, a, [call(deep, more(below), 'go')])).toMatchObject({ status: 2101, gasUsed: Number(PLENTY) });
  });

  test('frame price is base, code and initial pages', () => {
    const { code } = prepare(chain.natives, puppet());
    expect(framePrice(code)).toBe(
      PRICES['frame.base'].gas + PRICES['frame.perByte'].gas * code.module.length + 7 * PRICES['frame.perPage'].gas,
    );
  });
});

describe('a view', () => {
  test('may call views and nothing else; the trap is its own', () => {
    expect(told(chain, a, [call(b, [], 'look')], 'look')).toEqual([0n]);
    expect(play(chain, a, [call(b, [], 'run')], 'look').status).toBe(2008);
    expect(told(chain, a, [call(b, [call(c, [], 'run')], 'look', 2_000_000)])).toEqual([big(TRAP)]);
  });

  test('is a view however it was reached, and what it calls is one too', () => {
    const writes: Step[] = [['set', 'x', '1']];
    expect(told(chain, a, [call(b, writes, 'look', 2_000_000)])).toEqual([big(TRAP)]);
    expect(play(chain, a, writes, 'look').status).toBe(2008);
    const nested = call(b, [call(c, writes, 'look', 1_000_000), ['result_size']], 'look', 5_000_000);
    expect(told(chain, a, [nested, ['result', 0, 8], ['load', SCRATCH]])).toEqual([0n, 16n, big(TRAP)]);
  });

  test('reads what its transaction wrote', () => {
    const back = call(a, [['get', 'x', 0]], 'peep', 2_000_000, 1);
    expect(told(chain, a, [['set', 'x', 'seen'], back, ['result', 0, 8], ['load', SCRATCH]])).toEqual([0n, 8n, 4n]);
  });

  test('refusal comes before the trap: what is refused has no frame', () => {
    expect(told(chain, a, [call(ZERO32, [])], 'look')).toEqual([big(REFUSED)]);
    expect(told(chain, a, [call(b, [], 'nothing')], 'look')).toEqual([big(REFUSED)]);
  });
});

describe('a fallback', () => {
  const named: Step[] = [
    ['method', 8],
    ['show', SCRATCH, 7],
  ];

  test('gets every name that the code does not export, and learns it', () => {
    const at = chain.deploy(puppet({ methods: ['run', 'fallback'] }));
    expect(told(chain, at, named, 'unknown')).toEqual([7n, Buffer.from('unknown').toString('hex')]);
    expect(told(chain, a, [call(at, named, 'another'), ['result', 0, 99], ['show', SCRATCH, 15]])).toEqual([
      0n,
      15n,
      `0700000000000000${Buffer.from('another').toString('hex')}`,
    ]);
  });

  test('is not given what is no method name', () => {
    const at = chain.deploy(puppet({ methods: ['fallback'] }));
    for (const name of ['', 'a b', '1a', 'a#view', 'x'.repeat(65)]) {
      const rejected = chain.block([chain.callTx(0, at, name)]).rejected.get(0);
      expect(rejected?.id).toBe('METHOD_UNKNOWN');
    }
    expect(chain.call(at, 'x'.repeat(64)).status).toBe(0);
  });

  test('answers a view only if it is one', () => {
    const [plain, view] = [['fallback'], ['fallback#view']].map((methods) => chain.deploy(puppet({ methods }))) as [
      Bytes,
      Bytes,
    ];
    expect(play(chain, a, [call(plain, [], 'ask')], 'look').status).toBe(2008);
    expect(told(chain, a, [call(view, [], 'ask')], 'look')).toEqual([0n]);
    expect(chain.query(view, 'ask').status).toBe(0);
    expect(() => chain.query(plain, 'ask')).toThrow(expect.objectContaining({ id: 'NOT_VIEW' }));
  });
});

describe('_start', () => {
  test('runs first in every frame, is paid for, and leaves memory as the method finds it', () => {
    const [without, starting] = [
      chain.deploy(puppet({ mark: 1 })),
      chain.deploy(puppet({ start: '(i64.store (i32.const 0x5000) (i64.const 9))' })),
    ];
    expect(told(chain, starting, [['load', 0x5000]])).toEqual([9n]);
    expect(told(chain, a, [call(starting, [['load', 0x5000]]), ['result', 0, 8], ['load', SCRATCH]])).toEqual([
      0n,
      8n,
      9n,
    ]);
    expect(chain.call(starting, 'run', EMPTY).gasUsed).toBeGreaterThan(chain.call(without, 'run', EMPTY).gasUsed);
  });

  test('that traps or does not end is the frame’s', () => {
    const [trapping, endless] = ['unreachable', '(loop br 0)'].map((start) =>
      chain.deploy(puppet({ start, methods: ['run'] })),
    ) as [Bytes, Bytes];
    expect(told(chain, a, [call(trapping, []), call(endless, [])])).toEqual([big(TRAP), big(OUT_OF_GAS)]);
    expect(chain.call(endless, 'run').status).toBe(2100);
  });

  test('may grow memory', () => {
    const growing = chain.deploy(puppet({ start: '(drop (memory.grow (i32.const 2)))', methods: ['run'] }));
    expect(told(chain, growing, [['grow', 0]])).toEqual([9n]);
  });
});
