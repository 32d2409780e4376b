// A frame is one running call; a run is the transaction (or query) that its frames belong to.
import { type Bytes, EMPTY } from '../base/bytes.ts';
import type { Natives } from '../base/natives.ts';
import type { EventRecord } from '../base/records.ts';
import type { Allowance, Memory, Meter, Port, PreparedCode } from '../base/tier.ts';
import type { Overlay } from '../state/overlay.ts';
import type { Trace } from './trace.ts';

/** What all frames of one transaction share. */
export interface Run {
  readonly natives: Natives;
  readonly chain: Bytes;
  readonly height: number;
  readonly time: number;
  /** 32 zero bytes in a query. */
  readonly txId: Bytes;
  readonly trace: Trace;
  /** Pages of all open frames. */
  openPages: number;
  /** Emitted events and their bytes, dropped ones included: what is counted is work. */
  eventCount: number;
  eventBytes: number;
  logCount: number;
  /** Log lines for the developer; never part of a result. */
  readonly logs: LogLine[];
  /** Makes a call from a frame; returns a status of CALL_STATUS and leaves the output in the caller's result buffer. */
  call(from: Frame, request: SubCall): number;
}

export interface LogLine {
  readonly contract: Bytes;
  readonly text: Bytes;
}

export interface SubCall {
  readonly to: Bytes;
  readonly method: string;
  readonly input: Bytes;
  readonly gas: bigint;
  readonly flags: number;
}

export interface Frame extends Port {
  readonly run: Run;
  readonly self: Bytes;
  /** The contract among those that have open frames. */
  readonly home: string;
  /** What all keys of its storage start with. */
  readonly space: string;
  /** In a step of a migration: the same of the storage that is to be replaced. */
  readonly former: string | undefined;
  readonly caller: Bytes;
  readonly code: PreparedCode;
  /** The name that was called, also when the fallback answers. */
  readonly method: string;
  readonly input: Bytes;
  readonly view: boolean;
  /** 1 for the top frame. */
  readonly depth: number;
  /** Whether running out of gas here ends the transaction (PROTOCOL 8). */
  readonly tight: boolean;
  readonly overlay: Overlay;
  readonly events: EventRecord[];
  readonly meter: Meter;
  readonly allowance: Allowance | undefined;
  /** True while `_start` runs, when no host function may be called. */
  starting: boolean;
  /** Set as soon as the guest exists. */
  memory: Memory;
  pages: number;
  output: Bytes;
  /** Results that the guest copies out. */
  result: Bytes;
}

/** Memory of a frame whose guest has not started. */
export const NO_MEMORY: Memory = { bytes: EMPTY };

/** A contract's own refusal: ends its frame with REVERT. Not an error of ours. */
export class Revert extends Error {
  override name = 'Revert';
  /** Encoded Revert record. */
  readonly payload: Bytes;
  constructor(payload: Bytes) {
    super('contract reverted');
    this.payload = payload;
  }
}
