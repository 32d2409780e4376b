// Decodes instructions by the rows of spec/opcodes.ts.
import type { RejectName } from '../../spec/errors.ts';
import { LIMITS } from '../../spec/limits.ts';
import { type Feature, type Immediates, type Mnemonic, OPCODES } from '../../spec/opcodes.ts';
import { PRICE_CLASSES } from '../../spec/prices.ts';
import { malformed, Refusal } from './problems.ts';
import type { Reader } from './reader.ts';
import { EMPTY_TYPE, F32, F64, I32, I64, readType } from './types.ts';

/** A row of the opcode table, ready for use. */
export interface Operation {
  /** The opcode; two-byte ones are 0xfcNN. */
  readonly code: number;
  readonly name: Mnemonic;
  readonly immediates: Immediates;
  /** Types taken from the stack, the last one from its top, and types left; undefined where the checker has its own rule. */
  readonly effect: { readonly pops: readonly number[]; readonly pushes: readonly number[] } | undefined;
  readonly price: number;
  /** Why profile tally-1 refuses it. */
  readonly feature: RejectName | undefined;
  /** Bytes that a load or store reaches, as a power of two. */
  readonly alignment: number;
}

const TYPE_OF: { readonly [letter: string]: number } = { i: I32, I: I64, f: F32, F: F64 };
const FEATURES: Record<Feature, RejectName> = {
  float: 'FEATURE_FLOAT',
  simd: 'FEATURE_SIMD',
  threads: 'FEATURE_THREADS',
  exceptions: 'FEATURE_EXCEPTIONS',
  'tail-calls': 'FEATURE_TAIL_CALLS',
  gc: 'FEATURE_GC',
  references: 'FEATURE_REFERENCES',
  'passive-segments': 'FEATURE_PASSIVE_SEGMENTS',
  'table-operations': 'FEATURE_TABLE_OPERATIONS',
};

function alignmentOf(name: string): number {
  const width = /(?:load|store)(8|16|32)/.exec(name)?.[1] ?? name.slice(1, 3);
  return Math.log2(Number(width)) - 3;
}

function operationOf([code, name, immediates, effect, priceClass, feature]: (typeof OPCODES)[number]): Operation {
  const types = (letters: string) => Array.from(letters, (letter) => TYPE_OF[letter]!);
  const [pops, pushes] = effect.split('>') as [string, string];
  return {
    code,
    name,
    immediates,
    effect: effect === '*' ? undefined : { pops: types(pops), pushes: types(pushes) },
    price: PRICE_CLASSES[priceClass],
    feature: feature === '' ? undefined : FEATURES[feature],
    alignment: immediates === 'memory' ? alignmentOf(name) : 0,
  };
}

const ONE_BYTE: Operation[] = [];
const PREFIXED: Operation[] = [];
for (const row of OPCODES) {
  if (row[0] < 0x100) ONE_BYTE[row[0]] = operationOf(row);
  else PREFIXED[row[0] & 0xff] = operationOf(row);
}

/** The operation of a mnemonic. */
export function operation(name: Mnemonic): Operation {
  return [...ONE_BYTE, ...PREFIXED].find((o) => o?.name === name)!;
}

/** One decoded instruction; the same object is filled again and again. */
export class Step {
  operation: Operation = ONE_BYTE[1]!;
  /** Where it stands, and where the next one does. */
  at = 0;
  next = 0;
  /** Whether its immediates were read: those of refused operations are not all known. */
  decoded = true;
  /**
   * The immediate: index of a label, function, local, global or table; constant of i32; alignment; block type; type of
   * call_indirect.
   */
  a = 0;
  /** The second immediate: offset of a load or store, table of call_indirect. */
  b = 0;
  /** Constant of i64. */
  value = 0n;
  /** Labels of br_table, the default last. */
  targets: number[] = [];
}

/** Decodes the instruction at which the reader stands. @throws Refusal */
export function readInstruction(from: Reader, into: Step): void {
  const at = from.at;
  const first = from.u8();
  const second = first === 0xfc ? from.u32() : 0;
  const found = first === 0xfc ? PREFIXED[second] : ONE_BYTE[first];
  if (found === undefined) throw malformed(`unknown opcode 0x${first.toString(16)}${second ? ` ${second}` : ''}`, at);
  into.operation = found;
  into.at = at;
  into.decoded = true;
  DECODERS[found.immediates](from, into);
  into.next = from.at;
}

function oneIndex(from: Reader, into: Step): void {
  into.a = from.u32();
}

function zeroByte(from: Reader): void {
  const at = from.at;
  if (from.u8() !== 0) throw new Refusal('FEATURE_MULTI_MEMORY', 'memory other than 0', at);
}

const DECODERS: Record<Immediates, (from: Reader, into: Step) => void> = {
  none: (_, into) => {
    into.decoded = into.operation.feature === undefined || into.operation.effect !== undefined;
  },
  block: (from, into) => {
    into.a = readBlockType(from);
  },
  label: oneIndex,
  labels: readTargets,
  function: oneIndex,
  indirect: (from, into) => {
    into.a = from.u32();
    into.b = from.u32();
  },
  local: oneIndex,
  global: oneIndex,
  table: oneIndex,
  memory: (from, into) => {
    into.a = from.u32();
    into.b = from.u32();
  },
  memidx: zeroByte,
  memidx2: (from) => {
    zeroByte(from);
    zeroByte(from);
  },
  i32: (from, into) => {
    into.a = from.s32();
  },
  i64: (from, into) => {
    into.value = from.s64();
  },
  f32: (from) => void from.skip(4),
  f64: (from) => void from.skip(8),
  types: (from) => void from.list(() => readType(from)),
};

function readBlockType(from: Reader): number {
  const at = from.at;
  const first = from.bytes[at]!;
  if (first === EMPTY_TYPE) return from.u8();
  if (first > EMPTY_TYPE && first < 0x80) return readType(from);
  if (from.s33() < 0) throw malformed('unknown block type', at);
  throw new Refusal('FEATURE_MULTI_VALUE', 'block with a function type', at);
}

function readTargets(from: Reader, into: Step): void {
  const at = from.at;
  const count = from.u32();
  if (count > LIMITS.tableTargets.max) throw new Refusal('MODULE_LIMIT', `br_table with ${count} targets`, at);
  into.targets = [];
  for (let i = 0; i <= count; i++) into.targets.push(from.u32());
}
