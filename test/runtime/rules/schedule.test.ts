// What the chain does later: when, in which order, in whose name, and what becomes of it.
import { beforeEach, expect, test } from 'vitest';
import { type Bytes, compare, toHex } from '../../../engine/base/bytes.ts';
import { nextDue } from '../../../engine/ledger/due.ts';
import { TestChain } from '../chain.ts';
import { program, puppet } from '../puppet.ts';
import { among, bodyBytes, kindId, Life } from './life.ts';

let life: Life;
let chain: TestChain;
let contract: Bytes;

beforeEach(() => {
  life = new Life();
  chain = life.chain;
  contract = chain.deploy(puppet(), { admin: among([0], 1) });
});

const put = (value: string) =>
  bodyBytes('call', { to: contract, method: 'run', input: program([['set', 'x', value]]) });
const at = (due: number, body: Bytes, gasLimit = 5_000_000) => ({
  byTime: false,
  due,
  gasLimit,
  kind: kindId('call'),
  body,
});
const stored = () => Buffer.from(chain.stored(contract, 'x') ?? []).toString();

test('is done in the first block at its height, before all else, and has a receipt under its own id', () => {
  const scheduled = life.ok(1, 'schedule', at(life.height + 3, put('later')));
  life.pass(1);
  expect(stored()).toBe('');
  const applied = chain.block([
    chain.tx(2, 'call', { to: contract, method: 'run', input: program([['get', 'x', 0]]) }),
  ]);
  expect(applied.receipts).toHaveLength(2);
  expect(applied.block.transactions).toHaveLength(1);
  expect(toHex(applied.receipts[0]!.txId)).toBe(toHex(scheduled.output));
  expect(applied.receipts[0]).toMatchObject({ status: 0 });
  // What was called saw it done.
  expect(Buffer.from(applied.receipts[1]!.output).readBigInt64LE()).toBe(5n);
  expect(stored()).toBe('later');
  chain.block([]);
  expect(chain.last!.receipts).toEqual([]);
});

test('by time, at the first block not before it', () => {
  const time = chain.head.header.time;
  life.ok(1, 'schedule', { ...at(time + 3_500, put('timely')), byTime: true });
  life.pass(2);
  expect(stored()).toBe('');
  life.pass(1);
  expect(stored()).toBe('timely');
});

test('in the order of heights before times, then when, then ids', () => {
  const [height, time] = [life.height + 8, chain.head.header.time + 7_500];
  const ids: Bytes[] = [];
  ids.push(life.ok(1, 'schedule', { ...at(time - 1, put('t')), byTime: true }).output);
  for (const due of [height, height, height - 1]) ids.push(life.ok(1, 'schedule', at(due, put('h'))).output);
  // A block that comes late finds all of them due.
  while (life.height < height - 2) chain.block([], { time: chain.head.header.time + 1 });
  const early = chain.block([], { time: chain.head.header.time + 1 }).receipts;
  expect(early.map(({ txId }) => toHex(txId))).toEqual([toHex(ids[3]!)]);
  const { receipts } = chain.block([], { time: time + 10 });
  const [one, two] = [ids[1]!, ids[2]!].sort(compare) as [Bytes, Bytes];
  expect(receipts.map(({ txId }) => toHex(txId))).toEqual([one, two, ids[0]!].map(toHex));
});

test('is paid when it is scheduled, and what has no room in a block waits with all behind it', () => {
  life = new Life({ users: 3, blockGas: 2_500_000_000 });
  chain = life.chain;
  contract = chain.deploy(puppet());
  const gas = { gasLimit: 1_900_000_000n };
  const due = life.height + 4;
  const bill = life.ok(1, 'schedule', at(due, put('1'), 1_500_000_000), gas);
  expect(bill.gasUsed).toBeGreaterThan(1_500_000_000);
  life.ok(1, 'schedule', at(due, put('2'), 1_500_000_000), gas);
  expect(life.try(1, 'schedule', at(due, put('3'), 2_400_000_000), gas)).toBe(2100);
  // A limit of gas is what it may use, not what it does: both fit, one behind the other.
  chain.block([]);
  expect(chain.last!.receipts.map(({ status }) => status)).toEqual([0, 0]);
  const burning = bodyBytes('call', { to: contract, method: 'run', input: program([['burn', 0]]) });
  const later = life.height + 4;
  for (let i = 0; i < 2; i++) life.ok(1, 'schedule', at(later, burning, 1_500_000_000), gas);
  life.pass(2);
  expect(chain.last!.receipts.map(({ status }) => status)).toEqual([2100]);
  life.pass(1);
  expect(chain.last!.receipts.map(({ status }) => status)).toEqual([2100]);
  life.pass(1);
  expect(chain.last!.receipts).toEqual([]);
});

test('is taken back before it is done, by who scheduled it', () => {
  const due = life.height + 4;
  const { output: id } = life.ok(1, 'schedule', at(due, put('never')));
  expect(life.try(2, 'unschedule', { byTime: false, due, id })).toBe('NOT_ADMIN');
  life.ok(1, 'unschedule', { byTime: false, due, id });
  expect(life.try(1, 'unschedule', { byTime: false, due, id })).toBe('SCHEDULE_UNKNOWN');
  life.pass(3);
  expect(stored()).toBe('');
});

test('is judged when it is done: by who may then, on what is there then', () => {
  const freeze = bodyBytes('freeze', { contract, reason: 'at last' });
  const later = (n: number, body: Bytes) =>
    life.ok(n, 'schedule', { ...at(life.height + 2, body), kind: kindId('freeze') });
  later(1, freeze);
  life.pass(1);
  expect(chain.last!.receipts[0]).toMatchObject({ status: 1109, gasUsed: 0, events: [] });
  later(0, freeze);
  const { nonce } = chain.account(0)!;
  life.pass(1);
  // It takes no nonce: its sender goes on counting.
  expect(chain.account(0)!.nonce).toBe(nonce);
  expect(chain.last!.receipts[0]!.events.map(({ name }) => name)).toEqual(['tally.freeze']);
  expect(life.record(contract)).toMatchObject({ status: 1, freeze: { reason: 'at last' } });
  expect(life.try(0, 'unfreeze', { contract })).toBe('OK');
});

test('cannot be itself scheduling, code, nonsense, or more than fits', () => {
  const refuse = (change: object) => life.try(1, 'schedule', { ...at(life.height + 9, put('x')), ...change });
  expect(refuse({ kind: kindId('schedule') })).toBe('SCHEDULE_INVALID');
  expect(refuse({ kind: kindId('upload') })).toBe('SCHEDULE_INVALID');
  expect(refuse({ kind: 99 })).toBe('KIND_UNKNOWN');
  expect(refuse({ body: Uint8Array.of(1) })).toBe('TX_MALFORMED');
  expect(refuse({ body: new Uint8Array(65_537) })).toBe('INPUT_TOO_LARGE');
  expect(refuse({ gasLimit: 1 })).toBe('GAS_LIMIT_LOW');
});

test('replays the same', () => {
  life.ok(1, 'schedule', at(life.height + 3, put('a')));
  life.ok(2, 'schedule', { ...at(chain.head.header.time + 500, put('b')), byTime: true });
  life.pass(4);
  expect(nextDue(chain.state, life.height + 100, Number.MAX_SAFE_INTEGER)).toBeUndefined();
  const again = new TestChain({ users: 6 });
  for (const { block } of chain.recorded.slice(1)) again.take(block);
  expect(toHex(again.head.hash)).toBe(toHex(chain.head.hash));
});
