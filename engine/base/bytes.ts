// Bytes: comparing, joining, hexadecimal, and Latin-1 strings that stand for bytes as map keys.

export type Bytes = Uint8Array;

export const EMPTY: Bytes = new Uint8Array(0);
/** 32 zero bytes: the parent of block 0, the root of an empty tree. */
export const ZERO32: Bytes = new Uint8Array(32);

export function equal(a: Bytes, b: Bytes): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Order by unsigned bytes, a prefix before what it begins: negative, 0 or positive. */
export function compare(a: Bytes, b: Bytes): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

export function concat(...parts: Bytes[]): Bytes {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Up to so many bytes V8 keeps inside its heap: a copy by hand costs less than a view, which first moves them out of there. */
const INLINE = 64;

// What Node.js calls `slice` of a Buffer is a view.
const { slice } = Uint8Array.prototype;

/** A copy of a part. */
export function copied(bytes: Bytes, start = 0, length = bytes.length - start): Bytes {
  if (length > INLINE) return slice.call(bytes, start, start + length);
  const out = new Uint8Array(length);
  for (let i = 0; i < length; i++) out[i] = bytes[start + i]!;
  return out;
}

/** A part to be read: a view if it is long, a copy if it is short. {@link owned} and {@link alone} keep it. */
export function part(bytes: Bytes, start: number, length: number): Bytes {
  if (length <= INLINE) return copied(bytes, start, length);
  return bytes.subarray(start, start + length);
}

/** What {@link part} gave, as a copy in any case, with a buffer of its own: for what is kept long. */
export function alone(given: Bytes): Bytes {
  return given.length > INLINE ? slice.call(given) : given;
}

// A buffer outside of V8's heap costs most of a microsecond and more when it is collected, so copies of middle length share one.
const SHARED = 8_192;
const MOST_SHARED = 1_024;
let shared = new Uint8Array(SHARED);
let taken = 0;

/** The same for what is kept for a transaction or a block: copies share buffers, so one of them keeps others. */
export function owned(given: Bytes): Bytes {
  const { length } = given;
  if (length <= INLINE || length > MOST_SHARED) return alone(given);
  if (taken + length > SHARED) {
    shared = new Uint8Array(SHARED);
    taken = 0;
  }
  const start = taken;
  taken += length;
  shared.set(given, start);
  return shared.subarray(start, taken);
}

/** Copies a part to a place in other bytes. Short ones by hand: `set` would need a view of them first. */
export function copyInto(to: Bytes, at: number, from: Bytes, start = 0, length = from.length - start): void {
  if (length > INLINE) to.set(start === 0 && length === from.length ? from : from.subarray(start, start + length), at);
  else for (let i = 0; i < length; i++) to[at + i] = from[start + i]!;
}

const HEX = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'));

export function toHex(bytes: Bytes): string {
  let out = '';
  for (const b of bytes) out += HEX[b];
  return out;
}

/** Bytes of lower- or upper-case hexadecimal text; undefined if it is anything else. */
export function fromHex(text: string): Bytes | undefined {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) return undefined;
  const out = new Uint8Array(text.length / 2);
  for (let i = 0; i < out.length; i++) out[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return out;
}

/** A string with one code unit a byte, so that strings order and compare as the bytes do. */
export function toLatin1(bytes: Bytes): string {
  let out = '';
  for (let at = 0; at < bytes.length; at += SHORT) out += latin1(bytes, at, Math.min(SHORT, bytes.length - at));
  return out;
}

// Strings are made from plain arrays, by which V8 is twice as fast as from typed ones; one array for each short length.
const SHORT = 384;
const CODES: number[][] = Array.from({ length: SHORT + 1 }, (_, length) => new Array<number>(length).fill(0));

/** The part of {@link toLatin1} from `start` on that is `length` bytes long, at most 384. */
export function latin1(bytes: Bytes, start: number, length: number): string {
  const codes = CODES[length]!;
  for (let i = 0; i < length; i++) codes[i] = bytes[start + i]!;
  return String.fromCharCode.apply(null, codes);
}

/** {@link toLatin1} behind a first code unit, made in one piece: V8 copies a string that was joined before it looks it up. */
export function led(unit: number, bytes: Bytes): string {
  const length = bytes.length + 1;
  if (length > SHORT) return String.fromCharCode(unit) + toLatin1(bytes);
  const codes = CODES[length]!;
  codes[0] = unit;
  for (let i = 1; i < length; i++) codes[i] = bytes[i - 1]!;
  return String.fromCharCode.apply(null, codes);
}

/** The bytes that {@link toLatin1} was given. */
export function fromLatin1(text: string): Bytes {
  const out = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) out[i] = text.charCodeAt(i);
  return out;
}
