// The trace of a transaction: every frame, host call and top record read, as bytes that are hashed once (PROTOCOL 10).
import { TRACE_KINDS } from '../../spec/records.ts';
import { TAGS } from '../../spec/tags.ts';
import { type Bytes, EMPTY } from '../base/bytes.ts';
import { acquire, release } from '../base/codec.ts';
import type { Natives } from '../base/natives.ts';

/** A part longer than this stands in the trace as its SHA-256. */
const INLINE = 256;
/** The preimage begins with the tag and the length of the records. */
const LENGTH_AT = 1;
const HEAD = 5;

/** The parts of a START record, in their order. */
export interface Started {
  readonly self: Bytes;
  readonly codeId: Bytes;
  readonly caller: Bytes;
  readonly method: string;
  readonly input: Bytes;
}

export class Trace {
  private readonly natives: Natives;
  private readonly to = acquire();

  constructor(natives: Natives) {
    this.natives = natives;
    this.to.u8(TAGS.TRACE);
    this.to.u32(0);
  }

  /** A frame begins. */
  start(depth: number, gasLeft: number, what: Started): void {
    this.head(TRACE_KINDS.START, depth, 0, gasLeft);
    this.part(what.self);
    this.part(what.codeId);
    this.part(what.caller);
    this.text(what.method);
    this.part(what.input);
  }

  /** A frame ends with a status; gasLeft is 0 unless it is OK or REVERT. */
  end(depth: number, status: number, gasLeft: number, output: Bytes): void {
    this.head(TRACE_KINDS.END, depth, status, gasLeft);
    this.part(output);
  }

  /** A top record was read: its key (Latin-1), and its SHA-256 or nothing if it is absent. */
  read(depth: number, gasLeft: number, key: string, digest: Bytes | undefined): void {
    this.head(TRACE_KINDS.READ, depth, 0, gasLeft);
    this.text(key);
    this.part(digest ?? EMPTY);
  }

  /** A host call begins to be recorded; its parts follow by {@link scalar} and {@link part}. */
  hostCall(depth: number, row: number, gasLeft: number): void {
    this.head(TRACE_KINDS.HOST, depth, row, gasLeft);
  }

  /** A scalar argument or result, as a u64; a length of −1 as all ones. */
  scalar(value: number | bigint): void {
    this.to.u32(8);
    if (typeof value === 'number' && value >= 0) this.to.u53(value);
    else this.to.u64(BigInt.asUintN(64, BigInt(value)));
  }

  /** A part whose content is bytes, or `length` of them from `start` on. */
  part(bytes: Bytes, start = 0, length = bytes.length): void {
    this.to.u32(length);
    if (length > INLINE) this.to.raw(this.natives.sha256(bytes.subarray(start, start + length)));
    else this.to.copy(bytes, start, length);
  }

  /** A short part that is a Latin-1 string. */
  private text(content: string): void {
    this.to.u32(content.length);
    this.to.latin1(content);
  }

  private head(kind: number, depth: number, row: number, gasLeft: number): void {
    this.to.u8(kind);
    this.to.u8(depth);
    this.to.u16(row);
    this.to.u53(gasLeft);
  }

  /** Bytes of all records so far. */
  get size(): number {
    return this.to.length - HEAD;
  }

  /** All records so far. */
  records(): Bytes {
    return this.to.written().slice(HEAD);
  }

  /** traceHash of the receipt, H(TRACE, bytes). Nothing can be added afterwards. */
  digest(): Bytes {
    this.to.patch32(LENGTH_AT, this.to.length - HEAD);
    const digest = this.natives.sha256(this.to.written());
    release(this.to);
    return digest;
  }
}
