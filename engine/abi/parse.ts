// Words to values: what people write on the command line for an argument of each type.
import { type Bytes, fromHex } from '../base/bytes.ts';
import { CodecError, Usage } from '../base/errors.ts';
import { encodeUtf8 } from '../base/utf8.ts';
import { decimalOf, decimalText } from './decimal.ts';
import { didYouMean } from './nearest.ts';
import { type AbiParam, type EnumType, type Scalar, type StructType, typeText, type ValueType } from './types.ts';
import { type IntegerType, integerValue, isIntegerType, rangeOf, type Value } from './value.ts';

/** The address behind an address text or a name. @throws Usage if there is none */
export type ResolveAddress = (text: string) => Bytes;

/**
 * The value that a text stands for: integers in decimal, Amount in minor units, Decimal with a point, `true` or `false`, bytes as 0x and
 * hexadecimal digits, an address by `resolveAddress`, a string as it is, an enum by a name; lists, structs and options as JSON in
 * which all these stand as texts, or as numbers and booleans.
 * @throws Usage ARGUMENT_TYPE that tells `name`, what was expected and what was given; what `resolveAddress` throws
 */
export function parseValue(type: ValueType, text: string, resolveAddress: ResolveAddress, name = 'value'): Value {
  if (typeof type === 'object') return parseWhole(type, text, resolveAddress, name);
  if (isIntegerType(type)) return parseInteger(type, text, name);
  if (type === 'bool') return parseBool(text, name);
  if (type === 'bytes') return parseBytes(text, name);
  if (type === 'Address') return resolveAddress(text);
  if (type === 'Decimal') return parseDecimal(text, name);
  return parseString(text, name);
}

function parseWhole(
  type: Exclude<ValueType, string>,
  text: string,
  resolveAddress: ResolveAddress,
  name: string,
): Value {
  if ('enum' in type) return parseEnum(type, text, name);
  // What may be absent is its value as usual, or the word null. A text that is that word stands in quotes, as in JSON.
  if ('option' in type) {
    if (text === 'null') return null;
    const isQuoted = type.option === 'string' && /^"(null|".*")"$/s.test(text);
    return parseValue(type.option, isQuoted ? text.slice(1, -1) : text, resolveAddress, name);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw wrong(name, `${typeText(type)} as JSON`, text);
  }
  return fromJson(type, json, resolveAddress, name);
}

/** A value out of JSON. */
function fromJson(type: ValueType, json: unknown, resolveAddress: ResolveAddress, name: string): Value {
  if (typeof type === 'string' || 'enum' in type) {
    if (!isWord(type, json)) throw wrong(name, wordFor(type), JSON.stringify(json));
    return parseValue(type, String(json), resolveAddress, name);
  }
  if ('option' in type) return json === null ? null : fromJson(type.option, json, resolveAddress, name);
  if ('list' in type) {
    if (!Array.isArray(json)) throw wrong(name, `${typeText(type)}, a JSON array`, JSON.stringify(json));
    return json.map((item, i) => fromJson(type.list, item, resolveAddress, `${name}[${i}]`));
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw wrong(name, `${typeText(type)}, a JSON object with ${listed(type.fields)}`, JSON.stringify(json));
  checkFields(type, Object.keys(json), name);
  const entries = type.fields.map((field) => {
    const value = (json as Record<string, unknown>)[field.name];
    return [field.name, fromJson(field.type, value, resolveAddress, `${name}.${field.name}`)] as const;
  });
  return Object.fromEntries(entries);
}

function checkFields({ struct, fields }: StructType, given: readonly string[], name: string): void {
  const names = fields.map((field) => field.name);
  const extra = given.find((each) => !names.includes(each));
  if (extra !== undefined)
    throw new Usage(
      'ARGUMENT_TYPE',
      `${name}: ${struct} has no ${extra}${didYouMean(extra, names)}; it has ${listed(fields)}`,
    );
  const missing = fields.filter((field) => !given.includes(field.name));
  if (missing.length > 0) throw new Usage('ARGUMENT_TYPE', `${name}: ${struct} lacks ${listed(missing)}`);
}

/** Whether something in JSON is a word for a value. A number that JavaScript cannot hold has lost digits already. */
function isWord(type: Scalar | EnumType, json: unknown): boolean {
  if (typeof json === 'string') return true;
  return isIntegerType(type) || type === 'Decimal'
    ? Number.isSafeInteger(json)
    : type === 'bool' && typeof json === 'boolean';
}

function wordFor(type: Scalar | EnumType): string {
  return isIntegerType(type)
    ? `${typeText(type)}, a number below 2^53 or a text of digits`
    : `${typeText(type)} as a text`;
}

function parseEnum({ enum: type, values }: EnumType, text: string, name: string): Value {
  const names = values.map((each) => each.name);
  if (names.includes(text)) return text;
  throw wrong(name, `${type}, one of ${names.join(', ')}${didYouMean(text, names)}`, text);
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
  return params.length === 0 ? 'none' : params.map(({ name, type }) => `${name} (${typeText(type)})`).join(', ');
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

function parseDecimal(text: string, name: string): Value {
  try {
    return decimalText(decimalOf(text));
  } catch (error) {
    if (error instanceof CodecError)
      throw wrong(name, 'Decimal, a number with a point before its decimals, at most 18', text);
    throw error;
  }
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
