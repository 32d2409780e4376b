// The Borsh form of ABI values, and what they are in JavaScript.
import type { Bytes } from '../base/bytes.ts';
import { Decoder, type Encoder, encoded } from '../base/codec.ts';
import { CodecError } from '../base/errors.ts';
import { decimalOf, decimalText } from './decimal.ts';
import { type AbiParam, type EnumType, type Scalar, typeText, type ValueType } from './types.ts';

/**
 * An ABI value: bool is a boolean; u8 to u32 and i8 to i32 are numbers; u64, i64 and Amount (minor units) are bigints;
 * a Decimal is its text; string is a string; bytes and Address (32) are Uint8Arrays; a list is an array; an option is null or the value; a struct is an
 * object by field name; of an enum the value is its name.
 */
export type Value = boolean | number | bigint | string | Bytes | null | readonly Value[] | Struct;
export interface Struct {
  readonly [field: string]: Value;
}

interface ValueCodec {
  write(to: Encoder, value: Value): void;
  read(from: Decoder): Value;
}

/** Width in bits and sign of the integer types. */
export const INTEGERS = {
  u8: { bits: 8, signed: false },
  u16: { bits: 16, signed: false },
  u32: { bits: 32, signed: false },
  u64: { bits: 64, signed: false },
  i8: { bits: 8, signed: true },
  i16: { bits: 16, signed: true },
  i32: { bits: 32, signed: true },
  i64: { bits: 64, signed: true },
  Amount: { bits: 128, signed: false },
} as const;
export type IntegerType = keyof typeof INTEGERS;

export function isIntegerType(type: ValueType): type is IntegerType {
  return typeof type === 'string' && Object.hasOwn(INTEGERS, type);
}

/** The least and the greatest value of an integer type. */
export function rangeOf(type: IntegerType): { min: bigint; max: bigint } {
  const { bits, signed } = INTEGERS[type];
  const count = 1n << BigInt(bits);
  return signed ? { min: -count / 2n, max: count / 2n - 1n } : { min: 0n, max: count - 1n };
}

/** A bigint in the JavaScript form of its type: a number up to 32 bits, a bigint above. */
export function integerValue(type: IntegerType, value: bigint): Value {
  return INTEGERS[type].bits <= 32 ? Number(value) : value;
}

/** The bigint behind the JavaScript form. @throws CodecError if it is of another form or out of range */
export function integerOf(type: IntegerType, value: Value): bigint {
  const narrow = INTEGERS[type].bits <= 32;
  if (narrow ? !Number.isInteger(value) : typeof value !== 'bigint') throw mismatch(type, value, narrow ? '' : WIDE);
  const integer = BigInt(value as number | bigint);
  const { min, max } = rangeOf(type);
  if (integer < min || integer > max) throw new CodecError(`${integer} is not within ${min} to ${max}`);
  return integer;
}

/** What to write where a number may be greater than those that JavaScript counts with. */
const WIDE = ': write a bigint, such as 5n or 2n ** 60n';

function mismatch(type: string, value: unknown, hint = ''): CodecError {
  const got = value instanceof Uint8Array ? `${value.length} bytes` : valueText(value);
  return new CodecError(`${got} is not a value of type ${type}${hint}`);
}

function valueText(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value === undefined) return 'nothing';
  return value === null ? 'null' : `${typeof value} ${typeof value === 'object' ? '' : String(value)}`.trimEnd();
}

function integer(type: IntegerType): ValueCodec {
  const { bits, signed } = INTEGERS[type];
  return {
    write: (to, value) => writeWhole(to, bits, integerOf(type, value)),
    read: (from) => {
      const raw = readWhole(from, bits);
      return integerValue(type, signed ? BigInt.asIntN(bits, raw) : raw);
    },
  };
}

/** Little-endian, in two's complement. */
function writeWhole(to: Encoder, bits: number, value: bigint): void {
  let rest = BigInt.asUintN(bits, value);
  for (let i = 0; i < bits / 8; i++, rest >>= 8n) to.u8(Number(rest & 0xffn));
}

function readWhole(from: Decoder, bits: number): bigint {
  return from.raw(bits / 8).reduceRight((n, b) => (n << 8n) | BigInt(b), 0n);
}

const CODECS: { readonly [T in Scalar]: ValueCodec } = {
  bool: {
    write: (to, value) => to.bool(booleanOf(value)),
    read: (from) => from.bool(),
  },
  u8: integer('u8'),
  u16: integer('u16'),
  u32: integer('u32'),
  u64: integer('u64'),
  i8: integer('i8'),
  i16: integer('i16'),
  i32: integer('i32'),
  i64: integer('i64'),
  Amount: integer('Amount'),
  Decimal: {
    write: (to, value) => writeWhole(to, 128, decimalOf(stringOf(value))),
    read: (from) => decimalText(BigInt.asIntN(128, readWhole(from, 128))),
  },
  string: {
    write: (to, value) => to.string(stringOf(value)),
    read: (from) => from.string(),
  },
  bytes: {
    write: (to, value) => to.vec(bytesOf('bytes', value)),
    read: (from) => from.vec().slice(),
  },
  Address: {
    write: (to, value) => to.raw(bytesOf('Address', value)),
    read: (from) => from.raw(32).slice(),
  },
};

/** Each type's codec, made when it is first asked for. */
const made = new WeakMap<object, ValueCodec>();

function codecOf(type: ValueType): ValueCodec {
  if (typeof type === 'string') return CODECS[type];
  const known = made.get(type);
  if (known !== undefined) return known;
  const codec = makeCodec(type);
  made.set(type, codec);
  return codec;
}

function makeCodec(type: Exclude<ValueType, Scalar>): ValueCodec {
  if ('list' in type) return listCodec(type.list);
  if ('option' in type) return optionCodec(type.option);
  return 'struct' in type ? structCodec(type.struct, type.fields) : enumCodec(type);
}

function listCodec(item: ValueType): ValueCodec {
  const codec = codecOf(item);
  return {
    write: (to, value) => {
      if (!Array.isArray(value)) throw mismatch(`${typeText(item)}[]`, value);
      to.u32(value.length);
      for (const [i, each] of (value as readonly Value[]).entries()) named(`[${i}]`, () => codec.write(to, each));
    },
    read: (from) => {
      const count = from.u32();
      const items: Value[] = [];
      // A count beyond the bytes ends with them; an item without bytes cannot be repeated for ever.
      for (let i = 0; i < count; i++) {
        const { at } = from;
        items.push(named(`[${i}]`, () => codec.read(from)));
        if (from.at === at) throw new CodecError(`a list of ${count} values that take no bytes`);
      }
      return items;
    },
  };
}

function optionCodec(item: ValueType): ValueCodec {
  const codec = codecOf(item);
  return {
    write: (to, value) => {
      to.bool(value !== null);
      if (value !== null) codec.write(to, value);
    },
    read: (from) => (from.bool() ? codec.read(from) : null),
  };
}

function structCodec(name: string, fields: readonly AbiParam[]): ValueCodec {
  const codecs = fields.map((field) => ({ name: field.name, codec: codecOf(field.type) }));
  return {
    write: (to, value) => {
      const struct = structOf(name, fields, value);
      for (const field of codecs) named(field.name, () => field.codec.write(to, struct[field.name]!));
    },
    read: (from) =>
      Object.fromEntries(codecs.map((field) => [field.name, named(field.name, () => field.codec.read(from))])),
  };
}

/** @throws CodecError unless it is an object with just these fields */
function structOf(name: string, fields: readonly AbiParam[], value: Value): Struct {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Uint8Array)
    throw mismatch(name, value);
  const struct = value as Struct;
  const missing = fields.find((field) => !Object.hasOwn(struct, field.name));
  if (missing !== undefined) throw new CodecError(`${name} lacks ${missing.name}`);
  const extra = Object.keys(struct).find((key) => !fields.some((field) => field.name === key));
  if (extra !== undefined) throw new CodecError(`${name} has an unknown field ${extra}`);
  return struct;
}

function enumCodec(type: EnumType): ValueCodec {
  const { write, read } = CODECS.i32;
  return {
    write: (to, value) => write(to, enumNumber(type.enum, type.values, value)),
    read: (from) => enumName(type, read(from) as number),
  };
}

/** The name of a number. @throws CodecError if there is none */
export function enumName({ enum: name, values }: EnumType, number: number): string {
  const found = values.find((each) => each.value === number);
  if (found === undefined) throw new CodecError(`${number} is no ${name}`);
  return found.name;
}

/** The number behind a name. @throws CodecError that lists the names */
export function enumNumber(name: string, values: EnumType['values'], value: Value): number {
  const found = values.find((each) => each.name === value);
  if (found === undefined) {
    const names = values.map((each) => each.name).join(', ');
    throw new CodecError(`${valueText(value)} is no ${name}, which is one of ${names}`);
  }
  return found.value;
}

/** @throws CodecError unless it is a boolean */
export function booleanOf(value: Value): boolean {
  if (typeof value !== 'boolean') throw mismatch('bool', value);
  return value;
}

/** @throws CodecError unless it is a string */
export function stringOf(value: Value): string {
  if (typeof value !== 'string') throw mismatch('string', value);
  return value;
}

/** @throws CodecError unless they are bytes, and 32 if the type is Address */
export function bytesOf(type: 'bytes' | 'Address', value: Value): Bytes {
  if (!(value instanceof Uint8Array) || (type === 'Address' && value.length !== 32)) throw mismatch(type, value);
  return value;
}

/** Borsh of one value. @throws CodecError if the value is not of the type */
export function encodeValue(type: ValueType, value: Value): Bytes {
  return encoded((to) => codecOf(type).write(to, value));
}

/** Reads one value where others may follow; byte values are copies. @throws CodecError */
export function decodeValue(type: ValueType, from: Decoder): Value {
  return codecOf(type).read(from);
}

/** Borsh of the values in the order of the parameters. @throws CodecError that names the parameter */
export function encodeArguments(params: readonly AbiParam[], values: readonly Value[]): Bytes {
  if (values.length !== params.length) throw new CodecError(`${values.length} values for ${params.length} parameters`);
  return encoded((to) => {
    params.forEach(({ name, type }, i) => {
      named(name, () => codecOf(type).write(to, values[i]!));
    });
  });
}

/** What {@link encodeArguments} was given. @throws CodecError that names the parameter; also if bytes are left */
export function decodeArguments(params: readonly AbiParam[], bytes: Bytes): Value[] {
  const from = new Decoder(bytes);
  const values = params.map(({ name, type }) => named(name, () => codecOf(type).read(from)));
  from.end();
  return values;
}

function named<T>(name: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof CodecError) throw new CodecError(`${name}: ${error.message}`);
    throw error;
  }
}
