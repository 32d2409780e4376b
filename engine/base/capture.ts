// What a transaction or a view read of the chain: with it, it can be run again anywhere.
import type { Bytes } from './bytes.ts';

/** An ordered read: the key that was found, and how many removed ones were passed over. */
export interface Search {
  readonly prefix: string;
  readonly after: string;
  readonly found: string | undefined;
  readonly skipped: number;
}

/** State as far as a transaction looked at it. */
export interface Touched {
  /** Flat keys with what they held. */
  readonly values: ReadonlyMap<string, Bytes | undefined>;
  readonly searches: readonly Search[];
  /** Modules by code id, as Latin-1. */
  readonly codes: ReadonlyMap<string, Bytes>;
}

/** Where something ran, and what it read there. */
interface Ran {
  readonly chain: Bytes;
  readonly height: number;
  readonly time: number;
  readonly touched: Touched;
}

/** A transaction with all that is needed to run it again. */
export interface Capture extends Ran {
  /** The transaction, or the record of what was scheduled. */
  readonly transaction: Bytes;
  readonly isScheduled?: true;
}

/** What a view is asked. */
export interface Question {
  readonly contract: Bytes;
  readonly method: string;
  readonly input: Bytes;
  /** Unauthenticated; a view may not grant anything on it. */
  readonly caller: Bytes;
  readonly gas: number;
}

/** A view with all that is needed to ask it again. */
export interface ViewCapture extends Ran {
  readonly question: Question;
}

export type Captured = Capture | ViewCapture;
