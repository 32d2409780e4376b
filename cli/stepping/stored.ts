// Storage of a contract as far as a transaction touches it: before it, and at the step at hand.

import type { TraceEntry } from '../../engine/audit/trace.ts';
import { type Bytes, fromLatin1, toLatin1 } from '../../engine/base/bytes.ts';
import { STORAGE_PREFIX_LENGTH, storagePrefix } from '../../engine/state/key.ts';
import { storedText, whereText } from '../tracing.ts';
import type { Answer, Scene } from './scene.ts';
import { widest } from './variables.ts';

interface Row {
  readonly key: string;
  readonly before: string;
  readonly now: string;
}

/** Fields whose text contains `filter`; at the end of the transaction, as it leaves them. */
export async function storage(scene: Scene, filter = ''): Promise<Answer> {
  const rows = await rowsOf(scene);
  const shown = rows.filter(({ key }) => key.toLowerCase().includes(filter.toLowerCase()));
  const width = widest(shown.map(({ key }) => key));
  const { colours } = scene.subject;
  const lines = shown.map(({ key, before, now }) => {
    const value = before === now ? now : `${colours.dim(before)} → ${colours.bold(now)}`;
    return `  ${key.padEnd(width)}  ${value}`;
  });
  const touched = [...new Set(rows.map(({ key }) => key.replace(/\[.*/, '')))].join(', ') || 'nothing';
  const none = filter === '' ? 'nothing of it is touched' : `nothing of ${filter} is touched; ${touched} is`;
  return { document: { storage: shown }, text: lines.join('\n') || none };
}

async function rowsOf({ subject, selected }: Scene): Promise<Row[]> {
  const { teller, capture, inside } = subject;
  const guest = inside.activations()[selected]?.guest ?? inside.lastGuest();
  if (guest === undefined) return [];
  const { self } = guest.frame;
  const rows: Row[] = [];
  for (const flat of keysOf(capture.touched.values.keys(), inside.records, self)) {
    const key = fromLatin1(flat.slice(STORAGE_PREFIX_LENGTH));
    const text = (bytes: Bytes | undefined) => storedText(teller, self, key, bytes);
    const before = capture.touched.values.has(flat) ? await text(capture.touched.values.get(flat)) : '?';
    rows.push({ key: await whereText(teller, self, key), before, now: await text(guest.frame.overlay.get(flat)) });
  }
  return rows.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Flat keys of a contract that the transaction reads or writes. */
function keysOf(read: Iterable<string>, records: readonly TraceEntry[], contract: Bytes): Set<string> {
  const prefix = storagePrefix(contract);
  const keys = new Set([...read].filter((key) => key.startsWith(prefix)));
  const selves: string[] = [];
  for (const { kind, title, parts } of records) {
    if (kind === 'START') selves.push(toLatin1(parts[0]!.bytes));
    if (kind === 'END') selves.pop();
    const isWrite = kind === 'HOST' && (title === 'set' || title === 'remove');
    if (isWrite && storagePrefix(fromLatin1(selves.at(-1)!)) === prefix) keys.add(prefix + toLatin1(parts[0]!.bytes));
  }
  return keys;
}
