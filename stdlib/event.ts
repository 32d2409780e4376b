// Events: the base class, and how one reaches the host.
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
