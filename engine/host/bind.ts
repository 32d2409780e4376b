// The one door: every host call of every contract in either tier goes through `dispatch`.
import { type ArgKind, HOST_FUNCTIONS, type HostFunction } from '../../spec/host.ts';
import { LIMITS, type Limit } from '../../spec/limits.ts';
import { PRICES } from '../../spec/prices.ts';
import { type Bytes, EMPTY } from '../base/bytes.ts';
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
 * (4) pay from the sizes, (5) read the arguments, (6) act, (7) pay for the size of the result, (8) hand it over and record it.
 */
function dispatch(frame: Frame, row: Row, raw: readonly (number | bigint)[]): number | bigint | undefined {
  const { spec } = row;
  if (frame.starting) throw new Trap('HOST_IN_START', spec.name);
  if (frame.view && spec.access === 'write') throw new Trap('WRITE_IN_VIEW', spec.name);
  charge(frame.meter, priceIn(row, raw));
  const args = readArguments(frame, row, raw);
  const result = row.act(frame, ...args);
  if (spec.gas.perByteOut > 0) charge(frame.meter, spec.gas.perByteOut * lengthOf(result));
  const written = copyResults(frame, row, raw, result);
  const scalar = scalarOf(row, result);
  record(frame, row, args, written, scalar);
  return scalar;
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

function readArguments(frame: Frame, row: Row, raw: readonly (number | bigint)[]): Argument[] {
  const args: Argument[] = [];
  let at = 0;
  for (const arg of row.args) {
    const value = raw[at]!;
    if (arg.kind === 'in') args.push(slice(frame, value, Number(raw[at + 1]) >>> 0).slice());
    else if (arg.kind === 'fixed') args.push(slice(frame, value, 32).slice());
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

/** Writes result bytes into guest memory and returns what was written, an entry for each out argument. */
function copyResults(frame: Frame, row: Row, raw: readonly (number | bigint)[], result: Result): Bytes[] {
  const written: Bytes[] = [];
  let at = 0;
  for (const arg of row.args) {
    if (arg.kind === 'out32') written.push(copyOut(frame, raw[at]!, 32, result));
    if (arg.kind === 'out') written.push(copyOut(frame, raw[at]!, Number(raw[at + 1]) >>> 0, result));
    at += widthOf(arg);
  }
  return written;
}

function scalarOf(row: Row, result: Result): number | bigint | undefined {
  if (row.spec.result === 'none') return undefined;
  if (row.spec.result === 'length') return result === undefined ? -1 : lengthOf(result);
  return result as number | bigint;
}

// Only now, when nothing can trap any more: a host call that traps leaves no record.
function record(frame: Frame, row: Row, args: readonly Argument[], written: readonly Bytes[], scalar: Result): void {
  const { trace } = frame.run;
  trace.hostCall(frame.depth, row.index, frame.meter.gas);
  for (const arg of args) {
    if (arg instanceof Uint8Array) trace.part(arg);
    else trace.scalar(arg!);
  }
  for (const part of written) trace.part(part);
  if (scalar !== undefined) trace.scalar(scalar as number | bigint);
}

function copyOut(frame: Frame, pointer: number | bigint, capacity: number, result: Result): Bytes {
  if (!(result instanceof Uint8Array)) return EMPTY;
  const part = result.length > capacity ? result.subarray(0, capacity) : result;
  slice(frame, pointer, part.length).set(part);
  return part;
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
