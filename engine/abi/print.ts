// Values to words: the JSON form in which people and programs read results, fields and arguments.
import { type Bytes, toHex } from '../base/bytes.ts';
import { CodecError } from '../base/errors.ts';
import type { AbiParam, ValueType } from './types.ts';
import { INTEGERS, isIntegerType, type Value } from './value.ts';

/** How an address is shown: its text form, or a name. */
export type NameAddress = (address: Bytes) => string;

/** JSON of a value: booleans and numbers up to 32 bits as they are, 64 bits and Amount as decimal strings, bytes as 0x…. */
export type Printed = boolean | number | string;

export function printValue(type: ValueType, value: Value, nameAddress: NameAddress): Printed {
  if (isIntegerType(type)) return INTEGERS[type].bits <= 32 ? (value as number) : String(value);
  if (type === 'bytes') return `0x${toHex(value as Bytes)}`;
  if (type === 'Address') return nameAddress(value as Bytes);
  return value as boolean | string;
}

/** JSON object of values by parameter name. @throws CodecError unless there is one value a parameter */
export function printArguments(
  params: readonly AbiParam[],
  values: readonly Value[],
  nameAddress: NameAddress,
): Record<string, Printed> {
  if (values.length !== params.length) throw new CodecError(`${values.length} values for ${params.length} parameters`);
  return Object.fromEntries(params.map(({ name, type }, i) => [name, printValue(type, values[i]!, nameAddress)]));
}
