// A replay apart of blocks whose signatures are checked on threads: it finds the first that is not valid, and passes over them only if
// it is told to.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bytes } from '../../engine/base/bytes.ts';
import { encodeBlock } from '../../engine/ledger/block.ts';
import { Ahead } from '../../engine/node/ahead.ts';
import { replayApart } from '../../engine/node/apart.ts';
import { LocalChain } from '../../engine/node/local.ts';
import { replayFolder } from '../../engine/node/replay.ts';
import { SETTINGS, type SignatureLibrary } from '../../engine/node/settings.ts';
import { Signatures } from '../../engine/node/signatures.ts';
import { ERRORS } from '../../spec/errors.ts';
import { copyOf, emptyFolder, HOLDERS, makeTokenChain, remove, type TokenChain, transfer } from './chain.ts';

/** Transactions of each block: as many as threads are asked for or fewer, more, and more than one message to a thread holds. */
const SIZES = [20, 7, 8, 9, 40, 130, 20];
const TIME = 1_800_000_000_000;

let base: TokenChain;
/** The same chain before these blocks. */
let start: string;
/** The first of these blocks. */
let first: number;
beforeAll(async () => {
  base = await makeTokenChain(emptyFolder());
  start = copyOf(base.folder);
  first = await fill(base.folder, []);
});
afterAll(() => {
  remove(base.folder);
  remove(start);
});

interface Place {
  readonly block: number;
  readonly index: number;
}

/** The blocks of this test as a list of transactions each; in the places named, signatures are others. */
function blocks(wrong: readonly Place[]): Bytes[][] {
  let sent = 0;
  return SIZES.map((size, block) =>
    Array.from({ length: size }, (_, index) => {
      const [from, nonce] = [1 + (sent % (HOLDERS - 1)), Math.floor(sent / (HOLDERS - 1))];
      sent += 1;
      const bytes = transfer(base, { from, to: 0, amount: 1n, nonce });
      return wrong.some((each) => each.block === block && each.index === index) ? otherwiseSigned(bytes) : bytes;
    }),
  );
}

/** A signature is what a transaction ends with. */
function otherwiseSigned(bytes: Bytes): Bytes {
  const copy = bytes.slice();
  copy[copy.length - 40]! ^= 1;
  return copy;
}

/** Appends the blocks as a node would that takes every signature for valid; the height of the first. */
async function fill(folder: string, wrong: readonly Place[]): Promise<number> {
  const chain = await LocalChain.open(folder);
  const from = chain.head.header.height + 1;
  for (const [n, transactions] of blocks(wrong).entries()) {
    const { results } = await chain.propose(TIME + n, transactions, new Set(transactions.keys()));
    expect(results.every(({ ok }) => ok)).toBe(true);
  }
  await chain.close();
  return from;
}

/** A chain like the one of {@link base} with signatures in it that are not valid. */
async function forged(wrong: readonly Place[]): Promise<string> {
  const folder = copyOf(start);
  expect(await fill(folder, wrong)).toBe(first);
  return folder;
}

test('a chain that is honest matches with signatures and without, apart and in this process', async () => {
  const seen: number[] = [];
  const report = await replayApart(base.folder, { onProgress: (height, of) => seen.push(height, of) });
  const height = first + SIZES.length - 1;
  expect(report).toMatchObject({ match: true, height });
  expect(report.transactions).toBe(first - 1 + SIZES.reduce((a, b) => a + b));
  expect(report.rows).toBeGreaterThan(report.transactions);
  expect(seen).toEqual(Array.from({ length: height }, (_, n) => [n + 1, height]).flat());
  expect(await replayApart(base.folder, { skipSignatures: true })).toEqual(report);
  expect(await replayFolder(base.folder, { skipSignatures: true })).toEqual(report);
  expect(await replayFolder(base.folder, { settings: { ...SETTINGS, signatures: 'node' } })).toEqual(report);
});

describe('a chain with a signature that is not valid', () => {
  const place = (block: number, index: number): Place => ({ block, index });

  test.each([
    ['in a block of which no thread is asked', place(1, 5)],
    ['the last of a smallest block of which threads are asked', place(2, 7)],
    ['in the second message to a thread', place(5, 128)],
  ])('differs there: %s', async (_, { block, index }) => {
    const folder = await forged([place(block, index)]);
    const difference = { height: first + block, transaction: index, what: 'receipt.status' };
    const code = String(ERRORS.BAD_SIGNATURE.code);
    const report = await replayApart(folder);
    expect(report).toMatchObject({ match: false, difference: { ...difference, recorded: '0', replayed: code } });
    expect(await replayFolder(folder, { settings: { ...SETTINGS, signatures: 'node' } })).toEqual(report);
    expect(await replayFolder(folder, { skipSignatures: true })).toMatchObject({ match: true });
    remove(folder);
  });

  test('differs at the first of several, and nothing else of it is passed over', async () => {
    const folder = await forged([place(6, 1), place(4, 30), place(4, 31), place(5, 3)]);
    expect(await replayApart(folder)).toMatchObject({ difference: { height: first + 4, transaction: 30 } });
    const other = copyOf(folder);
    const chain = await LocalChain.open(other);
    await chain.store.write([[`s${'\x01'}nobody`, Uint8Array.of(1)]]);
    await chain.abandon();
    const { difference } = await replayApart(other, { skipSignatures: true });
    expect(difference?.what).toMatch(/^row s /);
    for (const each of [folder, other]) remove(each);
  });
});

/** What threads say once they are there. */
async function checked(library: SignatureLibrary, transactions: readonly Bytes[]): Promise<number[]> {
  const signatures = new Signatures(library);
  try {
    for (;;) {
      const valid = await signatures.check(transactions);
      if (valid.size > 0) return [...valid].sort((a, b) => a - b);
      await sleep(20);
    }
  } finally {
    signatures.close();
  }
}

test.each(['auto', 'node'] as const)('threads (%s) name the valid ones and no others', async (library) => {
  const wrong = [0, 1, 127, 128, 129].map((index) => ({ block: 5, index }));
  const transactions = blocks(wrong)[5]!;
  const nonsense = [Uint8Array.of(1), new Uint8Array(0)];
  const valid = await checked(library, [...transactions, ...nonsense]);
  expect(valid).toEqual([...transactions.keys()].filter((index) => !wrong.some((each) => each.index === index)));
});

test('single transactions are checked on threads too, each for whoever asked', async () => {
  const wrong = [3, 64].map((index) => ({ block: 5, index }));
  const transactions = blocks(wrong)[5]!.slice(0, 100);
  const signatures = new Signatures('auto');
  try {
    while ((await signatures.check(transactions)).size === 0) await sleep(20);
    const each = await Promise.all(transactions.map((bytes) => signatures.check([bytes])));
    expect(each.flatMap((valid, index) => (valid.has(0) ? [] : [index]))).toEqual([3, 64]);
    expect(await signatures.check([])).toEqual(new Set());
  } finally {
    signatures.close();
  }
});

test('whoever asks for block after block and does nothing else hears of the threads', async () => {
  const chain = await LocalChain.open(start);
  const { header } = chain.head;
  await chain.close();
  const block = encodeBlock({ header, transactions: blocks([])[5]! });
  const ahead = new Ahead({ height: Number.MAX_SAFE_INTEGER, recorded: () => ({ block, receipts: [] }) }, {});
  try {
    let height = 1;
    while (height < 100_000 && (await ahead.take(height)).verified.size === 0) height += 1;
    expect(height).toBeLessThan(100_000);
  } finally {
    ahead.close();
  }
});
