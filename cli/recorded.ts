// Records in words: the fields of any record of the tables, its addresses by name, its numbers by what they stand for.
import type { Printed } from '../engine/abi/print.ts';
import { type Bytes, equal, toHex, ZERO32 } from '../engine/base/bytes.ts';
import { CodecError } from '../engine/base/errors.ts';
import { type AdminPolicy, decode } from '../engine/base/records.ts';
import { CONTRACT_STATUS, FREEZE_LEVEL, RECORDS, type RecordName } from '../spec/records.ts';
import { TX_KINDS } from '../spec/tx.ts';
import type { Book } from './book.ts';

/** A field as it is shown: for programs with whole addresses, for people with names. */
export interface Told {
  readonly json: Printed;
  readonly text: string;
}

/** Fields by name. */
export interface ToldFields {
  readonly [field: string]: Told;
}

/** A record of any kind. */
type Fields = object;

/** What is not told: it says nothing, or is told elsewhere. */
const SILENT: ReadonlySet<string> = new Set(['version', 'proof']);
/** Hashes that are addresses of something. */
const SUBJECTS: ReadonlySet<string> = new Set(['organisation', 'subject', 'joining']);
const CHAIN: Told = { json: 'chain', text: 'chain' };

/** All fields of a record but those that say nothing. */
export async function tellRecord(book: Book, name: RecordName, record: Fields): Promise<ToldFields> {
  const told: [string, Told][] = [];
  for (const [field, type] of RECORDS[name])
    if (!SILENT.has(field)) told.push([field, await tellField(book, record, field, type)]);
  return Object.fromEntries(told);
}

/** The body of a kind of transaction; as bytes if it is not whole. */
export async function tellBody(book: Book, kind: number, bytes: Bytes): Promise<ToldFields> {
  const row = TX_KINDS[kind];
  try {
    if (row) return await tellRecord(book, row.body, decode(row.body, bytes));
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
  }
  return { bytes: plain(`0x${toHex(bytes)}`) };
}

/** `2 of alice, bob, delay 5` */
export async function policyText(book: Book, { members, threshold, delay }: AdminPolicy): Promise<string> {
  if (members.length === 0) return 'nobody';
  await book.learn(members);
  const later = delay > 0 ? `, ${delay} blocks after it was proposed` : '';
  return `${threshold} of ${labels(book, members)}${later}`;
}

/** Names in the order of the alphabet: that of the addresses says nothing. */
export function labels(book: Book, addresses: readonly Bytes[]): string {
  return addresses.map(book.label).toSorted().join(', ');
}

/** A policy for programs. */
export function policyDocument(book: Book, { members, threshold, delay }: AdminPolicy) {
  return { members: members.map(book.text), threshold, delay };
}

/** What says nothing in a line. */
const NOTHING: ReadonlySet<string> = new Set(['', '0', 'false']);

/** `kind=freeze reason=audit`, what is empty, none or not so left out. */
export function toldText(fields: ToldFields): string {
  return Object.entries(fields)
    .filter(([, { text }]) => !NOTHING.has(text))
    .map(([name, { text }]) => `${name}=${text}`)
    .join(' ');
}

/** The fields for programs. */
export function toldDocument(fields: ToldFields): { readonly [field: string]: Printed } {
  return Object.fromEntries(Object.entries(fields).map(([name, { json }]) => [name, json]));
}

async function tellField(book: Book, record: Fields, field: string, type: string): Promise<Told> {
  const value = (record as Record<string, unknown>)[field];
  if (value === null) return { json: null, text: '' };
  const inner = /^(?:option|vec)<(.+)>$/.exec(type)?.[1];
  if (inner !== undefined && type.startsWith('option')) return tellValue(book, record, field, inner, value);
  if (inner === undefined) return tellValue(book, record, field, type, value);
  const items: Told[] = [];
  for (const item of value as unknown[]) items.push(await tellValue(book, record, field, inner, item));
  const texts = items.map(({ text }) => text);
  return { json: items.map(({ json }) => json), text: (inner === 'address' ? texts.toSorted() : texts).join(', ') };
}

async function tellValue(book: Book, record: Fields, field: string, type: string, value: unknown): Promise<Told> {
  if (type === 'AdminPolicy') return tellPolicy(book, value as AdminPolicy);
  if (Object.hasOwn(RECORDS, type)) return tellWhole(book, type as RecordName, value as Fields);
  if (value instanceof Uint8Array) return tellBytes(book, record, field, type, value);
  if (field === 'due' && 'byTime' in record && record.byTime === true) return tellTime(value as number);
  const word = wordFor(field, value);
  if (word !== undefined) return plain(word);
  return { json: typeof value === 'bigint' ? String(value) : (value as Printed), text: String(value) };
}

async function tellPolicy(book: Book, policy: AdminPolicy): Promise<Told> {
  const text = await policyText(book, policy);
  return { json: policyDocument(book, policy), text };
}

async function tellWhole(book: Book, name: RecordName, value: Fields): Promise<Told> {
  const fields = await tellRecord(book, name, value);
  return { json: toldDocument(fields), text: `(${toldText(fields)})` };
}

async function tellBytes(book: Book, record: Fields, field: string, type: string, value: Bytes): Promise<Told> {
  if (type === 'address' || SUBJECTS.has(field)) {
    if (equal(value, ZERO32)) return CHAIN;
    await book.learn([value]);
    return { json: book.text(value), text: book.label(value) };
  }
  if (field === 'body' && 'kind' in record) {
    const fields = await tellBody(book, record.kind as number, value);
    return { json: toldDocument(fields), text: `(${toldText(fields)})` };
  }
  if (type !== 'bytes') return { json: toHex(value), text: shortHex(value) };
  // The key of somebody, as long as a hash.
  if (field === 'key') return { json: toHex(value), text: shortHex(value) };
  return value.length === 0 ? { json: '0x', text: '' } : plain(`0x${toHex(value)}`);
}

function tellTime(time: number): Told {
  return { json: time, text: timeText(time) };
}

/** Milliseconds at which no date is left. */
const LAST = 8.64e15;

/** A time as a date; a number that is none as it is. */
export const timeText = (time: number): string => (time <= LAST ? new Date(time).toISOString() : String(time));

/** A hash by its first digits, which are enough to name it. */
export const shortHex = (bytes: Bytes): string => `${toHex(bytes).slice(0, 8)}…`;

/** What the number of a field stands for. */
function wordFor(field: string, value: unknown): string | undefined {
  const named = (table: { readonly [name: string]: number }) =>
    Object.keys(table).find((name) => table[name] === value);
  if (field === 'kind') return TX_KINDS[value as number]?.name;
  if (field === 'status') return named(CONTRACT_STATUS);
  return field === 'level' ? named(FREEZE_LEVEL) : undefined;
}

const plain = (text: string): Told => ({ json: text, text });
