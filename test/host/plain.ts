// Host calls as the table says them, walked at every call: what the generated doors are compared with.

import { type Bytes, copyInto, latin1, part } from '../../engine/base/bytes.ts';
import { Trap } from '../../engine/base/errors.ts';
import { API, type Argument, type Result } from '../../engine/host/api.ts';
import type { Frame } from '../../engine/host/frame.ts';
import { charge } from '../../engine/host/gas.ts';
import { type ArgKind, HOST_FUNCTIONS, type HostFunction, type HostName } from '../../spec/host.ts';
import { LIMITS, type Limit } from '../../spec/limits.ts';

/** One row, with what dispatch needs worked out once. */
interface Row {
  readonly index: number;
  readonly name: string;
  readonly writes: boolean;
  readonly gas: HostFunction['gas'];
  /** Arguments that the function gets, and places that it fills, in their order. */
  readonly ins: readonly Arg[];
  readonly outs: readonly Arg[];
  readonly result: HostFunction['result'];
  readonly act: (frame: Frame, ...args: Argument[]) => Result;
}

interface Arg {
  readonly kind: 'text' | 'bytes' | 'fixed' | 'scalar' | 'out' | 'out32';
  readonly name: string;
  /** Its first place among the WebAssembly arguments. */
  readonly at: number;
  readonly isKey: boolean;
  readonly least: number;
  readonly most: number;
}

/** Bytes that their functions get as Latin-1 text. */
const TEXTS: ReadonlySet<Limit> = new Set(['key', 'eventName', 'revertCode', 'roleBytes', 'methodBytes']);

const ROWS: readonly Row[] = HOST_FUNCTIONS.map((spec: HostFunction, index) => {
  let at = 0;
  const args = spec.args.map(([name, kind]) => {
    const arg = argOf(name, kind, at);
    at += isPair(arg) ? 2 : 1;
    return arg;
  });
  const { name, gas, result } = spec;
  const isOut = ({ kind }: Arg) => kind === 'out' || kind === 'out32';
  const [ins, outs] = [args.filter((arg) => !isOut(arg)), args.filter(isOut)];
  return { index, name, gas, result, ins, outs, writes: spec.access === 'write', act: API[name as HostName] };
});

function argOf(name: string, kind: ArgKind, at: number): Arg {
  const arg = { name, at, isKey: false, least: 0, most: 0 };
  if (kind === 'key') return { ...arg, kind: 'text', isKey: true, least: 1, most: LIMITS.key.max };
  if (kind === 'address' || kind === 'hash') return { ...arg, kind: 'fixed' };
  if (kind === 'u32' || kind === 'u64') return { ...arg, kind: 'scalar' };
  if (kind === 'out' || kind === 'out32') return { ...arg, kind };
  const limit = kind.slice(3) as Limit;
  return { ...arg, kind: TEXTS.has(limit) ? 'text' : 'bytes', most: LIMITS[limit].max };
}

/** Whether it stands as (pointer, length). */
function isPair({ kind }: Arg): boolean {
  return kind === 'text' || kind === 'bytes' || kind === 'out';
}

type Raw = readonly (number | bigint)[];

/** A host call of a row with its WebAssembly arguments. @throws Trap */
export function hostCall(frame: Frame, name: HostName, raw: Raw): number | bigint | undefined {
  return dispatch(frame, ROWS.find((row) => row.name === name)!, raw);
}

/**
 * A host call, in eight steps: (1) none while starting, (2) none that writes in a view, (3) sizes within limits,
 * (4) pay from the sizes, (5) read the arguments, (6) act, (7) pay for the size of the result, (8) record all and hand the result over.
 */
function dispatch(frame: Frame, row: Row, raw: Raw): number | bigint | undefined {
  if (frame.starting) throw new Trap('HOST_IN_START', row.name);
  if (row.writes && frame.view) throw new Trap('WRITE_IN_VIEW', row.name);
  charge(frame.meter, priceIn(row, raw));
  const result = act(frame, row, raw);
  const size = result instanceof Uint8Array ? result.length : 0;
  if (row.gas.perByteOut > 0) charge(frame.meter, row.gas.perByteOut * size);
  const { bytes } = frame.memory;
  for (const out of row.outs) within(bytes, pointerOf(out, raw), roomOf(out, raw, size));
  // Only now, when nothing can trap any more (a host call that traps leaves no record), and before the result is written, which
  // may lie where an argument does.
  recordArguments(frame, row, raw, bytes);
  return handOver(frame, row, raw, result, size);
}

/** Base and per-byte price of the arguments. @throws Trap HOST_ARGUMENT if a length is beyond its limit */
function priceIn({ gas, ins }: Row, raw: Raw): number {
  let price = gas.base;
  for (const arg of ins) {
    if (arg.most === 0) continue;
    const length = lengthOf(arg, raw);
    if (length < arg.least) throw new Trap('HOST_ARGUMENT', `${arg.name} of ${length} bytes`);
    if (length > arg.most)
      throw new Trap('HOST_ARGUMENT', `${arg.name} of ${length} bytes, where ${arg.most} are the most`);
    price += (gas.perByteIn + (arg.isKey ? gas.perKeyByte : 0)) * length;
  }
  return price;
}

function pointerOf({ at }: Arg, raw: Raw): number {
  return (raw[at] as number) >>> 0;
}

/** Bytes of an argument that is read. */
function lengthOf({ kind, at }: Arg, raw: Raw): number {
  return kind === 'fixed' ? 32 : (raw[at + 1] as number) >>> 0;
}

/** How many bytes of a result of this size a place takes. */
function roomOf({ kind, at }: Arg, raw: Raw, size: number): number {
  return kind === 'out32' ? 32 : Math.min((raw[at + 1] as number) >>> 0, size);
}

/** @throws Trap HOST_ARGUMENT if the place reaches outside of memory */
function within(bytes: Bytes, start: number, length: number): void {
  if (start + length > bytes.length)
    throw new Trap('HOST_ARGUMENT', `${length} bytes at ${start} reach outside memory`);
}

// Spelled out up to the number that the frequent rows have: spreading costs an array and a slower call.
function act(frame: Frame, { ins, act: does }: Row, raw: Raw): Result {
  const { bytes } = frame.memory;
  switch (ins.length) {
    case 0:
      return does(frame);
    case 1:
      return does(frame, read(bytes, ins[0]!, raw));
    case 2:
      return does(frame, read(bytes, ins[0]!, raw), read(bytes, ins[1]!, raw));
    case 3:
      return does(frame, read(bytes, ins[0]!, raw), read(bytes, ins[1]!, raw), read(bytes, ins[2]!, raw));
    default:
      return does(frame, ...ins.map((arg) => read(bytes, arg, raw)));
  }
}

// Long byte arguments are views of guest memory, which holds still during the call; who keeps one for longer takes `owned` of it.
function read(bytes: Bytes, arg: Arg, raw: Raw): Argument {
  if (arg.kind === 'scalar') return unsigned(raw[arg.at]!);
  const start = pointerOf(arg, raw);
  const length = lengthOf(arg, raw);
  within(bytes, start, length);
  return arg.kind === 'text' ? latin1(bytes, start, length) : part(bytes, start, length);
}

function unsigned(value: number | bigint): number | bigint {
  return typeof value === 'bigint' ? BigInt.asUintN(64, value) : value >>> 0;
}

function recordArguments({ run: { trace }, depth, meter }: Frame, { index, ins }: Row, raw: Raw, bytes: Bytes): void {
  trace.hostCall(depth, index, meter.gas);
  for (const arg of ins) {
    if (arg.kind === 'scalar') trace.scalar(unsigned(raw[arg.at]!));
    else trace.part(bytes, pointerOf(arg, raw), lengthOf(arg, raw));
  }
}

/** Writes and records what the guest gets: first the bytes, then the scalar. */
function handOver(frame: Frame, row: Row, raw: Raw, result: Result, size: number): number | bigint | undefined {
  const { trace } = frame.run;
  for (const out of row.outs) {
    const length = roomOf(out, raw, size);
    const { bytes } = frame.memory;
    const start = pointerOf(out, raw);
    if (result instanceof Uint8Array) copyInto(bytes, start, result, 0, length);
    trace.part(bytes, start, length);
  }
  if (row.result === 'none') return undefined;
  const scalar = row.result === 'length' ? (result === undefined ? -1 : size) : (result as number | bigint);
  trace.scalar(scalar);
  return scalar;
}
