// The embedded default: one sequencer that makes a block of whatever is waiting as soon as the last one is durable.
import { LIMITS } from '../../spec/limits.ts';
import { type Bytes, toLatin1 } from '../base/bytes.ts';
import { CodecError, Usage } from '../base/errors.ts';
import { readTerms } from '../base/transaction.ts';
import type { Orderer, Propose } from './orderer.ts';

/** Transactions that may wait at the same time. */
const POOL = 50_000;
/** Of them those of one sender: two full blocks, so that nobody keeps the others out. */
const PER_SENDER = 20_000;

/** Transactions of one sender that wait unseen; of whatever comes on top, the signatures are checked first. */
const UNSEEN = 5_000;
const NONE: ReadonlySet<number> = new Set();

/** Blocks that may be on their way: while one is written, the next is applied. */
const IN_FLIGHT = 2;

/** What the orderer looks at of a transaction. */
interface Taken {
  readonly bytes: Bytes;
  readonly gas: number;
  readonly sender: string;
  readonly nonce: bigint;
  readonly isSigned: boolean;
}

interface Waiting<Answer> extends Taken {
  readonly submission: Submission<Answer>;
  /** Its place among the answers. */
  readonly place: number;
}

/** Transactions that were submitted together, and are answered together. */
class Submission<Answer> {
  readonly answered: Promise<Answer[]>;
  private readonly answers: Answer[];
  private left: number;
  private resolve!: (answers: Answer[]) => void;
  reject!: (error: unknown) => void;

  constructor(count: number) {
    this.answers = new Array<Answer>(count);
    this.left = count;
    this.answered = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  answer(place: number, answer: Answer): void {
    this.answers[place] = answer;
    this.left -= 1;
    if (this.left === 0) this.resolve(this.answers);
  }
}

export interface SoloOptions<Answer> {
  readonly propose: Propose<Answer>;
  /** Milliseconds since 1970 UTC. */
  readonly clock: () => number;
  /** Gas of a block; no more is proposed than surely fits, so that nothing has to wait behind its own successor. */
  readonly blockGas: number;
  /**
   * Asked of what comes when its sender has many waiting, or the pool is half full, unless it is known to be signed: an answer for what is
   * not to wait. It checks signatures, which costs too much for each and keeps what nobody signed from filling the room of others.
   */
  readonly refuse?: (bytes: Bytes) => Answer | undefined;
}

/** @returns an orderer whose `submit` throws Usage POOL_FULL when too many transactions wait */
export function soloOrderer<Answer>(options: SoloOptions<Answer>): Orderer<Answer> {
  return new Solo(options);
}

class Solo<Answer> implements Orderer<Answer> {
  private readonly options: SoloOptions<Answer>;
  private waiting: Waiting<Answer>[] = [];
  /** Transactions by sender, from when they are submitted until they are answered. */
  private readonly held = new Map<string, number>();
  private running: Promise<void> | undefined;
  private closed = false;
  /** A block is wanted whether or not anything waits for it. */
  private wanted = false;

  constructor(options: SoloOptions<Answer>) {
    this.options = options;
  }

  submit(transactions: readonly Bytes[], signed: ReadonlySet<number> = NONE): Promise<Answer[]> {
    if (this.closed) return Promise.reject(new Usage('NODE_UNREACHABLE', 'the node is closing'));
    if (transactions.length === 0) return Promise.resolve([]);
    if (this.waiting.length + transactions.length > POOL)
      return Promise.reject(new Usage('POOL_FULL', `${POOL} are waiting`));
    const taken = transactions.map((bytes, place) => takenOf(bytes, signed.has(place)));
    const refused = taken.map((each, place) => this.refusal(each, place));
    const kept = taken.filter((_, place) => refused[place] === undefined);
    if (kept.some(({ sender }) => this.held.get(sender)! > PER_SENDER)) {
      for (const { sender } of kept) this.hold(sender, -1);
      return Promise.reject(new Usage('POOL_FULL', `${PER_SENDER} of one sender are waiting`));
    }
    return this.take(taken, refused);
  }

  get isIdle(): boolean {
    return this.running === undefined;
  }

  async propose(): Promise<void> {
    if (this.closed) return;
    this.wanted = true;
    this.running ??= this.run();
    await this.running;
  }

  /** The answer to what is not let in; what is let in is held. */
  private refusal({ bytes, sender, isSigned }: Taken, place: number): Answer | undefined {
    const isCrowded = (this.held.get(sender) ?? 0) >= UNSEEN || this.waiting.length + place > POOL / 2;
    const refusal = isCrowded && !isSigned ? this.options.refuse?.(bytes) : undefined;
    if (refusal === undefined) this.hold(sender, 1);
    return refusal;
  }

  private take(taken: readonly Taken[], refused: readonly (Answer | undefined)[]): Promise<Answer[]> {
    const submission = new Submission<Answer>(taken.length);
    for (const [place, each] of taken.entries()) {
      const answer = refused[place];
      if (answer === undefined) this.waiting.push({ ...each, submission, place });
      else submission.answer(place, answer);
    }
    this.running ??= this.run();
    return submission.answered;
  }

  private settle({ sender, submission, place }: Waiting<Answer>, answer: Answer): void {
    this.hold(sender, -1);
    submission.answer(place, answer);
  }

  private hold(sender: string, more: number): void {
    const count = (this.held.get(sender) ?? 0) + more;
    if (count === 0) this.held.delete(sender);
    else this.held.set(sender, count);
  }

  private async run(): Promise<void> {
    const flying = new Set<Promise<void>>();
    while (this.waiting.length > 0 || this.wanted || flying.size > 0) {
      // Lets everything that is submitted in the same turn into the same block.
      await Promise.resolve();
      if ((this.waiting.length > 0 || this.wanted) && flying.size < IN_FLIGHT) {
        this.wanted = false;
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
      const signed = Uint8Array.from(batch, (tx) => (tx.isSigned ? 1 : 0));
      const answers = await this.options.propose(this.options.clock(), bytes, signed);
      const later: Waiting<Answer>[] = [];
      for (const [i, tx] of batch.entries()) {
        const answer = answers[i]!;
        if (answer === 'later') later.push(tx);
        else this.settle(tx, answer);
      }
      this.waiting = [...later, ...this.waiting];
    } catch (error) {
      for (const tx of [...batch, ...this.waiting.splice(0)]) {
        this.hold(tx.sender, -1);
        tx.submission.reject(error);
      }
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

function takenOf(bytes: Bytes, isSigned: boolean): Taken {
  try {
    const { sender, nonce, gasLimit } = readTerms(bytes);
    return { bytes, sender: toLatin1(sender), nonce, gas: Number(gasLimit), isSigned };
  } catch (error) {
    // Bytes that are no transaction are refused when they are applied.
    if (error instanceof CodecError) return { bytes, sender: '', nonce: 0n, gas: 0, isSigned };
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
