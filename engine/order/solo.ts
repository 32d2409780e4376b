// The embedded default: one sequencer that makes a block of whatever is waiting as soon as the last one is durable.
import { LIMITS } from '../../spec/limits.ts';
import { type Bytes, toLatin1 } from '../base/bytes.ts';
import { CodecError, Usage } from '../base/errors.ts';
import { decodeTransaction } from '../base/transaction.ts';
import type { Orderer, Propose } from './orderer.ts';

/** Transactions that may wait at the same time. */
const POOL = 50_000;

/** Blocks that may be on their way: while one is applied, the signatures of the next are checked. */
const IN_FLIGHT = 2;

interface Waiting<Answer> {
  readonly bytes: Bytes;
  readonly gas: number;
  readonly sender: string;
  readonly nonce: bigint;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

export interface SoloOptions<Answer> {
  readonly propose: Propose<Answer>;
  /** Milliseconds since 1970 UTC. */
  readonly clock: () => number;
  /** Gas of a block; no more is proposed than surely fits, so that nothing has to wait behind its own successor. */
  readonly blockGas: number;
}

/** @returns an orderer whose `submit` throws Usage POOL_FULL when too many transactions wait */
export function soloOrderer<Answer>(options: SoloOptions<Answer>): Orderer<Answer> {
  return new Solo(options);
}

class Solo<Answer> implements Orderer<Answer> {
  private readonly options: SoloOptions<Answer>;
  private waiting: Waiting<Answer>[] = [];
  private running: Promise<void> | undefined;
  private closed = false;

  constructor(options: SoloOptions<Answer>) {
    this.options = options;
  }

  submit(transactions: readonly Bytes[]): Promise<Answer[]> {
    if (this.closed) return Promise.reject(new Usage('NODE_UNREACHABLE', 'the node is closing'));
    if (transactions.length === 0) return Promise.resolve([]);
    if (this.waiting.length + transactions.length > POOL)
      return Promise.reject(new Usage('POOL_FULL', `${POOL} are waiting`));
    const answers = transactions.map((bytes) => this.enqueue(bytes));
    this.running ??= this.run();
    return Promise.all(answers);
  }

  private enqueue(bytes: Bytes): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ bytes, ...senderOf(bytes), resolve, reject });
    });
  }

  private async run(): Promise<void> {
    const flying = new Set<Promise<void>>();
    while (this.waiting.length > 0 || flying.size > 0) {
      // Lets everything that is submitted in the same turn into the same block.
      await Promise.resolve();
      if (this.waiting.length > 0 && flying.size < IN_FLIGHT) {
        const round: Promise<void> = this.round().finally(() => flying.delete(round));
        flying.add(round);
      }
      // Rounds may have landed in the meantime, and a race among none never ends.
      const idle = flying.size >= IN_FLIGHT || this.waiting.length === 0;
      if (idle && flying.size > 0) await Promise.race(flying);
    }
    this.running = undefined;
  }

  private async round(): Promise<void> {
    const batch = inNonceOrder(this.takeBatch());
    const bytes = batch.map((tx) => tx.bytes);
    try {
      const answers = await this.options.propose(this.options.clock(), bytes);
      const later: Waiting<Answer>[] = [];
      for (const [i, tx] of batch.entries()) {
        const answer = answers[i]!;
        if (answer === 'later') later.push(tx);
        else tx.resolve(answer);
      }
      this.waiting = [...later, ...this.waiting];
    } catch (error) {
      for (const tx of [...batch, ...this.waiting.splice(0)]) tx.reject(error);
    }
  }

  /** As much as a block surely holds, in order of arrival; at least one. */
  private takeBatch(): Waiting<Answer>[] {
    let bytes = 0;
    let gas = 0;
    let count = 0;
    for (const tx of this.waiting) {
      bytes += tx.bytes.length;
      gas += tx.gas;
      const fits = bytes <= LIMITS.blockBytes.max && gas <= this.options.blockGas;
      if (count > 0 && (!fits || count === LIMITS.blockTransactions.max)) break;
      count += 1;
    }
    return this.waiting.splice(0, count);
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.running;
  }
}

function senderOf(bytes: Bytes): { sender: string; nonce: bigint; gas: number } {
  try {
    const { request } = decodeTransaction(bytes);
    return { sender: toLatin1(request.sender), nonce: request.nonce, gas: Number(request.gasLimit) };
  } catch (error) {
    // Bytes that are no transaction are refused when they are applied; here they are nobody's.
    if (error instanceof CodecError) return { sender: '', nonce: 0n, gas: 0 };
    throw error;
  }
}

/** Keeps the places that each sender has and fills them with its transactions by nonce. */
function inNonceOrder<Answer>(batch: Waiting<Answer>[]): Waiting<Answer>[] {
  const bySender = new Map<string, Waiting<Answer>[]>();
  for (const tx of batch) {
    const own = bySender.get(tx.sender);
    if (own) own.push(tx);
    else bySender.set(tx.sender, [tx]);
  }
  for (const own of bySender.values()) own.sort((a, b) => (a.nonce < b.nonce ? -1 : a.nonce > b.nonce ? 1 : 0));
  return batch.map((tx) => bySender.get(tx.sender)!.shift()!);
}
