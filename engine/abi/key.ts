// The key codec of PROTOCOL 11: bytes whose order is the order of the values; tuples concatenate.
import { LIMITS } from '../../spec/limits.ts';
import { type Bytes, concat } from '../base/bytes.ts';
import { Decoder, type Encoder, encoded } from '../base/codec.ts';
import { CodecError } from '../base/errors.ts';
import { decodeUtf8, encodeUtf8 } from '../base/utf8.ts';
import { decimalOf, decimalText } from './decimal.ts';
import { type EnumType, type Scalar, typeText, type ValueType } from './types.ts';
import {
  booleanOf,
  bytesOf,
  enumName,
  enumNumber,
  INTEGERS,
  type IntegerType,
  integerOf,
  integerValue,
  isIntegerType,
  stringOf,
  type Value,
} from './value.ts';

/** What turns the sign bit of a Decimal, so that negative ones come first. */
const HALF = 1n << 127n;

/** Types that a key may have: those whose values have an order. @throws CodecError for any other */
function keyType(type: ValueType): Scalar | EnumType {
  if (typeof type === 'string' || 'enum' in type) return type;
  throw new CodecError(`${typeText(type)} is no type of a key`);
}

/**
 * The key form of a tuple: integers big-endian, signed ones with the sign bit flipped, a Decimal as an i128; strings and bytes with 00 as 00 FF
 * and 00 00 at the end; Address and bool as they are; an enum as an i32. @throws CodecError if a value is not of its type
 */
export function encodeKey(types: readonly ValueType[], values: readonly Value[]): Bytes {
  if (values.length !== types.length) throw new CodecError(`${values.length} values for ${types.length} key parts`);
  return encoded((to) => {
    types.forEach((type, i) => {
      writePart(to, type, values[i]!);
    });
  });
}

/** What {@link encodeKey} was given; byte values are copies. @throws CodecError unless it writes just these bytes */
export function decodeKey(types: readonly ValueType[], bytes: Bytes): Value[] {
  const from = new Decoder(bytes);
  const values = types.map((type) => readPart(from, type));
  from.end();
  return values;
}

/** The storage key of a map entry: the 8 bytes of the field's slot, then the key. @throws CodecError above LIMITS.key */
export function storageKey(slot: Bytes, types: readonly ValueType[], values: readonly Value[]): Bytes {
  const key = concat(slot, encodeKey(types, values));
  if (key.length > LIMITS.key.max) throw new CodecError(`a key of ${key.length} bytes, more than ${LIMITS.key.max}`);
  return key;
}

function writePart(to: Encoder, whole: ValueType, value: Value): void {
  const type = keyType(whole);
  if (typeof type === 'object') writeInteger(to, 'i32', enumNumber(type.enum, type.values, value));
  else if (isIntegerType(type)) writeInteger(to, type, value);
  else if (type === 'Decimal') writeOrdered(to, 128, decimalOf(stringOf(value)) + HALF);
  else if (type === 'bool') to.bool(booleanOf(value));
  else if (type === 'Address') to.raw(bytesOf(type, value));
  else writeEscaped(to, type === 'string' ? encodeUtf8(stringOf(value)) : bytesOf(type, value));
}

function readPart(from: Decoder, whole: ValueType): Value {
  const type = keyType(whole);
  if (typeof type === 'object') return enumName(type, readInteger(from, 'i32') as number);
  if (isIntegerType(type)) return readInteger(from, type);
  if (type === 'Decimal') return decimalText(readOrdered(from, 128) - HALF);
  if (type === 'bool') return from.bool();
  if (type === 'Address') return from.raw(32).slice();
  const bytes = readEscaped(from);
  return type === 'string' ? decodeUtf8(bytes) : bytes;
}

function signBit(type: IntegerType): bigint {
  const { bits, signed } = INTEGERS[type];
  return signed ? 1n << BigInt(bits - 1) : 0n;
}

function writeInteger(to: Encoder, type: IntegerType, value: Value): void {
  writeOrdered(to, INTEGERS[type].bits, integerOf(type, value) + signBit(type));
}

/** Big-endian. */
function writeOrdered(to: Encoder, bits: number, raw: bigint): void {
  for (let shift = bits - 8; shift >= 0; shift -= 8) to.u8(Number((raw >> BigInt(shift)) & 0xffn));
}

function readOrdered(from: Decoder, bits: number): bigint {
  return from.raw(bits / 8).reduce((n, b) => (n << 8n) | BigInt(b), 0n);
}

function readInteger(from: Decoder, type: IntegerType): Value {
  return integerValue(type, readOrdered(from, INTEGERS[type].bits) - signBit(type));
}

function writeEscaped(to: Encoder, bytes: Bytes): void {
  for (const byte of bytes) {
    to.u8(byte);
    if (byte === 0) to.u8(0xff);
  }
  to.u16(0);
}

function readEscaped(from: Decoder): Bytes {
  const out: number[] = [];
  for (;;) {
    const byte = from.u8();
    if (byte === 0) {
      const next = from.u8();
      if (next === 0) return Uint8Array.from(out);
      if (next !== 0xff) throw new CodecError(`00 before ${next} in a key at byte ${from.at - 1}`);
    }
    out.push(byte);
  }
}
