// Signed transfers through a running node: senders, their token, and a stream of submissions with its acknowledgements.
import { type KeyObject, sign } from 'node:crypto';
import { artifactOf } from '../cli/artifact.ts';
import type { Key } from '../engine/app/keys.ts';
import { defaultLimit, send } from '../engine/app/send.ts';
import { type Bytes, ZERO32 } from '../engine/base/bytes.ts';
import { txId } from '../engine/base/hash.ts';
import { encodeTransaction } from '../engine/base/transaction.ts';
import type { Connection, Submitted } from '../engine/client/connection.ts';
import { type ContractClient, contractClient } from '../engine/client/contract.ts';
import { accountOf, callRequest, soleAdmin } from '../engine/client/transaction.ts';
import { nodeNatives } from '../engine/crypto/node.ts';
import { importSecret } from '../engine/crypto/sign.ts';
import { createChain } from '../engine/node/open.ts';
import { STATUS } from '../spec/errors.ts';
import { SCHEMES } from '../spec/records.ts';
import { type Chance, chance, randomBytes } from './chance.ts';
import { FUNDS } from './token.ts';
import type { Mark } from './windows.ts';

/** Transactions of one submission, and submissions that wait at the same time: blocks of about 2,000. */
export const BATCH = 250;
export const IN_FLIGHT = 8;
const EXPIRY = 1_000_000n;

export interface Sender extends Key {
  nonce: bigint;
  /** The secret key, open: there are more senders than signing keeps open, and half a million signatures to make. */
  readonly object: KeyObject;
}

/** A token on a running node. */
export interface Place {
  readonly connection: Connection;
  readonly chain: Bytes;
  readonly contract: Bytes;
  readonly client: ContractClient;
  readonly senders: readonly Sender[];
}

export function newSenders(count: number): Sender[] {
  const random = chance(3);
  return Array.from({ length: count }, (_, i) => {
    const secretKey = randomBytes(random, 32);
    const address = accountOf(nodeNatives, secretKey);
    const { object, publicKey } = importSecret(secretKey);
    return { name: `s${i}`, address, publicKey, secretKey, object, exposed: false, nonce: 0n };
  });
}

/** A chain that knows the first sender, who will own the token. */
export async function createFor(folder: string, senders: readonly Sender[]): Promise<void> {
  const accounts = [{ scheme: SCHEMES.ed25519, key: senders[0]!.publicKey }];
  await createChain(folder, { name: 'bench', salt: ZERO32, time: 1, accounts });
}

/** Deploys the token and gives every sender, and whoever else, its funds. */
export async function prepare(
  connection: Connection,
  senders: readonly Sender[],
  wasm: Bytes,
  others: Iterable<Bytes> = [],
): Promise<Place> {
  const owner = senders[0]!;
  const { chain } = await connection.info();
  const { codeId, metaId, abi } = artifactOf('token', wasm);
  const client = contractClient(abi!);
  const input = client.init({ name: 'Bench', symbol: 'BEN', decimals: 2 });
  await send(connection, owner, { kind: 'upload', body: { module: wasm } });
  const body = {
    codeId,
    metaId,
    salt: ZERO32,
    admin: soleAdmin(owner.address),
    holds: false,
    invariant: '',
    template: null,
    input,
  };
  const { receipt } = await send(connection, owner, { kind: 'instantiate', body });
  owner.nonce = 2n;
  const place = { connection, chain, contract: receipt.output, client, senders };
  const mint = (to: Bytes) => signed(place, owner, { method: 'mint', to, amount: FUNDS, gasLimit: 4_000_000 });
  await pump(
    connection,
    senders.map(({ address }) => mint(address)),
  );
  // In parts: signed all at once they would fill the memory.
  const part: Bytes[] = [];
  for (const address of others) {
    part.push(mint(address));
    if (part.length === PART) await pump(connection, part.splice(0));
  }
  await pump(connection, part);
  return place;
}

const PART = 10_000;

interface Move {
  readonly method: string;
  readonly to: Bytes;
  readonly amount: bigint;
  readonly gasLimit: number;
}

function signed(place: Place, from: Sender, { method, to, amount, gasLimit }: Move): Bytes {
  const terms = {
    chain: place.chain,
    sender: from.address,
    nonce: from.nonce,
    gasLimit: BigInt(gasLimit),
    expiry: EXPIRY,
  };
  from.nonce += 1n;
  const request = callRequest(terms, { to: place.contract, ...place.client.call(method, { to, amount }) });
  const signature = new Uint8Array(sign(null, txId(nodeNatives, request), from.object));
  return encodeTransaction({ request, auths: [{ scheme: SCHEMES.ed25519, key: from.publicKey, signature }] });
}

/** Makes signed transfers by each sender in turn, with the gas limit that a client gives, to receivers that `anyone` draws. */
export async function signer(place: Place, anyone: (random: Chance) => Bytes): Promise<(count: number) => Bytes[]> {
  const { connection, senders, client, contract } = place;
  const random = chance(2);
  const body = { to: contract, ...client.call('transfer', { to: anyone(random), amount: 1n }) };
  const { receipt } = await send(connection, senders[1]!, { kind: 'call', body, dryRun: true });
  const gasLimit = defaultLimit(receipt.gasUsed);
  let next = 0;
  return (count) =>
    Array.from({ length: count }, () => {
      const from = senders[next++ % senders.length]!;
      return signed(place, from, { method: 'transfer', to: anyone(random), amount: 1n, gasLimit });
    });
}

/** Submits everything, with many submissions waiting; returns when each block was acknowledged. @throws Error if one fails */
export async function pump(connection: Connection, transactions: readonly Bytes[]): Promise<Mark[]> {
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
  const height = heightOf(answer);
  const known = blocks.get(height)?.count ?? 0;
  blocks.set(height, { at: performance.now(), count: known + 1 });
}

/** @throws Error unless the transaction did what it should */
export function heightOf(answer: Submitted): number {
  if (!answer.ok) throw new Error(`a transaction was rejected: ${answer.error.id} ${answer.error.detail}`);
  if (answer.receipt.status !== STATUS.OK) throw new Error(`a transaction ended with status ${answer.receipt.status}`);
  return answer.height;
}
