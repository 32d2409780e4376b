// The one door: what holds for every host row, whatever it does: sizes, places, prices, views, starting, arguments and results.
import { beforeAll, describe, expect, test } from 'vitest';
import { type Bytes, toHex, ZERO32 } from '../../engine/base/bytes.ts';
import { intrinsicGas } from '../../engine/runtime/admit.ts';
import type { HostName } from '../../spec/host.ts';
import { LIMITS } from '../../spec/limits.ts';
import { PRICES } from '../../spec/prices.ts';
import { idOf, PLENTY, START, TestChain, user } from '../runtime/chain.ts';
import { asked, play, told } from '../runtime/play.ts';
import { program, puppet, SCRATCH, type Step } from '../runtime/puppet.ts';
import { cost, entry } from '../suites/cases.ts';
import { assemble } from '../wasm/assemble.ts';
import { LAWFUL, ROWS, rowOf } from './rows.ts';

const MEMORY = 7 * 65_536;
const [OK, HOST_ARGUMENT, IN_START, IN_VIEW] = [0, 2006, 2007, 2008];
const NAMES = ROWS.map((row) => row.name as HostName);

let chain: TestChain;
let at: Bytes;

beforeAll(() => {
  chain = new TestChain();
  at = chain.deploy(puppet(), { input: program([['set', 'k', 'value']]) });
});

const status = (steps: readonly Step[], method = 'run') => play(chain, at, steps, method).status;
/** Only a step of a migration has former storage. */
const isOfSteps = (name: HostName) => name.startsWith('old_');
const ends = (name: HostName) => (name === 'revert' ? 1 : isOfSteps(name) ? 2006 : OK);

describe('every row', () => {
  test.each(NAMES)('%s does its work in a method', (name) => {
    expect(status([LAWFUL[name]])).toBe(ends(name));
    expect(status([['set', 'k', 'value']])).toBe(OK);
  });

  test.each(NAMES)('%s traps in `_start`', (name) => {
    const params = rowOf(name).args.flatMap(([, kind]) => (kind === 'u64' ? ['(i64.const 0)'] : consts(kind)));
    const call = `(call $${name} ${params.join(' ')})`;
    const start = rowOf(name).result === 'none' ? call : `(drop ${call})`;
    const starting = puppet({ methods: ['run'], start });
    expect(play(chain, chain.deploy(starting), []).status).toBe(IN_START);
  });

  test.each(NAMES)('%s in a view traps exactly if its row writes', (name) => {
    const expected = rowOf(name).access === 'write' ? IN_VIEW : ends(name);
    expect(status([LAWFUL[name]], 'look')).toBe(expected);
    expect(chain.query(at, 'look', program([LAWFUL[name]])).status).toBe(expected);
  });
});

const consts = (kind: string) => Array.from({ length: /^(in:|key|out$)/.test(kind) ? 2 : 1 }, () => '(i32.const 0)');

/** The step with one argument of its row replaced. */
const replaced = (name: HostName, index: number, value: Step[1]): Step => {
  const step = [...LAWFUL[name]] as [string, ...NonNullable<Step[1]>[]];
  step[index + 1] = value!;
  return step as unknown as Step;
};

const pointers = NAMES.flatMap((name) =>
  rowOf(name)
    .args.map(([argument, kind], index) => ({ name, argument, kind, index }))
    .filter(({ kind }) => kind !== 'u32' && kind !== 'u64'),
);

describe('a place', () => {
  test.each(pointers)('$name: $argument outside memory traps', ({ name, kind, index }) => {
    const fixed = kind === 'out32' || kind === 'address' || kind === 'hash';
    const beyond = fixed
      ? [MEMORY - 31, MEMORY, 0xffff_ffff]
      : [
          { at: MEMORY + 1, size: 0 },
          { at: 0xffff_ffff, size: 1 },
        ];
    const least = kind === 'key' ? [{ at: MEMORY, size: 1 }] : [];
    for (const place of [...beyond, ...least]) expect(status([replaced(name, index, place)])).toBe(HOST_ARGUMENT);
  });

  test('that touches the end of memory is lawful, with no bytes or with some', () => {
    expect(status([['log', { at: MEMORY, size: 0 }]])).toBe(OK);
    expect(status([['log', { at: MEMORY - 4, size: 4 }]])).toBe(OK);
    expect(status([['sha256', '', MEMORY - 32]])).toBe(OK);
    expect(status([['get', 'k', { at: MEMORY - 5, size: 9 }]])).toBe(OK);
    expect(status([['get', 'k', { at: MEMORY - 4, size: 9 }]])).toBe(HOST_ARGUMENT);
  });

  test('of a length whose end lies beyond 2^32 does not wrap around', () => {
    expect(status([['log', { at: 0xffff_ffff, size: 2 }]])).toBe(HOST_ARGUMENT);
    expect(status([['get', 'k', { at: 0xffff_fffe, size: 4 }]])).toBe(HOST_ARGUMENT);
  });

  test('for a result gets no more than its capacity, and no more than there is', () => {
    const steps: Step[] = [
      ['store', SCRATCH, -1],
      ['get', 'k', { at: SCRATCH, size: 3 }],
      ['show', SCRATCH, 8],
      ['get', 'k', { at: SCRATCH, size: 0xffff_ffff }],
      ['show', SCRATCH, 8],
    ];
    expect(told(chain, at, steps)).toEqual([5n, '76616cffffffffff', 5n, '76616c7565ffffff']);
  });
});

/** Arguments at their largest, and one byte beyond. */
const SIZES: readonly [row: HostName, argument: string, (size: number) => Step, max: number, least?: number][] = [
  ['output', 'data', (n) => ['output', { at: 0, size: n }], LIMITS.output.max],
  ['get', 'key', (n) => ['get', { at: 0, size: n }, 0], LIMITS.key.max, 1],
  ['set', 'key', (n) => ['set', { at: 0, size: n }, ''], LIMITS.key.max, 1],
  ['set', 'value', (n) => ['set', 'big', { at: 0, size: n }], LIMITS.value.max],
  ['remove', 'key', (n) => ['remove', { at: 0, size: n }], LIMITS.key.max, 1],
  ['next', 'prefix', (n) => ['next', { at: 0, size: n }, '', 0], LIMITS.key.max],
  ['next', 'after', (n) => ['next', '', { at: 0, size: n }, 0], LIMITS.key.max],
  ['emit', 'name', (n) => ['emit', 'A'.repeat(Math.min(n, 999)), '\0\0\0\0', ''], LIMITS.eventName.max, 1],
  ['emit', 'data', (n) => ['emit', 'A', '\0\0\0\0', { at: 0, size: n }], LIMITS.eventBytes.max - 5],
  ['log', 'text', (n) => ['log', { at: 0, size: n }], LIMITS.logBytes.max],
  ['call', 'input', (n) => ['call', ZERO32, 'run', { at: 0, size: n }, 0, 0], LIMITS.input.max],
  ['call', 'method', (n) => ['call', ZERO32, { at: 0, size: n }, '', 0, 0], LIMITS.methodBytes.max],
  ['sha256', 'data', (n) => ['sha256', { at: 0, size: n }], LIMITS.input.max],
  ['keccak256', 'data', (n) => ['keccak256', { at: 0, size: n }], LIMITS.input.max],
  ['blake2b256', 'data', (n) => ['blake2b256', { at: 0, size: n }], LIMITS.input.max],
  ['sm3', 'data', (n) => ['sm3', { at: 0, size: n }], LIMITS.input.max],
  ['verify_ed25519', 'message', (n) => ['verify_ed25519', ZERO32, { at: 0, size: n }, ''], LIMITS.input.max],
  ['verify_secp256k1', 'key', (n) => ['verify_secp256k1', { at: 0, size: n }, ZERO32, ''], LIMITS.publicKey.max],
  ['verify_p256', 'signature', (n) => ['verify_p256', '', ZERO32, { at: 0, size: n }], LIMITS.signature.max],
  ['verify_sm2', 'id', (n) => ['verify_sm2', '', { at: 0, size: n }, '', ''], LIMITS.signerId.max],
  ['verify_sm2', 'message', (n) => ['verify_sm2', '', '', { at: 0, size: n }, ''], LIMITS.input.max],
  ['mul_div_128', 'a', (n) => ['mul_div_128', { at: 0, size: n }, '', '\x01', 0, 0], LIMITS.u128.max],
  ['mul_div_256', 'divisor', (n) => ['mul_div_256', '', '', { at: 0, size: n }, 0, 0], LIMITS.u256.max],
  ['verify_merkle', 'leaf', (n) => ['verify_merkle', ZERO32, { at: 0, size: n }, 0, 1, ''], LIMITS.input.max],
  ['verify_merkle', 'proof', (n) => ['verify_merkle', ZERO32, '', 0, 1, { at: 0, size: n }], LIMITS.merkleProof.max],
  ['verify_ed25519', 'signature', (n) => ['verify_ed25519', ZERO32, '', { at: 0, size: n }], LIMITS.signature.max],
];

describe('a size', () => {
  test.each(SIZES)('%s: %s is lawful up to its limit and traps beyond', (_, _argument, step, max, least = 0) => {
    expect(status([step(least)])).toBe(OK);
    expect(status([step(max)])).toBe(OK);
    expect(status([step(max + 1)])).toBe(HOST_ARGUMENT);
    expect(status([step(0xffff_ffff)])).toBe(HOST_ARGUMENT);
    if (least > 0) expect(status([step(least - 1)])).toBe(HOST_ARGUMENT);
  });

  test('beyond its limit traps before it could be too dear', () => {
    const dear: Step[] = [['log', { at: 0, size: 0xffff_ffff }]];
    expect(play(chain, at, dear, 'run', { gasLimit: 2_500_000n }).status).toBe(HOST_ARGUMENT);
  });
});

/** What the arguments of a measured call are: constants with the bytes that they stand for. */
interface Measured {
  readonly row: HostName;
  readonly args: readonly (number | bigint)[];
  readonly inBytes?: number;
  readonly keyBytes?: number;
  readonly outBytes?: number;
  /** What stands in no column of the row. */
  readonly more?: number;
  readonly status?: number;
}

// Byte 0 on holds a name, byte 64 on zeros. The input is seven bytes long, the contract's only value four.
const MEASURED: readonly Measured[] = [
  { row: 'input', args: [512, 0], outBytes: 7 },
  { row: 'output', args: [64, 33], inBytes: 33 },
  { row: 'revert', args: [0, 4, 64, 20], inBytes: 24, status: 1 },
  { row: 'self', args: [512] },
  { row: 'caller', args: [512] },
  { row: 'method', args: [512, 1], outBytes: 3 },
  { row: 'height', args: [] },
  { row: 'time', args: [] },
  { row: 'chain', args: [512] },
  { row: 'tx_id', args: [512] },
  { row: 'gas_left', args: [] },
  { row: 'get', args: [0, 4, 512, 2], inBytes: 4, outBytes: 4 },
  { row: 'get', args: [0, 5, 512, 2], inBytes: 5 },
  { row: 'set', args: [0, 5, 64, 100], inBytes: 105, keyBytes: 5 },
  { row: 'remove', args: [0, 64], inBytes: 64, keyBytes: 64 },
  { row: 'next', args: [0, 2, 0, 3, 512, 0], inBytes: 5, outBytes: 4 },
  { row: 'next', args: [0, 2, 0, 4, 512, 0], inBytes: 6 },
  { row: 'emit', args: [0, 4, 64, 4, 64, 10], inBytes: 18 },
  { row: 'log', args: [0, 9], inBytes: 9 },
  { row: 'call', args: [64, 0, 3, 64, 11, 1_000n, 0], inBytes: 14 },
  { row: 'result_size', args: [] },
  { row: 'result', args: [0, 512, 0] },
  { row: 'sha256', args: [0, 77, 512], inBytes: 77 },
  { row: 'verify_ed25519', args: [64, 0, 12, 64, 64], inBytes: 76 },
  { row: 'verify_secp256k1', args: [0, 33, 64, 64, 64], inBytes: 97 },
  { row: 'verify_p256', args: [0, 33, 64, 64, 64], inBytes: 97 },
  { row: 'verify_sm2', args: [0, 33, 64, 16, 64, 30, 64, 64], inBytes: 143 },
  { row: 'mul_div_128', args: [0, 16, 0, 16, 0, 16, 0, 512, 16], inBytes: 48, outBytes: 16 },
  { row: 'mul_div_256', args: [0, 32, 0, 32, 0, 32, 3, 512, 32], inBytes: 96, outBytes: 32 },
  { row: 'verify_merkle', args: [0, 64, 20, 0n, 1n, 64, 64], inBytes: 84, more: 2 * PRICES['merkle.perHash'].gas },
  { row: 'keccak256', args: [0, 77, 512], inBytes: 77 },
  { row: 'blake2b256', args: [0, 77, 512], inBytes: 77 },
  { row: 'sm3', args: [0, 77, 512], inBytes: 77 },
  { row: 'role', args: [64, 0, 7, 0], inBytes: 7 },
  { row: 'held', args: [64] },
];

function measuredText({ row, args }: Measured): string {
  const spec = rowOf(row);
  const types = args.map((a) => (typeof a === 'bigint' ? 'i64' : 'i32'));
  const result = spec.result === 'none' ? '' : `(result ${spec.result === 'u64' ? 'i64' : 'i32'})`;
  const consted = args.map((a, i) => `${types[i]}.const ${a}`).join(' ');
  return `(module (import "tally" "${row}" (func $row (param ${types.join(' ')}) ${result}))
    (import "tally" "set" (func $put (param i32 i32 i32 i32)))
    (memory 1) (data (i32.const 0) "${'name'.repeat(16)}")
    (func (export "init#init") (call $put (i32.const 0) (i32.const 4) (i32.const 0) (i32.const 4)))
    (func (export "run") ${consted} call $row ${result ? 'drop' : ''}))`;
}

describe('the price', () => {
  test('is paid before a place is looked at', () => {
    const outside: Step[] = [['sha256', { at: MEMORY, size: LIMITS.input.max }]];
    expect(status(outside)).toBe(HOST_ARGUMENT);
    expect(play(chain, at, outside, 'run', { gasLimit: 2_000_000n }).status).toBe(2100);
  });

  test.each(MEASURED)('of $row is that of its row, to the unit', (measured) => {
    const { gas } = rowOf(measured.row);
    const { inBytes = 0, keyBytes = 0, outBytes = 0, more = 0, args } = measured;
    const wasm = assemble(measuredText(measured));
    const contract = chain.deploy(wasm);
    const size = chain.state.code(chain.contract(contract)!.codeId)!.length;
    const frame = PRICES['frame.base'].gas + PRICES['frame.perByte'].gas * size + PRICES['frame.perPage'].gas;
    const consts = args.map((a) => (typeof a === 'bigint' ? 'i64.const' : 'i32.const'));
    const row = gas.base + gas.perByteIn * inBytes + gas.perKeyByte * keyBytes + gas.perByteOut * outBytes + more;
    const input = new Uint8Array(7);
    const bytes = chain.callTx(0, contract, 'run', input).length;
    const price = intrinsicGas(bytes, 1) + frame + entry() + cost(...consts, 'call') + row;
    const end = measured.status ?? OK;
    expect(chain.call(contract, 'run', input)).toMatchObject({ status: end, gasUsed: price });
    const exact = { gasLimit: BigInt(price) };
    expect(chain.call(contract, 'run', input, exact)).toMatchObject({ status: end, gasUsed: price });
    expect(chain.call(contract, 'run', input, { gasLimit: BigInt(price - 1) })).toMatchObject({ status: 2100 });
  });

  test('every row is measured', () => {
    expect(new Set(MEASURED.map(({ row }) => row))).toEqual(new Set(NAMES.filter((name) => !isOfSteps(name))));
    // What only steps may do costs as much as the same anywhere.
    for (const name of ['get', 'next'] as const) expect(rowOf(`old_${name}`).gas).toEqual(rowOf(name).gas);
  });
});

describe('the context', () => {
  test('is what it is: contract, caller, chain, transaction, height, time, method', () => {
    const bytes = chain.callTx(
      0,
      at,
      'run',
      program([['self'], ['show', SCRATCH, 32], ['caller'], ['show', SCRATCH, 32], ['chain'], ['show', SCRATCH, 32]]),
    );
    const { output } = chain.send(bytes);
    expect(toHex(output)).toBe(toHex(at) + toHex(user(0)) + toHex(chain.id));
    const named: Step[] = [['tx_id'], ['show', SCRATCH, 32], ['height'], ['time'], ['method', 8], ['show', SCRATCH, 3]];
    const second = chain.callTx(0, at, 'run', program(named));
    const receipt = chain.send(second);
    const { height, time } = chain.head.header;
    const tail = Buffer.alloc(24);
    tail.writeBigInt64LE(BigInt(height), 0);
    tail.writeBigInt64LE(BigInt(time), 8);
    tail.writeBigInt64LE(3n, 16);
    expect(toHex(receipt.output)).toBe(toHex(idOf(second)) + tail.toString('hex') + Buffer.from('run').toString('hex'));
    expect(time).toBeGreaterThan(START);
  });

  test('of a query has the committed height and time, no transaction, and the caller that was said', () => {
    const steps: Step[] = [['height'], ['time'], ['tx_id'], ['show', SCRATCH, 32], ['caller'], ['show', SCRATCH, 32]];
    const { height, time } = chain.head.header;
    const nobody = toHex(ZERO32);
    expect(asked(chain, at, steps)).toEqual([BigInt(height), BigInt(time), nobody, nobody]);
  });

  test('gas_left is what is left after its own price', () => {
    const [first, second] = told(chain, at, [['gas_left'], ['gas_left']]) as [bigint, bigint];
    expect(first).toBeLessThan(PLENTY);
    expect(first - second).toBeGreaterThan(rowOf('gas_left').gas.base);
    expect(first - second).toBeLessThan(rowOf('gas_left').gas.base + 1_000);
  });

  test('the input is whole, also with a capacity of nothing', () => {
    const steps: Step[] = [
      ['store', SCRATCH, 0],
      ['input', 0],
      ['show', SCRATCH, 8],
      ['input', 1],
      ['show', SCRATCH, 2],
    ];
    const size = BigInt(program(steps).length);
    const first = Buffer.from(program(steps).subarray(0, 1)).toString('hex');
    expect(told(chain, at, steps)).toEqual([size, '0000000000000000', size, `${first}00`]);
  });
});

describe('native rows', () => {
  test.each<[HostName, string]>([
    ['keccak256', '4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45'],
    ['blake2b256', 'bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319'],
    ['sm3', '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0'],
  ])('%s gives the published digest of "abc"', (name, digest) => {
    expect(told(chain, at, [LAWFUL[name], ['show', SCRATCH, 32]])).toEqual([digest]);
  });

  test('sha256 is SHA-256, of nothing and of text', () => {
    const steps: Step[] = [
      ['sha256', ''],
      ['show', SCRATCH, 32],
      ['sha256', 'abc'],
      ['show', SCRATCH, 32],
    ];
    expect(told(chain, at, steps)).toEqual([
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    ]);
  });

  test('sha256 may write over what it read', () => {
    const steps: Step[] = [
      ['store', SCRATCH, 0x636261n],
      ['sha256', { at: SCRATCH, size: 3 }, SCRATCH],
      ['show', SCRATCH, 4],
    ];
    expect(told(chain, at, steps)).toEqual(['ba7816bf']);
  });

  test('verify_ed25519 says 1 for a valid signature and 0 for anything else', () => {
    const [, key, message, signature] = LAWFUL.verify_ed25519 as readonly Bytes[];
    const flipped = Uint8Array.from(signature!, (b, i) => (i === 40 ? b ^ 1 : b));
    const verify = (...args: readonly Bytes[]): Step => ['verify_ed25519', ...args] as unknown as Step;
    const steps = [
      verify(key!, message!, signature!),
      verify(key!, message!, flipped),
      verify(user(0), message!, signature!),
      verify(key!, signature!, signature!),
      verify(key!, message!, signature!.subarray(0, 63)),
      verify(key!, message!, new Uint8Array(0)),
    ];
    expect(told(chain, at, steps)).toEqual([1n, 0n, 0n, 0n, 0n, 0n]);
  });
});
