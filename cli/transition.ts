// Events of the engine in words: what happened to a contract, an account, an organisation or the chain, and who stands behind it.
import { toHex } from '../engine/base/bytes.ts';
import { CodecError } from '../engine/base/errors.ts';
import { decode, type EventRecord, type RecordOf } from '../engine/base/records.ts';
import { ENGINE_EVENTS } from '../spec/roles.ts';
import { TX_KINDS } from '../spec/tx.ts';
import type { Book } from './book.ts';
import { labels, type ToldFields, tellBody, tellRecord } from './recorded.ts';

/** Whether the engine left an event, and no contract. */
export function isTransition({ name }: Pick<EventRecord, 'name'>): boolean {
  return name.startsWith(ENGINE_EVENTS);
}

/** What an event of the engine says; undefined if it is none that can be read. The subject stands before it and is left out. */
export async function tellTransition(
  book: Book,
  { name, contract, data }: EventRecord,
): Promise<ToldFields | undefined> {
  const kind = TX_KINDS.find((row) => `${ENGINE_EVENTS}${row.name}` === name);
  if (kind === undefined) return undefined;
  try {
    const { by, approvals, body } = decode('Transition', data);
    await book.learn([by, ...approvals, contract]);
    const others = approvals.length > 1 || approvals.some((each) => toHex(each) !== toHex(by));
    const people: ToldFields = {
      by: { json: book.text(by), text: book.label(by) },
      approvals: { json: approvals.map(book.text), text: others ? labels(book, approvals) : '' },
    };
    const fields = await whatOf(book, kind, body);
    const subject = book.text(contract);
    return { ...people, ...Object.fromEntries(Object.entries(fields).filter(([, { json }]) => json !== subject)) };
  } catch (error) {
    if (error instanceof CodecError) return undefined;
    throw error;
  }
}

/** Bodies within bodies are cut: their beginning is their subject, which is known. */
async function whatOf(book: Book, kind: (typeof TX_KINDS)[number], body: Uint8Array): Promise<ToldFields> {
  if (kind.name !== 'propose' && kind.name !== 'schedule') return tellBody(book, kind.id, body);
  const record = decode(kind.body, body) as RecordOf<'ProposeBody'> | RecordOf<'ScheduleBody'>;
  const { body: _, ...fields } = await tellRecord(book, kind.body, record);
  return fields;
}
