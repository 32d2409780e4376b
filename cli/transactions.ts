// Transactions as people name them: by id, by the beginning of one, or the latest.
import { type Bytes, fromHex, toHex } from '../engine/base/bytes.ts';
import { Usage } from '../engine/base/errors.ts';
import type { Connection, StoredTransaction } from '../engine/client/connection.ts';
import { NotFound } from './errors.ts';
import { hexId } from './hex.ts';
import type { Session } from './session.ts';

/** What `tally help` says of such a word. */
export const ID_HELP = 'transaction id, 64 hexadecimal digits or the first of them (8 at least), or latest';

export interface NamedTransaction {
  readonly id: Bytes;
  readonly stored: StoredTransaction;
  readonly connection: Connection;
}

const WHAT = 'transaction id';
const DIGITS = 64;
/** Fewer digits than these are as likely a slip as an id. */
const FEWEST = 8;
const LATEST = 'latest';

/** @throws Usage ARGUMENT_TYPE, ID_AMBIGUOUS; NotFound */
export async function findTransaction(session: Session, word: string): Promise<NamedTransaction> {
  const digits = word === LATEST ? undefined : digitsOf(word);
  const connection = await session.connect('read');
  const id = digits === undefined ? await latest(connection) : await whole(connection, digits);
  const stored = id && (await connection.transaction(id));
  if (stored) return { id, stored, connection };
  throw new NotFound(digits === undefined ? 'this chain has no transactions yet' : `transaction ${word}`);
}

function digitsOf(word: string): string {
  if (word.startsWith('@')) return toHex(hexId(word, WHAT));
  // Lists show an id by its beginning and dots.
  const digits = word
    .toLowerCase()
    .replace(/^0x/, '')
    .replace(/(…|\.{3})$/, '');
  if (/^[0-9a-f]+$/.test(digits) && digits.length >= FEWEST && digits.length <= DIGITS) return digits;
  const wanted = `${DIGITS} hexadecimal digits, the first ${FEWEST} or more of them, or ${LATEST}`;
  throw new Usage('ARGUMENT_TYPE', `${WHAT}: expected ${wanted}, got ${JSON.stringify(word)}`);
}

async function whole(connection: Connection, digits: string): Promise<Bytes | undefined> {
  if (digits.length === DIGITS) return fromHex(digits);
  const found = await connection.transactionsLike(digits);
  if (found.length > 1) throw new Usage('ID_AMBIGUOUS', `${digits}: ${found.map(toHex).join(', ')}`);
  return found[0];
}

async function latest(connection: Connection): Promise<Bytes | undefined> {
  for (let { height } = await connection.info(); height >= 0; height--) {
    const newest = (await connection.block(height))?.receipts.at(-1);
    if (newest !== undefined) return newest.txId;
  }
  return undefined;
}
