// Values of a contract's variables, read from its memory by the types that the compiler gave them.
import { decimalText } from '../abi/decimal.ts';
import type { Bytes } from '../base/bytes.ts';
import type { FieldSymbol, Symbols } from '../compile/symbols.ts';

/** A value as far as it can be told; `lost` if memory does not hold what the type says. */
export type Shown =
  | { readonly kind: 'scalar'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bytes'; readonly bytes: Bytes }
  | { readonly kind: 'address'; readonly bytes: Bytes }
  | { readonly kind: 'list'; readonly items: readonly Shown[]; readonly length: number }
  | { readonly kind: 'object'; readonly type: string; readonly fields: readonly (readonly [string, Shown])[] }
  | { readonly kind: 'null' }
  | { readonly kind: 'lost' };

/** Where values are read. */
export interface Memory {
  readonly bytes: Bytes;
  readonly classes: Symbols['classes'];
}

const SIZES: { readonly [type: string]: number } = {
  bool: 1,
  i8: 1,
  u8: 1,
  i16: 2,
  u16: 2,
  i32: 4,
  u32: 4,
  isize: 4,
  usize: 4,
  i64: 8,
  u64: 8,
};
const POINTER_BYTES = 4;
/** An object's size stands right before it (the compiler's object header). */
const SIZE_BEFORE = 4;
/** Objects within each other, and items of a list, that are shown. */
const MOST_LEVELS = 3;
const MOST_ITEMS = 16;

const STRING = '~lib/string/String';
const ADDRESS = '~lib/tally/address/Address';
const AMOUNT = '~lib/tally/amount/Amount';
const DECIMAL = '~lib/tally/decimal/Decimal';
const BYTES = '~lib/typedarray/Uint8Array';
/** A number, a bool or an enum that may be absent (stdlib/option.ts). */
const OPTION = /^~lib\/tally\/option\/Option<(.*)>$/s;
const LIST = /^~lib\/(array\/Array|staticarray\/StaticArray)<(.*)>$/s;

/** An enum with its numbers: `State(0=OPEN,5=PAID)`. */
const ENUM = /^(\w+)\(([^()]*)\)$/;

/** A type's name as its author wrote it: `Map<string,Address>`. */
export function typeName(type: string): string {
  const plain = type.replaceAll(/\((?:-?\d+=\w+,?)*\)/g, '');
  return plain.replaceAll(/[~\w./-]*\/(\w+)/g, (_, name: string) => (name === 'String' ? 'string' : name));
}

/** A variable or a part of one: what it is, and where it stands. */
export interface Variable {
  readonly type: string;
  readonly value: number | bigint;
  /** In memory, in the register of a local, or nowhere: a length has no place of its own. */
  readonly place: { readonly address: number } | { readonly local: number } | undefined;
}

/** A field of an object (`points`), an item of a list (`3`), or the `length` of what has one. */
export function partOf(memory: Memory, { type, value }: Variable, part: string): Variable | undefined {
  if (typeof value === 'bigint' || value === 0) return undefined;
  const at = value >>> 0;
  const plain = plainType(type);
  const list = listIn(memory, plain, at);
  if (part === 'length') {
    const length = list?.length ?? lengthOf(memory, plain, at);
    return length === undefined ? undefined : { type: 'i32', value: length, place: undefined };
  }
  if (list !== undefined) {
    const index = Number(part);
    return index >= 0 && index < list.length
      ? variableAt(memory, list.type, list.start + list.each * index)
      : undefined;
  }
  const field = fieldsOf(memory, plain)?.find(({ name }) => name === part);
  return field && variableAt(memory, field.type, at + field.offset);
}

/** What stands at an address; undefined where there is no memory yet. */
export function variableAt({ bytes }: Memory, type: string, address: number): Variable | undefined {
  if (address + sizeOf(type) > bytes.length) return undefined;
  return { type, value: scalarAt(bytes, type, address), place: { address } };
}

function lengthOf(memory: Memory, type: string, at: number): number | undefined {
  const shown = readObject(memory, type, at, 0);
  if (shown.kind === 'text') return shown.text.length;
  return shown.kind === 'bytes' ? shown.bytes.length : undefined;
}

const plainType = (type: string) => type.replace(/ \| null$/, '');

/** The value of a local or field of this type. */
export function readValue(memory: Memory, type: string, value: number | bigint, level = 0): Shown {
  const plain = plainType(type);
  const named = ENUM.exec(plain)?.[2];
  if (named !== undefined) return { kind: 'scalar', text: nameIn(named, value) };
  if (plain in SIZES) return { kind: 'scalar', text: scalarText(plain, value) };
  if (typeof value === 'bigint') return { kind: 'scalar', text: String(value) };
  return value === 0 ? { kind: 'null' } : readObject(memory, plain, value >>> 0, level);
}

/** The name of a number among `0=OPEN,5=PAID`; one that is none of them stays a number. */
function nameIn(named: string, value: number | bigint): string {
  const found = named.split(',').find((each) => each.startsWith(`${value}=`));
  return found === undefined ? String(value) : found.slice(found.indexOf('=') + 1);
}

function scalarText(type: string, value: number | bigint): string {
  if (type === 'bool') return String(Boolean(value));
  const bits = 8 * SIZES[type]!;
  const isSigned = type.startsWith('i');
  return String(isSigned ? BigInt.asIntN(bits, BigInt(value)) : BigInt.asUintN(bits, BigInt(value)));
}

function readObject(memory: Memory, type: string, at: number, level: number): Shown {
  const { bytes, classes } = memory;
  if (at + POINTER_BYTES > bytes.length || at < SIZE_BEFORE) return { kind: 'lost' };
  const view = viewOf(bytes);
  const size = view.getUint32(at - SIZE_BEFORE, true);
  if (type === STRING) return textAt(bytes, at, size);
  if (OPTION.test(type)) return optionAt(memory, type, at, level);
  if (LIST.test(type)) return listAt(memory, type, at, level);
  const fields = classes.get(type);
  const end = Math.max(0, ...(fields ?? []).map((field) => field.offset + sizeOf(field.type)));
  if (fields === undefined || at + end > bytes.length) return { kind: 'lost' };
  if (type === ADDRESS) return { kind: 'address', bytes: bytes.slice(at, at + 32) };
  if (type === AMOUNT) {
    const [low, high] = [view.getBigUint64(at, true), view.getBigUint64(at + 8, true)];
    return { kind: 'scalar', text: String((high << 64n) | low) };
  }
  if (type === DECIMAL) {
    const count = (view.getBigInt64(at + 8, true) << 64n) | view.getBigUint64(at, true);
    return { kind: 'scalar', text: decimalText(count) };
  }
  if (type === BYTES) return bytesAt(bytes, view.getUint32(at + 4, true), view.getUint32(at + 8, true));
  if (level >= MOST_LEVELS) return { kind: 'object', type, fields: [] };
  return { kind: 'object', type, fields: fields.map((field) => [field.name, fieldOf(memory, field, at, level)]) };
}

/** What it holds, or that it holds nothing. */
function optionAt(memory: Memory, type: string, at: number, level: number): Shown {
  const fields = fieldsOf(memory, type);
  const [isSome, held] = ['isSome', 'held'].map((name) => fields?.find((field) => field.name === name)?.offset);
  const inner = OPTION.exec(type)![1]!;
  if (isSome === undefined || held === undefined || at + held + sizeOf(inner) > memory.bytes.length)
    return { kind: 'lost' };
  if (scalarAt(memory.bytes, 'bool', at + isSome) === 0) return { kind: 'scalar', text: 'none' };
  return readValue(memory, inner, scalarAt(memory.bytes, inner, at + held), level + 1);
}

/** The fields of a class. The compiler knows an `Option<State>` as one of numbers. */
function fieldsOf({ classes }: Memory, type: string): readonly FieldSymbol[] | undefined {
  return classes.get(type) ?? classes.get(type.replaceAll(/\w+\([^()]*\)/g, 'i32'));
}

function fieldOf(memory: Memory, { type, offset }: FieldSymbol, at: number, level: number): Shown {
  return readValue(memory, type, scalarAt(memory.bytes, type, at + offset), level + 1);
}

/** Bytes that a value of this type takes in a field or list: an object is a pointer. */
const sizeOf = (type: string): number => SIZES[plainType(type)] ?? POINTER_BYTES;
const viewOf = (bytes: Bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

function scalarAt(bytes: Bytes, type: string, at: number): number | bigint {
  const view = viewOf(bytes);
  switch (sizeOf(type)) {
    case 1:
      return view.getUint8(at);
    case 2:
      return view.getUint16(at, true);
    case 4:
      return view.getInt32(at, true);
    default:
      return view.getBigInt64(at, true);
  }
}

function textAt(bytes: Bytes, at: number, size: number): Shown {
  if (size % 2 > 0 || at + size > bytes.length) return { kind: 'lost' };
  return { kind: 'text', text: new TextDecoder('utf-16le').decode(bytes.slice(at, at + size)) };
}

function bytesAt(bytes: Bytes, start: number, length: number): Shown {
  return start + length > bytes.length
    ? { kind: 'lost' }
    : { kind: 'bytes', bytes: bytes.slice(start, start + length) };
}

interface Items {
  readonly type: string;
  readonly start: number;
  readonly each: number;
  readonly length: number;
}

/** Where the items of a list are: an Array is a header with start, bytes and length; a StaticArray is its items. */
function listIn({ bytes }: Memory, type: string, at: number): Items | undefined {
  const [, kind, item = ''] = LIST.exec(type) ?? [];
  const hasHeader = kind === 'array/Array';
  if (kind === undefined || at < SIZE_BEFORE || at + (hasHeader ? 16 : 0) > bytes.length) return undefined;
  const view = viewOf(bytes);
  const each = sizeOf(item);
  const start = hasHeader ? view.getUint32(at + 4, true) : at;
  const length = hasHeader ? view.getInt32(at + 12, true) : view.getUint32(at - SIZE_BEFORE, true) / each;
  return length < 0 || start + each * length > bytes.length ? undefined : { type: item, start, each, length };
}

function listAt(memory: Memory, type: string, at: number, level: number): Shown {
  const list = listIn(memory, type, at);
  if (list === undefined) return { kind: 'lost' };
  const items = Array.from({ length: Math.min(list.length, MOST_ITEMS) }, (_, i) =>
    readValue(memory, list.type, scalarAt(memory.bytes, list.type, list.start + list.each * i), level + 1),
  );
  return { kind: 'list', items, length: list.length };
}
