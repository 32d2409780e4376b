// Checks the signatures of a block's transactions on worker threads, while the block before it is being applied.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Bytes } from '../base/bytes.ts';
import { builtPath } from './built.ts';
import type { Check, Checked, Ready } from './checking.ts';
import { pack } from './packing.ts';
import type { SignatureLibrary } from './settings.ts';

/** Fewer are checked faster where they are applied than they are sent to a thread. */
const WORTHWHILE = 8;
/** Transactions of one message to a worker. */
const SHARE = 128;

/** Indexes of transactions whose signatures are all valid. */
export type Verified = ReadonlySet<number>;
const NONE: Verified = new Set();

/** Indexes at which there is a 1. */
export function indexesOf(flags: Bytes): Verified {
  const indexes = new Set<number>();
  for (const [index, flag] of flags.entries()) if (flag === 1) indexes.add(index);
  return indexes;
}

export class Signatures {
  private readonly workers: Worker[] = [];
  private readonly pending = new Map<number, (valid: Bytes) => void>();
  private readonly library: SignatureLibrary;
  /** Threads that have loaded what they need. */
  private ready = 0;
  private next = 0;

  constructor(library: SignatureLibrary) {
    this.library = library;
  }

  /** The valid ones of these, or none if checking them here is not worth while, or the threads are not there yet. */
  async check(transactions: readonly Bytes[]): Promise<Verified> {
    if (transactions.length < WORTHWHILE) return NONE;
    this.start();
    if (this.ready < this.workers.length) return NONE;
    const shares: Promise<Bytes>[] = [];
    for (let at = 0; at < transactions.length; at += SHARE) shares.push(this.send(transactions.slice(at, at + SHARE)));
    const valid = new Set<number>();
    for (const [i, share] of (await Promise.all(shares)).entries())
      for (const [j, isValid] of share.entries()) if (isValid) valid.add(i * SHARE + j);
    return valid;
  }

  private start(): void {
    while (this.workers.length < availableParallelism()) {
      const worker = new Worker(builtPath('checking'), { workerData: this.library });
      worker.on('message', (said: Checked | Ready) => {
        if (said === 'ready') this.ready += 1;
        else this.settle(said);
      });
      worker.unref();
      this.workers.push(worker);
    }
  }

  private settle({ id, valid }: Checked): void {
    this.pending.get(id)?.(valid);
    this.pending.delete(id);
    if (this.pending.size === 0) for (const each of this.workers) each.unref();
  }

  private send(transactions: readonly Bytes[]): Promise<Bytes> {
    const id = this.next++;
    const check: Check = { id, transactions: pack(transactions) };
    // A process that waits for an answer must not end, and one that waits for none may.
    if (this.pending.size === 0) for (const each of this.workers) each.ref();
    return new Promise((resolve) => {
      this.pending.set(id, resolve);
      this.workers[id % this.workers.length]!.postMessage(check);
    });
  }

  /** Ends the threads; what they still check is never told. */
  close(): void {
    for (const worker of this.workers.splice(0)) void worker.terminate();
  }
}
