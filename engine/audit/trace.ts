// The records of a trace (PROTOCOL 10) as values, and where two traces part.
import { HOST_FUNCTIONS, type HostFunction } from '../../spec/host.ts';
import { TRACE_KINDS } from '../../spec/records.ts';
import type { Bytes } from '../base/bytes.ts';
import { Decoder } from '../base/codec.ts';
import { statusName } from '../base/errors.ts';

/** A part of a record: its name, how long it was, and its bytes, or their SHA-256 if it was longer than 256 bytes. */
export interface TracePart {
  readonly name: string;
  readonly length: number;
  readonly bytes: Bytes;
  readonly isHashed: boolean;
}

/** One record. `title` is START, END with the outcome, READ, or the name of a host function. */
export interface TraceEntry {
  readonly kind: keyof typeof TRACE_KINDS;
  readonly title: string;
  /** 0 for what the transaction reads before its first frame. */
  readonly depth: number;
  readonly gasLeft: number;
  readonly parts: readonly TracePart[];
  /** Where the next record begins among the bytes of the trace. */
  readonly end: number;
}

const INLINE = 256;
const HASH_BYTES = 32;
const ROWS: readonly HostFunction[] = HOST_FUNCTIONS;
const KINDS = new Map(Object.entries(TRACE_KINDS).map(([name, kind]) => [kind as number, name as TraceEntry['kind']]));
const NAMES = {
  START: ['self', 'code', 'caller', 'method', 'input'],
  END: ['output'],
  READ: ['key', 'record'],
} as const;

function partNames(kind: TraceEntry['kind'], row: number): readonly string[] {
  if (kind !== 'HOST') return NAMES[kind];
  const { args, result } = ROWS[row]!;
  const isOut = (type: string) => type === 'out' || type === 'out32';
  const names = (out: boolean) => args.filter(([, type]) => isOut(type) === out).map(([name]) => name);
  return [...names(false), ...names(true), ...(result === 'none' ? [] : ['result'])];
}

function titleOf(kind: TraceEntry['kind'], row: number): string {
  if (kind === 'HOST') return ROWS[row]!.name;
  return kind === 'END' ? `END ${statusName(row)}` : kind;
}

/** Reads the records of a trace, without its tag and length. @throws CodecError */
export function readTrace(bytes: Bytes): TraceEntry[] {
  const from = new Decoder(bytes);
  const entries: TraceEntry[] = [];
  while (from.at < bytes.length) {
    const kind = KINDS.get(from.u8())!;
    const [depth, row, gasLeft] = [from.u8(), from.u16(), from.u53()];
    const parts = partNames(kind, row).map((name) => {
      const length = from.u32();
      const isHashed = length > INLINE;
      return { name, length, isHashed, bytes: from.raw(isHashed ? HASH_BYTES : length) };
    });
    entries.push({ kind, title: titleOf(kind, row), depth, gasLeft, parts, end: from.at });
  }
  return entries;
}

/** Index of the first record in which two traces differ; undefined if they are the same. */
export function firstDifference(a: readonly TraceEntry[], b: readonly TraceEntry[]): number | undefined {
  const text = (entry: TraceEntry | undefined) =>
    JSON.stringify(entry, (_, value: unknown) => (value instanceof Uint8Array ? [...value] : value));
  for (let i = 0; i < Math.max(a.length, b.length); i++) if (text(a[i]) !== text(b[i])) return i;
  return undefined;
}
