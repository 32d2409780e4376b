// Borsh, strictly: one lawful encoding of each value, trailing bytes refused.
import type { Bytes } from './bytes.ts';
import { CodecError } from './errors.ts';
import { decodeUtf8, encodeUtf8 } from './utf8.ts';

const MAX_SAFE_HIGH = 0x1fffff;

/** Writes Borsh scalars one after the other. */
export class Encoder {
  private bytes: Uint8Array;
  private view: DataView;
  length = 0;

  constructor(capacity = 256) {
    this.bytes = new Uint8Array(capacity);
    this.view = new DataView(this.bytes.buffer);
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
    this.view = new DataView(next.buffer);
  }

  u8(value: number): void {
    const at = this.room(1);
    this.bytes[at] = within(value, 0xff);
  }

  u16(value: number): void {
    const at = this.room(2);
    this.view.setUint16(at, within(value, 0xffff), true);
  }

  u32(value: number): void {
    const at = this.room(4);
    this.view.setUint32(at, within(value, 0xffffffff), true);
  }

  /** A u64 on the wire from a number below 2^53. */
  u53(value: number): void {
    const at = this.room(8);
    within(value, Number.MAX_SAFE_INTEGER);
    this.view.setUint32(at, value >>> 0, true);
    this.view.setUint32(at + 4, Math.floor(value / 0x100000000), true);
  }

  u64(value: bigint): void {
    if (BigInt.asUintN(64, value) !== value) throw new CodecError(`${value} is not a u64`);
    const at = this.room(8);
    this.view.setBigUint64(at, value, true);
  }

  bool(value: boolean): void {
    this.u8(value ? 1 : 0);
  }

  /** Bytes without a length, for fixed sizes. */
  raw(value: Bytes): void {
    const at = this.room(value.length);
    this.bytes.set(value, at);
  }

  /** Vec<u8>: length u32, then the bytes. */
  vec(value: Bytes): void {
    this.u32(value.length);
    this.raw(value);
  }

  string(value: string): void {
    this.vec(encodeUtf8(value));
  }

  /** What was written, as a copy. */
  finish(): Bytes {
    return this.bytes.slice(0, this.length);
  }
}

function within(value: number, max: number): number {
  if (!Number.isInteger(value) || value < 0 || value > max) throw new CodecError(`${value} is not within 0 to ${max}`);
  return value;
}

/** Reads Borsh scalars one after the other; every method throws CodecError where the bytes end early. */
export class Decoder {
  readonly bytes: Bytes;
  private view: DataView;
  at = 0;

  constructor(bytes: Bytes) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
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
    return this.view.getUint16(this.take(2), true);
  }

  u32(): number {
    return this.view.getUint32(this.take(4), true);
  }

  u53(): number {
    const at = this.take(8);
    const high = this.view.getUint32(at + 4, true);
    if (high > MAX_SAFE_HIGH) throw new CodecError(`number beyond 2^53 at byte ${at}`);
    return high * 0x100000000 + this.view.getUint32(at, true);
  }

  u64(): bigint {
    return this.view.getBigUint64(this.take(8), true);
  }

  bool(): boolean {
    const value = this.u8();
    if (value > 1) throw new CodecError(`bool is ${value} at byte ${this.at - 1}`);
    return value === 1;
  }

  /** A view of the next n bytes, not a copy. */
  raw(n: number): Bytes {
    const at = this.take(n);
    return this.bytes.subarray(at, at + n);
  }

  vec(): Bytes {
    return this.raw(this.u32());
  }

  string(): string {
    return decodeUtf8(this.vec());
  }

  /** @throws CodecError if bytes are left */
  end(): void {
    if (this.at !== this.bytes.length) throw new CodecError(`${this.bytes.length - this.at} bytes too many`);
  }
}
