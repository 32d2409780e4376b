// Custom sections of a module that this compiler has just written: which ones stay.
import { decodeUtf8 } from '../base/utf8.ts';

const HEADER_BYTES = 8;

/** The module without custom sections other than `tally.*`: names of source maps differ from place to place. */
export function keepTallySections(wasm: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [wasm.subarray(0, HEADER_BYTES)];
  for (let at = HEADER_BYTES; at < wasm.length; ) {
    const size = leb(wasm, at + 1);
    const end = size.next + size.value;
    if (wasm[at] !== 0 || sectionName(wasm, size.next).startsWith('tally.')) parts.push(wasm.subarray(at, end));
    at = end;
  }
  return new Uint8Array(Buffer.concat(parts));
}

function sectionName(wasm: Uint8Array, at: number): string {
  const length = leb(wasm, at);
  return decodeUtf8(wasm.subarray(length.next, length.next + length.value));
}

// Unsigned LEB128 of at most five bytes, WebAssembly 5.2.2.
function leb(wasm: Uint8Array, at: number): { readonly value: number; readonly next: number } {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = wasm[at++]!;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return { value, next: at };
  }
}
