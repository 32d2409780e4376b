// Events: the base class, and how one reaches the host.
import { Address } from "./address";
import { Writer } from "./codec";
import * as host from "./host";
import { utf8, utf8Room } from "./text";

/**
 * Base of a contract's events: `@event class Paid extends Event { constructor(public to: Address) { super(); } }`.
 * The compiler writes `emit()` from the public constructor parameters.
 */
export class Event {
  /** Records the event; dropped with the writes if the call does not end well. */
  emit(): void {}
}

// Borsh of an empty list of topics.
const NO_TOPICS = memory.data(4);

/** Reports an event by its name, with the bytes written as its data. An `@event` class does it with its fields, and stands in the ABI. */
export function emitEvent(name: string, data: Writer): void {
  const at = heap.alloc(utf8Room(name));
  host.emit(at, utf8(name, at), NO_TOPICS, 4, data.pointer, data.length);
}

/** The same for an event with topics, which are in {@link Topics}. */
export function emitIndexed(name: string, topics: Topics, data: Writer): void {
  const at = heap.alloc(utf8Room(name));
  const list = topics.list;
  host.emit(at, utf8(name, at), list.pointer, list.length, data.pointer, data.length);
}

/** The indexed fields of an event, each at most 32 bytes: what has no fixed size stands there as its SHA-256. */
export class Topics {
  /** Borsh Vec<Vec<u8>>. */
  readonly list: Writer;

  constructor(count: u32) {
    this.list = new Writer(4 + 36 * count).put<u32>(count);
  }

  add<T>(value: T): Topics {
    if (isString<T>()) {
      const text = changetype<string>(value);
      const at = heap.alloc(utf8Room(text));
      this.digest(at, utf8(text, at));
    } else if (value instanceof Uint8Array) {
      const bytes = changetype<Uint8Array>(value);
      this.digest(bytes.dataStart, bytes.length);
    } else {
      // Numbers by their width; the addresses' bytes are 32, and all other numbers that are objects have 16.
      const width: u32 = isInteger<T>() ? <u32>sizeof<T>() : value instanceof Address ? 32 : 16;
      this.list.put<u32>(width).put<T>(value);
    }
    return this;
  }

  private digest(from: usize, length: u32): void {
    const digest = heap.alloc(32);
    host.sha256(from, length, digest);
    this.list.put<u32>(32).raw(digest, 32);
  }
}
