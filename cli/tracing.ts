// A trace in words: frames as a tree with arguments and results by the ABIs, and what the transaction changed.
import { basename } from 'node:path';
import { reasonText } from '../engine/abi/event.ts';
import { decodeKey } from '../engine/abi/key.ts';
import { namedTexts, printArguments, printedText, printValue } from '../engine/abi/print.ts';
import type { Abi, ValueType } from '../engine/abi/types.ts';
import { decodeValue, type Value } from '../engine/abi/value.ts';
import { type CallStep, callTree, type HostStep, type Step } from '../engine/audit/calls.ts';
import { readTrace, type TracePart } from '../engine/audit/trace.ts';
import { type Bytes, fromLatin1, toHex } from '../engine/base/bytes.ts';
import { Decoder } from '../engine/base/codec.ts';
import { CodecError, statusName } from '../engine/base/errors.ts';
import type { Capture, Seen } from '../engine/runtime/evidence.ts';
import { isStorage, STORAGE_PREFIX_LENGTH } from '../engine/state/key.ts';
import { decodeInput } from './body.ts';
import type { Book } from './book.ts';
import { addressesIn, revertOf, showEvents, showResult } from './outcome.ts';
import { type Colours, grouped } from './print.ts';
import { refusedCall, refusedText } from './refused.ts';

/** What a trace is told with. */
export interface Teller {
  readonly book: Book;
  abiOf(contract: Bytes): Promise<Abi | undefined>;
}

/** A line of the tree: how deep it stands, and in words. */
export interface TraceLine {
  readonly depth: number;
  readonly text: string;
  /** Gas left behind it. */
  readonly gas: number;
  /** Index of the record of the trace that it tells. */
  readonly record: number;
  /** The author's line that led to it, `contracts/token.ts:67`, where the sources are known. */
  readonly line?: string | undefined;
}

const SHOWN = 32;

export function hexOf({ bytes, isHashed, length }: Pick<TracePart, 'bytes' | 'isHashed' | 'length'>): string {
  if (isHashed) return `${length} bytes with SHA-256 ${toHex(bytes.subarray(0, 8))}…`;
  return `0x${toHex(bytes.subarray(0, SHOWN))}${bytes.length > SHOWN ? '…' : ''}`;
}

/** What a transaction did, line by line. */
export async function traceLines(teller: Teller, { trace }: Seen): Promise<TraceLine[]> {
  const lines: TraceLine[] = [];
  for (const call of callTree(readTrace(trace))) await frameLines(teller, call, [], lines);
  return lines;
}

async function frameLines(teller: Teller, call: CallStep, outer: readonly Bytes[], lines: TraceLine[]): Promise<void> {
  const { book } = teller;
  const depth = outer.length;
  const open = [...outer, call.self];
  const abi = await teller.abiOf(call.self);
  await book.learn([call.self, call.caller]);
  const words = await inputWords(book, abi, call);
  const name = `${book.label(call.self)}.${call.method}(${words.join(', ')})`;
  lines.push({ depth, text: `${name}  by ${book.label(call.caller)}`, gas: call.gas, record: call.record });
  let last: Step | undefined;
  for (const step of call.steps) {
    if (step.kind === 'call') await frameLines(teller, step, open, lines);
    // A call is recorded behind its frame, which says all that there is to say; without a frame it was refused.
    else if (step.name !== 'call' || last?.kind !== 'call')
      lines.push({
        depth: depth + 1,
        text: (await refusalText(teller, step, open)) ?? (await hostText(teller, call, abi, step)),
        gas: step.gasLeft,
        record: step.record,
      });
    last = step;
  }
  const { gasLeft: gas, endRecord: record } = call;
  lines.push({ depth: depth + 1, text: await endText(teller, abi, call), gas, record });
}

/** Arguments by the ABI as people read them, otherwise bytes. */
export async function inputWords(
  book: Book,
  abi: Abi | undefined,
  { method, input }: Pick<CallStep, 'method' | 'input'>,
): Promise<string[]> {
  if (input.length === 0) return [];
  const decoded = input.isHashed ? undefined : await decodeInput(book, abi, method, input.bytes);
  if (!decoded) return [hexOf(input)];
  return namedTexts(printArguments(decoded.row.params, decoded.values, book.short));
}

async function endText({ book }: Teller, abi: Abi | undefined, { status, method, output }: CallStep): Promise<string> {
  if (output === undefined || output.length === 0) return `→ ${status}`;
  if (output.isHashed) return `→ ${status === 'OK' ? '' : `${status} `}${hexOf(output)}`;
  if (status === 'REVERT') return `→ REVERT ${reasonText(revertOf(output.bytes))}`;
  if (status !== 'OK') return `→ ${status}`;
  const known = abi?.methods.some(({ name }) => name === method) ? abi : undefined;
  const { text } = await showResult(book, known, method, output.bytes);
  return `→ ${text}`;
}

async function hostText(teller: Teller, { self }: CallStep, abi: Abi | undefined, step: HostStep): Promise<string> {
  const part = (name: string) => step.parts.find((each) => each.name === name);
  if (step.name === 'get' || step.name === 'set' || step.name === 'remove') {
    const key = part('key')!;
    const where = await keyText(teller, abi, key.bytes);
    if (step.name === 'remove') return `remove ${where.text}`;
    const value = part('value')!;
    if (step.name === 'set') return `set ${where.text} = ${await valueText(teller, where.type, value)}`;
    // Whoever only asks whether something is there leaves no room for it.
    const length = numberOf(part('result')!) ?? -1n;
    if (length < 0n) return `get ${where.text} → nothing`;
    const isWhole = BigInt(value.length) === length;
    return `get ${where.text} → ${isWhole ? await valueText(teller, where.type, value) : `${length} bytes`}`;
  }
  if (step.name === 'emit' && !step.parts.some(({ isHashed }) => isHashed)) {
    const event = {
      contract: self,
      name: String.fromCharCode(...part('name')!.bytes),
      topics: [],
      data: part('data')!.bytes,
    };
    const [shown] = await showEvents(teller.book, teller.abiOf, [event]);
    return `emit ${shown!.text}`;
  }
  return [step.name, ...(await Promise.all(step.parts.map((each) => partText(teller, step.name, each))))].join(' ');
}

/** A call that ended before it began. */
async function refusalText(
  { book, abiOf }: Teller,
  step: HostStep,
  open: readonly Bytes[],
): Promise<string | undefined> {
  const call = refusedCall(step);
  if (call === undefined) return undefined;
  await book.learn([call.to]);
  return `call ${book.label(call.to)}.${call.method} → REFUSED: ${refusedText(book, call, open, await abiOf(call.to))}`;
}

/** Rows whose 32 bytes are an address. */
const ADDRESSES: ReadonlySet<string> = new Set(['self address', 'caller address', 'call to']);

/** A scalar; undefined for a length of −1. */
function numberOf({ bytes }: TracePart): bigint | undefined {
  const value = new Decoder(bytes).u64();
  return value === 2n ** 64n - 1n ? undefined : value;
}

async function partText({ book }: Teller, row: string, part: TracePart): Promise<string> {
  if (part.name === 'result') return `→ ${numberOf(part) ?? 'nothing'}`;
  if (!ADDRESSES.has(`${row} ${part.name}`)) return `${part.name}=${hexOf(part)}`;
  await book.learn([part.bytes]);
  return `${part.name}=${book.label(part.bytes)}`;
}

interface Where {
  readonly text: string;
  /** Of the value there. */
  readonly type: ValueType | undefined;
}

/** A storage key as the field that it belongs to: `balances[dev]`. */
async function keyText({ book }: Teller, abi: Abi | undefined, key: Bytes): Promise<Where> {
  const slot = toHex(key.subarray(0, 8));
  const field = abi?.storage.find((each) => each.slot === slot);
  if (field === undefined) return { text: `0x${toHex(key)}`, type: undefined };
  if (field.kind === 'Value') return { text: field.field, type: field.types[0] };
  // The length of a list stands under its slot alone.
  if (field.kind === 'Vec' && key.length === 8) return { text: `${field.field}.length`, type: 'u32' };
  const type = field.types.at(-1);
  const types = field.kind === 'Vec' ? (['u32'] as const) : field.types.slice(0, -1);
  try {
    const values = decodeKey(types, key.subarray(8));
    return { text: `${field.field}[${(await words(book, types, values)).join(', ')}]`, type };
  } catch (error) {
    if (error instanceof CodecError) return { text: `${field.field}[0x${toHex(key.subarray(8))}]`, type };
    throw error;
  }
}

async function words(book: Book, types: readonly ValueType[], values: readonly Value[]): Promise<string[]> {
  const params = types.map((type, i) => ({ name: String(i), type }));
  await book.learn(addressesIn(params, values));
  return values.map((value, i) => printedText(printValue(types[i]!, value, book.short)));
}

type Held = Pick<TracePart, 'bytes' | 'isHashed' | 'length'>;

async function valueText({ book }: Teller, type: ValueType | undefined, held: Held): Promise<string> {
  if (type === undefined || held.isHashed) return hexOf(held);
  try {
    const from = new Decoder(held.bytes);
    const value = decodeValue(type, from);
    from.end();
    return (await words(book, [type], [value]))[0]!;
  } catch (error) {
    if (error instanceof CodecError) return hexOf(held);
    throw error;
  }
}

/** A contract's own key as the field that it belongs to. */
export async function whereText(teller: Teller, contract: Bytes, key: Bytes): Promise<string> {
  return (await keyText(teller, await teller.abiOf(contract), key)).text;
}

/** What stands under a contract's own key. */
export async function storedText(
  teller: Teller,
  contract: Bytes,
  key: Bytes,
  bytes: Bytes | undefined,
): Promise<string> {
  if (bytes === undefined) return 'nothing';
  const { type } = await keyText(teller, await teller.abiOf(contract), key);
  return valueText(teller, type, { bytes, isHashed: false, length: bytes.length });
}

/** What the transaction wrote to the storage of contracts: before and after. */
export async function changeLines(teller: Teller, { touched }: Capture, { outcome }: Seen): Promise<string[]> {
  const lines: string[] = [];
  for (const [flat, after] of outcome.status === 0 ? outcome.writes : []) {
    if (!isStorage(flat)) continue;
    const contract = fromLatin1(flat.slice(1, STORAGE_PREFIX_LENGTH));
    const abi = await teller.abiOf(contract);
    await teller.book.learn([contract]);
    const where = await keyText(teller, abi, fromLatin1(flat.slice(STORAGE_PREFIX_LENGTH)));
    const text = (value: Bytes | null | undefined) =>
      value ? valueText(teller, where.type, { bytes: value, isHashed: false, length: value.length }) : 'nothing';
    // What was never read before it was written is not in the capture.
    const before = touched.values.has(flat) ? await text(touched.values.get(flat)) : '?';
    lines.push(`${teller.book.label(contract)}.${where.text}  ${before} → ${await text(after)}`);
  }
  return lines;
}

/** The tree as people read it: gas on the left, and beside it the lines of the sources where they are known. */
export function treeText(lines: readonly TraceLine[], colours: Colours): string {
  const gases = lines.map(({ gas }) => grouped(gas));
  const width = Math.max(...gases.map((gas) => gas.length));
  const places = lines.map(({ line }) => (line === undefined ? '' : basename(line)));
  const room = Math.max(...places.map((place) => place.length));
  return lines
    .map(({ depth, text }, i) => {
      const place = room > 0 ? `  ${colours.cyan(places[i]!.padEnd(room))}` : '';
      return `${colours.dim(gases[i]!.padStart(width))}${place}  ${'  '.repeat(depth)}${text}`;
    })
    .join('\n');
}

/** How it ended, in a line. */
export function endLine({ outcome }: Seen): string {
  return `${statusName(outcome.status)}, ${grouped(outcome.gasLeft)} gas left`;
}
