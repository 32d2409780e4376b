// A worker thread that checks signatures: packed transactions in, the leaf hashes of the valid ones out.
import { parentPort } from 'node:worker_threads';
import type { Bytes } from '../base/bytes.ts';
import { CodecError } from '../base/errors.ts';
import { txId } from '../base/hash.ts';
import { leafHash } from '../base/list.ts';
import { decodeTransaction } from '../base/transaction.ts';
import { nodeNatives } from '../crypto/node.ts';
import { pack, unpack } from './packing.ts';

/** Asks for a check of packed transactions. */
export interface Check {
  readonly id: number;
  readonly transactions: Bytes;
}

/** Packed leaf hashes of those whose signatures are all valid. */
export interface Checked {
  readonly id: number;
  readonly valid: Bytes;
}

parentPort?.on('message', ({ id, transactions }: Check) => {
  const valid = unpack(transactions).filter(isSigned);
  const hashes = valid.map((bytes) => leafHash(nodeNatives, 'TX_LEAF', bytes));
  parentPort?.postMessage({ id, valid: pack(hashes) } satisfies Checked);
});

/** Whether each signature of a transaction is valid. Who may sign is not looked at here. */
function isSigned(bytes: Bytes): boolean {
  try {
    const { request, auths } = decodeTransaction(bytes);
    const id = txId(nodeNatives, request);
    return auths.every(({ scheme, key, signature }) => nodeNatives.verify(scheme, key, id, signature));
  } catch (error) {
    // What is no transaction is rejected when it is applied.
    if (error instanceof CodecError) return false;
    throw error;
  }
}
