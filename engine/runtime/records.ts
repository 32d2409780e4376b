// Records of the top tree, typed: reading through an overlay, writing, and tracing what a transaction reads.
import type { TOP_KINDS } from '../../spec/records.ts';
import { type Bytes, fromLatin1 } from '../base/bytes.ts';
import { decode, encode, type RecordOf } from '../base/records.ts';
import type { Trace } from '../host/trace.ts';
import { topKey } from '../state/key.ts';
import type { Overlay } from '../state/overlay.ts';
import type { Reader } from '../state/reader.ts';

const NAMES = {
  protocol: 'ProtocolRecord',
  account: 'AccountRecord',
  contract: 'ContractRecord',
  code: 'CodeRecord',
  role: 'RoleRecord',
  schedule: 'ScheduleRecord',
} as const satisfies Record<keyof typeof TOP_KINDS, string>;
type Kind = keyof typeof TOP_KINDS;
type TopRecord<K extends Kind> = RecordOf<(typeof NAMES)[K]>;

/** The record of this kind and id, or undefined. */
export function readTop<K extends Kind>(from: Reader, kind: K, id?: Bytes): TopRecord<K> | undefined {
  const bytes = from.get(topKey(kind, id));
  return bytes && (decode(NAMES[kind], bytes) as TopRecord<K>);
}

export function writeTop<K extends Kind>(to: Overlay, kind: K, id: Bytes | undefined, value: TopRecord<K>): void {
  to.set(topKey(kind, id), encode(NAMES[kind], value as never));
}

/** Like {@link readTop}, and leaves a READ record in the trace. */
export function readTraced<K extends Kind>(
  from: Reader,
  trace: Trace,
  at: { depth: number; gasLeft: number },
  kind: K,
  id: Bytes,
): TopRecord<K> | undefined {
  const key = topKey(kind, id);
  const bytes = from.get(key);
  trace.read(at.depth, at.gasLeft, fromLatin1(key), bytes);
  return bytes && (decode(NAMES[kind], bytes) as TopRecord<K>);
}
