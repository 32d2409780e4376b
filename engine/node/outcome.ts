// What a proposal came to, packed for its way between processes: receipts as one byte string.
import type { Bytes } from '../base/bytes.ts';
import { decode } from '../base/records.ts';
import type { Log, Rejection } from '../client/connection.ts';
import type { Outcome, Result } from './local.ts';
import { pack, unpack } from './packing.ts';

export interface PackedOutcome {
  readonly height: number;
  /** How many transactions were proposed. */
  readonly count: number;
  /** Encoded receipts of those in the block, in order. */
  readonly receipts: Bytes;
  /** By index of the proposal. */
  readonly rejected: ReadonlyMap<number, Rejection>;
  /** By index of the proposal, where there are any. */
  readonly logs: ReadonlyMap<number, readonly Log[]>;
}

export function packOutcome({ height, results }: Outcome): PackedOutcome {
  const receipts: Bytes[] = [];
  const rejected = new Map<number, Rejection>();
  const logs = new Map<number, readonly Log[]>();
  for (const [i, result] of results.entries()) {
    if (!result.ok) rejected.set(i, result.error);
    else receipts.push(result.bytes);
    if (result.ok && result.logs.length > 0) logs.set(i, result.logs);
  }
  return { height, count: results.length, receipts: pack(receipts), rejected, logs };
}

export function unpackOutcome(packed: PackedOutcome): Outcome {
  const receipts = unpack(packed.receipts);
  const results: Result[] = [];
  let index = 0;
  for (let i = 0; i < packed.count; i++) {
    const error = packed.rejected.get(i);
    if (error) results.push({ ok: false, error });
    else {
      const bytes = receipts[index]!;
      results.push({ ok: true, index, receipt: decode('Receipt', bytes), bytes, logs: packed.logs.get(i) ?? [] });
      index += 1;
    }
  }
  return { height: packed.height, results };
}
