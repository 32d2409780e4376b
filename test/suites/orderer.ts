// What every orderer must do alike: answer in order, keep each sender's order, try again what had no room, fail as a whole, close.
import { describe, expect, test } from 'vitest';
import type { Bytes } from '../../engine/base/bytes.ts';
import { decodeTransaction, encodeTransaction } from '../../engine/base/transaction.ts';
import type { Orderer, Propose } from '../../engine/order/orderer.ts';
import { LIMITS } from '../../spec/limits.ts';

/** What an orderer answers here: the name of the transaction, and the block that it came into. */
export interface Answered {
  readonly name: string;
  readonly block: number;
}

export interface Made {
  readonly propose: Propose<Answered>;
  readonly clock: () => number;
  readonly blockGas: number;
}

export type MakeOrderer = (options: Made) => Orderer<Answered>;

/** A transaction as an orderer sees it: whose it is, its place, and what it may use. Its signature is nobody's matter here. */
export function transaction(sender: number, nonce: number, gasLimit = 1_000n, size = 0): Bytes {
  const fixed = { version: 1, chain: new Uint8Array(32), sender: new Uint8Array(32).fill(sender), expiry: 9n, kind: 2 };
  return encodeTransaction({
    request: { ...fixed, nonce: BigInt(nonce), gasLimit, body: new Uint8Array(size) },
    auths: [],
  });
}

export function nameOf(bytes: Bytes): string {
  try {
    const { sender, nonce } = decodeTransaction(bytes).request;
    return `${sender[0]}:${nonce}`;
  } catch {
    return `bytes ${Buffer.from(bytes).toString('hex')}`;
  }
}

/** Lets everything run that waits for nothing but its turn. */
export const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A chain that notes what is proposed, and answers at once or when it is told to. */
export class Proposals {
  readonly blocks: string[][] = [];
  readonly times: number[] = [];
  /** What waits for {@link land}, oldest first. */
  private readonly held: (() => void)[] = [];
  hold = false;
  /** Names that have no room in the block of this number. */
  readonly full = new Map<number, ReadonlySet<string>>();
  readonly failing = new Map<number, Error>();

  readonly propose: Propose<Answered> = async (time, transactions) => {
    const block = this.blocks.length;
    this.blocks.push(transactions.map(nameOf));
    this.times.push(time);
    if (this.hold) await new Promise<void>((resolve) => this.held.push(resolve));
    const error = this.failing.get(block);
    if (error) throw error;
    return transactions.map((tx) => {
      const name = nameOf(tx);
      return this.full.get(block)?.has(name) ? 'later' : { name, block };
    });
  };

  /** Lets so many of the oldest blocks land, in one turn. */
  land(count = this.held.length): void {
    for (const resolve of this.held.splice(0, count)) resolve();
  }
}

/** Declares the suite for one kind of orderer. */
export function ordererSuite(name: string, make: MakeOrderer): void {
  describe(name, () => {
    const open = (change: Partial<Made> = {}) => {
      const chain = new Proposals();
      const orderer = make({ propose: chain.propose, clock: () => 1_000, blockGas: 1_000_000, ...change });
      return { chain, orderer };
    };
    type Open = typeof open;
    answerTests(open as Open);
    orderTests(open as Open);
    roomTests(open as Open);
    endTests(open as Open);
  });
}

type Opened = (change?: Partial<Made>) => { chain: Proposals; orderer: Orderer<Answered> };
const names = (answers: readonly Answered[]) => answers.map(({ name }) => name);

function answerTests(open: Opened): void {
  test('answers stand in the order in which transactions were given, whatever order they came into blocks', async () => {
    const { orderer } = open();
    const given = [transaction(2, 1), transaction(1, 0), transaction(2, 0), transaction(3, 5)];
    expect(names(await orderer.submit(given))).toEqual(given.map(nameOf));
  });

  test('nothing is answered at once, and stops nothing', async () => {
    const { chain, orderer } = open();
    expect(await orderer.submit([])).toEqual([]);
    expect(names(await orderer.submit([transaction(1, 0)]))).toEqual(['1:0']);
    expect(chain.blocks).toEqual([['1:0']]);
  });

  test('submissions answer apart from each other', async () => {
    const { orderer } = open();
    const [first, second] = await Promise.all([
      orderer.submit([transaction(1, 0), transaction(1, 1)]),
      orderer.submit([transaction(2, 0)]),
    ]);
    expect([names(first!), names(second!)]).toEqual([['1:0', '1:1'], ['2:0']]);
  });

  test('bytes that are no transaction are proposed too: it is the chain that refuses them', async () => {
    const { orderer } = open();
    expect(names(await orderer.submit([Uint8Array.of(1, 2), transaction(1, 0)]))).toEqual(['bytes 0102', '1:0']);
  });

  test('the time of a block is what the clock says when it is proposed', async () => {
    let now = 5;
    const { chain, orderer } = open({ clock: () => now });
    await orderer.submit([transaction(1, 0)]);
    now = 9;
    await orderer.submit([transaction(1, 1)]);
    expect(chain.times).toEqual([5, 9]);
  });

  test('goes on after blocks that land one shortly after the other, however shortly', async () => {
    for (let ticks = 0; ticks < 12; ticks++) {
      const { chain, orderer } = open({ blockGas: 1_000 });
      chain.hold = true;
      const answers = orderer.submit([transaction(1, 0), transaction(1, 1)]);
      await turn();
      chain.hold = false;
      chain.land(1);
      for (let i = 0; i < ticks; i++) await Promise.resolve();
      chain.land();
      expect(names(await answers)).toEqual(['1:0', '1:1']);
      expect(names(await orderer.submit([transaction(1, 2)]))).toEqual(['1:2']);
      await orderer.close();
    }
  });
}

function orderTests(open: Opened): void {
  test('within a block each sender’s transactions stand by nonce, in the places that the sender had', async () => {
    const { chain, orderer } = open();
    await orderer.submit([
      transaction(1, 2),
      transaction(2, 9),
      transaction(1, 0),
      transaction(2, 8),
      transaction(1, 1),
    ]);
    expect(chain.blocks).toEqual([['1:0', '2:8', '1:1', '2:9', '1:2']]);
  });

  test('what is submitted in one turn comes into one block', async () => {
    const { chain, orderer } = open();
    await Promise.all([1, 2, 3].map((n) => orderer.submit([transaction(n, 0)])));
    expect(chain.blocks).toEqual([['1:0', '2:0', '3:0']]);
  });

  test('what comes while a block is on its way waits for a later one, in order of arrival', async () => {
    const { chain, orderer } = open();
    chain.hold = true;
    const answers: Promise<Answered[]>[] = [];
    for (let n = 0; n < 5; n++) {
      answers.push(orderer.submit([transaction(1, n)]));
      await turn();
    }
    chain.hold = false;
    for (let i = 0; i < 5; i++) {
      chain.land();
      await turn();
    }
    await Promise.all(answers);
    expect(chain.blocks.flat()).toEqual(['1:0', '1:1', '1:2', '1:3', '1:4']);
  });
}

function roomTests(open: Opened): void {
  test('what had no room comes first in the next block, and is answered then', async () => {
    const { chain, orderer } = open();
    chain.full.set(0, new Set(['1:1', '2:0']));
    const answers = await orderer.submit([transaction(1, 0), transaction(1, 1), transaction(2, 0)]);
    expect(chain.blocks).toEqual([
      ['1:0', '1:1', '2:0'],
      ['1:1', '2:0'],
    ]);
    expect(answers).toEqual([
      { name: '1:0', block: 0 },
      { name: '1:1', block: 1 },
      { name: '2:0', block: 1 },
    ]);
  });

  test('no more is proposed than the gas of a block surely holds', async () => {
    const { chain, orderer } = open({ blockGas: 2_500 });
    await orderer.submit([0, 1, 2, 3, 4].map((nonce) => transaction(1, nonce, 1_000n)));
    expect(chain.blocks).toEqual([['1:0', '1:1'], ['1:2', '1:3'], ['1:4']]);
  });

  test('a transaction that asks for more than a block has is proposed alone, and holds nobody up', async () => {
    const { chain, orderer } = open({ blockGas: 2_500 });
    await orderer.submit([transaction(1, 0), transaction(2, 0, 2n ** 64n - 1n), transaction(3, 0)]);
    expect(chain.blocks).toEqual([['1:0'], ['2:0'], ['3:0']]);
  });

  test('no more bytes are proposed than a block may have', async () => {
    const { chain, orderer } = open();
    const size = LIMITS.blockBytes.max / 2;
    await orderer.submit([transaction(1, 0, 1n, size), transaction(2, 0, 1n, size), transaction(3, 0, 1n)]);
    expect(chain.blocks).toEqual([['1:0'], ['2:0', '3:0']]);
  });
}

function endTests(open: Opened): void {
  test('a chain that fails rejects what it was given and what waits, and takes new work', async () => {
    const { chain, orderer } = open({ blockGas: 1_000 });
    chain.failing.set(0, new Error('no disk'));
    const all = [orderer.submit([transaction(1, 0)]), orderer.submit([transaction(2, 0), transaction(2, 1)])];
    const ends = await Promise.allSettled(all);
    expect(ends.map(({ status }) => status)).toContain('rejected');
    expect(ends[0]).toMatchObject({ status: 'rejected', reason: expect.objectContaining({ message: 'no disk' }) });
    expect(names(await orderer.submit([transaction(3, 0)]))).toEqual(['3:0']);
  });

  test('closing waits for what was taken, and takes nothing new', async () => {
    const { chain, orderer } = open();
    chain.hold = true;
    const answers = orderer.submit([transaction(1, 0)]);
    await turn();
    let closed = false;
    const closing = orderer.close().then(() => {
      closed = true;
    });
    await turn();
    expect(closed).toBe(false);
    await expect(orderer.submit([transaction(1, 1)])).rejects.toThrow(expect.objectContaining({ name: 'Usage' }));
    chain.land();
    await closing;
    expect(names(await answers)).toEqual(['1:0']);
  });

  test('closing with nothing taken is at once, and twice is once', async () => {
    const { orderer } = open();
    await orderer.close();
    await orderer.close();
  });
}
