// Records of the top tree, typed: reading through an overlay, writing, and tracing what a transaction reads.
import { type TOP_KINDS, TOP_RECORDS } from '../../spec/records.ts';
import type { Bytes } from '../base/bytes.ts';
import { Fault } from '../base/errors.ts';
import type { Natives } from '../base/natives.ts';
import { type ContractRecord, decode, encode, type RecordOf } from '../base/records.ts';
import type { Run } from '../host/frame.ts';
import { topKey } from '../state/key.ts';
import type { Overlay } from '../state/overlay.ts';
import type { Reader } from '../state/reader.ts';

type Kind = keyof typeof TOP_KINDS;
type TopRecord<K extends Kind> = RecordOf<(typeof TOP_RECORDS)[K]>;

// A contract's record is read by each of its calls and seldom changes. Bytes in state never change in place, so what was found
// out about them holds for as long as they are there.
const contracts = new WeakMap<Bytes, ContractRecord>();
const digests = new WeakMap<Bytes, Bytes>();

/** The record of this kind and id, or undefined. It may be shared: do not change it. */
export function readTop<K extends Kind>(from: Reader, kind: K, id?: Bytes): TopRecord<K> | undefined {
  return recordOf(kind, from.get(topKey(kind, id)));
}

/** The rules that a chain runs under. @throws Fault STORE_CORRUPT if they are missing */
export function rulesOf(from: Reader): RecordOf<'ProtocolRecord'> {
  const rules = readTop(from, 'protocol');
  if (!rules) throw new Fault('STORE_CORRUPT', 'the protocol record is missing');
  return rules;
}

/** A record by its encoded bytes. It may be shared: do not change it. */
export function recordOf<K extends Kind>(kind: K, bytes: Bytes | undefined): TopRecord<K> | undefined {
  if (bytes === undefined) return undefined;
  if (kind !== 'contract') return decode(TOP_RECORDS[kind], bytes) as TopRecord<K>;
  const known = contracts.get(bytes);
  if (known !== undefined) return known as TopRecord<K>;
  const record = decode(TOP_RECORDS.contract, bytes);
  contracts.set(bytes, record);
  return record as TopRecord<K>;
}

/** SHA-256 of a record that many transactions read; undefined if it is absent. */
export function digestOf(natives: Natives, bytes: Bytes | undefined): Bytes | undefined {
  if (bytes === undefined) return undefined;
  const known = digests.get(bytes);
  if (known !== undefined) return known;
  const digest = natives.sha256(bytes);
  digests.set(bytes, digest);
  return digest;
}

export function writeTop<K extends Kind>(to: Overlay, kind: K, id: Bytes | undefined, value: TopRecord<K>): void {
  to.set(topKey(kind, id), encode(TOP_RECORDS[kind], value as never));
}

/** Like {@link readTop}, and leaves a READ record in the trace. */
export function readTraced<K extends Kind>(
  from: Reader,
  { natives, trace }: Run,
  at: { depth: number; gasLeft: number },
  kind: K,
  id: Bytes,
): TopRecord<K> | undefined {
  const key = topKey(kind, id);
  const bytes = from.get(key);
  trace.read(at.depth, at.gasLeft, key, digestOf(natives, bytes));
  return recordOf(kind, bytes);
}
