// Nested uncommitted writes over a reader: a child is committed into its parent or forgotten.
import type { Bytes } from '../base/bytes.ts';
import type { Reader, Writes } from './reader.ts';

export class Overlay implements Reader {
  private readonly below: Reader;
  private readonly changed = new Map<string, Bytes | null>();
  /** Keys of `changed` in order; made at the first ordered read, kept up from then on. */
  private order: string[] | undefined;

  constructor(below: Reader) {
    this.below = below;
  }

  get(key: string): Bytes | undefined {
    const own = this.changed.get(key);
    return own === undefined ? this.below.get(key) : (own ?? undefined);
  }

  set(key: string, value: Bytes): void {
    this.note(key, value);
  }

  remove(key: string): void {
    this.note(key, null);
  }

  private note(key: string, value: Bytes | null): void {
    if (this.order && !this.changed.has(key)) this.order.splice(firstAfter(this.order, key), 0, key);
    this.changed.set(key, value);
  }

  next(prefix: string, after: string, skipped?: () => void): string | undefined {
    this.order ??= [...this.changed.keys()].sort(byCodeUnit);
    let below = this.below.next(prefix, after, skipped);
    while (below !== undefined && this.changed.get(below) === null) {
      skipped?.();
      below = this.below.next(prefix, below, skipped);
    }
    const own = this.ownNext(this.order, prefix, after, skipped);
    if (own === undefined || below === undefined) return own ?? below;
    if (own < below) return own;
    return below;
  }

  private ownNext(order: string[], prefix: string, after: string, skipped?: () => void): string | undefined {
    let at = after < prefix ? firstFrom(order, prefix) : firstAfter(order, after);
    for (; order[at]?.startsWith(prefix); at++) {
      if (this.changed.get(order[at]!) !== null) return order[at];
      skipped?.();
    }
    return undefined;
  }

  /** Hands all writes to the overlay below; this one is not to be used again. */
  commitInto(parent: Overlay): void {
    for (const [key, value] of this.changed) parent.note(key, value);
  }

  /** All writes since this overlay was opened. */
  writes(): Writes {
    return this.changed;
  }
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Index of the first key that is greater than `key`. */
export function firstAfter(order: readonly string[], key: string): number {
  return search(order, (k) => k > key);
}

/** Index of the first key that is `key` or greater. */
export function firstFrom(order: readonly string[], key: string): number {
  return search(order, (k) => k >= key);
}

function search(order: readonly string[], yes: (key: string) => boolean): number {
  let low = 0;
  let high = order.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (yes(order[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
