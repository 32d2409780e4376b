// Borsh, strictly: one lawful encoding of each value, trailing bytes refused.
import { type Bytes, copied, copyInto, latin1, part } from './bytes.ts';
import { CodecError } from './errors.ts';
import { decodeUtf8, encodeUtf8 } from './utf8.ts';

const MAX_SAFE_HIGH = 0x1fffff;
/** Text of up to so many characters is looked at for being ASCII. */
const SHORT_TEXT = 64;

/** Writes Borsh scalars one after the other. */
export class Encoder {
  private bytes: Uint8Array;
  length = 0;

  constructor(capacity = 256) {
    this.bytes = new Uint8Array(capacity);
  }

  private room(n: number): number {
    const at = this.length;
    if (at + n > this.bytes.length) this.grow(at + n);
    this.length = at + n;
    return at;
  }

  private grow(least: number): void {
    const next = new Uint8Array(Math.max(least, this.bytes.length * 2));
    next.set(this.bytes.subarray(0, this.length));
    this.bytes = next;
  }

  u8(value: number): void {
    const at = this.room(1);
    this.bytes[at] = within(value, 0xff);
  }

  u16(value: number): void {
    const at = this.room(2);
    within(value, 0xffff);
    this.bytes[at] = value & 0xff;
    this.bytes[at + 1] = value >> 8;
  }

  u32(value: number): void {
    const at = this.room(4);
    put32(this.bytes, at, within(value, 0xffffffff));
  }

  /** A u64 on the wire from a number below 2^53. */
  u53(value: number): void {
    const at = this.room(8);
    within(value, Number.MAX_SAFE_INTEGER);
    put32(this.bytes, at, value >>> 0);
    put32(this.bytes, at + 4, Math.floor(value / 0x100000000));
  }

  u64(value: bigint): void {
    if (BigInt.asUintN(64, value) !== value) throw new CodecError(`${value} is not a u64`);
    const at = this.room(8);
    put32(this.bytes, at, Number(value & 0xffffffffn));
    put32(this.bytes, at + 4, Number(value >> 32n));
  }

  bool(value: boolean): void {
    this.u8(value ? 1 : 0);
  }

  /** Bytes without a length, for fixed sizes. */
  raw(value: Bytes): void {
    const at = this.room(value.length);
    copyInto(this.bytes, at, value);
  }

  /** Bytes of a fixed size, without a length. @throws CodecError if they are of another */
  fixed(value: Bytes, size: number): void {
    if (value.length !== size) throw new CodecError(`${value.length} bytes instead of ${size}`);
    this.raw(value);
  }

  /** A part of bytes, without a length. */
  copy(from: Bytes, start: number, length: number): void {
    const at = this.room(length);
    copyInto(this.bytes, at, from, start, length);
  }

  /** A string with one code unit a byte, without a length. */
  latin1(text: string): void {
    const at = this.room(text.length);
    for (let i = 0; i < text.length; i++) this.bytes[at + i] = text.charCodeAt(i);
  }

  /** Vec<u8>: length u32, then the bytes. */
  vec(value: Bytes): void {
    this.u32(value.length);
    this.raw(value);
  }

  string(value: string): void {
    const at = this.length;
    this.u32(value.length);
    if (value.length <= SHORT_TEXT && this.ascii(value)) return;
    this.length = at;
    this.vec(encodeUtf8(value));
  }

  // Names are short and plain; the platform's encoder takes ten times as long for one.
  private ascii(text: string): boolean {
    const at = this.room(text.length);
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 0x7f) return false;
      this.bytes[at + i] = unit;
    }
    return true;
  }

  /** Replaces a u32 that was written at this place. */
  patch32(at: number, value: number): void {
    put32(this.bytes, at, value);
  }

  /** What was written, as a copy. */
  finish(): Bytes {
    return copied(this.bytes, 0, this.length);
  }

  /** What was written, as a view that the next write may change. */
  written(): Bytes {
    return this.bytes.subarray(0, this.length);
  }

  /** Forgets what was written and keeps the room for it. */
  clear(): void {
    this.length = 0;
  }

  /** Bytes of room, for deciding whether to keep it. */
  get capacity(): number {
    return this.bytes.length;
  }
}

function put32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >>> 8;
  bytes[at + 2] = value >>> 16;
  bytes[at + 3] = value >>> 24;
}

// Encoding is so frequent that making room for it anew each time was a third of a transfer.
const idle: Encoder[] = [];
const IDLE = 32;
const LARGE = 1 << 20;

/** An empty encoder, to be given back by {@link release}. */
export function acquire(): Encoder {
  return idle.pop() ?? new Encoder(1024);
}

/** Takes back an encoder whose bytes nobody looks at any more. */
export function release(encoder: Encoder): void {
  if (idle.length >= IDLE || encoder.capacity > LARGE) return;
  encoder.clear();
  idle.push(encoder);
}

/** Lets `write` encode and `use` look at the result, which is only valid until it returns. */
export function encoding<T>(write: (to: Encoder) => void, use: (bytes: Bytes) => T): T {
  const to = acquire();
  try {
    write(to);
    return use(to.written());
  } finally {
    release(to);
  }
}

function within(value: number, max: number): number {
  if (!Number.isInteger(value) || value < 0 || value > max) throw new CodecError(`${value} is not within 0 to ${max}`);
  return value;
}

/** Reads Borsh scalars one after the other; every method throws CodecError where the bytes end early. */
export class Decoder {
  readonly bytes: Bytes;
  at = 0;

  constructor(bytes: Bytes) {
    this.bytes = bytes;
  }

  private take(n: number): number {
    const at = this.at;
    if (n > this.bytes.length - at) throw new CodecError(`ends early at byte ${at}`);
    this.at = at + n;
    return at;
  }

  u8(): number {
    return this.bytes[this.take(1)]!;
  }

  u16(): number {
    const at = this.take(2);
    return this.bytes[at]! | (this.bytes[at + 1]! << 8);
  }

  u32(): number {
    return get32(this.bytes, this.take(4));
  }

  u53(): number {
    const at = this.take(8);
    const high = get32(this.bytes, at + 4);
    if (high > MAX_SAFE_HIGH) throw new CodecError(`number beyond 2^53 at byte ${at}`);
    return high * 0x100000000 + get32(this.bytes, at);
  }

  u64(): bigint {
    const at = this.take(8);
    const high = get32(this.bytes, at + 4);
    const low = get32(this.bytes, at);
    // Most values are small, and one BigInt made costs a third of what three do.
    return high <= MAX_SAFE_HIGH ? BigInt(high * 0x100000000 + low) : (BigInt(high) << 32n) | BigInt(low);
  }

  bool(): boolean {
    const value = this.u8();
    if (value > 1) throw new CodecError(`bool is ${value} at byte ${this.at - 1}`);
    return value === 1;
  }

  /** The next n bytes to be read; whoever keeps them takes `owned` of them. */
  raw(n: number): Bytes {
    return part(this.bytes, this.take(n), n);
  }

  vec(): Bytes {
    return this.raw(this.u32());
  }

  string(): string {
    const length = this.u32();
    if (length > SHORT_TEXT) return decodeUtf8(this.raw(length));
    const at = this.take(length);
    for (let i = 0; i < length; i++)
      if (this.bytes[at + i]! > 0x7f) return decodeUtf8(this.bytes.subarray(at, at + length));
    return latin1(this.bytes, at, length);
  }

  /** @throws CodecError if bytes are left */
  end(): void {
    if (this.at !== this.bytes.length) throw new CodecError(`${this.bytes.length - this.at} bytes too many`);
  }
}

function get32(bytes: Bytes, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}

/** What `write` encodes, as a copy. */
export function encoded(write: (to: Encoder) => void): Bytes {
  return encoding(write, ofItsOwn);
}

const ofItsOwn = (bytes: Bytes): Bytes => copied(bytes);
