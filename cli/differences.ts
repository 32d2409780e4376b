// What a simulated transaction would change: fields of records, before and after.
import { equal } from '../engine/base/bytes.ts';
import { decode } from '../engine/base/records.ts';
import type { Change, Connection } from '../engine/client/connection.ts';
import type { TopKind } from '../engine/client/records.ts';
import { TOP_KINDS, TOP_RECORDS } from '../spec/records.ts';
import type { Book } from './book.ts';
import { type ToldFields, tellRecord } from './recorded.ts';

/** What would become of a record. */
export interface Difference {
  readonly record: string;
  /** Whose record it is, where it has an address of its own. */
  readonly of: string;
  readonly state: 'new' | 'changed' | 'gone';
  readonly fields: readonly FieldDifference[];
}

/** A field that would be another; null where it has no value, or there is no record. */
interface FieldDifference {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Records of which people ask what becomes of them. */
const SHOWN: readonly TopKind[] = ['contract', 'account', 'organisation', 'role', 'hold', 'key'];
/** Fields that change with every transaction, and say nothing of what it does. */
const RESTLESS: ReadonlySet<string> = new Set(['nonce', 'storageRoot']);

/** What the changes change, in their order. */
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
    const state = was === undefined ? 'new' : bytes === null ? 'gone' : 'changed';
    const fields = fieldsBetween(await tell(was), await tell(bytes));
    if (fields.length > 0) found.push({ record: kind, of: book.label(address), state, fields });
  }
  return found;
}

function fieldsBetween(before: ToldFields | undefined, after: ToldFields | undefined): FieldDifference[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  const textOf = (fields: ToldFields | undefined, name: string) => fields?.[name]?.text ?? null;
  return [...names]
    .filter((name) => !RESTLESS.has(name) && textOf(before, name) !== textOf(after, name))
    .map((field) => ({ field, before: textOf(before, field), after: textOf(after, field) }));
}

/** One line a field, `contract coin: status live -> frozen`; one for a record that is new or gone, `role coin: gone (account=eve …)`. */
export function differenceLines(differences: readonly Difference[]): string[] {
  return differences.flatMap(({ record, of, state, fields }) => {
    if (state === 'changed')
      return fields.map(
        ({ field, before, after }) => `${record} ${of}: ${field} ${before || 'none'} -> ${after || 'none'}`,
      );
    const which = state === 'new' ? 'after' : 'before';
    const told = fields.map((each) => `${each.field}=${each[which]}`).join(' ');
    return [`${record} ${of}: ${state} (${told})`];
  });
}
