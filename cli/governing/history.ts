// What happened: events of the engine, oldest first, and the versions of a contract.
import { toHex } from '../../engine/base/bytes.ts';
import type { EventRecord } from '../../engine/base/records.ts';
import { eventsIn } from '../../engine/client/events.ts';
import { eventDocument, type ShownEvent, showEvents } from '../outcome.ts';
import { labels } from '../recorded.ts';
import { table } from '../table.ts';
import { isTransition } from '../transition.ts';
import type { Place } from './perform.ts';
import { contractAt } from './place.ts';
import { versionsOf } from './upgrading.ts';

/** An event of the engine where it stands. */
export interface Happened extends ShownEvent {
  readonly height: number;
  readonly transaction: string;
}

/** Events of the engine that pass, from the oldest block on. */
export async function happened(
  { session, connection, book }: Place,
  passes: (event: EventRecord) => boolean,
): Promise<Happened[]> {
  const { height: last } = await connection.info();
  const found: Happened[] = [];
  for (let at = 0; at <= last; at++) {
    session.output.progress(`block ${at} of ${last}`);
    const block = await connection.block(at);
    for (const { event, height, transaction } of block ? eventsIn(block) : []) {
      if (!isTransition(event) || !passes(event)) continue;
      const [shown] = await showEvents(book, async () => undefined, [event]);
      found.push({ height, transaction: toHex(transaction), ...shown! });
    }
  }
  session.output.progress('');
  return found;
}

/** Lines of what happened; the name of the event has `tally.` in front, which says nothing here. */
export function happenedTable({ session }: Place, events: readonly Happened[]): string {
  const rows = events.map(({ height, text }) => [String(height), text.replace(/^tally\./, '')]);
  return rows.length === 0 ? '' : table(['block', 'event'], rows, session.output.colours, [0]);
}

export const happenedDocument = (events: readonly Happened[]) => events.map(eventDocument);

/** `tally contract history`: versions, then events. */
export async function showHistory(place: Place, word: string): Promise<undefined> {
  const { session, connection, book } = place;
  const { target } = await contractAt(place, word);
  const address = toHex(target.address);
  const versions = await versionsOf(connection, target.address);
  await book.learn(versions.flatMap(({ record }) => [record.by, ...record.approvals]));
  const events = await happened(place, ({ contract }) => toHex(contract) === address);
  const rows = versions.map(({ revision, record }) => [
    String(revision),
    toHex(record.codeId).slice(0, 8),
    String(record.height),
    book.label(record.by),
    labels(book, record.approvals),
    record.notes,
  ]);
  const head = ['revision', 'code', 'block', 'by', 'approved by', 'notes'];
  const shown = rows.length === 0 ? '' : table(head, rows, session.output.colours, [0, 2]);
  const document = {
    contract: target.name,
    revision: target.record.revision,
    versions: versions.map(({ revision, record }) => ({
      revision,
      codeId: toHex(record.codeId),
      metaId: toHex(record.metaId),
      height: record.height,
      by: book.text(record.by),
      approvals: record.approvals.map(book.text),
      notes: record.notes,
    })),
    events: happenedDocument(events),
  };
  session.output.result(document, [shown, happenedTable(place, events)].filter(Boolean).join('\n\n'));
  if (rows.length === 0) session.output.note(`${target.name} runs the code that it was made with`);
  return undefined;
}
