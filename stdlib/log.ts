// A line for the developer.
import * as host from "./host";
import { utf8, utf8Room } from "./text";

/** A line for the developer; charged and traced, never in a receipt or in state. */
export function log(text: string): void {
  const at = heap.alloc(utf8Room(text));
  host.log(at, utf8(text, at));
}
