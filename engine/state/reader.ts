// How state is read: synchronously, by flat key, and in order.
import type { Bytes } from '../base/bytes.ts';

export interface Reader {
  get(key: string): Bytes | undefined;
  /**
   * The smallest key that starts with `prefix` and is greater than `after`; all of `prefix` if `after` is smaller.
   * `skipped` is called for each removed key that the search passes over, so that it can be paid for; it may throw.
   */
  next(prefix: string, after: string, skipped?: () => void): string | undefined;
}

/** Committed state: records and storage, and the code that they name. */
export interface State extends Reader {
  /** The module bytes of a code id, or undefined. */
  code(codeId: Bytes): Bytes | undefined;
}

/** Uncommitted changes by flat key; null removes. */
export type Writes = ReadonlyMap<string, Bytes | null>;
