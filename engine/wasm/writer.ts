// Writes WebAssembly's scalars and sections, in their shortest form.
import type { Bytes } from '../base/bytes.ts';
import { encodeUtf8 } from '../base/utf8.ts';

/** Bytes that grow at their end. Methods return the writer, so that instructions read as a line. */
export class Writer {
  private bytes: Uint8Array;
  length = 0;

  constructor(capacity = 256) {
    this.bytes = new Uint8Array(capacity);
  }

  private room(n: number): number {
    const at = this.length;
    if (at + n > this.bytes.length) {
      const next = new Uint8Array(Math.max(at + n, this.bytes.length * 2));
      next.set(this.bytes.subarray(0, at));
      this.bytes = next;
    }
    this.length = at + n;
    return at;
  }

  u8(...values: number[]): this {
    let at = this.room(values.length);
    for (const value of values) this.bytes[at++] = value;
    return this;
  }

  u32(value: number): this {
    let rest = value >>> 0;
    while (rest >= 0x80) {
      this.u8((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    return this.u8(rest);
  }

  /** A signed integer of 32 bits; also the form of an i64 within them. */
  s32(value: number): this {
    let rest = value | 0;
    while (rest < -0x40 || rest > 0x3f) {
      this.u8((rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    return this.u8(rest & 0x7f);
  }

  raw(bytes: Bytes): this {
    const at = this.room(bytes.length);
    this.bytes.set(bytes, at);
    return this;
  }

  s64(value: bigint): this {
    let rest = BigInt.asIntN(64, value);
    while (rest < -0x40n || rest > 0x3fn) {
      this.u8(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    return this.u8(Number(rest & 0x7fn));
  }

  /** Length, then the bytes. */
  sized(bytes: Bytes): this {
    return this.u32(bytes.length).raw(bytes);
  }

  name(text: string): this {
    return this.sized(encodeUtf8(text));
  }

  list<T>(items: readonly T[], write: (item: T, index: number) => void): this {
    this.u32(items.length);
    items.forEach(write);
    return this;
  }

  /** A section of what `write` appends; nothing at all if that is nothing. */
  section(id: number, write: (to: Writer) => void): this {
    const body = new Writer();
    write(body);
    return body.length === 0 ? this : this.u8(id).sized(body.view());
  }

  /** What was written, as a view that the next write may end. */
  view(): Bytes {
    return this.bytes.subarray(0, this.length);
  }

  /** What was written, as a copy. */
  finish(): Bytes {
    return this.bytes.slice(0, this.length);
  }
}
