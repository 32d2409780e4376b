// One block: what enters it and what does not, its header, and that nothing but its transactions moves the state.
import { beforeEach, describe, expect, test } from 'vitest';
import { type Bytes, EMPTY, toHex, ZERO32 } from '../../engine/base/bytes.ts';
import { Fault } from '../../engine/base/errors.ts';
import { blockHash } from '../../engine/base/hash.ts';
import { leafHash } from '../../engine/base/list.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { applyBlock } from '../../engine/ledger/apply.ts';
import { receiptRoot, transactionRoot } from '../../engine/ledger/block.ts';
import { Engine } from '../../engine/runtime/code.ts';
import { CompiledTier } from '../../engine/sandbox/compiled.ts';
import { LIMITS } from '../../spec/limits.ts';
import { addressOf, altered, idOf, idsOf, type Otherwise, PLENTY, salt, TestChain } from '../runtime/chain.ts';
import { program, puppet } from '../runtime/puppet.ts';

const BLOCK_GAS = 3_000_000_000;
let chain: TestChain;
let at: Bytes;

beforeEach(() => {
  chain = new TestChain({ users: 3, blockGas: BLOCK_GAS });
  at = chain.deploy(puppet());
});

const call = (from: number, terms: Otherwise = {}) =>
  chain.callTx(from, at, 'run', program([['set', 'x', '1']]), terms);
const hexes = (list: readonly Bytes[]) => list.map(toHex);

describe('a block', () => {
  test('follows its parent and names its roots and gas', () => {
    const parent = chain.head;
    const { block, head, receipts, receiptBytes } = chain.block([call(0), call(1)]);
    expect(block.header).toMatchObject({ height: parent.header.height + 1, version: 1, protocol: 1 });
    expect(toHex(block.header.parent)).toBe(toHex(parent.hash));
    expect(toHex(block.header.chain)).toBe(toHex(chain.id));
    expect(toHex(block.header.txRoot)).toBe(toHex(transactionRoot(nodeNatives, block.transactions)));
    expect(toHex(block.header.receiptRoot)).toBe(toHex(receiptRoot(nodeNatives, receiptBytes)));
    expect(toHex(block.header.stateRoot)).toBe(toHex(chain.forest.root()));
    expect(block.header.gasUsed).toBe(receipts[0]!.gasUsed + receipts[1]!.gasUsed);
    expect(toHex(head.hash)).toBe(toHex(blockHash(nodeNatives, block.header)));
    expect(hexes(receipts.map(({ txId }) => txId))).toEqual(hexes(block.transactions.map(idOf)));
  });

  test('without transactions leaves the state root alone, and still is another block', () => {
    const before = chain.head;
    chain.block([]);
    expect(toHex(chain.head.header.stateRoot)).toBe(toHex(before.header.stateRoot));
    expect(toHex(chain.head.hash)).not.toBe(toHex(before.hash));
  });

  test('has a time after that of its parent', () => {
    const { time } = chain.head.header;
    for (const early of [time, time - 1, 0]) expect(() => chain.block([], { time: early })).toThrow(Fault);
    expect(chain.block([], { time: time + 1 }).head.header.time).toBe(time + 1);
  });

  test('its transactions see each other’s writes in order', () => {
    const read = chain.callTx(1, at, 'run', program([['get', 'x', 0]]));
    const write = call(0);
    const [, second] = chain.block([write, read]).receipts;
    expect(Buffer.from(second!.output).readBigInt64LE()).toBe(1n);
  });

  test('takes one sender’s transactions one after the other', () => {
    const nonce = BigInt(chain.account(0)!.nonce);
    const { receipts, rejected } = chain.block([
      call(0),
      call(0, { nonce: nonce + 1n }),
      call(0, { nonce: nonce + 3n }),
    ]);
    expect(receipts).toHaveLength(2);
    expect([...rejected.keys()]).toEqual([2]);
    expect(rejected.get(2)!.id).toBe('NONCE_GAP');
  });
});

describe('what is rejected', () => {
  test('is left out of a block that is proposed', () => {
    const { block, receipts, rejected, logs } = chain.block([call(0, { nonce: 99n }), call(1), EMPTY]);
    expect([block.transactions.length, receipts.length, logs.length]).toEqual([1, 1, 1]);
    expect([...rejected].map(([i, { id }]) => [i, id])).toEqual([
      [0, 'NONCE_GAP'],
      [2, 'TX_MALFORMED'],
    ]);
  });

  test('has a receipt in a block that stands already: its code, no gas, a zero trace hash', () => {
    const bad = call(0, { nonce: 99n });
    const { block, receipts, logs } = chain.block([bad, call(1), EMPTY], { fixed: true });
    expect([block.transactions.length, receipts.length, logs.length]).toEqual([3, 3, 3]);
    expect(receipts.map(({ status, gasUsed }) => [status, gasUsed > 0])).toEqual([
      [1006, false],
      [0, true],
      [1001, false],
    ]);
    expect(toHex(receipts[0]!.traceHash)).toBe(toHex(ZERO32));
    expect(toHex(receipts[0]!.txId)).toBe(toHex(idOf(bad)));
    expect(toHex(receipts[2]!.txId)).toBe(toHex(leafHash(nodeNatives, 'TX_LEAF', EMPTY)));
  });

  test('leaves the same state as if it had not been there', () => {
    const other = new TestChain({ users: 3, blockGas: BLOCK_GAS });
    other.deploy(puppet());
    const good = call(1);
    chain.block([call(0, { nonce: 99n }), good], { fixed: true });
    other.block([good]);
    expect(toHex(chain.head.header.stateRoot)).toBe(toHex(other.head.header.stateRoot));
  });
});

describe('room', () => {
  const most = BigInt(LIMITS.transactionGas.max);

  test('a transaction enters if what was used before and its own gas limit fit, to the unit', () => {
    const small = new TestChain({ users: 3, blockGas: 2_500_000_000 });
    const to = small.deploy(puppet());
    const used = small.block([small.callTx(0, to, 'run')]).receipts[0]!.gasUsed;
    const second = (gasLimit: number) => {
      const pair = [small.callTx(0, to, 'run'), small.callTx(1, to, 'run', EMPTY, { gasLimit: BigInt(gasLimit) })];
      return small.block(pair).rejected.get(1)?.id;
    };
    expect(second(2_500_000_000 - used + 1)).toBe('BLOCK_FULL');
    expect(second(2_500_000_000 - used)).toBeUndefined();
  });

  test('a rejected transaction takes no room', () => {
    const bad = call(0, { nonce: 99n, gasLimit: most });
    expect(chain.block([bad, bad, bad, call(1, { gasLimit: most })]).receipts).toHaveLength(1);
  });

  test('a block that is proposed has so many bytes and no more; one that stands has whatever it has', () => {
    const [gasLimit, input] = [20_000_000n, new Uint8Array(LIMITS.input.max)];
    const nonce = chain.account(0)!.nonce;
    const large = (i: number) => chain.callTx(0, at, 'run', input, { gasLimit, nonce: BigInt(nonce + i) });
    const fit = Math.floor(LIMITS.blockBytes.max / large(0).length);
    const many = Array.from({ length: fit + 1 }, (_, i) => large(i));
    const ids = [...chain.block(many).rejected].map(([i, { id }]) => [i, id]);
    expect(ids).toEqual([[fit, 'BLOCK_FULL']]);
    expect(chain.block([many[fit]!]).receipts[0]).toMatchObject({ status: 0 });
    expect(chain.block(many, { fixed: true }).receipts).toHaveLength(fit + 1);
  });
});

test('code that a block brings is there for the rest of the block, whatever is kept prepared', () => {
  class Forgetful extends Engine {
    override keep(): void {}
  }
  chain.engine = new Forgetful(chain.natives, new CompiledTier());
  const module = puppet({ mark: 1 });
  const nonce = chain.account(0)!.nonce;
  const upload = chain.tx(0, 'upload', { module });
  const [gasLimit, place] = [PLENTY, addressOf(chain, 0, salt(1))];
  const made = chain.instantiateTx(0, idsOf(module), { salt: salt(1) }, { gasLimit, nonce: BigInt(nonce + 1) });
  const called = chain.callTx(0, place, 'run', EMPTY, { gasLimit, nonce: BigInt(nonce + 2) });
  expect(chain.block([upload, made, called]).receipts.map(({ status }) => status)).toEqual([0, 0, 0]);
});

test('signatures that were found valid elsewhere are not checked again, and only those', () => {
  const forged = altered(call(1), (tx) => ({
    ...tx,
    auths: tx.auths.map((a) => ({ ...a, signature: new Uint8Array(64) })),
  }));
  const apply = (verified: ReadonlySet<number>) =>
    applyBlock(
      { ...chain, state: chain.state, forest: chain.forest },
      { time: chain.head.header.time + 1, transactions: [forged, forged], fixed: false, verified },
    );
  expect(apply(new Set()).rejected.get(0)?.id).toBe('BAD_SIGNATURE');
  const { receipts, rejected } = apply(new Set([1]));
  expect([receipts.length, rejected.get(0)?.id, rejected.size]).toEqual([1, 'BAD_SIGNATURE', 1]);
});
