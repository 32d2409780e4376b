// What was scheduled is done by a node that nobody sends anything to, once, and stands in its store as transactions do.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signerOf } from '../../engine/app/keys.ts';
import { send } from '../../engine/app/send.ts';
import { type Bytes, toHex } from '../../engine/base/bytes.ts';
import { encode } from '../../engine/base/records.ts';
import { checkApart } from '../../engine/node/apart.ts';
import { type RunningNode, startNode } from '../../engine/node/open.ts';
import { replayFolder } from '../../engine/node/replay.ts';
import { addressOf, balances, emptyFolder, makeTokenChain, remove, START, secret, type TokenChain } from './chain.ts';

let base: TokenChain;
let node: RunningNode;
const from = signerOf(secret(1));

beforeAll(async () => {
  base = await makeTokenChain(emptyFolder());
  node = await startNode(base.folder);
});
afterAll(async () => {
  await node.close().catch(() => undefined);
  remove(base.folder);
});

const payment = (amount: bigint): Bytes => {
  const { method, input } = base.client.call('transfer', { to: addressOf(2), amount });
  return encode('CallBody', { to: base.token, method, input });
};

async function scheduled(milliseconds: number, amount: bigint): Promise<Bytes> {
  const body = { byTime: true, due: Date.now() + milliseconds, gasLimit: 5_000_000, kind: 2, body: payment(amount) };
  const { receipt } = await send(node.connection, from, { kind: 'schedule', body });
  expect(receipt.status).toBe(0);
  return receipt.output;
}

async function done(id: Bytes): Promise<NonNullable<Awaited<ReturnType<typeof node.connection.transaction>>>> {
  for (let i = 0; i < 300; i++) {
    const found = await node.connection.transaction(id);
    if (found) return found;
    await sleep(50);
  }
  throw new Error('it was not done');
}

test('a payment is made when its time has come, though nobody sends anything', async () => {
  const id = await scheduled(700, 5n);
  expect(await node.connection.transaction(id)).toBeUndefined();
  const { receipt, bytes, height, index } = await done(id);
  expect(bytes).toBeUndefined();
  expect([receipt.status, index]).toEqual([0, 0]);
  expect((await balances(node.connection, base))[1]).toBe(START - 5n);
  const block = (await node.connection.block(height))!;
  expect([block.transactions.length, block.receipts.length]).toEqual([0, 1]);
  expect(await node.connection.prove({ kind: 'receipt', id })).toBeDefined();
  expect(await node.connection.prove({ kind: 'transaction', id })).toBeUndefined();
});

test('what was due while no node ran is done when one does', async () => {
  const id = await scheduled(300, 7n);
  await node.close();
  await sleep(400);
  node = await startNode(base.folder);
  const { receipt } = await done(id);
  expect(toHex(receipt.txId)).toBe(toHex(id));
  expect((await balances(node.connection, base))[1]).toBe(START - 12n);
});

test('a transaction in the same block has its receipt and its proof behind it', async () => {
  const id = await scheduled(200, 1n);
  await sleep(200);
  const { method, input } = base.client.call('transfer', { to: addressOf(2), amount: 2n });
  const { place } = await send(node.connection, from, {
    kind: 'call',
    body: { to: base.token, method, input },
    gas: 5_000_000,
  });
  await done(id);
  const stored = (await node.connection.transaction(place!.id))!;
  expect(toHex(stored.receipt.txId)).toBe(toHex(place!.id));
  expect(stored.bytes).toBeDefined();
  for (const kind of ['transaction', 'receipt'] as const)
    expect(await node.connection.prove({ kind, id: place!.id })).toBeDefined();
});

test('the store is whole, and the chain replays', async () => {
  await node.close();
  await checkApart(base.folder);
  expect((await replayFolder(base.folder, {})).difference).toBeUndefined();
  node = await startNode(base.folder);
});
