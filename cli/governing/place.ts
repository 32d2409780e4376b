// Where something is done: the connection, the book, and the contract or organisation that a word names.
import { Book } from '../book.ts';
import type { Options } from '../command.ts';
import type { Subject } from '../proposals.ts';
import type { Session } from '../session.ts';
import { findContract, type Target } from '../target.ts';
import type { Place } from './perform.ts';

/** @throws Fault, Usage */
export async function openPlace(session: Session, options: Options, need: 'read' | 'write'): Promise<Place> {
  // A missing key is told before a chain is opened.
  if (need === 'write') session.signer();
  const connection = await session.connect(need);
  return { session, connection, book: await Book.open(session, connection), options };
}

/** A contract as something with a policy. @throws Usage, Reject */
export async function contractAt(place: Place, word: string): Promise<{ target: Target; subject: Subject }> {
  const target = await findContract(place.connection, place.book, word);
  return { target, subject: { kind: 'contract', address: target.address, name: target.name } };
}

/** An organisation as something with a policy. @throws Usage, Reject */
export async function organisationAt({ book }: Place, word: string) {
  const { id, record } = await book.organisation(word);
  await book.learn([id]);
  return { id, record, subject: { kind: 'organisation', address: id, name: book.label(id) } satisfies Subject };
}
