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

export class Trace {
  private readonly natives: Natives;
  private readonly to = acquire();

  constructor(natives: Natives) {
    this.natives = natives;
    this.to.u8(TAGS.TRACE);
    this.to.u32(0);
  }

  /** A frame begins: self, codeId, caller, method, input. */
  start(depth: number, gasLeft: number, parts: readonly Bytes[]): void {
    this.head('START', depth, 0, gasLeft);
    for (const part of parts) this.part(part);
  }

  /** A frame ends with a status; gasLeft is 0 unless it is OK or REVERT. */
  end(depth: number, status: number, gasLeft: number, output: Bytes): void {
    this.head('END', depth, status, gasLeft);
    this.part(output);
  }

  /** A top record was read: its key, and its SHA-256 or nothing if it is absent. */
  read(depth: number, gasLeft: number, key: Bytes, record: Bytes | undefined): void {
    this.head('READ', depth, 0, gasLeft);
    this.part(key);
    this.part(record ? this.natives.sha256(record) : EMPTY);
  }

  /** A host call begins to be recorded; its parts follow by {@link scalar} and {@link part}. */
  hostCall(depth: number, row: number, gasLeft: number): void {
    this.head('HOST', depth, row, gasLeft);
  }

  /** A scalar argument or result, as a u64; a length of −1 as all ones. */
  scalar(value: number | bigint): void {
    this.to.u32(8);
    if (typeof value === 'number' && value >= 0) this.to.u53(value);
    else this.to.u64(BigInt.asUintN(64, BigInt(value)));
  }

  part(content: Bytes): void {
    this.to.u32(content.length);
    this.to.raw(content.length > INLINE ? this.natives.sha256(content) : content);
  }

  private head(kind: keyof typeof TRACE_KINDS, depth: number, row: number, gasLeft: number): void {
    this.to.u8(TRACE_KINDS[kind]);
    this.to.u8(depth);
    this.to.u16(row);
    this.to.u53(gasLeft);
  }

  /** traceHash of the receipt, H(TRACE, bytes). Nothing can be added afterwards. */
  digest(): Bytes {
    this.to.patch32(LENGTH_AT, this.to.length - HEAD);
    const digest = this.natives.sha256(this.to.written());
    release(this.to);
    return digest;
  }
}
