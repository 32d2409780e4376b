// Ending a call with a reason: require, revert, and what `abort` of the language becomes.
import * as host from "./host";
import { decimal, utf8, utf8Room } from "./text";

/** Longest message that is kept, in UTF-16 units: at three bytes a unit it fits the revert payload beside any code. */
const MESSAGE_UNITS: i32 = 300;
const PAYLOAD = memory.data(1024);

/**
 * Ends the call with REVERT unless the condition holds; its writes and events are dropped.
 * The code is 1 to 64 characters of A-Z a-z 0-9 _ and dot. The compiler fills in the line, and computes the message only
 * when it is needed.
 */
export function require(condition: bool, code: string, message: string = "", line: u32 = 0): void {
  if (!condition) revert(code, message, line);
}

/** Ends the call with REVERT; its writes and events are dropped. Payload data: Borsh { message: string, line: u32 }. */
export function revert(code: string, message: string = "", line: u32 = 0): void {
  const size = utf8(clip(message), PAYLOAD + 4);
  store<u32>(PAYLOAD, size);
  store<u32>(PAYLOAD + 4 + size, line);
  raise(code, PAYLOAD, size + 8);
}

/** Ends the call with REVERT and these bytes as payload data. */
export function raise(code: string, data: usize, length: u32): void {
  const at = heap.alloc(utf8Room(code));
  host.revert(at, utf8(code, at), data, length);
  unreachable();
}

/** Stands in for the language's own `abort`: assertions, `throw`, array bounds. */
export function abort(message: string | null, file: string | null, line: u32, column: u32): void {
  const text = message === null ? "aborted" : message;
  const where = file === null ? "" : " at " + file + ":" + decimal(line) + ":" + decimal(column);
  revert("ABORT", text + where, line);
}

// A cut never falls between the halves of a surrogate pair.
function clip(text: string): string {
  if (text.length <= MESSAGE_UNITS) return text;
  const last = text.charCodeAt(MESSAGE_UNITS - 1);
  return text.substring(0, (last & 0xfc00) == 0xd800 ? MESSAGE_UNITS - 1 : MESSAGE_UNITS);
}
