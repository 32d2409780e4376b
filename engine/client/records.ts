// Records of the top tree, typed, as a connection tells them: one of them, or all of a kind.
import { TOP_KINDS, TOP_RECORDS } from '../../spec/records.ts';
import { type Bytes, concat, EMPTY } from '../base/bytes.ts';
import { decode, type RecordOf } from '../base/records.ts';
import { type Connection, MOST_RECORDS } from './connection.ts';

export type TopKind = keyof typeof TOP_KINDS;
export type TopRecord<K extends TopKind> = RecordOf<(typeof TOP_RECORDS)[K]>;

/** A record and what its key says behind the kind. */
export interface TopEntry<K extends TopKind> {
  readonly id: Bytes;
  readonly record: TopRecord<K>;
}

/** The key of a record: its kind, and what stands behind it. */
export function recordKey(kind: TopKind, ...parts: Bytes[]): Bytes {
  return concat(Uint8Array.of(TOP_KINDS[kind]), ...parts);
}

/** The record at exactly this key, if there is one. */
export async function topRecord<K extends TopKind>(
  connection: Connection,
  kind: K,
  ...parts: Bytes[]
): Promise<TopRecord<K> | undefined> {
  const key = recordKey(kind, ...parts);
  const [found] = await connection.records(key, EMPTY, 1);
  return found?.key.length === key.length ? (decode(TOP_RECORDS[kind], found.bytes) as TopRecord<K>) : undefined;
}

/** All records of a kind whose keys go on with these parts, in order. */
export async function topRecords<K extends TopKind>(
  connection: Connection,
  kind: K,
  ...parts: Bytes[]
): Promise<TopEntry<K>[]> {
  const prefix = recordKey(kind, ...parts);
  const found: TopEntry<K>[] = [];
  for (let after = EMPTY; ; ) {
    const page = await connection.records(prefix, after, MOST_RECORDS);
    for (const { key, bytes } of page)
      found.push({ id: key.slice(1), record: decode(TOP_RECORDS[kind], bytes) as TopRecord<K> });
    if (page.length < MOST_RECORDS) return found;
    after = page.at(-1)!.key;
  }
}
