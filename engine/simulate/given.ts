// Arguments and answers as scenarios write them, and what they are by the types of an ABI.
import type { AbiParam, ValueType } from '../abi/types.ts';
import { isIntegerType, type Struct, type Value } from '../abi/value.ts';
import { type Bytes, fromHex, toHex } from '../base/bytes.ts';
import { Usage } from '../base/errors.ts';
import { dayFrom, momentFrom } from '../template/clock.ts';
import { decimalsOf, formatMoney } from '../template/currency.ts';
import { formatDay, formatMoment } from '../template/dates.ts';
import { currencyFor, type Fill } from '../template/fill.ts';
import { canonical } from '../template/instance.ts';
import type { Given, Manifest } from '../template/manifest.ts';
import { minorUnits } from '../template/meaning.ts';

/** What texts are read by. */
export interface Terms {
  readonly manifest: Manifest;
  readonly fill: Fill;
  /** The address of a party, an actor or a contract. @throws Usage */
  address(name: string): Bytes;
}

/** Arguments of a method. @throws Usage TEMPLATE_INVALID naming what cannot be read */
export function argumentsOf(
  terms: Terms,
  params: readonly AbiParam[],
  given: { readonly [name: string]: Given },
): { readonly [name: string]: Value } {
  const names = params.map(({ name }) => name);
  for (const name of Object.keys(given))
    if (!names.includes(name))
      throw new Usage('TEMPLATE_INVALID', `there is no argument ${name}; there are ${names.join(', ') || 'none'}`);
  return Object.fromEntries(
    params.map(({ name, type }) => {
      if (given[name] === undefined) throw new Usage('TEMPLATE_INVALID', `the argument ${name} is missing`);
      return [name, givenValue(terms, type, given[name], name)];
    }),
  );
}

function givenValue(terms: Terms, type: ValueType, given: Given, name: string): Value {
  if (typeof type === 'object') return wholeOf(terms, type, given, name);
  if (type === 'bool' && typeof given === 'boolean') return given;
  if (typeof given === 'object' || type === 'bool')
    return refuse(name, given, type === 'bool' ? 'true or false' : 'a text');
  const text = String(given);
  if (type === 'Address') return terms.address(text);
  if (type === 'Amount') return amountOf(terms, text, name);
  if (type === 'bytes') return fromHex(text.replace(/^0x/, '')) ?? refuse(name, given, 'hexadecimal digits');
  if (type === 'u32' && dayFrom(text) !== undefined) return dayFrom(text)!;
  if (type === 'u64' && momentFrom(text) !== undefined) return BigInt(momentFrom(text)!);
  if (isIntegerType(type)) {
    if (!/^-?\d+$/.test(text)) refuse(name, given, 'a whole number');
    return type === 'u64' || type === 'i64' ? BigInt(text) : Number(text);
  }
  return text;
}

function wholeOf(terms: Terms, type: Exclude<ValueType, string>, given: Given, name: string): Value {
  if ('enum' in type) return String(given);
  if ('option' in type) return given === null ? null : givenValue(terms, type.option, given, name);
  if ('list' in type) {
    if (!Array.isArray(given)) return refuse(name, given, 'a list');
    return given.map((item: Given) => givenValue(terms, type.list, item, name));
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return refuse(name, given, 'an object');
  const fields = given as { readonly [field: string]: Given };
  return argumentsOf(terms, type.fields, fields);
}

function amountOf({ manifest, fill }: Terms, text: string, name: string): Value {
  const currency = currencyFor(manifest, fill, name);
  const decimals = decimalsOf(currency ?? '') ?? 0;
  const [, , fraction = ''] = /^(\d+)(?:\.(\d+))?$/.exec(text) ?? refuse(name, text, 'an amount such as 1250.00');
  if (fraction.length > decimals) refuse(name, text, `at most ${decimals} decimals`);
  return minorUnits(text, currency);
}

function refuse(name: string, given: unknown, wanted: string): never {
  throw new Usage('TEMPLATE_INVALID', `${name}: ${JSON.stringify(given)}, expected ${wanted}`);
}

/** An answer as a scenario writes it. `like` is what it is compared with: a day or a time is written as one then. */
export function answerText(
  terms: Pick<Terms, 'manifest' | 'fill'>,
  type: ValueType,
  value: Value,
  name: string,
  like?: Given,
): string {
  return written(partsOf(terms, type, value, name, like));
}

/** What a scenario expects, as {@link answerText} writes it. */
export function expectedText(expected: Given): string {
  return written(partsExpected(expected));
}

/** Texts of the parts of a value, so that no two different lists or structs read alike. */
type Parts = string | readonly Parts[] | { readonly [name: string]: Parts };

function written(parts: Parts): string {
  return typeof parts === 'string' ? parts : canonical(parts);
}

function partsOf(
  terms: Pick<Terms, 'manifest' | 'fill'>,
  type: ValueType,
  value: Value,
  name: string,
  like: Given | undefined,
): Parts {
  if (typeof type === 'string') return plainText(terms, type, value, name, like);
  if ('enum' in type || value === null) return String(value);
  if ('option' in type) return partsOf(terms, type.option, value, name, like);
  const liked = (like ?? {}) as { readonly [part: string]: Given };
  if ('list' in type)
    return (value as readonly Value[]).map((item, i) => partsOf(terms, type.list, item, name, liked[i]));
  const fields = type.fields.map(({ name: part, type: own }) => {
    return [part, partsOf(terms, own, (value as Struct)[part]!, part, liked[part])] as const;
  });
  return Object.fromEntries(fields);
}

function plainText(
  { manifest, fill }: Pick<Terms, 'manifest' | 'fill'>,
  type: ValueType,
  value: Value,
  name: string,
  like: Given | undefined,
): string {
  if (type === 'Amount') return formatMoney(value as bigint, decimalsOf(currencyFor(manifest, fill, name) ?? '') ?? 0);
  if (typeof like === 'string' && type === 'u32' && dayFrom(like) !== undefined) return formatDay(value as number);
  if (typeof like === 'string' && type === 'u64' && momentFrom(like) !== undefined) return formatMoment(Number(value));
  return value instanceof Uint8Array ? toHex(value) : String(value);
}

function partsExpected(expected: Given): Parts {
  if (Array.isArray(expected)) return expected.map(partsExpected);
  if (typeof expected !== 'object' || expected === null) return String(expected);
  return Object.fromEntries(Object.entries(expected).map(([name, value]) => [name, partsExpected(value)]));
}
