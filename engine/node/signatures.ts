// Checks signatures of transactions on worker threads, while others are being applied.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Bytes } from '../base/bytes.ts';
import { builtPath } from './built.ts';
import type { Check, Checked, Ready } from './checking.ts';
import { pack } from './packing.ts';
import type { SignatureLibrary } from './settings.ts';

/** So many are checked where they are applied before threads are started: commands that send one transaction need none. */
const WORTHWHILE = 8;
/** Transactions of one message to a thread. */
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

/** Transactions that are checked together for whoever asked. */
interface Asked {
  readonly valid: Set<number>;
  left: number;
  resolve(valid: Verified): void;
}

interface Waiting {
  readonly bytes: Bytes;
  readonly asked: Asked;
  readonly index: number;
}

/** A thread, and how many transactions it has been sent and not answered. */
interface Thread {
  readonly worker: Worker;
  busy: number;
}

export class Signatures {
  private readonly threads: Thread[] = [];
  private readonly pending = new Map<number, readonly Waiting[]>();
  private readonly library: SignatureLibrary;
  private waiting: Waiting[] = [];
  /** Transactions seen before there were threads. */
  private seen = 0;
  /** Threads that have loaded what they need. */
  private ready = 0;
  private next = 0;

  constructor(library: SignatureLibrary) {
    this.library = library;
  }

  /** The valid ones of these; none while the threads are not there yet, or not worth while. */
  check(transactions: readonly Bytes[]): Promise<Verified> {
    this.seen += transactions.length;
    if (this.seen >= WORTHWHILE) this.start();
    if (transactions.length === 0 || this.ready === 0 || this.ready < this.threads.length) return Promise.resolve(NONE);
    return new Promise((resolve) => {
      const asked: Asked = { valid: new Set(), left: transactions.length, resolve };
      for (const [index, bytes] of transactions.entries()) this.waiting.push({ bytes, asked, index });
      this.hand();
    });
  }

  private start(): void {
    while (this.threads.length < availableParallelism()) {
      const thread: Thread = { worker: new Worker(builtPath('checking'), { workerData: this.library }), busy: 0 };
      thread.worker.on('message', (said: Checked | Ready) => {
        if (said === 'ready') this.ready += 1;
        else this.settle(thread, said);
      });
      thread.worker.unref();
      this.threads.push(thread);
    }
  }

  /**
   * Hands what waits to the threads: whole shares at once, because whoever asks may not come round to hand out more for a while, and less than
   * a share as soon as a thread has nothing to do, so that single transactions gather while they are busy.
   */
  private hand(): void {
    while (this.waiting.length > 0) {
      const thread = this.threads.reduce((least, each) => (each.busy < least.busy ? each : least));
      if (thread.busy > 0 && this.waiting.length < SHARE) return;
      const idle = this.threads.filter(({ busy }) => busy === 0).length;
      const even = Math.ceil(this.waiting.length / Math.max(1, idle));
      this.send(thread, this.waiting.splice(0, Math.min(SHARE, even)));
    }
  }

  private send(thread: Thread, share: readonly Waiting[]): void {
    const id = this.next++;
    const check: Check = { id, transactions: pack(share.map(({ bytes }) => bytes)) };
    // A process that waits for an answer must not end, and one that waits for none may.
    if (this.pending.size === 0) for (const { worker } of this.threads) worker.ref();
    this.pending.set(id, share);
    thread.busy += share.length;
    thread.worker.postMessage(check);
  }

  private settle(thread: Thread, { id, valid }: Checked): void {
    const share = this.pending.get(id) ?? [];
    this.pending.delete(id);
    thread.busy -= share.length;
    for (const [at, { asked, index }] of share.entries()) {
      if (valid[at] === 1) asked.valid.add(index);
      asked.left -= 1;
      if (asked.left === 0) asked.resolve(asked.valid);
    }
    this.hand();
    if (this.pending.size === 0) for (const { worker } of this.threads) worker.unref();
  }

  /** Ends the threads; what they still check is never told. */
  close(): void {
    this.waiting = [];
    for (const { worker } of this.threads.splice(0)) void worker.terminate();
  }
}
