// A worker thread that checks signatures: packed transactions in, a byte for each out.
import { parentPort, workerData } from 'node:worker_threads';
import type { Bytes } from '../base/bytes.ts';
import { nodeNatives } from '../crypto/node.ts';
import { sodiumNatives } from '../crypto/sodium.ts';
import { unpack } from './packing.ts';
import type { SignatureLibrary } from './settings.ts';
import { isSigned } from './signed.ts';

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

/** What a thread says first. */
export type Ready = 'ready';

const natives = ((workerData as SignatureLibrary) === 'auto' ? await sodiumNatives() : undefined) ?? nodeNatives;

parentPort?.postMessage('ready' satisfies Ready);
parentPort?.on('message', ({ id, transactions }: Check) => {
  const valid = Uint8Array.from(unpack(transactions), (bytes) => (isSigned(natives, bytes) ? 1 : 0));
  parentPort?.postMessage({ id, valid } satisfies Checked);
});
