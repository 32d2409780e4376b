// The one door: every host call of every contract in either tier goes through `dispatch`.
import { type ArgKind, HOST_FUNCTIONS, type HostFunction } from '../../spec/host.ts';
import { LIMITS, type Limit } from '../../spec/limits.ts';
import { PRICES } from '../../spec/prices.ts';
import type { Bytes } from '../base/bytes.ts';
import { Trap } from '../base/errors.ts';
import type { HostCall, HostTable } from '../base/tier.ts';
import { API, type Argument, type Result } from './api.ts';
import type { Frame } from './frame.ts';
import { charge, openPages } from './gas.ts';

/** One row, with what dispatch needs worked out once. */
interface Row {
  readonly index: number;
  readonly spec: HostFunction;
  readonly args: readonly Arg[];
  readonly hasOut: boolean;
  readonly act: (frame: Frame, ...args: Argument[]) => Result;
}

interface Arg {
  readonly kind: 'in' | 'fixed' | 'scalar' | 'out' | 'out32';
  readonly name: string;
  readonly isKey: boolean;
  readonly least: number;
  readonly most: number;
}

const ROWS: readonly Row[] = HOST_FUNCTIONS.map((spec, index) => ({
  index,
  spec,
  args: spec.args.map(([name, kind]) => argOf(name, kind)),
  hasOut: spec.args.some(([, kind]) => kind === 'out' || kind === 'out32'),
  act: API[spec.name],
}));

function argOf(name: string, kind: ArgKind): Arg {
  const arg = { name, isKey: false, least: 0, most: 0 };
  if (kind === 'key') return { ...arg, kind: 'in', isKey: true, least: 1, most: LIMITS.key.max };
  if (kind === 'address' || kind === 'hash') return { ...arg, kind: 'fixed', least: 32, most: 32 };
  if (kind === 'u32' || kind === 'u64') return { ...arg, kind: 'scalar' };
  if (kind === 'out' || kind === 'out32') return { ...arg, kind };
  return { ...arg, kind: 'in', most: LIMITS[kind.slice(3) as Limit].max };
}

/** Binds all rows to a frame. */
export function bind(frame: Frame): HostTable {
  const functions: Record<string, HostCall> = Object.create(null);
  for (const row of ROWS) functions[row.spec.name] = (...raw) => dispatch(frame, row, raw);
  return { meter: frame.meter, functions, grow: (now, pages) => grow(frame, now, pages) };
}

/**
 * A host call, in eight steps: (1) none while starting, (2) none that writes in a view, (3) sizes within limits,
 * (4) pay from the sizes, (5) read the arguments, (6) act, (7) pay for the size of the result, (8) record all and hand the result over.
 */
function dispatch(frame: Frame, row: Row, raw: readonly (number | bigint)[]): number | bigint | undefined {
  const { spec } = row;
  if (frame.starting) throw new Trap('HOST_IN_START', spec.name);
  if (frame.view && spec.access === 'write') throw new Trap('WRITE_IN_VIEW', spec.name);
  charge(frame.meter, priceIn(row, raw));
  const args = readArguments(frame, row, raw);
  const result = row.act(frame, ...args);
  if (spec.gas.perByteOut > 0) charge(frame.meter, spec.gas.perByteOut * lengthOf(result));
  const places = placesOf(frame, row, raw, lengthOf(result));
  recordArguments(frame, row, args);
  return handOver(frame, row, places, result);
}

/** Base and per-byte price of the arguments. @throws Trap HOST_ARGUMENT if a length is beyond its limit */
function priceIn(row: Row, raw: readonly (number | bigint)[]): number {
  const { gas } = row.spec;
  let price = gas.base;
  let at = 0;
  for (const arg of row.args) {
    if (arg.kind === 'in') {
      const length = Number(raw[at + 1]) >>> 0;
      if (length < arg.least || length > arg.most) throw new Trap('HOST_ARGUMENT', `${arg.name} of ${length} bytes`);
      price += (gas.perByteIn + (arg.isKey ? gas.perKeyByte : 0)) * length;
    }
    at += widthOf(arg);
  }
  return price;
}

function widthOf(arg: Arg): number {
  return arg.kind === 'in' || arg.kind === 'out' ? 2 : 1;
}

// Byte arguments are views of guest memory, which holds still during the call; what is kept for longer is copied by its keeper.
function readArguments(frame: Frame, row: Row, raw: readonly (number | bigint)[]): Argument[] {
  const args: Argument[] = [];
  let at = 0;
  for (const arg of row.args) {
    const value = raw[at]!;
    if (arg.kind === 'in') args.push(slice(frame, value, Number(raw[at + 1]) >>> 0));
    else if (arg.kind === 'fixed') args.push(slice(frame, value, 32));
    else if (arg.kind === 'scalar') args.push(typeof value === 'bigint' ? BigInt.asUintN(64, value) : value >>> 0);
    at += widthOf(arg);
  }
  return args;
}

/** A view of guest memory. @throws Trap HOST_ARGUMENT if it reaches outside */
function slice(frame: Frame, pointer: number | bigint, length: number): Bytes {
  const start = Number(pointer) >>> 0;
  const { bytes } = frame.memory;
  if (start + length > bytes.length)
    throw new Trap('HOST_ARGUMENT', `${length} bytes at ${start} reach outside memory`);
  return bytes.subarray(start, start + length);
}

function lengthOf(result: Result): number {
  return result instanceof Uint8Array ? result.length : 0;
}

/** Where result bytes go, an entry for each out argument, cut to its capacity. @throws Trap HOST_ARGUMENT */
function placesOf(frame: Frame, row: Row, raw: readonly (number | bigint)[], length: number): readonly Bytes[] {
  if (!row.hasOut) return NOWHERE;
  const places: Bytes[] = [];
  let at = 0;
  for (const arg of row.args) {
    if (arg.kind === 'out32') places.push(slice(frame, raw[at]!, 32));
    if (arg.kind === 'out') places.push(slice(frame, raw[at]!, Math.min(Number(raw[at + 1]) >>> 0, length)));
    at += widthOf(arg);
  }
  return places;
}

const NOWHERE: readonly Bytes[] = [];

// Only now, when nothing can trap any more (a host call that traps leaves no record), and before the result is written, which
// may lie where an argument does.
function recordArguments(frame: Frame, row: Row, args: readonly Argument[]): void {
  const { trace } = frame.run;
  trace.hostCall(frame.depth, row.index, frame.meter.gas);
  for (const arg of args) {
    if (arg instanceof Uint8Array) trace.part(arg);
    else trace.scalar(arg!);
  }
}

/** Writes and records what the guest gets: first the bytes, then the scalar. */
function handOver(frame: Frame, row: Row, places: readonly Bytes[], result: Result): number | bigint | undefined {
  const { trace } = frame.run;
  for (const place of places) {
    if (result instanceof Uint8Array)
      place.set(place.length < result.length ? result.subarray(0, place.length) : result);
    trace.part(place);
  }
  const scalar = scalarOf(row, result);
  if (scalar !== undefined) trace.scalar(scalar);
  return scalar;
}

function scalarOf(row: Row, result: Result): number | bigint | undefined {
  if (row.spec.result === 'none') return undefined;
  if (row.spec.result === 'length') return result === undefined ? -1 : lengthOf(result);
  return result as number | bigint;
}

/** memory.grow: pages that would come are paid for; false beyond the maximum. @throws Trap OUT_OF_GAS, PAGES */
function grow(frame: Frame, now: number, pages: number): boolean {
  const fits = now + pages <= frame.code.pages.maximum;
  // Beyond the maximum nothing is added, but the price of the instruction itself is still tested here.
  charge(frame.meter, fits ? pages * PRICES['memory.grow.perPage'].gas : 0);
  if (!fits) return false;
  openPages(frame, pages);
  return true;
}
