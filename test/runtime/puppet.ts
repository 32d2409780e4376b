// A contract that does what its input says: a program of host calls and instructions, so that tests need one module only.
import { type Bytes, fromHex } from '../../engine/base/bytes.ts';
import { Encoder } from '../../engine/base/codec.ts';
import { type ArgKind, HOST_FUNCTIONS, type HostFunction } from '../../spec/host.ts';
import { assemble } from '../wasm/assemble.ts';

/** Where a puppet reads its program; below is room for results and for bytes that the host writes. */
const BASE = 0x10000;
const RESULTS = 0x8000;
/** Where host results go unless a program says otherwise. */
export const SCRATCH = 0x1000;

/** A place in the puppet's memory, where a row takes pointer and length. */
export interface Place {
  readonly at: number;
  readonly size: number;
}

/**
 * One step: a host row by name, or an instruction of {@link ORDERS}. Byte arguments are text, bytes, a place, or a program for
 * another puppet; an `out` argument is a capacity or a place; `out32`, `address` and `hash` may be plain pointers.
 */
export type Step = readonly [name: string, ...args: Argument[]];
export type Program = readonly Step[];
type Argument = number | bigint | string | Bytes | Place | Program;

interface Order {
  readonly args: number;
  readonly results: boolean;
  readonly code: string;
}

const arg = (n: number) => `(i32.wrap_i64 (i64.load offset=${8 * n + 8} (local.get $p)))`;
const long = (n: number) => `(i64.load offset=${8 * n + 8} (local.get $p))`;

/** Steps that are not host rows. `show` adds bytes of memory to the output. */
const ORDERS: { readonly [name: string]: Order } = {
  unreachable: { args: 0, results: false, code: 'unreachable' },
  divide: { args: 2, results: true, code: `(call $push (i64.div_s ${long(0)} ${long(1)}))` },
  indirect: { args: 1, results: false, code: `(call_indirect ${arg(0)})` },
  load: { args: 1, results: true, code: `(call $push (i64.load ${arg(0)}))` },
  store: { args: 2, results: false, code: `(i64.store ${arg(0)} ${long(1)})` },
  show: { args: 2, results: false, code: `(call $show ${arg(0)} ${arg(1)})` },
  grow: { args: 1, results: true, code: `(call $push (i64.extend_i32_s (memory.grow ${arg(0)})))` },
  burn: { args: 1, results: false, code: `(call $burn ${arg(0)})` },
  recurse: { args: 1, results: false, code: `(call $recurse ${arg(0)})` },
  /** Goes back to the first step as often as it says. */
  again: {
    args: 1,
    results: false,
    code: `(if (i32.lt_u (global.get $turn) ${arg(0)}) (then
      (global.set $turn (i32.add (global.get $turn) (i32.const 1))) (local.set $p (i32.const ${BASE})) (br $next)))`,
  },
};

function lowered(kind: ArgKind): string[] {
  if (kind === 'key' || kind === 'out' || kind.startsWith('in:')) return ['i32', 'i32'];
  return [kind === 'u64' ? 'i64' : 'i32'];
}

const wasmResult = ({ result }: HostFunction) => (result === 'u64' ? 'i64' : 'i32');
const ROWS: readonly HostFunction[] = HOST_FUNCTIONS;

function orderOf(row: HostFunction): Order {
  const types = row.args.flatMap(([, kind]) => lowered(kind));
  const call = `(call $${row.name} ${types.map((type, n) => (type === 'i64' ? long(n) : arg(n))).join(' ')})`;
  const widened = wasmResult(row) === 'i64' ? call : `(i64.extend_i32_s ${call})`;
  const results = row.result !== 'none';
  return { args: types.length, results, code: results ? `(call $push ${widened})` : call };
}

const NAMES = [...ROWS.map((row) => row.name), ...Object.keys(ORDERS)];
const ALL: readonly Order[] = [...ROWS.map(orderOf), ...Object.values(ORDERS)];

const importOf = (row: HostFunction) => {
  const params = row.args.flatMap(([, kind]) => lowered(kind)).join(' ');
  const result = row.result === 'none' ? '' : `(result ${wasmResult(row)})`;
  return `(import "tally" "${row.name}" (func $${row.name} (param ${params}) ${result}))`;
};

const FUNCTIONS = `
  (func $push (param i64) (i64.store (global.get $at) (local.get 0)) (global.set $at (i32.add (global.get $at) (i32.const 8))))
  (func $show (param i32 i32) (memory.copy (global.get $at) (local.get 0) (local.get 1))
    (global.set $at (i32.add (global.get $at) (local.get 1))))
  (func $burn (param i32) (loop (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))
  (func $recurse (param i32) (if (local.get 0) (then (call $recurse (i32.sub (local.get 0) (i32.const 1))))))`;

/** How a puppet differs from the usual one. */
export interface Puppet {
  /** Export names of its methods, with flags. */
  readonly methods?: readonly string[];
  readonly pages?: string;
  /** Body of `_start`. */
  readonly start?: string;
  /** Makes the code another one without doing anything. */
  readonly mark?: number;
}

/** What a puppet offers unless told otherwise. */
export const METHODS = ['init#init', 'run', 'look#view', 'again#reentrant', 'peep#view+reentrant'] as const;

/** The text of a puppet's module. Every method runs the program in its input and outputs the results, unless it `output`s itself. */
export function puppetText({ methods = METHODS, pages = '7', start, mark = 0 }: Puppet = {}): string {
  const exports = methods.map((name) => `(export "${name}" (func $main))`).join(' ');
  const opening = ALL.map(() => '(block').join(' ');
  const cases = ALL.map(
    ({ code, args }) => `) ${code} (local.set $p (i32.add (local.get $p) (i32.const ${8 * args + 8}))) (br $next)`,
  );
  return `(module ${ROWS.map(importOf).join('\n')}
    (memory ${pages}) (table 2 funcref) (global $at (mut i32) (i32.const ${RESULTS})) (global $turn (mut i32) (i32.const 0))
    (global i32 (i32.const ${mark})) ${FUNCTIONS} ${exports}
    (func $main (local $p i32)
      (drop (call $input (i32.const ${BASE}) (i32.const 0x50000))) (local.set $p (i32.const ${BASE}))
      (block $done (loop $next ${opening}
        (br_table $done ${ALL.map((_, i) => i).join(' ')} $done (i32.wrap_i64 (i64.load (local.get $p))))
        ${cases.join('\n')}))
      (if (i32.ne (global.get $at) (i32.const ${RESULTS})) (then
        (call $output (i32.const ${RESULTS}) (i32.sub (global.get $at) (i32.const ${RESULTS}))))))
    ${start === undefined ? '' : `(func (export "_start") ${start})`})`;
}

const made = new Map<string, Bytes>();

/** The bytes of a puppet's module. */
export function puppet(how: Puppet = {}): Bytes {
  const text = puppetText(how);
  const known = made.get(text) ?? assemble(text);
  made.set(text, known);
  return known;
}

/** The input that makes a puppet run the program. */
export function program(steps: Program): Bytes {
  const words: (number | bigint | Bytes)[] = [];
  for (const [name, ...args] of steps) words.push(NAMES.indexOf(name) + 1, ...wordsOf(name, args));
  words.push(0);
  const [to, blobs] = [new Encoder(), new Encoder()];
  const end = BASE + 8 * words.length;
  for (const word of words) {
    if (word instanceof Uint8Array) to.u64(BigInt(end + blobs.length));
    else to.u64(BigInt.asUintN(64, BigInt(word)));
    if (word instanceof Uint8Array) blobs.raw(word);
  }
  to.raw(blobs.finish());
  return to.finish();
}

function wordsOf(name: string, args: readonly Argument[]): (number | bigint | Bytes)[] {
  const row = ROWS.find((r) => r.name === name);
  if (!NAMES.includes(name)) throw new Error(`no step ${name}`);
  return row ? row.args.flatMap(([, kind], i) => lower(kind, args[i])) : (args as (number | bigint)[]);
}

function lower(kind: ArgKind, value: Argument | undefined): (number | bigint | Bytes)[] {
  if (kind === 'out') return typeof value === 'object' ? placed(value as Place) : [SCRATCH, (value as number) ?? 0];
  if (kind === 'out32') return [(value as number) ?? SCRATCH];
  if (typeof value === 'number' || typeof value === 'bigint') return [value];
  if (typeof value === 'object' && 'at' in value && 'size' in value) return placed(value);
  const bytes = bytesOf(value as string | Bytes | Program);
  return kind === 'address' || kind === 'hash' ? [bytes] : [bytes, bytes.length];
}

const placed = ({ at, size }: Place) => [at, size];

function bytesOf(value: string | Bytes | Program): Bytes {
  if (typeof value === 'string') return new Uint8Array(Buffer.from(value, 'latin1'));
  return value instanceof Uint8Array ? value : program(value);
}

/** What each step with a result gave, in order: numbers signed, what `show` showed as hexadecimal text. */
export function results(steps: Program, output: Bytes): (bigint | string)[] {
  const found: (bigint | string)[] = [];
  let at = 0;
  for (const [name, ...args] of steps) {
    const size = name === 'show' ? (args[1] as number) : ALL[NAMES.indexOf(name)]!.results ? 8 : 0;
    const piece = Buffer.from(output.subarray(at, at + size));
    at += size;
    if (size > 0 && piece.length < size) throw new Error(`no result of ${name}`);
    if (name === 'show') found.push(piece.toString('hex'));
    else if (size > 0) found.push(piece.readBigInt64LE());
  }
  if (at !== output.length) throw new Error(`${output.length - at} bytes of output too many`);
  return found;
}

/** Topics as the row `emit` takes them. */
export function topics(...each: (string | Bytes)[]): Bytes {
  const to = new Encoder();
  to.u32(each.length);
  for (const topic of each) to.vec(bytesOf(topic));
  return to.finish();
}

/** Bytes of hexadecimal text. */
export const hex = (text: string): Bytes => fromHex(text)!;
