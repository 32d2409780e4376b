// Where a call failed: the contracts that it went through with their arguments, and the author's line in each, as people read
// them and as a document. It is found by running the call again in this process.

import { reasonText } from '../engine/abi/event.ts';
import { printArguments } from '../engine/abi/print.ts';
import type { Abi } from '../engine/abi/types.ts';
import { abiOf } from '../engine/app/abis.ts';
import {
  type FailedFrame,
  type Failure,
  objection,
  type Placed,
  placeFailure,
  readFailure,
  reasonBehind,
} from '../engine/audit/failure.ts';
import { type Bytes, equal, toHex } from '../engine/base/bytes.ts';
import type { Captured } from '../engine/base/capture.ts';
import type { Connection } from '../engine/client/connection.ts';
import type { Language } from '../engine/template/text.ts';
import { decodeInput } from './body.ts';
import { Book } from './book.ts';
import { originOf } from './candidates.ts';
import type { ShownPlace, Trail, TrailLine } from './errors.ts';
import { LACKING } from './lacking.ts';
import { revertOf } from './outcome.ts';
import { lastRefused, refusedText } from './refused.ts';
import type { Session } from './session.ts';
import { buildSources, type Found, type Wanted } from './sources.ts';
import { abiCache } from './target.ts';
import { hexOf, inputWords } from './tracing.ts';

/** Code that a transaction was to put in place. */
export interface Fresh {
  /** What its contract is called, or was to be called. */
  readonly name?: string;
  readonly codeId: Bytes;
  readonly metaId: Bytes;
  /** What was given as the code: it may be a source. */
  readonly word?: string;
}

interface Telling {
  readonly language: Language;
  readonly book: Book;
  readonly found: Found;
  abiOf(frame: FailedFrame): Promise<Abi | undefined>;
  label(address: Bytes): string;
}
const WORDS = {
  en: {
    in: (name: string) => ` in ${name}`,
    calling: (name: string) => ` calling ${name}`,
    near: (line: string) => `near ${line}`,
    by: (name: string) => `by ${name}`,
    line: (line: number) => `line ${line} of a source that is not here`,
    byte: (offset: number, index: number) => `byte ${offset} in function ${index} of a module whose source is not here`,
    oldLine: (line: number) => `line ${line} of the source that was deployed`,
    oldByte: (offset: number, index: number) => `byte ${offset} in function ${index} of the module that was deployed`,
  },
  zh: {
    in: (name: string) => ` 于 ${name}`,
    calling: (name: string) => ` 调用 ${name} 时`,
    near: (line: string) => `${line} 附近`,
    by: (name: string) => `由 ${name}`,
    line: (line: number) => `源码第 ${line} 行；本机没有该源码`,
    byte: (offset: number, index: number) => `模块第 ${offset} 字节，函数 ${index}；本机没有其源码`,
    oldLine: (line: number) => `部署时源码第 ${line} 行`,
    oldByte: (offset: number, index: number) => `部署时模块第 ${offset} 字节，函数 ${index}`,
  },
} as const;
/** Characters of one argument that people are shown. */
const SHOWN = 60;

/**
 * Where something failed. Sources are looked for unless they are given.
 * @throws Fault, Reject if the capture is not whole
 */
export async function followTrail(
  session: Session,
  connection: Connection,
  captured: Captured,
  { fresh, found: given }: { readonly fresh?: Fresh; readonly found?: Found } = {},
): Promise<Trail> {
  const failure = readFailure(captured);
  const isFresh = ({ code }: { code: Bytes }) => fresh !== undefined && equal(code, fresh.codeId);
  const found = given ?? (await sourcesOf(session, connection, [...failure.codes], fresh));
  const frames = placeFailure(failure, found.sources);
  const book = await Book.open(session, connection);
  await book.learn(frames.flatMap(({ self, caller }) => [self, caller]));
  const made = frames.find((frame) => isFresh(frame) && book.nameOf(frame.self) === undefined);
  const label = (address: Bytes) =>
    (made !== undefined && equal(address, made.self) ? fresh?.name : undefined) ?? book.label(address);
  const known = abiCache(connection);
  const abi = (frame: FailedFrame) =>
    isFresh(frame) ? abiOf(connection, fresh!.metaId).catch(() => undefined) : known(frame.self);
  const telling: Telling = { language: session.language, book, found, abiOf: abi, label };
  const behind = reasonBehind(failure);
  const message = objection(failure);
  const trapped = message === undefined ? undefined : { code: 'HOST_ARGUMENT', message };
  const refused = await refusalOf(telling, failure, known);
  return trailOf(telling, frames, trapped ?? refused ?? (behind && whyOf(behind)));
}

/** Why the innermost contract could not call another one, if that is what it reverted for. */
async function refusalOf(
  { book }: Telling,
  { path }: Failure,
  abiOf: (contract: Bytes) => Promise<Abi | undefined>,
): Promise<Why | undefined> {
  const [innermost] = path;
  const call = innermost?.status === 'REVERT' ? lastRefused(innermost) : undefined;
  if (call === undefined) return undefined;
  await book.learn([call.to]);
  const open = path.map(({ self }) => self);
  return { code: 'REFUSED', message: refusedText(book, call, open, await abiOf(call.to)) };
}

async function sourcesOf(
  session: Session,
  connection: Connection,
  codes: readonly (readonly [string, { readonly self: Bytes }])[],
  fresh: Fresh | undefined,
): Promise<Found> {
  const wanted = new Map<string, Wanted>();
  for (const [code, { self }] of codes) {
    const isFresh = fresh !== undefined && toHex(fresh.codeId) === code;
    const record = isFresh ? fresh : await connection.contract(self);
    const isKnown = record !== undefined && toHex(record.codeId) === code;
    wanted.set(code, { self, ...originOf(isKnown ? ((await connection.meta(record.metaId)) ?? []) : []) });
  }
  const named = fresh?.word?.endsWith('.ts') ? [fresh.word] : [];
  return buildSources(wanted, named, session);
}

type Why = NonNullable<Trail['facts']['why']>;

function whyOf({ status, output }: Pick<FailedFrame, 'status' | 'output'>): Why {
  if (status !== 'REVERT' || output === undefined || output.isHashed) return { code: status };
  const { code, message } = revertOf(output.bytes);
  return { code, ...(message === undefined ? {} : { message }) };
}

async function trailOf(telling: Telling, frames: readonly FailedFrame[], why: Why | undefined): Promise<Trail> {
  const { language, label } = telling;
  const lines: TrailLine[] = why === undefined ? [] : [['why', reasonText(why)]];
  const path: object[] = [];
  const calls = await Promise.all(frames.map((frame) => callOf(telling, frame)));
  const width = Math.max(...calls.map(({ text }) => text.length));
  for (const [level, frame] of frames.entries()) {
    const { facts, text } = calls[level]!;
    const place = placeOf(telling, frame);
    const at = place ? placeText(place, language) : level === 0 ? lostText(telling, frame) : '';
    if (at !== '') lines.push(['at', at]);
    lines.push(['in', `${text.padEnd(width)}  ${WORDS[language].by(label(frame.caller))}`]);
    path.push({ ...facts, caller: label(frame.caller), place: place ?? null });
  }
  const place = frames[0] && placeOf(telling, frames[0]);
  return { facts: { place: place ?? null, path, ...(why ? { why } : {}) }, lines };
}

function placeOf({ found: { sources } }: Telling, { code, place }: FailedFrame): ShownPlace | undefined {
  return place && shownPlace(place, sources.get(toHex(code))!.pathOf(place.file));
}

function shownPlace({ line, column, function: name, calling, isNear }: Placed, file: string): ShownPlace {
  const more = { ...(calling === undefined ? {} : { calling }), ...(isNear ? { near: true as const } : {}) };
  return { file, line, column, function: name ?? null, ...more };
}

/** `contracts/token.ts:131:5 in Token#move calling Map#get` */
function placeText({ file, line, column, function: name, calling, near }: ShownPlace, language: Language): string {
  const words = WORDS[language];
  const place = near ? words.near(`${file}:${line}`) : `${file}:${line}:${column}`;
  return `${place}${name === null ? '' : words.in(name)}${calling === undefined ? '' : words.calling(calling)}`;
}

/** What can be said without the source. */
function lostText({ found, language, label }: Telling, { code, status, output, site, self }: FailedFrame): string {
  const id = toHex(code);
  if (found.sources.has(id) || site === undefined) return '';
  const words = WORDS[language];
  const other = found.missing.get(id)?.other;
  const line = status === 'REVERT' && output && !output.isHashed ? revertOf(output.bytes).line : undefined;
  if (other === undefined) return line ? words.line(line) : words.byte(site.offset, site.function);
  const place = line ? words.oldLine(line) : words.oldByte(site.offset, site.function);
  const contract = label(self);
  return `${place}; ${LACKING[language].other(other, contract)}: ${LACKING[language].try(contract)}`;
}

/** A call with its arguments by the ABI: for people with names, for programs with addresses. */
async function callOf(telling: Telling, frame: FailedFrame): Promise<{ facts: object; text: string }> {
  const { book, label } = telling;
  const { self, method, input } = frame;
  const abi = await telling.abiOf(frame);
  const words = await inputWords(book, abi, frame);
  const decoded = input.isHashed ? undefined : await decodeInput(book, abi, method, input.bytes);
  const given = decoded
    ? { arguments: printArguments(decoded.row.params, decoded.values, book.text) }
    : input.length === 0
      ? { arguments: {} }
      : { arguments: null, input: hexOf(input) };
  const text = words.map((word) => (word.length > SHOWN ? `${word.slice(0, SHOWN - 1)}…` : word)).join(', ');
  return { facts: { contract: label(self), method, ...given }, text: `${label(self)}.${method}(${text})` };
}
