// Values of a contract's variables, read from its memory by the types that the compiler gave them.
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
const BYTES = '~lib/typedarray/Uint8Array';
const LIST = /^~lib\/(array\/Array|staticarray\/StaticArray)<(.*)>$/s;

/** A type's name as its author wrote it: `Map<string,Address>`. */
export function typeName(type: string): string {
  return type.replaceAll(/[~\w./-]*\/(\w+)/g, (_, name: string) => (name === 'String' ? 'string' : name));
}

/** The value of a local or field of this type. */
export function readValue(memory: Memory, type: string, value: number | bigint, level = 0): Shown {
  const plain = type.replace(/ \| null$/, '');
  if (plain in SIZES) return { kind: 'scalar', text: scalarText(plain, value) };
  if (typeof value === 'bigint') return { kind: 'scalar', text: String(value) };
  return value === 0 ? { kind: 'null' } : readObject(memory, plain, value >>> 0, level);
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
  const list = LIST.exec(type);
  if (list !== null) return listAt(memory, list[2]!, list[1] === 'array/Array', at, level);
  const fields = classes.get(type);
  const end = Math.max(0, ...(fields ?? []).map((field) => field.offset + bytesOf(field.type)));
  if (fields === undefined || at + end > bytes.length) return { kind: 'lost' };
  if (type === ADDRESS) return { kind: 'address', bytes: bytes.slice(at, at + 32) };
  if (type === AMOUNT) {
    const [low, high] = [view.getBigUint64(at, true), view.getBigUint64(at + 8, true)];
    return { kind: 'scalar', text: String((high << 64n) | low) };
  }
  if (type === BYTES) return bytesAt(bytes, view.getUint32(at + 4, true), view.getUint32(at + 8, true));
  if (level >= MOST_LEVELS) return { kind: 'object', type, fields: [] };
  return { kind: 'object', type, fields: fields.map((field) => [field.name, fieldOf(memory, field, at, level)]) };
}

function fieldOf(memory: Memory, { type, offset }: FieldSymbol, at: number, level: number): Shown {
  return readValue(memory, type, scalarAt(memory.bytes, type, at + offset), level + 1);
}

const bytesOf = (type: string) => SIZES[type] ?? POINTER_BYTES;
const viewOf = (bytes: Bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

function scalarAt(bytes: Bytes, type: string, at: number): number | bigint {
  const view = viewOf(bytes);
  switch (bytesOf(type)) {
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

/** An Array is a header with start, bytes and length; a StaticArray is its items. */
function listAt(memory: Memory, type: string, hasHeader: boolean, at: number, level: number): Shown {
  const { bytes } = memory;
  const view = viewOf(bytes);
  if (hasHeader && at + 16 > bytes.length) return { kind: 'lost' };
  const each = bytesOf(type);
  const start = hasHeader ? view.getUint32(at + 4, true) : at;
  const length = hasHeader ? view.getInt32(at + 12, true) : view.getUint32(at - SIZE_BEFORE, true) / each;
  if (length < 0 || start + each * length > bytes.length) return { kind: 'lost' };
  const items = Array.from({ length: Math.min(length, MOST_ITEMS) }, (_, i) =>
    readValue(memory, type, scalarAt(bytes, type, start + each * i), level + 1),
  );
  return { kind: 'list', items, length };
}
