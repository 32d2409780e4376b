// A worker thread that checks signatures: packed transactions in, a byte for each out.
import { parentPort, workerData } from 'node:worker_threads';
import type { Bytes } from '../base/bytes.ts';
import { CodecError } from '../base/errors.ts';
import { txId } from '../base/hash.ts';
import { decodeTransaction } from '../base/transaction.ts';
import { nodeNatives } from '../crypto/node.ts';
import { sodiumNatives } from '../crypto/sodium.ts';
import { unpack } from './packing.ts';
import type { SignatureLibrary } from './settings.ts';

/** Asks for a check of packed transactions. */
export interface Check {
  readonly id: number;
  readonly transactions: Bytes;
}

/** A byte for each transaction: 1 if its signatures are all valid. */
export interface Checked {
  readonly id: number;
  readonly valid: Bytes;
}

const natives = ((workerData as SignatureLibrary) === 'auto' ? await sodiumNatives() : undefined) ?? nodeNatives;

parentPort?.on('message', ({ id, transactions }: Check) => {
  const valid = Uint8Array.from(unpack(transactions), (bytes) => (isSigned(bytes) ? 1 : 0));
  parentPort?.postMessage({ id, valid } satisfies Checked);
});

/** Whether each signature of a transaction is valid. Who may sign is not looked at here. */
function isSigned(bytes: Bytes): boolean {
  try {
    const { request, auths } = decodeTransaction(bytes);
    const id = txId(natives, request);
    return auths.every(({ scheme, key, signature }) => natives.verify(scheme, key, id, signature));
  } catch (error) {
    // What is no transaction is rejected when it is applied.
    if (error instanceof CodecError) return false;
    throw error;
  }
}
