// The orderer decides which block is next. This is what every kind of orderer offers.
import type { Bytes } from '../base/bytes.ts';

/** What became of one submitted transaction: the executor's answer once it is durable, or its rejection. */
export interface Orderer<Answer> {
  /**
   * Resolves when each transaction is durable or rejected; answers stand in the order given. `signed` are the indexes of those whose
   * signatures were found valid; of the others nothing is known.
   */
  submit(transactions: readonly Bytes[], signed?: ReadonlySet<number>): Promise<Answer[]>;
  /** Whether no block is being made. */
  readonly isIdle: boolean;
  /** Makes a block though nothing may be waiting: what was scheduled is due. Resolves when it is made, or there was nothing to do in it. */
  propose(): Promise<void>;
  /** Stops taking transactions, and resolves when those taken are answered. */
  close(): Promise<void>;
}

/**
 * Applies and commits a block; the answer of each transaction, or `later` if it had no room in this block. `signed` has a byte for each
 * transaction: 1 if its signatures were found valid.
 */
export type Propose<Answer> = (
  time: number,
  transactions: readonly Bytes[],
  signed: Bytes,
) => Promise<(Answer | 'later')[]>;
