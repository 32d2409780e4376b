// What is kept because it was used lately, within a number of bytes.

interface Entry<V> {
  readonly value: V;
  readonly bytes: number;
}

/** Values by key; when they hold more bytes than there is room for, those go that were not used for longest. */
export class Kept<V> {
  // A map's order is the order of insertion, so putting an entry in anew makes it the youngest.
  private readonly entries = new Map<string, Entry<V>>();
  private readonly room: number;
  private readonly dropped: (value: V) => void;
  private bytes = 0;
  /** The key used last, whose entry is the youngest as it is. */
  private last: string | undefined;

  /** `dropped` hears of each value that has to go. */
  constructor(room: number, dropped: (value: V) => void = () => {}) {
    this.room = room;
    this.dropped = dropped;
  }

  get size(): number {
    return this.entries.size;
  }

  /** The value, which is now the one used last. */
  get(key: string): V | undefined {
    const entry = this.entries.get(key);
    if (entry === undefined) return undefined;
    if (key !== this.last) {
      this.entries.delete(key);
      this.entries.set(key, entry);
      this.last = key;
    }
    return entry.value;
  }

  /** Takes a value in, in place of one with the same key. The last one stays even if it is too large by itself. */
  set(key: string, value: V, bytes: number): void {
    this.remove(key);
    this.entries.set(key, { value, bytes });
    this.last = key;
    this.bytes += bytes;
    while (this.bytes > this.room && this.entries.size > 1) this.remove(this.entries.keys().next().value!);
  }

  private remove(key: string): void {
    const entry = this.entries.get(key);
    if (entry === undefined) return;
    this.entries.delete(key);
    this.bytes -= entry.bytes;
    this.dropped(entry.value);
  }
}
