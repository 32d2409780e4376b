// Keys of the rows in the store, as Latin-1 strings, and what stands in each kind of row.
//
// m name: meta ('format', 'genesis', 'head', 'nodes') · b height: block · r height index: receipt · t txId: height, index
// s flat key: state value · c codeId: code · p codeId: the same prepared · k metaId: metadata · d height: keys that the block changed
// o space: top node of a tree · n space position: branch of a tree
// All but s and n have a checksum behind them (seal.ts).
import { type Bytes, toLatin1 } from '../base/bytes.ts';
import { Decoder, Encoder } from '../base/codec.ts';
import { type RecordOf, readRecord } from '../base/records.ts';
import { TOP_SPACE } from '../state/forest.ts';

export type Meta = 'format' | 'genesis' | 'head' | 'nodes';

/** Version of this layout of rows. */
export const FORMAT = 3;

export const ROW = {
  meta: (name: Meta) => `m${name}`,
  block: (height: number) => `b${number(height)}`,
  receipt: (height: number, index: number) => `r${number(height)}${number(index, 4)}`,
  transaction: (id: Bytes) => `t${toLatin1(id)}`,
  state: (flat: string) => `s${flat}`,
  code: (codeId: Bytes) => `c${toLatin1(codeId)}`,
  prepared: (codeId: Bytes) => `p${toLatin1(codeId)}`,
  custom: (metaId: Bytes) => `k${toLatin1(metaId)}`,
  changed: (height: number) => `d${number(height)}`,
  top: (space: string) => `o${space}`,
  branch: (space: string, position: string) => `n${space === TOP_SPACE ? '\x00' : `\x01${space}`}${position}`,
};

/** Big-endian, so that rows stand in order. */
function number(value: number, bytes = 8): string {
  let out = '';
  for (let i = bytes - 1; i >= 0; i--) out += String.fromCharCode(Math.floor(value / 2 ** (8 * i)) % 256);
  return out;
}

export function encodeHeight(height: number): Bytes {
  const to = new Encoder(8);
  to.u53(height);
  return to.finish();
}

/** @throws CodecError */
export function decodeHeight(bytes: Bytes): number {
  const from = new Decoder(bytes);
  const height = from.u53();
  from.end();
  return height;
}

/** Where a transaction stands. */
export interface Place {
  readonly height: number;
  readonly index: number;
}

export function encodePlace(place: Place): Bytes {
  const to = new Encoder(12);
  to.u53(place.height);
  to.u32(place.index);
  return to.finish();
}

/** @throws CodecError */
export function decodePlace(bytes: Bytes): Place {
  const from = new Decoder(bytes);
  const place = { height: from.u53(), index: from.u32() };
  from.end();
  return place;
}

/** Vec<CustomSection> as it is stored under a meta id. @throws CodecError */
export function decodeSections(bytes: Bytes): RecordOf<'CustomSection'>[] {
  const from = new Decoder(bytes);
  const count = from.u32();
  const sections: RecordOf<'CustomSection'>[] = [];
  for (let i = 0; i < count; i++) sections.push(readRecord('CustomSection', from));
  from.end();
  return sections;
}

/** The flat keys that a block changed, ascending. */
export function encodeKeys(keys: Iterable<string>): Bytes {
  const sorted = [...keys].sort((a, b) => (a < b ? -1 : 1));
  const to = new Encoder(48 * sorted.length + 4);
  to.u32(sorted.length);
  for (const key of sorted) {
    to.u32(key.length);
    for (let i = 0; i < key.length; i++) to.u8(key.charCodeAt(i));
  }
  return to.finish();
}

/** @throws CodecError */
export function decodeKeys(bytes: Bytes): string[] {
  const from = new Decoder(bytes);
  const count = from.u32();
  const keys: string[] = [];
  for (let i = 0; i < count; i++) keys.push(toLatin1(from.vec()));
  from.end();
  return keys;
}
