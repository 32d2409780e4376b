// One transaction: the checks in their order, every outcome with its status, gas and what it keeps; invariants; queries.
import { beforeEach, describe, expect, test } from 'vitest';
import { type Bytes, EMPTY, equal, toHex, ZERO32 } from '../../engine/base/bytes.ts';
import { errorOf } from '../../engine/base/errors.ts';
import { encodeTransaction } from '../../engine/base/transaction.ts';
import { intrinsicGas, readTransaction } from '../../engine/runtime/admit.ts';
import { rejectedReceipt } from '../../engine/runtime/apply.ts';
import { framePrice } from '../../engine/runtime/call.ts';
import { prepare } from '../../engine/wasm/prepare.ts';
import { LIMITS } from '../../spec/limits.ts';
import { PRICES } from '../../spec/prices.ts';
import { assemble } from '../wasm/assemble.ts';
import { altered, idOf, type Otherwise, PLENTY, reverted, salt, TestChain, user } from './chain.ts';
import { leastGas, play } from './play.ts';
import { type Program, program, puppet, type Step, topics } from './puppet.ts';

let chain: TestChain;
let at: Bytes;

beforeEach(() => {
  chain = new TestChain({ users: 2 });
  at = chain.deploy(puppet());
});

function rejected(bytes: Bytes): string | undefined {
  return chain.block([bytes]).rejected.get(0)?.id;
}

const call = (terms: Otherwise = {}) => chain.callTx(0, at, 'run', EMPTY, terms);
const status = (steps: Program, terms: Otherwise = {}) => play(chain, at, steps, 'run', terms).status;

describe('checks', () => {
  test('bytes that are no transaction, or no lawful body, are refused', () => {
    const good = call();
    expect(rejected(EMPTY)).toBe('TX_MALFORMED');
    expect(rejected(good.subarray(1))).toBe('TX_MALFORMED');
    expect(rejected(Uint8Array.of(...good, 0))).toBe('TX_MALFORMED');
    for (const kind of [0, 1, 2, 3]) expect(rejected(call({ kind, body: Uint8Array.of(1, 2) }))).toBe('TX_MALFORMED');
    expect(rejected(call({ version: 0 }))).toBe('TX_MALFORMED');
    expect(rejected(call({ version: 2 }))).toBe('TX_MALFORMED');
    expect(rejected(new Uint8Array(LIMITS.transactionBytes.max + 1))).toBe('TX_TOO_LARGE');
    expect(rejected(new Uint8Array(LIMITS.transactionBytes.max))).toBe('TX_MALFORMED');
    expect(rejected(good)).toBeUndefined();
  });

  test('another chain, a height gone by, an unknown kind', () => {
    const next = BigInt(chain.head.header.height + 1);
    expect(rejected(call({ chain: ZERO32 }))).toBe('WRONG_CHAIN');
    expect(rejected(call({ expiry: next - 1n }))).toBe('EXPIRED');
    expect(rejected(call({ kind: 99 }))).toBe('KIND_UNKNOWN');
    expect(rejected(call({ kind: 255 }))).toBe('KIND_UNKNOWN');
    expect(rejected(call({ expiry: BigInt(chain.head.header.height + 1) }))).toBeUndefined();
  });

  test('a gas limit must cover the intrinsic price and stay within the largest', () => {
    const intrinsic = BigInt(intrinsicGas(call().length, 1));
    expect(rejected(call({ gasLimit: intrinsic - 1n }))).toBe('GAS_LIMIT_LOW');
    expect(rejected(call({ gasLimit: 0n }))).toBe('GAS_LIMIT_LOW');
    expect(rejected(call({ gasLimit: BigInt(LIMITS.transactionGas.max) + 1n }))).toBe('GAS_LIMIT_HIGH');
    expect(rejected(call({ gasLimit: 2n ** 64n - 1n }))).toBe('GAS_LIMIT_HIGH');
    expect(rejected(call({ gasLimit: intrinsic }))).toBeUndefined();
    expect(chain.last!.receipts[0]).toMatchObject({ status: 2100, gasUsed: Number(intrinsic) });
    expect(rejected(call({ gasLimit: BigInt(LIMITS.transactionGas.max) }))).toBeUndefined();
  });

  test('the intrinsic price: a base, each byte of the whole transaction, each signature', () => {
    expect(intrinsicGas(0, 0)).toBe(PRICES['tx.base'].gas);
    expect(intrinsicGas(100, 2) - intrinsicGas(0, 0)).toBe(
      100 * PRICES['tx.perByte'].gas + 2 * PRICES['auth.ed25519'].gas,
    );
  });

  test('come in the order that PROTOCOL 4 gives them', () => {
    const worst: Otherwise = { chain: ZERO32, expiry: 0n, nonce: 99n, gasLimit: 2n ** 63n, kind: 99 };
    const unsigned = (terms: Otherwise) =>
      altered(call(terms), (tx) => ({
        ...tx,
        auths: tx.auths.map((auth) => ({ ...auth, scheme: 1, signature: new Uint8Array(64) })),
      }));
    const { chain: _, ...second } = worst;
    const { expiry: __, ...third } = second;
    const { nonce: ___, ...fourth } = third;
    expect(rejected(unsigned(worst))).toBe('WRONG_CHAIN');
    expect(rejected(unsigned(second))).toBe('EXPIRED');
    expect(rejected(unsigned(third))).toBe('NONCE_GAP');
    expect(rejected(unsigned(fourth))).toBe('SCHEME_UNKNOWN');
    const badly = altered(call(fourth), (tx) => ({ ...tx, auths: tx.auths.map((a) => ({ ...a, signature: EMPTY })) }));
    expect(rejected(badly)).toBe('BAD_SIGNATURE');
    expect(rejected(call(fourth))).toBe('KIND_UNKNOWN');
    const { kind: ____, ...fifth } = fourth;
    expect(rejected(chain.callTx(0, at, 'nothing', EMPTY, fifth))).toBe('METHOD_UNKNOWN');
    expect(rejected(call(fifth))).toBe('GAS_LIMIT_HIGH');
  });

  test('a rejected transaction leaves state, gas of the block and nonce as they were', () => {
    const root = toHex(chain.forest.root());
    const applied = chain.block([call({ kind: 99 }), chain.callTx(1, at, 'nothing')]);
    expect(applied.receipts).toEqual([]);
    expect(toHex(chain.forest.root())).toBe(root);
    expect(applied.writes.size).toBe(0);
  });

  test('reading gives back what was encoded', () => {
    const bytes = call();
    expect(encodeTransaction(readTransaction(bytes))).toEqual(bytes);
  });
});

describe('outcomes', () => {
  const wrote: Step[] = [
    ['set', 'x', '1'],
    ['emit', 'Wrote', topics(), ''],
  ];
  const inner = (steps: Program, gas: number | bigint = 50_000_000): Step => ['call', at, 'again', steps, gas, 1];
  const limit = Number(PLENTY);

  test('OK keeps writes and events, and costs what was spent', () => {
    const receipt = play(chain, at, [...wrote, ['output', 'done']]);
    expect(receipt).toMatchObject({ version: 1, status: 0 });
    expect(receipt.gasUsed).toBeLessThan(limit);
    expect([receipt.events.length, Buffer.from(receipt.output).toString()]).toEqual([1, 'done']);
    expect(chain.stored(at, 'x')).toEqual(Uint8Array.of(0x31));
  });

  test('REVERT costs what was spent, keeps its payload and nothing else', () => {
    const receipt = play(chain, at, [...wrote, ['revert', 'NO', 'why']]);
    expect(receipt).toMatchObject({ status: 1, events: [] });
    expect(receipt.gasUsed).toBeLessThan(2_000_000);
    expect(reverted(receipt).code).toBe('NO');
    expect(chain.stored(at, 'x')).toBeUndefined();
  });

  const CAUGHT: readonly [name: string, steps: Program, status: number][] = [
    ['unreachable', [['unreachable']], 2001],
    ['memory bounds', [['load', 0xffff_ffff]], 2002],
    ['division by zero', [['divide', 1, 0]], 2003],
    ['integer overflow', [['divide', -(2n ** 63n), -1]], 2004],
    ['an indirect call of an empty slot', [['indirect', 0]], 2005],
    ['an indirect call beyond the table', [['indirect', 9]], 2005],
    ['a host argument', [['result', 1, 0]], 2006],
  ];

  test.each(CAUGHT)('%s takes all the gas of its frame, and of its frame only', (_, steps, expected) => {
    const nonce = chain.account(0)!.nonce;
    const receipt = play(chain, at, [...wrote, ...steps]);
    expect(receipt).toMatchObject({ status: expected, gasUsed: limit, events: [], output: EMPTY });
    expect(errorOf(expected)).toBeDefined();
    expect(chain.account(0)!.nonce).toBe(nonce + 1);
    const caught = play(chain, at, [...wrote, inner([['set', 'y', '1'], ...steps], 5_000_000), ['output', 'went on']]);
    expect(caught.status).toBe(0);
    expect(caught.gasUsed).toBeGreaterThan(5_000_000);
    expect(caught.gasUsed).toBeLessThan(7_000_000);
    expect([chain.stored(at, 'x'), chain.stored(at, 'y')]).toEqual([Uint8Array.of(0x31), undefined]);
  });

  const EXHAUSTING: readonly [name: string, steps: Program, status: number][] = [
    ['gas', [['burn', 0x7fff_ffff]], 2100],
    ['activations', [['recurse', LIMITS.activations.max]], 2102],
    [
      'events',
      [
        ['emit', 'E', topics(), ''],
        ['again', 64],
      ],
      2105,
    ],
    [
      'log lines',
      [
        ['log', ''],
        ['again', 64],
      ],
      2106,
    ],
  ];

  test.each(EXHAUSTING)(
    'running out of %s takes all gas of the transaction and cannot be caught',
    (_, steps, expected) => {
      const outer = play(chain, at, [['set', 'x', '1'], ...steps]);
      expect(outer).toMatchObject({ status: expected, gasUsed: limit, events: [], output: EMPTY });
      const below = play(chain, at, [['set', 'x', '1'], inner(steps, limit), ['output', 'went on']]);
      expect(below).toMatchObject({ status: expected, gasUsed: limit, events: [], output: EMPTY });
      expect(chain.stored(at, 'x')).toBeUndefined();
    },
  );

  test('gas is exact: the gas used is the least limit that is enough, and another limit changes nothing', () => {
    const steps: Program = [...wrote, ['burn', 100], ['get', 'x', 0]];
    const used = BigInt(play(chain, at, steps).gasUsed);
    expect(leastGas(400_000n, used + 9n, (gasLimit) => status(steps, { gasLimit }) === 0)).toBe(used);
    expect(play(chain, at, steps, 'run', { gasLimit: used }).gasUsed).toBe(Number(used));
  });
});

describe('an invariant', () => {
  /** Holds while the key `broken` is absent: reads it, and reverts if it is there. */
  const text = (mark = 0) => `(module
    (import "tally" "get" (func $get (param i32 i32 i32 i32) (result i32)))
    (import "tally" "set" (func $set (param i32 i32 i32 i32)))
    (import "tally" "revert" (func $revert (param i32 i32 i32 i32)))
    (memory 1) (global i32 (i32.const ${mark})) (data (i32.const 0) "brokengood")
    (func (export "break") (call $set (i32.const 0) (i32.const 6) (i32.const 0) (i32.const 0)))
    (func (export "write") (call $set (i32.const 6) (i32.const 4) (i32.const 0) (i32.const 0)))
    (func (export "look#view"))
    (func (export "anything#view"))
    (func (export "holds#view")
      (if (i32.ge_s (call $get (i32.const 0) (i32.const 6) (i32.const 0) (i32.const 0)) (i32.const 0))
        (then (call $revert (i32.const 0) (i32.const 6) (i32.const 0) (i32.const 0)))))
    (func (export "trap#view") unreachable) (func (export "endless#view") (loop br 0)))`;
  const deploy = (invariant: string) => chain.deploy(assemble(text()), { invariant });

  test('that holds lets writes through and is paid for', () => {
    const [free, held] = [deploy(''), deploy('holds')];
    const [cheap, dear] = [chain.call(free, 'write'), chain.call(held, 'write')];
    expect([cheap.status, dear.status]).toEqual([0, 0]);
    const { code } = prepare(chain.natives, assemble(text()));
    expect(dear.gasUsed - cheap.gasUsed).toBeGreaterThan(framePrice(code));
    expect(chain.stored(held, 'good')).toBeDefined();
  });

  test('that does not hold reverts everything as INVARIANT, naming the contract', () => {
    const contract = deploy('holds');
    const nonce = chain.account(0)!.nonce;
    const receipt = chain.call(contract, 'break');
    expect(receipt).toMatchObject({ status: 1, events: [] });
    expect(receipt.gasUsed).toBeLessThan(2_000_000);
    expect(reverted(receipt)).toEqual({ code: 'INVARIANT', data: contract });
    expect(chain.stored(contract, 'broken')).toBeUndefined();
    expect(chain.account(0)!.nonce).toBe(nonce + 1);
  });

  test('that traps or runs out of gas does not hold, from the first transaction on', () => {
    const ids = chain.upload(assemble(text()));
    for (const invariant of ['trap', 'endless']) {
      const receipt = chain.send(chain.instantiateTx(0, ids, { invariant, salt: salt(invariant.length) }));
      expect(reverted(receipt).code).toBe('INVARIANT');
      expect(receipt.gasUsed).toBe(Number(PLENTY));
    }
  });

  test('is not run for a contract that was only read', () => {
    const contract = deploy('holds');
    const receipt = chain.call(contract, 'look');
    expect(receipt.gasUsed).toBe(chain.call(deploy(''), 'look').gasUsed);
  });

  test('runs for a contract that another one wrote through, and undoes what both did', () => {
    const contract = deploy('holds');
    const receipt = play(chain, at, [
      ['set', 'mine', '1'],
      ['call', contract, 'break', '', 1_000_000, 0],
    ]);
    expect(reverted(receipt)).toEqual({ code: 'INVARIANT', data: contract });
    expect([chain.stored(at, 'mine'), chain.stored(contract, 'broken')]).toEqual([undefined, undefined]);
  });

  test('of several contracts, that of the smallest address which does not hold is named', () => {
    const pair = [deploy('holds'), deploy('holds')].sort((a, b) => (toHex(a) < toHex(b) ? -1 : 1)) as [Bytes, Bytes];
    const breaking = (contract: Bytes): Step => ['call', contract, 'break', '', 1_000_000, 0];
    const receipt = play(chain, at, [breaking(pair[1]), breaking(pair[0])]);
    expect(equal(reverted(receipt).data, pair[0])).toBe(true);
  });

  test('of new code must hold for what is stored already when a contract is upgraded to it', () => {
    const loose = assemble(text().replaceAll('"brokengood"', '"xxxxxxgood"'));
    const contract = chain.deploy(loose, { invariant: 'holds' });
    // Under the old code `broken` is a key like any other; the new code says that it may not be there.
    chain.state.commit(new Map([[`\x40${Buffer.from(contract).toString('latin1')}broken`, EMPTY]]));
    const ids = chain.upload(assemble(text(1)));
    const receipt = chain.send(chain.tx(0, 'upgrade', { breaking: false, contract, ...ids, input: EMPTY }));
    expect(reverted(receipt)).toEqual({ code: 'INVARIANT', data: contract });
    expect(chain.contract(contract)!.revision).toBe(0);
  });

  test('must be a view of the code', () => {
    const ids = chain.upload(assemble(text()));
    for (const invariant of ['nothing', 'write', 'holds#view']) {
      expect(rejected(chain.instantiateTx(0, ids, { invariant }))).toBe('INVARIANT_UNKNOWN');
    }
    const contract = deploy('anything');
    const without = chain.upload(puppet());
    expect(rejected(chain.tx(0, 'upgrade', { breaking: false, contract, ...without, input: EMPTY }))).toBe(
      'INVARIANT_UNKNOWN',
    );
  });
});

describe('a query', () => {
  test('answers from committed state and changes nothing', () => {
    play(chain, at, [['set', 'k', 'abc']]);
    const root = toHex(chain.forest.root());
    const answer = chain.query(at, 'look', program([['get', 'k', 0]]));
    expect([answer.status, Buffer.from(answer.output).readBigInt64LE()]).toEqual([0, 3n]);
    expect(toHex(chain.forest.root())).toBe(root);
    expect(answer.gasUsed).toBeGreaterThan(0);
  });

  test('of what is no view, no method or no contract is refused', () => {
    const id = (act: () => unknown) => {
      try {
        return act();
      } catch (error) {
        return (error as { id: string }).id;
      }
    };
    expect(id(() => chain.query(at, 'run'))).toBe('NOT_VIEW');
    expect(id(() => chain.query(at, 'init'))).toBe('NOT_VIEW');
    expect(id(() => chain.query(at, 'nothing'))).toBe('METHOD_UNKNOWN');
    expect(id(() => chain.query(user(0), 'look'))).toBe('CONTRACT_UNKNOWN');
  });

  test('ends like a transaction: with its revert, its trap, or out of gas', () => {
    expect(chain.query(at, 'look', program([['revert', 'NO', '']]))).toMatchObject({ status: 1 });
    expect(chain.query(at, 'look', program([['unreachable']]), 900_000)).toMatchObject({
      status: 2001,
      gasUsed: 900_000,
    });
    expect(chain.query(at, 'look', program([['burn', 0]]), 900_000)).toMatchObject({ status: 2100, gasUsed: 900_000 });
    expect(chain.query(at, 'look', EMPTY, 0)).toMatchObject({ status: 2100, gasUsed: 0 });
  });
});

test('the receipt of a rejected transaction has its id and status, no gas and a zero trace hash', () => {
  const bytes = call({ kind: 99 });
  expect(rejectedReceipt(idOf(bytes), 1011)).toEqual({
    version: 1,
    txId: idOf(bytes),
    status: 1011,
    gasUsed: 0,
    output: EMPTY,
    events: [],
    traceHash: ZERO32,
  });
});
