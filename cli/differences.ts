// What a simulated transaction would change: fields of records, before and after.
import { equal } from '../engine/base/bytes.ts';
import { decode } from '../engine/base/records.ts';
import type { Change, Connection } from '../engine/client/connection.ts';
import type { TopKind } from '../engine/client/records.ts';
import { TOP_KINDS, TOP_RECORDS } from '../spec/records.ts';
import type { Book } from './book.ts';
import { type ToldFields, tellRecord } from './recorded.ts';

/** A field that would change; null where there is no record. */
export interface Difference {
  readonly record: string;
  /** Whose record it is, where it has an address of its own. */
  readonly of: string;
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Records of which people ask what becomes of them. */
const SHOWN: readonly TopKind[] = ['contract', 'account', 'organisation', 'role', 'hold', 'key'];
/** Fields that change with every transaction, and say nothing of what it does. */
const RESTLESS: ReadonlySet<string> = new Set(['nonce', 'storageRoot']);

/** All fields that the changes change, in the order of their records. */
export async function differencesOf(
  connection: Connection,
  book: Book,
  changes: readonly Change[],
): Promise<Difference[]> {
  const found: Difference[] = [];
  for (const { key, bytes } of changes) {
    const kind = SHOWN.find((name) => TOP_KINDS[name] === key[0]);
    if (kind === undefined) continue;
    const [old] = await connection.records(key, new Uint8Array(0), 1);
    const was = old && equal(old.key, key) ? old.bytes : undefined;
    const tell = async (record: Uint8Array | null | undefined) =>
      record ? tellRecord(book, TOP_RECORDS[kind], decode(TOP_RECORDS[kind], record)) : undefined;
    const address = key.slice(1, 33);
    await book.learn([address]);
    const at = { record: kind, of: book.label(address) };
    found.push(...fieldsBetween(at, await tell(was), await tell(bytes)));
  }
  return found;
}

function fieldsBetween(
  at: Pick<Difference, 'record' | 'of'>,
  before: ToldFields | undefined,
  after: ToldFields | undefined,
): Difference[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  const textOf = (fields: ToldFields | undefined, name: string) => fields?.[name]?.text ?? null;
  return [...names]
    .filter((name) => !RESTLESS.has(name) && textOf(before, name) !== textOf(after, name))
    .map((field) => ({ ...at, field, before: textOf(before, field), after: textOf(after, field) }));
}

/** `contract coin: status live -> frozen` */
export function differenceText({ record, of, field, before, after }: Difference): string {
  return `${record} ${of}: ${field} ${before || 'none'} -> ${after || 'none'}`;
}
