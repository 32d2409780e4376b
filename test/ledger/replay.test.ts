// Replay: an honest record runs through; each thing that a record can get wrong is named at its height.
import { beforeAll, describe, expect, test } from 'vitest';
import { type Bytes, EMPTY, toHex, ZERO32 } from '../../engine/base/bytes.ts';
import { decode, encode, type Header, type Receipt } from '../../engine/base/records.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { type Block, decodeBlock, encodeBlock } from '../../engine/ledger/block.ts';
import { type Difference, type Recorded, Replay } from '../../engine/ledger/replay.ts';
import { Engine } from '../../engine/runtime/code.ts';
import { CompiledTier } from '../../engine/sandbox/compiled.ts';
import { TestChain } from '../runtime/chain.ts';
import { play } from '../runtime/play.ts';
import { puppet, topics } from '../runtime/puppet.ts';

let chain: TestChain;
const engine = new Engine(nodeNatives, new CompiledTier());

beforeAll(() => {
  chain = new TestChain({ users: 2 });
  const at = chain.deploy(puppet());
  play(chain, at, [
    ['set', 'x', '1'],
    ['emit', 'E', topics(), 'd'],
    ['output', 'out'],
  ]);
  chain.block([EMPTY, chain.callTx(1, at, 'run')], { fixed: true });
  chain.block([]);
});

/** The first difference of a record, or how many blocks ran. */
function replayed(recorded: readonly Recorded[]): Difference | Replay {
  const replay = new Replay(engine, chain.genesis);
  const [first, ...rest] = recorded;
  const early = replay.begin(first!);
  if (early) return early;
  for (const each of rest) {
    const { difference } = replay.step(each);
    if (difference) return difference;
  }
  return replay;
}

const withAt = (height: number, change: (recorded: Recorded) => Recorded) =>
  chain.recorded.map((each, i) => (i === height ? change(each) : each));
const header = (change: Partial<Header>) => (each: Recorded) => {
  const block = decodeBlock(each.block);
  return { ...each, block: encodeBlock({ ...block, header: { ...block.header, ...change } }) };
};
const body = (change: (transactions: readonly Bytes[]) => readonly Bytes[]) => (each: Recorded) => {
  const block: Block = decodeBlock(each.block);
  return { ...each, block: encodeBlock({ ...block, transactions: change(block.transactions) }) };
};
const receipt = (index: number, change: (r: Receipt) => Partial<Receipt>) => (each: Recorded) => ({
  ...each,
  receipts: each.receipts.map((r, i) => {
    const value = decode('Receipt', r);
    return i === index ? encode('Receipt', { ...value, ...change(value) }) : r;
  }),
});

describe('a replay', () => {
  test('of what happened ends at the same head, and counts what it ran', () => {
    const replay = replayed(chain.recorded) as Replay;
    expect(toHex(replay.head.hash)).toBe(toHex(chain.head.hash));
    expect(toHex(replay.forest.root())).toBe(toHex(chain.forest.root()));
    expect(replay.transactions).toBe(5);
    expect(replay.gasUsed).toBeGreaterThan(10_000_000);
  });

  test('gives the block that it applied', () => {
    const replay = new Replay(engine, chain.genesis);
    expect(replay.step(chain.recorded[1]!)).toMatchObject({ applied: { receipts: [{ status: 0 }] } });
  });
});

describe('a difference is named', () => {
  const CALL = 3;
  const MIXED = 4;

  test.each<[string, number, (recorded: Recorded) => Recorded, Partial<Difference>]>([
    ['in the genesis state', 0, header({ stateRoot: ZERO32 }), { height: 0, what: 'stateRoot' }],
    ['in the genesis time', 0, header({ time: 5 }), { height: 0, what: 'time' }],
    ['in a state root', CALL, header({ stateRoot: ZERO32 }), { height: CALL, what: 'stateRoot' }],
    ['in a transaction root', CALL, header({ txRoot: ZERO32 }), { height: CALL, what: 'txRoot' }],
    ['in a receipt root', CALL, header({ receiptRoot: ZERO32 }), { height: CALL, what: 'receiptRoot' }],
    ['in the gas of a block', CALL, header({ gasUsed: 1 }), { height: CALL, what: 'gasUsed', recorded: '1' }],
    ['in the rules', CALL, header({ specHash: ZERO32 }), { height: CALL, what: 'specHash' }],
    ['in the protocol', CALL, header({ protocol: 2 }), { height: CALL, what: 'protocol' }],
    ['in the chain', CALL, header({ chain: ZERO32 }), { height: CALL, what: 'chain' }],
    ['in the version', CALL, header({ version: 9 }), { height: CALL, what: 'version' }],
    ['in the height', CALL, header({ height: 9 }), { height: CALL, what: 'height' }],
    ['in the parent', CALL, header({ parent: ZERO32 }), { height: CALL, what: 'parent' }],
    ['in a time before its parent', CALL, header({ time: 1 }), { height: CALL, what: 'time' }],
    ['when a block is no block', CALL, (each) => ({ ...each, block: EMPTY }), { height: CALL, what: 'block' }],
    ['when block 0 is no block', 0, (each) => ({ ...each, block: EMPTY }), { height: 0, what: 'block' }],
    ['when a transaction is gone', CALL, body(() => []), { height: CALL, what: 'receipts' }],
    ['when a receipt is gone', CALL, (each) => ({ ...each, receipts: [] }), { height: CALL, what: 'receipts' }],
    [
      'in a status',
      MIXED,
      receipt(1, () => ({ status: 1 })),
      { height: MIXED, transaction: 1, what: 'receipt.status' },
    ],
    ['in a reject', MIXED, receipt(0, () => ({ status: 1002 })), { height: MIXED, transaction: 0 }],
    ['in gas', CALL, receipt(0, (r) => ({ gasUsed: r.gasUsed + 1 })), { transaction: 0, what: 'receipt.gasUsed' }],
    ['in an output', CALL, receipt(0, () => ({ output: EMPTY })), { what: 'receipt.output' }],
    ['in a trace', CALL, receipt(0, () => ({ traceHash: ZERO32 })), { what: 'receipt.traceHash' }],
    ['in an id', CALL, receipt(0, () => ({ txId: ZERO32 })), { what: 'receipt.txId' }],
    ['in events', CALL, receipt(0, () => ({ events: [] })), { what: 'receipt.events' }],
    [
      'in an event',
      CALL,
      receipt(0, (r) => ({ events: [{ ...r.events[0]!, name: 'F' }] })),
      { what: 'receipt.events' },
    ],
    ['when a receipt is none', CALL, (each) => ({ ...each, receipts: [EMPTY] }), { what: 'receipt' }],
  ])('%s', (_, height, change, expected) => {
    expect(replayed(withAt(height, change))).toMatchObject(expected);
  });

  test('when a signature was replaced, though the receipts are those of the honest block', () => {
    const tampered = withAt(
      CALL,
      body(([tx]) => [Uint8Array.from(tx!, (b, i) => (i === tx!.length - 1 ? b ^ 1 : b))]),
    );
    expect(replayed(tampered)).toMatchObject({ height: CALL, what: 'receipt.status', replayed: '1009' });
  });

  test('even where every root was made to fit, by the hash of the next block’s parent', () => {
    const later = withAt(CALL, header({ time: chain.head.header.time - 2_500 }));
    expect(replayed(later)).toMatchObject({ height: CALL + 1, what: 'parent' });
  });
});
