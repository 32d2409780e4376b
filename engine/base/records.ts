// Records as bytes and back, strictly: the types and codecs of the rows of spec/records.ts, by name.
import type { RecordName } from '../../spec/records.ts';
import type { Bytes } from './bytes.ts';
import { Decoder, type Encoder, encoded } from './codec.ts';
import { READERS } from './readers.ts';
import { WRITERS } from './writers.ts';

/** The TypeScript shape of a record. */
export type RecordOf<N extends RecordName> = ReturnType<(typeof READERS)[N]>;

export type Genesis = RecordOf<'Genesis'>;
export type Header = RecordOf<'Header'>;
export type Request = RecordOf<'Request'>;
export type Auth = RecordOf<'Auth'>;
export type Receipt = RecordOf<'Receipt'>;
export type EventRecord = RecordOf<'Event'>;
export type ContractRecord = RecordOf<'ContractRecord'>;
export type AccountRecord = RecordOf<'AccountRecord'>;
export type AdminPolicy = RecordOf<'AdminPolicy'>;

/** @throws CodecError if a field has no lawful encoding */
export function encode<N extends RecordName>(name: N, value: RecordOf<N>): Bytes {
  return encoded((to) => writeRecord(name, to, value));
}

/** @throws CodecError unless the bytes are what {@link encode} writes; byte fields are not to be changed, and may be views */
export function decode<N extends RecordName>(name: N, bytes: Bytes): RecordOf<N> {
  const from = new Decoder(bytes);
  const value = readRecord(name, from);
  from.end();
  return value;
}

/** Reads one record where others follow. @throws CodecError */
export function readRecord<N extends RecordName>(name: N, from: Decoder): RecordOf<N> {
  return READERS[name](from) as RecordOf<N>;
}

/** Writes one record where others follow. @throws CodecError */
export function writeRecord<N extends RecordName>(name: N, to: Encoder, value: RecordOf<N>): void {
  (WRITERS[name] as (to: Encoder, value: RecordOf<N>) => void)(to, value);
}
