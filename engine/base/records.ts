// Encoders and decoders of every record, made from the rows of spec/records.ts; their TypeScript types too.
import { RECORDS, type RecordName } from '../../spec/records.ts';
import { type Bytes, copied } from './bytes.ts';
import { Decoder, type Encoder, encoding } from './codec.ts';
import { CodecError } from './errors.ts';

interface Scalars {
  u8: number;
  u16: number;
  u32: number;
  u53: number;
  u64: bigint;
  bool: boolean;
  hash: Bytes;
  address: Bytes;
  bytes: Bytes;
  string: string;
}
type TypeOf<T extends string> = T extends keyof Scalars
  ? Scalars[T]
  : T extends `vec<${infer U}>`
    ? TypeOf<U>[]
    : T extends `option<${infer U}>`
      ? TypeOf<U> | null
      : T extends RecordName
        ? RecordOf<T>
        : never;
/** The TypeScript shape of a record. */
export type RecordOf<N extends RecordName> = {
  -readonly [F in (typeof RECORDS)[N][number] as F[0]]: TypeOf<F[1]>;
};

export type Genesis = RecordOf<'Genesis'>;
export type Header = RecordOf<'Header'>;
export type Request = RecordOf<'Request'>;
export type Auth = RecordOf<'Auth'>;
export type Receipt = RecordOf<'Receipt'>;
export type EventRecord = RecordOf<'Event'>;
export type ContractRecord = RecordOf<'ContractRecord'>;
export type AccountRecord = RecordOf<'AccountRecord'>;
export type AdminPolicy = RecordOf<'AdminPolicy'>;

interface Codec {
  write(to: Encoder, value: unknown): void;
  read(from: Decoder): unknown;
}

function fixed32(): Codec {
  return {
    write: (to, value) => {
      if ((value as Bytes).length !== 32) throw new CodecError(`${(value as Bytes).length} bytes instead of 32`);
      to.raw(value as Bytes);
    },
    read: (from) => from.raw(32),
  };
}

const SCALARS: { readonly [name: string]: Codec } = {
  u8: { write: (to, v) => to.u8(v as number), read: (from) => from.u8() },
  u16: { write: (to, v) => to.u16(v as number), read: (from) => from.u16() },
  u32: { write: (to, v) => to.u32(v as number), read: (from) => from.u32() },
  u53: { write: (to, v) => to.u53(v as number), read: (from) => from.u53() },
  u64: { write: (to, v) => to.u64(v as bigint), read: (from) => from.u64() },
  bool: { write: (to, v) => to.bool(v as boolean), read: (from) => from.bool() },
  hash: fixed32(),
  address: fixed32(),
  bytes: { write: (to, v) => to.vec(v as Bytes), read: (from) => from.vec() },
  string: { write: (to, v) => to.string(v as string), read: (from) => from.string() },
};

function listOf(item: Codec): Codec {
  return {
    write: (to, value) => {
      to.u32((value as unknown[]).length);
      for (const v of value as unknown[]) item.write(to, v);
    },
    read: (from) => {
      const count = from.u32();
      const out: unknown[] = [];
      for (let i = 0; i < count; i++) out.push(item.read(from));
      return out;
    },
  };
}

function optionOf(item: Codec): Codec {
  return {
    write: (to, value) => {
      to.bool(value !== null);
      if (value !== null) item.write(to, value);
    },
    read: (from) => (from.bool() ? item.read(from) : null),
  };
}

function structOf(name: RecordName): Codec {
  const fields = RECORDS[name].map(([field, type]) => [field, codecOf(type)] as const);
  // A record begins with all its fields, so that every record of a name has one shape from the start.
  const empty: Record<string, unknown> = Object.fromEntries(fields.map(([field]) => [field, undefined]));
  return {
    write: (to, value) => {
      for (const [field, codec] of fields) codec.write(to, (value as Record<string, unknown>)[field]);
    },
    read: (from) => {
      const out = { ...empty };
      for (const [field, codec] of fields) out[field] = codec.read(from);
      return out;
    },
  };
}

const made = new Map<string, Codec>();

function codecOf(type: string): Codec {
  const known = SCALARS[type] ?? made.get(type);
  if (known) return known;
  const inner = /^(vec|option)<(.+)>$/.exec(type);
  const codec = inner ? (inner[1] === 'vec' ? listOf : optionOf)(codecOf(inner[2]!)) : structOf(type as RecordName);
  made.set(type, codec);
  return codec;
}

/** @throws CodecError if a field has no lawful encoding */
export function encode<N extends RecordName>(name: N, value: RecordOf<N>): Bytes {
  return encoding(
    (to) => codecOf(name).write(to, value),
    (bytes) => copied(bytes),
  );
}

/** @throws CodecError unless the bytes are what {@link encode} writes; byte fields are not to be changed, and may be views */
export function decode<N extends RecordName>(name: N, bytes: Bytes): RecordOf<N> {
  const from = new Decoder(bytes);
  const value = codecOf(name).read(from) as RecordOf<N>;
  from.end();
  return value;
}

/** Reads one record where others follow. @throws CodecError */
export function readRecord<N extends RecordName>(name: N, from: Decoder): RecordOf<N> {
  return codecOf(name).read(from) as RecordOf<N>;
}

/** Writes one record where others follow. @throws CodecError */
export function writeRecord<N extends RecordName>(name: N, to: Encoder, value: RecordOf<N>): void {
  codecOf(name).write(to, value);
}
