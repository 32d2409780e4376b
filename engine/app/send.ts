// Sending: fills in a transaction's terms, asks what gas it needs, signs it, and waits until it is durable.

import { STATUS } from '../../spec/errors.ts';
import { LIMITS } from '../../spec/limits.ts';
import { SCHEMES } from '../../spec/records.ts';
import type { TxKindName } from '../../spec/tx.ts';
import { type Bytes, compare, equal } from '../base/bytes.ts';
import { Reject, Usage } from '../base/errors.ts';
import { txId } from '../base/hash.ts';
import type { AccountRecord, Receipt, Request } from '../base/records.ts';
import { encodeTransaction } from '../base/transaction.ts';
import type { Connection, Log, Rejection, Simulated } from '../client/connection.ts';
import { topRecord } from '../client/records.ts';
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
  /** Only simulate, as if everybody who has to approve it had done so. */
  readonly approved?: boolean | undefined;
  /** Where it is only simulated, a module that counts as uploaded. */
  readonly module?: Bytes | undefined;
}

/** A transaction that ran, whatever came of it. */
export interface Sent {
  readonly receipt: Receipt;
  readonly logs: readonly Log[];
  readonly gasLimit: number;
  /** Where it stands; absent if it was only simulated. */
  readonly place?: Place;
  /** Records that a simulation would have written. */
  readonly changes?: Simulated['changes'];
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
  const base = { chain, expiry: BigInt(height + LIFE) };
  for (let attempt = 1; ; attempt++) {
    const { address: sender, record } = await accountOf(connection, key);
    try {
      return await sendOnce(connection, key, order, { ...base, sender, nonce: BigInt(record.nonce) });
    } catch (error) {
      const isLate = error instanceof Reject && error.id === 'NONCE_USED';
      if (!isLate || attempt === TRIES) throw error;
    }
  }
}

/** An account and its record. */
export interface Account {
  readonly address: Bytes;
  readonly record: AccountRecord;
}

/**
 * The account that a key, and those that sign beside it, belong to: that whose first key it is, unless it was given to another one.
 * @throws Usage SIGNERS_APART
 */
export async function accountOf(connection: Connection, key: Signer): Promise<Account> {
  const account = await homeOf(connection, key);
  const { keys } = account.record;
  for (const { publicKey } of key.others ?? []) {
    if (!keys.some((each) => equal(each.key, publicKey)))
      throw new Usage('SIGNERS_APART', 'the first key belongs to an account that does not have all the others');
  }
  return account;
}

async function homeOf(connection: Connection, { address, publicKey }: Signer): Promise<Account> {
  const record = await connection.account(address);
  if (record.keys.some((each) => equal(each.key, publicKey))) return { address, record };
  const bound = await topRecord(connection, 'key', address);
  if (bound) return { address: bound.account, record: await connection.account(bound.account) };
  // One that has sent nothing has no keys written down; one that has others refuses this one.
  return { address, record };
}

async function sendOnce<K extends TxKindName>(
  connection: Connection,
  key: Signer,
  { kind, body, gas, dryRun, approved = false, module }: Order<K>,
  terms: Omit<Terms, 'gasLimit'>,
): Promise<Sent> {
  const build = (gasLimit: number) => buildRequest({ ...terms, gasLimit: BigInt(gasLimit) }, kind, body);
  const isKept = !dryRun && !approved;
  if (gas !== undefined && isKept) return submit(connection, key, build(gas), gas);
  const simulated = await connection.simulate(unsigned(build(LIMITS.transactionGas.max), key), {
    captures: !approved && module === undefined,
    approved,
    module,
  });
  const { receipt } = simulated;
  const gasLimit = gas ?? defaultLimit(receipt.gasUsed);
  if (!isKept || receipt.status !== STATUS.OK) return { ...simulated, gasLimit };
  return submit(connection, key, build(gasLimit), gasLimit);
}

/** The gas limit that a client gives by default: a quarter more than the simulation used, within the limit. */
export function defaultLimit(gasUsed: number): number {
  return Math.min(Math.ceil((gasUsed * 5) / 4), LIMITS.transactionGas.max);
}

async function submit(connection: Connection, key: Signer, request: Request, gasLimit: number): Promise<Sent> {
  const secrets = signersOf(key).map(({ secretKey }) => secretKey);
  const signed = signTransaction(nodeNatives, request, secrets);
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
  const keys = signersOf(key).map(({ publicKey }) => publicKey);
  const auth = (key: Bytes) => ({ scheme: SCHEMES.ed25519, key, signature: new Uint8Array(64) });
  return encodeTransaction({ request, auths: keys.sort(compare).map(auth) });
}

const signersOf = (key: Signer): readonly Signer[] => [key, ...(key.others ?? [])];

function rejected({ id, detail }: Rejection): Reject {
  return new Reject(id as Reject['id'], detail);
}
