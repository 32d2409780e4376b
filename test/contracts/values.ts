// Values of contracts in Borsh, written independently of the engine's own value codec. A Decimal is the bigint that it counts in 10^-18.
import type { ValueType } from '../../engine/abi/types.ts';
import type { Decoder, Encoder } from '../../engine/base/codec.ts';
import { CodecError } from '../../engine/base/errors.ts';

export type Value = number | bigint | boolean | string | Uint8Array;

const INTEGER = /^([ui])(8|16|32|64)$/;

function scalar(type: ValueType): string {
  if (typeof type === 'string') return type;
  throw new CodecError('only scalars are written here');
}

export function writeValue(to: Encoder, whole: ValueType, value: Value): void {
  const type = scalar(whole);
  const integer = INTEGER.exec(type);
  if (integer) writeInteger(to, BigInt(value as number | bigint), Number(integer[2]) / 8);
  else if (type === 'Amount') writeInteger(to, BigInt(value as number | bigint), 16);
  else if (type === 'Decimal') writeInteger(to, value as bigint, 16);
  else if (type === 'bool') to.bool(value as boolean);
  else if (type === 'string') to.string(value as string);
  else if (type === 'bytes') to.vec(value as Uint8Array);
  else to.raw(value as Uint8Array);
}

function writeInteger(to: Encoder, value: bigint, bytes: number): void {
  const wrapped = BigInt.asUintN(8 * bytes, value);
  for (let i = 0; i < bytes; i++) to.u8(Number((wrapped >> BigInt(8 * i)) & 0xffn));
}

export function readValue(from: Decoder, whole: ValueType): Value {
  const type = scalar(whole);
  const integer = INTEGER.exec(type);
  if (integer) {
    const bits = Number(integer[2]);
    const raw = readInteger(from, bits / 8);
    const value = integer[1] === 'i' ? BigInt.asIntN(bits, raw) : raw;
    return bits === 64 ? value : Number(value);
  }
  if (type === 'Amount') return readInteger(from, 16);
  if (type === 'Decimal') return BigInt.asIntN(128, readInteger(from, 16));
  if (type === 'bool') return from.bool();
  if (type === 'string') return from.string();
  if (type === 'bytes') return from.vec();
  if (type === 'Address') return from.raw(32);
  throw new CodecError(type);
}

function readInteger(from: Decoder, bytes: number): bigint {
  return from.raw(bytes).reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}
