// Reads WebAssembly's scalars out of bytes: integers in LEB128, names, byte ranges (Core Specification 2.0, section 5.2).
import type { Bytes } from '../base/bytes.ts';
import { CodecError } from '../base/errors.ts';
import { decodeUtf8 } from '../base/utf8.ts';
import { malformed } from './problems.ts';

/** A place in a range of bytes. Padded LEB128 is lawful, over-long is not; every method throws Refusal MODULE_MALFORMED. */
export class Reader {
  readonly bytes: Bytes;
  readonly end: number;
  at: number;

  constructor(bytes: Bytes, at = 0, end = bytes.length) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  get done(): boolean {
    return this.at >= this.end;
  }

  u8(): number {
    if (this.at >= this.end) throw malformed('unexpected end', this.at);
    return this.bytes[this.at++]!;
  }

  u32(): number {
    const start = this.at;
    let value = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.u8();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    const last = this.u8();
    if (last > 0x0f) throw malformed('integer longer or larger than 32 bits', start);
    return (value | (last << 28)) >>> 0;
  }

  s32(): number {
    const start = this.at;
    let value = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.u8();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return (value << (25 - shift)) >> (25 - shift);
    }
    const last = this.u8();
    if (last > 0x07 && (last < 0x78 || last > 0x7f)) throw malformed('integer longer or larger than 32 bits', start);
    return value | (last << 28);
  }

  /** The signed 33-bit integer of a block type, as a number. */
  s33(): number {
    const start = this.at;
    let value = 0;
    for (let i = 0; i < 4; i++) {
      const byte = this.u8();
      value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) return byte & 0x40 ? value - 2 ** (7 * i + 7) : value;
    }
    const last = this.u8();
    if (last > 0x0f && (last < 0x70 || last > 0x7f)) throw malformed('integer longer or larger than 33 bits', start);
    return value + (last & 0x10 ? (last & 0x1f) - 32 : last) * 2 ** 28;
  }

  s64(): bigint {
    const start = this.at;
    let value = 0n;
    for (let shift = 0n; shift < 63n; shift += 7n) {
      const byte = this.u8();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(Number(shift) + 7, value);
    }
    const last = this.u8();
    if (last !== 0 && last !== 0x7f) throw malformed('integer longer or larger than 64 bits', start);
    return BigInt.asIntN(64, value | (BigInt(last) << 63n));
  }

  /** Steps over n bytes and returns where they began. */
  skip(n: number): number {
    const start = this.at;
    if (n > this.end - start) throw malformed(`${n} bytes announced, ${this.end - start} there`, start);
    this.at = start + n;
    return start;
  }

  /** A reader of the next n bytes, which this one steps over. */
  part(n: number): Reader {
    const start = this.skip(n);
    return new Reader(this.bytes, start, start + n);
  }

  /** A name: length, then UTF-8, of which nothing is stripped. */
  name(): string {
    const length = this.u32();
    const start = this.skip(length);
    try {
      return decodeUtf8(this.bytes.subarray(start, start + length));
    } catch (error) {
      if (error instanceof CodecError) throw malformed('name is not UTF-8', start);
      throw error;
    }
  }

  /** As many items as the count says. A count beyond the bytes fails at their end and allocates nothing. */
  list<T>(item: () => T): T[] {
    const count = this.u32();
    const out: T[] = [];
    for (let i = 0; i < count; i++) out.push(item());
    return out;
  }

  /** @throws Refusal unless all bytes were read */
  finish(what: string): void {
    if (this.at !== this.end) throw malformed(`${this.end - this.at} bytes too many in ${what}`, this.at);
  }
}
