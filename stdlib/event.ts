// Events: the base class, and how one reaches the host.
import { Writer } from "./codec";
import * as host from "./host";
import { utf8 } from "./require";

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

/** Emits an event whose data are the bytes written. */
export function emitEvent(name: string, data: Writer): void {
  const at = heap.alloc(String.UTF8.byteLength(name));
  host.emit(at, utf8(name, at), NO_TOPICS, 4, data.pointer, data.length);
}
