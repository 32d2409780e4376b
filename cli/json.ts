// JSON documents as the command line prints them: 64-bit numbers as strings, bytes in hexadecimal.
import { toHex } from '../engine/base/bytes.ts';

/** One document, indented, with a line break at its end. */
export function toJson(document: unknown): string {
  return `${JSON.stringify(document, (_, value) => plain(value), 2)}\n`;
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  return value instanceof Uint8Array ? toHex(value) : value;
}
