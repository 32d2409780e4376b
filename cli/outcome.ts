// Outcomes in words: results, events, logs and failures of transactions and views, by the ABI where there is one.

import { decodeEvent, readRevert, reasonText, toldPlace } from '../engine/abi/event.ts';
import { addressesOf, namedTexts, type Printed, printArguments, printedText, printValue } from '../engine/abi/print.ts';
import type { Abi, AbiParam } from '../engine/abi/types.ts';
import type { Value } from '../engine/abi/value.ts';
import type { Sent } from '../engine/app/send.ts';
import { type Bytes, equal, toHex, ZERO32 } from '../engine/base/bytes.ts';
import { CodecError, errorOf } from '../engine/base/errors.ts';
import type { EventRecord } from '../engine/base/records.ts';
import { decodeUtf8 } from '../engine/base/utf8.ts';
import type { Log } from '../engine/client/connection.ts';
import { decodeOutput, methodOf } from '../engine/client/contract.ts';
import type { Speech } from '../engine/template/speech.ts';
import { STATUS } from '../spec/errors.ts';
import type { Book } from './book.ts';
import { Failed, type Trail } from './errors.ts';
import { toldDocument, toldText } from './recorded.ts';
import { isTransition, tellTransition } from './transition.ts';

/** A decoded value in both forms. */
export interface Shown {
  /** For programs. */
  readonly json: Printed | null;
  /** For people. */
  readonly text: string;
}

/** The result of a method by its ABI, otherwise its bytes. @throws Usage RESULT_MALFORMED, Reject METHOD_UNKNOWN */
export async function showResult(
  book: Book,
  abi: Abi | undefined,
  method: string | undefined,
  output: Bytes,
  speech?: Speech,
): Promise<Shown> {
  if (!abi || method === undefined) return { json: `0x${toHex(output)}`, text: `0x${toHex(output)}` };
  const row = methodOf(abi, method);
  const value = decodeOutput(row, output);
  if (value === undefined || row.returns === 'void') return { json: null, text: '' };
  await book.learn(addressesOf(row.returns, value));
  const json = printValue(row.returns, value, book.text);
  return { json, text: printedText(speech ? speech.tell(row.returns, json, method) : json) };
}

/** An event as programs read it; without a matching ABI its bytes. */
export interface ShownEvent {
  readonly contract: string;
  readonly address: string;
  readonly name: string;
  readonly fields?: { readonly [name: string]: Printed };
  readonly topics?: readonly string[];
  readonly data?: string;
  /** `Transfer from=dev to=bank amount=5`. */
  readonly text: string;
}

/** Events by the ABIs of the contracts that emitted them. */
export async function showEvents(
  book: Book,
  abiOf: (contract: Bytes) => Promise<Abi | undefined>,
  events: readonly EventRecord[],
  spoken?: Spoken,
): Promise<ShownEvent[]> {
  const shown: ShownEvent[] = [];
  for (const event of events) {
    const speech = spoken && equal(spoken.contract, event.contract) ? spoken.speech : undefined;
    shown.push(await showEvent(book, await abiOf(event.contract), event, speech));
  }
  return shown;
}

/** A contract whose values people have words of their own for. */
export interface Spoken {
  readonly contract: Bytes;
  readonly speech: Speech | undefined;
}

async function showEvent(
  book: Book,
  abi: Abi | undefined,
  record: EventRecord,
  speech: Speech | undefined,
): Promise<ShownEvent> {
  const { contract, name, topics, data } = record;
  const isOfChain = equal(contract, ZERO32);
  await book.learn([contract]);
  const at = isOfChain
    ? { contract: 'chain', address: 'chain', name }
    : { contract: book.label(contract), address: book.text(contract), name };
  const engine = isTransition(record) ? await tellTransition(book, record) : undefined;
  if (engine) return { ...at, fields: toldDocument(engine), text: [name, toldText(engine)].filter(Boolean).join(' ') };
  const decoded = abi && decodeEvent(abi, name, data);
  if (!decoded) {
    const raw = { topics: topics.map((topic) => `0x${toHex(topic)}`), data: `0x${toHex(data)}` };
    return { ...at, ...raw, text: [name, ...raw.topics, raw.data].join(' ') };
  }
  const { event, values } = decoded;
  await book.learn(addressesIn(event.fields, values));
  const short = printArguments(event.fields, values, book.short);
  const people = speech ? toldFields(event.fields, short, speech) : short;
  const text = [name, ...namedTexts(people)].join(' ');
  return { ...at, fields: printArguments(event.fields, values, book.text), text };
}

function toldFields(
  fields: readonly AbiParam[],
  printed: { readonly [name: string]: Printed },
  speech: Speech,
): { readonly [name: string]: Printed } {
  return Object.fromEntries(fields.map(({ name, type }) => [name, speech.tell(type, printed[name]!, name)]));
}

/** The addresses among values. */
export function addressesIn(params: readonly AbiParam[], values: readonly Value[]): Bytes[] {
  return values.flatMap((value, i) => addressesOf(params[i]!.type, value));
}

/** An event document without the text for people. */
export function eventDocument({ text: _, ...event }: ShownEvent): object {
  return event;
}

/** Log lines: which contract said what. */
export function showLogs(book: Book, logs: readonly Log[]): { contract: string; text: string }[] {
  return logs.map(({ contract, text }) => ({
    contract: book.nameOf(contract) ?? book.text(contract),
    text: readable(text),
  }));
}

function readable(bytes: Bytes): string {
  try {
    return decodeUtf8(bytes);
  } catch {
    return `0x${toHex(bytes)}`;
  }
}

/** What ran: its words for messages, and more fields for the error document. */
export interface Attempt {
  readonly contract?: string | undefined;
  readonly method: string;
  readonly facts: { readonly [name: string]: unknown };
  /** Where it failed, if that was found out. */
  readonly trail?: Trail | undefined;
  /** In whose words it is told what was refused. */
  readonly speech?: Speech | undefined;
}

/** The failure that a status other than OK stands for. */
export function failure(status: number, output: Bytes, { contract, method, facts, trail, speech }: Attempt): Failed {
  const where = contract === undefined ? method : `${contract}.${method}`;
  const more = { ...facts, ...trail?.facts };
  if (status !== STATUS.REVERT) {
    return new Failed(errorOf(status) ?? 'ENGINE', where, '', { status, ...more }, trail?.lines);
  }
  const { code, message, line } = revertOf(output);
  if (speech) {
    const said = { status, revert: { code, ...(message === undefined ? {} : { message }) }, ...facts };
    return new Failed('REVERT', where, speech.refusal({ code, message }), said, [], contract);
  }
  const at = line === undefined ? where : `${where}, line ${line} of the source that refused`;
  const revert = { code, ...(message === undefined ? {} : { message }), ...(line === undefined ? {} : { line }) };
  const isPlaced = trail?.facts.place != null && message !== undefined;
  const reason = reasonText({ code, message: isPlaced ? toldPlace(message).text : message });
  return new Failed('REVERT', at, reason, { status, revert, ...more }, trail?.lines);
}

/** What a contract said; bytes that are no reason stand for its code. */
export function revertOf(output: Bytes): { code: string; message?: string; line?: number } {
  try {
    return readRevert(output);
  } catch (error) {
    if (error instanceof CodecError) return { code: `0x${toHex(output)}` };
    throw error;
  }
}

/** Where a transaction stands and what it cost, in the form of a JSON document; null where it was only simulated. */
export function sentFacts({
  receipt,
  gasLimit,
  place,
}: Sent): { transaction: string | null } & Record<string, unknown> {
  return {
    transaction: place ? toHex(place.id) : null,
    height: place?.height ?? null,
    index: place?.index ?? null,
    gasUsed: receipt.gasUsed,
    gasLimit: String(gasLimit),
  };
}

/** @throws Failed unless the transaction ended with OK */
export function checkSent(sent: Sent, { contract, method, trail, speech }: Omit<Attempt, 'facts'>): void {
  const { status, output } = sent.receipt;
  if (status === STATUS.OK) return;
  const facts = { ...sentFacts(sent), simulated: sent.place === undefined };
  throw failure(status, output, { contract, method, facts, trail, speech });
}
