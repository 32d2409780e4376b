// Traces and receipts as text: a second reader of PROTOCOL 10, made from the rows and without the engine's own writer.
import type { Receipt } from '../../engine/base/records.ts';
import { ERRORS } from '../../spec/errors.ts';
import { HOST_FUNCTIONS, type HostFunction } from '../../spec/host.ts';
import { TOP_KINDS, TRACE_KINDS } from '../../spec/records.ts';

/** What stands in the place of known bytes, by hexadecimal text. */
export type Names = ReadonlyMap<string, string>;

/** One part of a record: its length, and its bytes or their SHA-256. */
export interface Part {
  readonly length: number;
  readonly bytes: Buffer;
}

export interface TraceRecord {
  readonly kind: keyof typeof TRACE_KINDS;
  readonly depth: number;
  readonly row: number;
  readonly gasLeft: bigint;
  readonly parts: readonly Part[];
}

const INLINE = 256;
const START_PARTS = ['self', 'code', 'caller', 'method', 'input'];
const ROWS: readonly HostFunction[] = HOST_FUNCTIONS;

/** What the parts of a host record are: arguments but pointers to results, then results. */
function partsOf(row: HostFunction): string[] {
  const isOut = (kind: string) => kind === 'out' || kind === 'out32';
  const args = row.args.filter(([, kind]) => !isOut(kind)).map(([name]) => name);
  const outs = row.args.filter(([, kind]) => isOut(kind)).map(([name]) => `-> ${name}`);
  return [...args, ...outs, ...(row.result === 'none' ? [] : ['->'])];
}

const KINDS = new Map<number, TraceRecord['kind']>(
  Object.entries(TRACE_KINDS).map(([name, n]) => [n, name as TraceRecord['kind']]),
);

function namesOf(kind: TraceRecord['kind'], row: number): string[] {
  if (kind === 'START') return START_PARTS;
  if (kind === 'END') return ['output'];
  if (kind === 'READ') return ['key', 'record'];
  return partsOf(ROWS[row]!);
}

/** The records of a trace, from behind its tag and length. Throws if the bytes are anything else. */
export function readTrace(bytes: Uint8Array): TraceRecord[] {
  const from = Buffer.from(bytes);
  const records: TraceRecord[] = [];
  let at = 0;
  while (at < from.length) {
    const kind = KINDS.get(from.readUInt8(at))!;
    const [depth, row, gasLeft] = [from.readUInt8(at + 1), from.readUInt16LE(at + 2), from.readBigUInt64LE(at + 4)];
    at += 12;
    const parts: Part[] = [];
    for (const _ of namesOf(kind, row)) {
      const length = from.readUInt32LE(at);
      const size = length > INLINE ? 32 : length;
      if (at + 4 + size > from.length) throw new Error(`a part at ${at} reaches beyond the trace`);
      parts.push({ length, bytes: from.subarray(at + 4, at + 4 + size) });
      at += 4 + size;
    }
    records.push({ kind, depth, row, gasLeft, parts });
  }
  return records;
}

/** A line for each record, indented by depth. */
export function printTrace(bytes: Uint8Array, names: Names): string[] {
  return readTrace(bytes).map((record) => {
    const labels = namesOf(record.kind, record.row);
    const parts = record.parts.map((part, i) => `${labels[i]}=${printPart(record, labels[i]!, part, names)}`);
    return [`${'  '.repeat(record.depth)}${titleOf(record)}`, ...parts, `gas=${record.gasLeft}`].join(' ');
  });
}

function titleOf({ kind, row }: TraceRecord): string {
  if (kind === 'END') return `END ${statusName(row)}`;
  return kind === 'HOST' ? ROWS[row]!.name : kind;
}

function printPart({ kind, row }: TraceRecord, label: string, part: Part, names: Names): string {
  if (kind === 'READ')
    return label === 'key' ? printKey(part.bytes, names) : part.length === 0 ? 'absent' : short(part);
  const isScalar = kind === 'HOST' && (label === '->' || ['u32', 'u64'].includes(kindOf(row, label)));
  return isScalar ? String(part.bytes.readBigInt64LE()) : printBytes(part, names);
}

const kindOf = (row: number, label: string) => ROWS[row]!.args.find(([name]) => name === label)?.[1] ?? '';
const short = (part: Part) => `${part.bytes.toString('hex').slice(0, 8)}..`;

function printKey(bytes: Buffer, names: Names): string {
  const kind = Object.entries(TOP_KINDS).find(([, n]) => n === bytes[0])![0];
  return `${kind}:${names.get(bytes.subarray(1).toString('hex')) ?? bytes.subarray(1).toString('hex')}`;
}

/** A name, text in quotes, a few bytes in hexadecimal, or how many bytes with the beginning of them or of their hash. */
function printBytes(part: Part, names: Names): string {
  if (part.length === 0) return '""';
  const hex = part.bytes.toString('hex');
  if (names.has(hex)) return names.get(hex)!;
  if (part.length > INLINE) return `<${part.length} bytes, sha256 ${short(part)}>`;
  if (/^[\x20-\x7e]+$/.test(part.bytes.toString('latin1'))) return JSON.stringify(part.bytes.toString('latin1'));
  return part.length <= 32 ? `0x${hex}` : `<${part.length} bytes, ${short(part)}>`;
}

/** `OK`, `REVERT`, or the row of the error table with its number. */
export function statusName(status: number): string {
  if (status < 2) return ['OK', 'REVERT'][status]!;
  const [name] = Object.entries(ERRORS).find(([, row]) => row.code === status)!;
  return `${status} ${name}`;
}

/** The lines of a receipt; the trace hash stands last. */
export function printReceipt(receipt: Receipt, names: Names): string[] {
  const part = (bytes: Uint8Array) => printBytes({ length: bytes.length, bytes: Buffer.from(bytes) }, names);
  const events = receipt.events.map(
    ({ contract, name, topics, data }) =>
      `event ${part(contract)} ${name} topics=[${topics.map(part).join(', ')}] data=${part(data)}`,
  );
  return [
    `status ${statusName(receipt.status)}`,
    `gas ${receipt.gasUsed}`,
    `output ${part(receipt.output)}`,
    ...events,
    `trace ${Buffer.from(receipt.traceHash).toString('hex')}`,
  ];
}
