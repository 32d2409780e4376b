// Sending: fills in a transaction's terms, asks what gas it needs, signs it, and waits until it is durable.

import type { Bytes } from '../engine/base/bytes.ts';
import { Reject } from '../engine/base/errors.ts';
import { txId } from '../engine/base/hash.ts';
import type { Receipt, Request } from '../engine/base/records.ts';
import { encodeTransaction } from '../engine/base/transaction.ts';
import type { Connection, Log, Rejection, Simulated } from '../engine/client/connection.ts';
import { type BodyOf, buildRequest, signTransaction, type Terms } from '../engine/client/transaction.ts';
import { nodeNatives } from '../engine/crypto/node.ts';
import { LIMITS } from '../spec/limits.ts';
import { SCHEMES } from '../spec/records.ts';
import type { TxKindName } from '../spec/tx.ts';
import type { Options } from './command.ts';
import type { Key } from './keys.ts';
import { wholeNumber } from './session.ts';

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
  readonly place?: { readonly id: Bytes; readonly height: number; readonly index: number };
  /** What a simulation that failed had read. */
  readonly capture?: Simulated['capture'];
}

/** Blocks for which a signed transaction stays lawful. */
const LIFE = 100;
/** How often other commands may take the nonce first. Each time one of them got on, so many at once still come to an end. */
const TRIES = 50;

/**
 * Simulates unless a gas limit is given, and sends unless the simulation fails or only that was asked for: then `place` is
 * absent. @throws Reject, Fault, Usage
 */
export async function send<K extends TxKindName>(connection: Connection, key: Key, order: Order<K>): Promise<Sent> {
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

/** The gas limit of `--gas`, if it stands there. @throws Usage USAGE */
export function gasOption(options: Options): number | undefined {
  const text = options['gas'];
  return typeof text === 'string' ? wholeNumber(text, '--gas') : undefined;
}

async function sendOnce<K extends TxKindName>(
  connection: Connection,
  key: Key,
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

async function submit(connection: Connection, key: Key, request: Request, gasLimit: number): Promise<Sent> {
  const signed = signTransaction(nodeNatives, request, [key.secretKey]);
  const [answer] = await connection.submit([encodeTransaction(signed)]);
  if (!answer!.ok) throw rejected(answer!.error);
  const { height, index, receipt, logs } = answer!;
  return { receipt, logs, gasLimit, place: { id: txId(nodeNatives, request), height, index } };
}

function unsigned(request: Request, key: Key): Bytes {
  const auth = { scheme: SCHEMES.ed25519, key: key.publicKey, signature: new Uint8Array(64) };
  return encodeTransaction({ request, auths: [auth] });
}

function rejected({ id, detail }: Rejection): Reject {
  return new Reject(id as Reject['id'], detail);
}
