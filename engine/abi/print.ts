// Values to words: the JSON form in which people and programs read results, fields and arguments.
import { type Bytes, toHex } from '../base/bytes.ts';
import { CodecError } from '../base/errors.ts';
import type { AbiParam, ValueType } from './types.ts';
import { INTEGERS, isIntegerType, type Struct, type Value } from './value.ts';

/** How an address is shown: its text form, or a name. */
export type NameAddress = (address: Bytes) => string;

/**
 * JSON of a value: booleans and numbers up to 32 bits as they are, 64 bits and Amount as decimal strings, bytes as 0x…; a list is an
 * array, a struct an object, an option may be null, an enum is its name.
 */
export type Printed = boolean | number | string | null | readonly Printed[] | { readonly [field: string]: Printed };

export function printValue(type: ValueType, value: Value, nameAddress: NameAddress): Printed {
  if (typeof type === 'object') return printWhole(type, value, nameAddress);
  if (isIntegerType(type)) return INTEGERS[type].bits <= 32 ? (value as number) : String(value);
  if (type === 'bytes') return `0x${toHex(value as Bytes)}`;
  if (type === 'Address') return nameAddress(value as Bytes);
  return value as boolean | string;
}

function printWhole(type: Exclude<ValueType, string>, value: Value, nameAddress: NameAddress): Printed {
  if ('enum' in type) return value as string;
  if ('option' in type) return value === null ? null : printValue(type.option, value, nameAddress);
  if ('list' in type) return (value as readonly Value[]).map((item) => printValue(type.list, item, nameAddress));
  const struct = value as Struct;
  return Object.fromEntries(
    type.fields.map((field) => [field.name, printValue(field.type, struct[field.name]!, nameAddress)]),
  );
}

/** A printed value in one line: text as it is, what has parts as JSON. */
export function printedText(printed: Printed): string {
  return typeof printed === 'object' ? JSON.stringify(printed) : String(printed);
}

/** Printed values with their names, each in a line: `amount=5`. */
export function namedTexts(printed: { readonly [name: string]: Printed }): string[] {
  return Object.entries(printed).map(([name, value]) => `${name}=${printedText(value)}`);
}

/** All addresses in a value. */
export function addressesOf(type: ValueType, value: Value): Bytes[] {
  if (typeof type === 'string') return type === 'Address' ? [value as Bytes] : [];
  if ('enum' in type) return [];
  if ('option' in type) return value === null ? [] : addressesOf(type.option, value);
  if ('list' in type) return (value as readonly Value[]).flatMap((item) => addressesOf(type.list, item));
  return type.fields.flatMap((field) => addressesOf(field.type, (value as Struct)[field.name]!));
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
