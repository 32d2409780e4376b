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
    const { cursors, base } = this.cursors(prefix, after);
    let below = base.next(prefix, after, skipped);
    for (;;) {
      const key = cursors.reduce((least, cursor) => smaller(least, cursor.key()), below);
      // The topmost overlay that names a key decides, however many removed it: a key is passed over, and paid for, once.
      if (key === undefined || cursors.find((cursor) => cursor.key() === key)?.value() !== null) return key;
      skipped?.();
      for (const cursor of cursors) cursor.pass(key);
      if (below === key) below = base.next(prefix, key, skipped);
    }
  }

  /** A place in each overlay from this one down, and the reader below all of them. */
  private cursors(prefix: string, after: string): { cursors: Cursor[]; base: Reader } {
    const cursors: Cursor[] = [];
    let layer: Reader = this;
    for (; layer instanceof Overlay; layer = layer.below) {
      layer.order ??= [...layer.changed.keys()].sort(byCodeUnit);
      cursors.push(new Cursor(layer.order, layer.changed, prefix, after));
    }
    return { cursors, base: layer };
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

/** Walks the changed keys of one overlay that start with a prefix, in order. */
class Cursor {
  private readonly order: readonly string[];
  private readonly changed: Writes;
  private readonly prefix: string;
  private at: number;

  constructor(order: readonly string[], changed: Writes, prefix: string, after: string) {
    this.order = order;
    this.changed = changed;
    this.prefix = prefix;
    this.at = after < prefix ? firstFrom(order, prefix) : firstAfter(order, after);
  }

  key(): string | undefined {
    const key = this.order[this.at];
    return key?.startsWith(this.prefix) ? key : undefined;
  }

  /** What the overlay says of {@link key}; null if it removes it. */
  value(): Bytes | null | undefined {
    return this.changed.get(this.order[this.at]!);
  }

  pass(key: string): void {
    if (this.order[this.at] === key) this.at += 1;
  }
}

function smaller(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a < b ? a : b;
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
