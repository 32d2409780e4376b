// Words to values: what people write on the command line for an argument of each type.
import { type Bytes, fromHex } from '../base/bytes.ts';
import { CodecError, Usage } from '../base/errors.ts';
import { encodeUtf8 } from '../base/utf8.ts';
import { didYouMean } from './nearest.ts';
import type { AbiParam, ValueType } from './types.ts';
import { type IntegerType, integerValue, isIntegerType, rangeOf, type Value } from './value.ts';

/** The address behind an address text or a name. @throws Usage if there is none */
export type ResolveAddress = (text: string) => Bytes;

/**
 * The value that a text stands for: integers in decimal, Amount in minor units, `true` or `false`, bytes as 0x and
 * hexadecimal digits, an address by `resolveAddress`, a string as it is.
 * @throws Usage ARGUMENT_TYPE that tells `name`, what was expected and what was given; what `resolveAddress` throws
 */
export function parseValue(type: ValueType, text: string, resolveAddress: ResolveAddress, name = 'value'): Value {
  if (isIntegerType(type)) return parseInteger(type, text, name);
  if (type === 'bool') return parseBool(text, name);
  if (type === 'bytes') return parseBytes(text, name);
  if (type === 'Address') return resolveAddress(text);
  return parseString(text, name);
}

/**
 * The values of all parameters, in their order, from texts by name.
 * @throws Usage ARGUMENT_EXTRA, ARGUMENT_MISSING, ARGUMENT_TYPE; what `resolveAddress` throws
 */
export function parseArguments(
  params: readonly AbiParam[],
  texts: { readonly [name: string]: string },
  resolveAddress: ResolveAddress,
): Value[] {
  checkNames(params, Object.keys(texts));
  return params.map(({ name, type }) => parseValue(type, texts[name]!, resolveAddress, name));
}

/** @throws Usage ARGUMENT_EXTRA for a name that no parameter has, ARGUMENT_MISSING for parameters without one */
export function checkNames(params: readonly AbiParam[], given: readonly string[]): void {
  const missing = params.filter(({ name }) => !given.includes(name));
  for (const name of given) {
    if (params.some((param) => param.name === name)) continue;
    const candidates = (missing.length > 0 ? missing : params).map((param) => param.name);
    throw new Usage('ARGUMENT_EXTRA', `${name}${didYouMean(name, candidates)}; it takes ${listed(params)}`);
  }
  if (missing.length > 0) throw new Usage('ARGUMENT_MISSING', listed(missing));
}

function listed(params: readonly AbiParam[]): string {
  return params.length === 0 ? 'none' : params.map(({ name, type }) => `${name} (${type})`).join(', ');
}

function wrong(name: string, expected: string, got: string): Usage {
  return new Usage('ARGUMENT_TYPE', `${name}: expected ${expected}, got ${JSON.stringify(shortened(got))}`);
}

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function parseInteger(type: IntegerType, text: string, name: string): Value {
  const { min, max } = rangeOf(type);
  const unit = type === 'Amount' ? ' in minor units, without a decimal point' : '';
  const expected = `${type}, a whole number${unit} from ${min} to ${max}`;
  if (text.length > 40 || !/^(0|-?[1-9][0-9]*)$/.test(text)) throw wrong(name, expected, text);
  const value = BigInt(text);
  if (value < min || value > max) throw wrong(name, expected, text);
  return integerValue(type, value);
}

function parseBool(text: string, name: string): Value {
  if (text !== 'true' && text !== 'false') throw wrong(name, 'bool, true or false', text);
  return text === 'true';
}

function parseBytes(text: string, name: string): Value {
  const bytes = text.startsWith('0x') ? fromHex(text.slice(2)) : undefined;
  if (!bytes) throw wrong(name, 'bytes, 0x and an even number of hexadecimal digits', text);
  return bytes;
}

function parseString(text: string, name: string): Value {
  try {
    encodeUtf8(text);
  } catch (error) {
    if (error instanceof CodecError) throw wrong(name, 'string, valid Unicode', text);
    throw error;
  }
  return text;
}
