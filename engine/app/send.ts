// Sending: fills in a transaction's terms, asks what gas it needs, signs it, and waits until it is durable.

import { STATUS } from '../../spec/errors.ts';
import { LIMITS } from '../../spec/limits.ts';
import { SCHEMES } from '../../spec/records.ts';
import type { TxKindName } from '../../spec/tx.ts';
import type { Bytes } from '../base/bytes.ts';
import { Reject } from '../base/errors.ts';
import { txId } from '../base/hash.ts';
import type { Receipt, Request } from '../base/records.ts';
import { encodeTransaction } from '../base/transaction.ts';
import type { Connection, Log, Rejection, Simulated } from '../client/connection.ts';
import { type BodyOf, buildRequest, signTransaction, type Terms } from '../client/transaction.ts';
import { nodeNatives } from '../crypto/node.ts';
import type { Signer } from './keys.ts';
import type { Module } from './module.ts';

/** What to send. */
export interface Order<K extends TxKindName = TxKindName> {
  readonly kind: K;
  readonly body: BodyOf<K>;
  /** Gas limit; without one the transaction is simulated first. */
  readonly gas?: number | undefined;
  /** Only simulate. */
  readonly dryRun?: boolean | undefined;
}

/** A transaction that ran, whatever came of it. */
export interface Sent {
  readonly receipt: Receipt;
  readonly logs: readonly Log[];
  readonly gasLimit: number;
  /** Where it stands; absent if it was only simulated. */
  readonly place?: Place;
  /** What a simulation that failed had read. */
  readonly capture?: Simulated['capture'];
}

/** Where a transaction stands. */
export interface Place {
  readonly id: Bytes;
  readonly height: number;
  readonly index: number;
}

/** A transaction that ended OK, and that the chain keeps. */
export interface Kept extends Sent {
  readonly place: Place;
}

/** Whether it ended OK and the chain keeps it. */
export function isKept(sent: Sent): sent is Kept {
  return sent.place !== undefined && sent.receipt.status === STATUS.OK;
}

/** Blocks for which a signed transaction stays lawful. */
const LIFE = 100;
/** How often other commands may take the nonce first. Each time one of them got on, so many at once still come to an end. */
const TRIES = 50;

/**
 * Simulates unless a gas limit is given, and sends unless the simulation fails or only that was asked for: then `place` is
 * absent. @throws Reject, Fault, Usage
 */
export async function send<K extends TxKindName>(connection: Connection, key: Signer, order: Order<K>): Promise<Sent> {
  const { chain, height } = await connection.info();
  const base = { chain, sender: key.address, expiry: BigInt(height + LIFE) };
  for (let attempt = 1; ; attempt++) {
    const { nonce } = await connection.account(key.address);
    try {
      return await sendOnce(connection, key, order, { ...base, nonce: BigInt(nonce) });
    } catch (error) {
      const isLate = error instanceof Reject && error.id === 'NONCE_USED';
      if (!isLate || attempt === TRIES) throw error;
    }
  }
}

async function sendOnce<K extends TxKindName>(
  connection: Connection,
  key: Signer,
  { kind, body, gas, dryRun }: Order<K>,
  terms: Omit<Terms, 'gasLimit'>,
): Promise<Sent> {
  const build = (gasLimit: number) => buildRequest({ ...terms, gasLimit: BigInt(gasLimit) }, kind, body);
  if (gas !== undefined && !dryRun) return submit(connection, key, build(gas), gas);
  const simulated = await connection.simulate(unsigned(build(LIMITS.transactionGas.max), key), true);
  const { receipt } = simulated;
  const gasLimit = gas ?? defaultLimit(receipt.gasUsed);
  if (dryRun || receipt.status !== 0) return { ...simulated, gasLimit };
  return submit(connection, key, build(gasLimit), gasLimit);
}

/** The gas limit that a client gives by default: a quarter more than the simulation used, within the limit. */
export function defaultLimit(gasUsed: number): number {
  return Math.min(Math.ceil((gasUsed * 5) / 4), LIMITS.transactionGas.max);
}

async function submit(connection: Connection, key: Signer, request: Request, gasLimit: number): Promise<Sent> {
  const signed = signTransaction(nodeNatives, request, [key.secretKey]);
  const [answer] = await connection.submit([encodeTransaction(signed)]);
  if (!answer!.ok) throw rejected(answer!.error);
  const { height, index, receipt, logs } = answer!;
  return { receipt, logs, gasLimit, place: { id: txId(nodeNatives, request), height, index } };
}

/** Uploads unless the chain has both code and description; undefined if it has. @throws Reject, Fault */
export async function upload(
  connection: Connection,
  key: Signer,
  { wasm, codeId, metaId }: Pick<Module, 'wasm' | 'codeId' | 'metaId'>,
): Promise<Sent | undefined> {
  if ((await connection.code(codeId)) && (await connection.meta(metaId))) return undefined;
  // Simulating would compile the module once more; gas is a budget, and what is not used costs nothing.
  return send(connection, key, { kind: 'upload', body: { module: wasm }, gas: LIMITS.transactionGas.max });
}

function unsigned(request: Request, key: Signer): Bytes {
  const auth = { scheme: SCHEMES.ed25519, key: key.publicKey, signature: new Uint8Array(64) };
  return encodeTransaction({ request, auths: [auth] });
}

function rejected({ id, detail }: Rejection): Reject {
  return new Reject(id as Reject['id'], detail);
}
