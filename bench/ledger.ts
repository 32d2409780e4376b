// The ledger end to end: signed transfers through orderer, signature workers, executor and disk to the acknowledgement; and replay.
import { join } from 'node:path';
import { artifactOf } from '../cli/artifact.ts';
import type { Key } from '../engine/app/keys.ts';
import { defaultLimit, send } from '../engine/app/send.ts';
import { type Bytes, ZERO32 } from '../engine/base/bytes.ts';
import { encodeTransaction } from '../engine/base/transaction.ts';
import type { Connection, Submitted } from '../engine/client/connection.ts';
import { type ContractClient, contractClient } from '../engine/client/contract.ts';
import { accountOf, callRequest, signTransaction, soleAdmin } from '../engine/client/transaction.ts';
import { nodeNatives } from '../engine/crypto/node.ts';
import { createChain, startNode } from '../engine/node/open.ts';
import { replayFolder } from '../engine/node/replay.ts';
import { STATUS } from '../spec/errors.ts';
import { SCHEMES } from '../spec/records.ts';
import { chance, randomBytes } from './chance.ts';
import type { Bench, Figures } from './figure.ts';
import { builtToken, inScratch } from './scratch.ts';
import { FUNDS } from './token.ts';
import { type Mark, windowRates } from './windows.ts';

const SENDERS = 1_000;
const WARM = 8_000;
const WINDOW = 7_000;
const WINDOWS = 5;
const REPLAYS = 3;
/** Transactions of one submission, and submissions that wait at the same time: blocks of about 2,000, several a window. */
const BATCH = 250;
const IN_FLIGHT = 8;
const EXPIRY = 1_000_000n;

interface Sender extends Key {
  nonce: bigint;
}

/** A token on a running node. */
interface Place {
  readonly connection: Connection;
  readonly chain: Bytes;
  readonly contract: Bytes;
  readonly client: ContractClient;
  readonly senders: readonly Sender[];
}

function newSender(name: string, secretKey: Bytes): Sender {
  const [address, publicKey] = [accountOf(nodeNatives, secretKey), nodeNatives.publicKey(secretKey)];
  return { name, address, publicKey, secretKey, exposed: false, nonce: 0n };
}

/** Deploys the token and gives every sender its funds; the first sender owns it. */
async function prepare(connection: Connection, senders: readonly Sender[], wasm: Bytes): Promise<Place> {
  const owner = senders[0]!;
  const { chain } = await connection.info();
  const { codeId, metaId, abi } = artifactOf('token', wasm);
  const client = contractClient(abi!);
  const input = client.init({ name: 'Bench', symbol: 'BEN', decimals: 2 });
  await send(connection, owner, { kind: 'upload', body: { module: wasm } });
  const body = { codeId, metaId, salt: ZERO32, admin: soleAdmin(owner.address), invariant: '', template: null, input };
  const { receipt } = await send(connection, owner, { kind: 'instantiate', body });
  owner.nonce = 2n;
  const place = { connection, chain, contract: receipt.output, client, senders };
  const mints = senders.map(({ address }) => signed(place, owner, 'mint', address, FUNDS, 4_000_000));
  await pump(connection, mints);
  return place;
}

function signed(place: Place, from: Sender, method: string, to: Bytes, amount: bigint, gasLimit: number): Bytes {
  const terms = {
    chain: place.chain,
    sender: from.address,
    nonce: from.nonce,
    gasLimit: BigInt(gasLimit),
    expiry: EXPIRY,
  };
  from.nonce += 1n;
  const request = callRequest(terms, { to: place.contract, ...place.client.call(method, { to, amount }) });
  return encodeTransaction(signTransaction(nodeNatives, request, [from.secretKey]));
}

/** Signed transfers by each sender in turn to receivers drawn from all of them. */
async function signTransfers(place: Place, count: number): Promise<Bytes[]> {
  const { connection, senders, client, contract } = place;
  const random = chance(2);
  const anyone = () => senders[random(senders.length)]!.address;
  const body = { to: contract, ...client.call('transfer', { to: anyone(), amount: 1n }) };
  const { receipt } = await send(connection, senders[1]!, { kind: 'call', body, dryRun: true });
  const limit = defaultLimit(receipt.gasUsed);
  return Array.from({ length: count }, (_, i) =>
    signed(place, senders[i % senders.length]!, 'transfer', anyone(), 1n, limit),
  );
}

/** Submits everything, with many submissions waiting; returns when each block was acknowledged. @throws Error if one fails */
async function pump(connection: Connection, transactions: readonly Bytes[]): Promise<Mark[]> {
  const blocks = new Map<number, Mark>();
  let next = 0;
  const submitter = async () => {
    while (next < transactions.length) {
      const batch = transactions.slice(next, next + BATCH);
      next += BATCH;
      for (const answer of await connection.submit(batch)) note(blocks, answer);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, submitter));
  return [...blocks.values()];
}

function note(blocks: Map<number, Mark>, answer: Submitted): void {
  if (!answer.ok) throw new Error(`a transaction was rejected: ${answer.error.id} ${answer.error.detail}`);
  if (answer.receipt.status !== STATUS.OK) throw new Error(`a transaction ended with status ${answer.receipt.status}`);
  const known = blocks.get(answer.height)?.count ?? 0;
  blocks.set(answer.height, { at: performance.now(), count: known + 1 });
}

async function measureTransfers(bench: Bench, folder: string, wasm: Bytes): Promise<void> {
  const random = chance(3);
  const senders = Array.from({ length: SENDERS }, (_, i) => newSender(`s${i}`, randomBytes(random, 32)));
  const accounts = [{ scheme: SCHEMES.ed25519, key: senders[0]!.publicKey }];
  await createChain(folder, { name: 'bench', salt: ZERO32, time: 1, accounts });
  const { connection } = await startNode(folder);
  try {
    const place = await prepare(connection, senders, wasm);
    // Warming and windows end where a block ends, at most all that is in flight later.
    const count = WARM + WINDOW * WINDOWS + BATCH * IN_FLIGHT * (WINDOWS + 2);
    bench.note(`signing ${count} transfers`);
    const transfers = await signTransfers(place, count);
    bench.note('sending them');
    const rates = windowRates(await pump(connection, transfers), { skip: WARM, size: WINDOW });
    if (rates.length < WINDOWS) throw new Error(`${rates.length} windows instead of ${WINDOWS}`);
    for (const rate of rates.slice(0, WINDOWS)) bench.record('ledger.transfer.tps', rate);
  } finally {
    await connection.close();
  }
}

/** @throws Error if the chain does not replay to itself */
async function measureReplay(bench: Bench, folder: string, runs: number): Promise<void> {
  for (let run = 0; run < runs; run++) {
    bench.note(`replaying, ${run + 1} of ${runs}`);
    const begin = performance.now();
    const { match, transactions, difference } = await replayFolder(folder);
    const seconds = (performance.now() - begin) / 1000;
    if (!match) throw new Error(`the chain does not replay: ${JSON.stringify(difference)}`);
    bench.record('ledger.replay.tps', transactions / seconds);
  }
}

async function measure(bench: Bench): Promise<void> {
  await inScratch(async (folder) => {
    const chain = join(folder, 'chain');
    await measureTransfers(bench, chain, builtToken(folder).wasm);
    // A figure of a chain that does not replay is worth nothing, so it is replayed even if nobody asks how fast.
    await measureReplay(bench, chain, bench.wants('ledger.replay.tps') ? REPLAYS : 1);
  });
}

export const figures: Figures = {
  list: [
    {
      id: 'ledger.transfer.tps',
      unit: 'tx/s',
      text: 'signed transfers of the shipped token by 1,000 senders, from submission to durable acknowledgement, in the steady state',
    },
    {
      id: 'ledger.replay.tps',
      unit: 'tx/s',
      text: 'transactions of that chain that a replay of its folder runs and compares, signatures and every row included',
    },
  ],
  measure,
};
