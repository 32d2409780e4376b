// Keys of the rows in the store, as Latin-1 strings, and what stands in each kind of row.
//
// m name: meta ('format', 'genesis', 'head', 'nodes') · b height: block · r height: its receipts · t txId: height, index
// d height: what the block wrote · c codeId: code · p codeId: the same prepared · k metaId: metadata
// As of the height in 'nodes': s flat key: state value · o space: top node of a tree · n space position: branch of a tree
// All but s and n have a checksum behind them (seal.ts).
import { type Bytes, toLatin1 } from '../base/bytes.ts';
import { Decoder, Encoder } from '../base/codec.ts';
import { type RecordOf, readRecord } from '../base/records.ts';
import { TOP_SPACE } from '../state/forest.ts';
import { bigEndian, isStorage, STORAGE, STORAGE_PREFIX_LENGTH } from '../state/key.ts';
import type { Writes } from '../state/reader.ts';

export type Meta = 'format' | 'genesis' | 'head' | 'nodes';

/** Version of this layout of rows. */
export const FORMAT = 3;

export const ROW = {
  meta: (name: Meta) => `m${name}`,
  block: (height: number) => `b${number(height)}`,
  receipts: (height: number) => `r${number(height)}`,
  transaction: (id: Bytes) => `t${toLatin1(id)}`,
  state: (flat: string) => `s${flat}`,
  code: (codeId: Bytes) => `c${toLatin1(codeId)}`,
  prepared: (codeId: Bytes) => `p${toLatin1(codeId)}`,
  custom: (metaId: Bytes) => `k${toLatin1(metaId)}`,
  writes: (height: number) => `d${number(height)}`,
  top: (space: string) => `o${space}`,
  branch: (space: string, position: string) => `n${space === TOP_SPACE ? '\x00' : `\x01${space}`}${position}`,
};

/** What the keys of all rows of a contract's space begin with. */
export function rowsOfSpace(space: string): readonly string[] {
  return [ROW.state(STORAGE + space), ROW.top(space), ROW.branch(space, '')];
}

/** The space that a row is of; undefined for what is of none. */
export function spaceOfRow(key: string): string | undefined {
  const kind = key[0];
  if (kind === 's') return isStorage(key.slice(1)) ? key.slice(2, STORAGE_PREFIX_LENGTH + 1) : undefined;
  if (kind === 'o') return key.slice(1) === TOP_SPACE ? undefined : key.slice(1);
  return kind === 'n' && key[1] === '\x01' ? key.slice(2, STORAGE_PREFIX_LENGTH + 1) : undefined;
}

const number = (value: number) => bigEndian(value, 8);

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

/** Vec<(key, Option<value>)>: what a block wrote, in the order in which keys were first written; none removes. */
export function encodeWrites(writes: Writes): Bytes {
  let size = 4;
  for (const [key, value] of writes) size += 9 + key.length + (value?.length ?? 0);
  const to = new Encoder(size);
  to.u32(writes.size);
  for (const [key, value] of writes) {
    to.u32(key.length);
    to.latin1(key);
    to.bool(value !== null);
    if (value !== null) to.vec(value);
  }
  return to.finish();
}

/** @throws CodecError */
export function decodeWrites(bytes: Bytes): [string, Bytes | null][] {
  const from = new Decoder(bytes);
  const count = from.u32();
  const writes: [string, Bytes | null][] = [];
  for (let i = 0; i < count; i++) writes.push([toLatin1(from.vec()), from.bool() ? from.vec().slice() : null]);
  from.end();
  return writes;
}
