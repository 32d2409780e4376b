// Checks the signatures of a block's transactions on worker threads, while the block before it is being applied.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Bytes } from '../base/bytes.ts';
import { builtPath } from './built.ts';
import type { Check, Checked } from './checking.ts';
import { pack } from './packing.ts';
import type { SignatureLibrary } from './settings.ts';

/** Fewer are checked faster where they are applied than they are sent to a thread. */
const WORTHWHILE = 8;
/** Transactions of one message to a worker. */
const SHARE = 128;

/** Indexes of transactions whose signatures are all valid. */
export type Verified = ReadonlySet<number>;

export class Signatures {
  private readonly workers: Worker[] = [];
  private readonly pending = new Map<number, (valid: Bytes) => void>();
  private readonly library: SignatureLibrary;
  private next = 0;

  constructor(library: SignatureLibrary) {
    this.library = library;
  }

  /** The valid ones of these, or nothing if checking them here is not worth while. */
  async check(transactions: readonly Bytes[]): Promise<Verified> {
    if (transactions.length < WORTHWHILE) return new Set();
    this.start();
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
      worker.on('message', ({ id, valid }: Checked) => {
        this.pending.get(id)?.(valid);
        this.pending.delete(id);
        if (this.pending.size === 0) for (const each of this.workers) each.unref();
      });
      worker.unref();
      this.workers.push(worker);
    }
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
