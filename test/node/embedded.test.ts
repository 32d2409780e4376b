// A chain in one's own process: what it answers may be changed, and the chain does not notice.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { encodeTransaction } from '../../engine/base/transaction.ts';
import { buildRequest } from '../../engine/client/transaction.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { openHere } from '../../engine/node/open.ts';
import { replayFolder } from '../../engine/node/replay.ts';
import { SCHEMES } from '../../spec/records.ts';
import {
  accepted,
  addressOf,
  emptyFolder,
  makeTokenChain,
  remove,
  secret,
  type TokenChain,
  token,
  transfer,
} from './chain.ts';

let made: TokenChain;
beforeEach(async () => {
  made = await makeTokenChain(emptyFolder());
});
afterEach(() => remove(made.folder));

async function afterChanging(
  change: (connection: Awaited<ReturnType<typeof openHere>>) => Promise<void>,
): Promise<boolean> {
  const connection = await openHere(made.folder);
  await change(connection);
  await accepted(connection, transfer(made, { from: 1, to: 3, amount: 5n, nonce: 0 }));
  await connection.close();
  return (await replayFolder(made.folder)).match;
}

test('the hash of the head', async () => {
  expect(
    await afterChanging(async (connection) => {
      const { hash } = await connection.info();
      hash.fill(0);
    }),
  ).toBe(true);
});

test('the code id that uploading known code would give', async () => {
  const { wasm } = await token();
  const terms = { chain: made.chain, sender: addressOf(1), nonce: 0n, gasLimit: 2_000_000_000n, expiry: 1_000_000n };
  const request = buildRequest(terms, 'upload', { module: wasm });
  const auth = { scheme: SCHEMES.ed25519, key: nodeNatives.publicKey(secret(1)), signature: new Uint8Array(64) };
  expect(
    await afterChanging(async (connection) => {
      const { receipt } = await connection.simulate(encodeTransaction({ request, auths: [auth] }));
      expect(receipt.output).toHaveLength(32);
      receipt.output.fill(0);
    }),
  ).toBe(true);
});
