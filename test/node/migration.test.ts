// A migration in steps on a real node: views answer from the old storage, a kill in the middle loses nothing, giving up leaves nothing, and in
// the end everything is there once.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signerOf } from '../../engine/app/keys.ts';
import { send } from '../../engine/app/send.ts';
import { type Bytes, toHex, ZERO32 } from '../../engine/base/bytes.ts';
import { Encoder } from '../../engine/base/codec.ts';
import type { Connection } from '../../engine/client/connection.ts';
import { type BodyOf, soleAdmin } from '../../engine/client/transaction.ts';
import { checkApart } from '../../engine/node/apart.ts';
import { createChain, type RunningNode, startNode } from '../../engine/node/open.ts';
import { replayFolder } from '../../engine/node/replay.ts';
import { LIMITS } from '../../spec/limits.ts';
import { SCHEMES } from '../../spec/records.ts';
import type { TxKindName } from '../../spec/tx.ts';
import { idsOf } from '../runtime/chain.ts';
import { books } from '../runtime/rules/books.ts';
import { emptyFolder, remove, secret } from './chain.ts';

/** How many entries; `npm run test:migration -- 100000` asks for more. */
const ENTRIES = Number(process.env['TALLY_ENTRIES'] ?? 4_000);
const SLICE = Math.min(8_000, ENTRIES / 4);
const GAS = LIMITS.transactionGas.max;

const signer = signerOf(secret(0));
let folder: string;
let node: RunningNode;
let contract: Bytes;

const numbers = (...values: number[]): Bytes => {
  const to = new Encoder();
  for (const value of values) to.u32(value);
  return to.finish();
};

async function sent<K extends TxKindName>(kind: K, body: BodyOf<K>): Promise<Bytes> {
  const { receipt } = await send(node.connection, signer, { kind, body, gas: GAS });
  if (receipt.status !== 0) throw new Error(`${kind}: status ${receipt.status}`);
  return receipt.output;
}

async function view(connection: Connection, method: string, input: Bytes): Promise<number> {
  const { output } = await connection.query({ contract, method, input, caller: ZERO32 });
  return Number(Buffer.from(output).readBigUInt64LE());
}

/** That the contract answers for what it was given, whichever code and storage it is. */
async function answers(): Promise<void> {
  expect(await view(node.connection, 'size', numbers())).toBe(ENTRIES);
  for (const at of [0, 1, ENTRIES >> 1, ENTRIES - 1])
    expect(await view(node.connection, 'amount', numbers(at))).toBe(at);
}

/** The node, opened again after its executor was killed. */
async function killed(): Promise<void> {
  process.kill(node.executor, 'SIGKILL');
  await node.closed;
  await node.close().catch(() => undefined);
  node = await startNode(folder);
}

const record = async () => (await node.connection.contract(contract))!;

beforeAll(
  async () => {
    folder = emptyFolder();
    remove(folder);
    const accounts = [{ scheme: SCHEMES.ed25519, key: signer.publicKey }];
    await createChain(folder, { name: 'migrating', salt: ZERO32, time: 1, accounts });
    node = await startNode(folder);
    const { before } = await books();
    await sent('upload', { module: before.wasm });
    const none = { holds: false, invariant: '', template: null, input: numbers() };
    contract = await sent('instantiate', {
      ...idsOf(before.wasm),
      salt: ZERO32,
      admin: soleAdmin(signer.address),
      ...none,
    });
    for (let at = 0; at < ENTRIES; at += SLICE)
      await sent('call', { to: contract, method: 'fill', input: numbers(at, Math.min(SLICE, ENTRIES - at)) });
  },
  2 ** 31 - 1,
);
afterAll(async () => {
  await node.close().catch(() => undefined);
  remove(folder);
});

test(
  `${ENTRIES} entries: half done, killed, gone on with, given up, done again`,
  async () => {
    const { after } = await books();
    await sent('upload', { module: after.wasm });
    const stage = { contract, ...idsOf(after.wasm), breaking: false, input: numbers(SLICE) };
    const old = await record();
    await sent('stage', stage);
    for (let i = 0; i < 2; i++) await sent('step', { contract });
    await answers();
    const half = toHex((await record()).shadow!.root);

    await killed();
    expect(toHex((await record()).shadow!.root)).toBe(half);
    await answers();
    await sent('step', { contract });
    expect(toHex((await record()).shadow!.root)).not.toBe(half);

    await sent('abandon', { contract });
    await killed();
    await answers();
    expect(await record()).toMatchObject({
      codeId: old.codeId,
      revision: 0,
      shadow: null,
      storageRoot: old.storageRoot,
    });
    await sent('call', { to: contract, method: 'fill', input: numbers(0, 0) });

    await sent('stage', stage);
    let steps = 0;
    for (; !(await record()).shadow!.whole; steps++) {
      await sent('step', { contract });
      await answers();
    }
    expect(steps).toBe(Math.floor(ENTRIES / SLICE) + 1);
    await sent('swap', { contract });
    await answers();
    expect(await record()).toMatchObject({ ...idsOf(after.wasm), revision: 1, shadow: null });
    const put = Buffer.concat([numbers(ENTRIES), Buffer.from([7, 0, 0, 0, 0, 0, 0, 0])]);
    await sent('call', { to: contract, method: 'put', input: new Uint8Array(put) });
    expect(await view(node.connection, 'amount', numbers(ENTRIES))).toBe(7);
  },
  2 ** 31 - 1,
);

test(
  'what is stored is whole, and the chain replays',
  async () => {
    await node.close();
    const { values } = await checkApart(folder);
    expect(values).toBeGreaterThan(ENTRIES);
    const replayed = await replayFolder(folder, {});
    expect(replayed.difference).toBeUndefined();
    node = await startNode(folder);
    expect(await view(node.connection, 'amount', numbers(1))).toBe(1);
  },
  2 ** 31 - 1,
);
