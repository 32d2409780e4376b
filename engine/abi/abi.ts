// Reads the JSON ABI of a contract (custom section `tally.abi`), strictly.
import { LIMITS } from '../../spec/limits.ts';
import type { Bytes } from '../base/bytes.ts';
import { CodecError, Usage } from '../base/errors.ts';
import type { Method } from '../base/tier.ts';
import { decodeUtf8 } from '../base/utf8.ts';
import { isTopicType } from './topic.ts';
import {
  type Abi,
  type AbiEvent,
  type AbiField,
  type AbiMethod,
  MOST_LEVELS,
  SCALARS,
  typeText,
  type ValueType,
} from './types.ts';

/** Checks one JSON value; `where` is its path. @throws Usage ABI_INVALID */
type Check = (value: unknown, where: string) => void;
type Fields = { readonly [name: string]: Check };

/** The section of a module that carries the ABI. */
export const ABI_SECTION = 'tally.abi';

/**
 * The ABI in the bytes: UTF-8 JSON of exactly the shape of {@link Abi}; names unique, at most one init, migrate and step.
 * @throws Usage ABI_INVALID that tells where
 */
export function readAbi(bytes: Bytes): Abi {
  const value = readJson(bytes);
  ABI(value, 'abi');
  const abi = value as Abi;
  checkNames(abi);
  return abi;
}

/** The ABI among the custom sections of a module; undefined if it came without one. @throws Usage ABI_INVALID */
export function abiAmong(sections: readonly { readonly name: string; readonly bytes: Bytes }[]): Abi | undefined {
  const section = sections.find(({ name }) => name === ABI_SECTION);
  return section && readAbi(section.bytes);
}

/**
 * Checks that an ABI tells of the methods that its module has, and of no others.
 * @throws Usage ABI_INVALID that names the first difference
 */
export function checkExports({ methods }: Abi, exported: ReadonlyMap<string, Method>): void {
  for (const { name, kind, reentrant = false } of methods) {
    const found = exported.get(name);
    if (found === undefined) throw invalid(`abi.methods.${name}`, 'is no method of the module');
    const is = found.role === 'method' ? (found.view ? 'view' : 'mutate') : found.role;
    if (is !== kind) throw invalid(`abi.methods.${name}`, `is a ${kind}, and a ${is} in the module`);
    if (found.reentrant !== reentrant)
      throw invalid(
        `abi.methods.${name}`,
        `is ${reentrant ? '' : 'not '}reentrant, and ${reentrant ? 'not ' : ''}so in the module`,
      );
  }
  const missing = [...exported.keys()].find((name) => !methods.some((method) => method.name === name));
  if (missing !== undefined) throw invalid('abi.methods', `lacks ${missing}, which the module has`);
}

function readJson(bytes: Bytes): unknown {
  try {
    return JSON.parse(decodeUtf8(bytes));
  } catch (error) {
    if (error instanceof CodecError || error instanceof SyntaxError) throw invalid('abi', 'is not UTF-8 JSON');
    throw error;
  }
}

function invalid(where: string, what: string): Usage {
  return new Usage('ABI_INVALID', `${where} ${what}`);
}

function checkNames(abi: Abi): void {
  const { methods, events, errors, storage } = abi;
  unique('abi.methods', names(methods));
  unique('abi.events', names(events));
  // One code may be said in several words, which tell where; saying the same again tells nothing.
  unique(
    'abi.errors',
    errors.map(({ code, message }) => (message === undefined ? code : `${code} "${message}"`)),
  );
  unique('abi.storage', pick(storage, 'field'));
  unique('abi.storage', pick(storage, 'slot'));
  for (const method of methods) unique(`abi.methods.${method.name}.params`, names(method.params));
  events.forEach(checkEvent);
  for (const { field, kind, types } of storage) {
    if ((types.length === 1) !== (kind === 'Value' || kind === 'Vec'))
      throw invalid(`abi.storage.${field}`, `is a ${kind} of ${types.map(typeText)}`);
  }
  for (const kind of ['init', 'migrate', 'step'] as const) {
    if (methods.filter((method) => method.kind === kind).length > 1) {
      throw invalid('abi.methods', `has more than one ${kind}`);
    }
  }
}

function checkEvent({ name, fields, indexed = [] }: AbiEvent): void {
  const where = `abi.events.${name}`;
  unique(`${where}.fields`, names(fields));
  unique(`${where}.indexed`, indexed);
  for (const each of indexed) {
    const field = fields.find((candidate) => candidate.name === each);
    if (field === undefined || !isTopicType(field.type))
      throw invalid(`${where}.indexed`, `has ${each}, no field that can be`);
  }
}

function pick<K extends string>(rows: readonly { readonly [k in K]: string }[], field: K): string[] {
  return rows.map((row) => row[field]);
}

function names(rows: readonly { readonly name: string }[]): string[] {
  return pick(rows, 'name');
}

function unique(where: string, words: readonly string[]): void {
  const again = words.find((word, i) => words.indexOf(word) !== i);
  if (again !== undefined) throw invalid(where, `has ${again} twice`);
}

function object(required: Fields, optional: Fields = {}): Check {
  return (value, where) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(where, 'is not an object');
    for (const [name, check] of Object.entries(required)) {
      if (!Object.hasOwn(value, name)) throw invalid(where, `has no ${name}`);
      check((value as Record<string, unknown>)[name], `${where}.${name}`);
    }
    for (const [name, entry] of Object.entries(value)) {
      if (Object.hasOwn(required, name)) continue;
      if (!Object.hasOwn(optional, name)) throw invalid(where, `has an unknown field ${name}`);
      optional[name]!(entry, `${where}.${name}`);
    }
  };
}

function list(item: Check, least = 0, most = Number.POSITIVE_INFINITY): Check {
  return (value, where) => {
    if (!Array.isArray(value)) throw invalid(where, 'is not a list');
    if (value.length < least) throw invalid(where, `has fewer than ${least} entries`);
    if (value.length > most) throw invalid(where, `has more than ${most} entries`);
    value.forEach((entry, i) => {
      item(entry, `${where}[${i}]`);
    });
  };
}

function oneOf(...values: readonly unknown[]): Check {
  return (value, where) => {
    if (!values.includes(value)) throw invalid(where, `is not one of ${values.join(', ')}`);
  };
}

function wholeNumber(least: number, most: number): Check {
  return (value, where) => {
    if (!Number.isInteger(value) || (value as number) < least || (value as number) > most)
      throw invalid(where, `is no whole number from ${least} to ${most}`);
  };
}

function matching(pattern: RegExp, what: string): Check {
  return (value, where) => {
    if (typeof value !== 'string' || !pattern.test(value)) throw invalid(where, `is not ${what}`);
  };
}

const TEXT = matching(/^/, 'text');
const NAME = matching(/^[A-Za-z_][A-Za-z0-9_]*$/, 'a name');
const EVENT_NAME = matching(/^[A-Za-z0-9_.]+$/, 'an event name or revert code');
const SCALAR = oneOf(...SCALARS);
const ENUM_VALUE = object({ name: NAME, value: wholeNumber(-(2 ** 31), 2 ** 31 - 1) });

/** A type: a word, or an object that says what it is made of. */
function typeWithin(levels: number): Check {
  return (value, where) => {
    if (typeof value !== 'object' || value === null) return SCALAR(value, where);
    if (levels === 0) throw invalid(where, `has more than ${MOST_LEVELS} types within each other`);
    const inner = typeWithin(levels - 1);
    const kinds: Fields = {
      list: object({ list: inner }),
      option: object({ option: inner }),
      struct: object({ struct: NAME, fields: list(object({ name: NAME, type: inner }), 1) }),
      enum: object({ enum: NAME, values: list(ENUM_VALUE, 1) }),
    };
    const kind = Object.keys(kinds).find((name) => Object.hasOwn(value, name));
    if (kind === undefined) throw invalid(where, `is none of ${Object.keys(kinds).join(', ')}`);
    kinds[kind]!(value, where);
    checkParts(value as Exclude<ValueType, string>, where);
  };
}

function checkParts(type: Exclude<ValueType, string>, where: string): void {
  if ('struct' in type) unique(where, names(type.fields));
  if ('enum' in type) {
    unique(where, names(type.values));
    unique(
      where,
      type.values.map(({ value }) => String(value)),
    );
  }
  // Nothing, and something that is nothing, would look the same.
  if ('option' in type && typeof type.option === 'object' && 'option' in type.option)
    throw invalid(where, 'is an option of an option');
}

const TYPE = typeWithin(MOST_LEVELS);
const PARAMS = list(object({ name: NAME, type: TYPE }));

const METHOD = object(
  {
    name: NAME,
    kind: oneOf('init', 'view', 'mutate', 'migrate', 'step' satisfies AbiMethod['kind']),
    params: PARAMS,
    returns: (value, where) => void (value === 'void' || TYPE(value, where)),
  },
  { reentrant: oneOf(true), only: list(NAME, 1), doc: TEXT },
);
const EVENT = object({ name: EVENT_NAME, fields: PARAMS }, { indexed: list(NAME, 1, LIMITS.topics.max), doc: TEXT });
const ERROR = object({ code: EVENT_NAME }, { message: TEXT });
const FIELD = object({
  field: TEXT,
  slot: matching(/^[0-9a-f]{16}$/, '16 hexadecimal digits'),
  kind: oneOf('Value', 'Map', 'OrderedMap', 'Vec' satisfies AbiField['kind']),
  types: list(TYPE, 1),
});
const ABI = object(
  {
    abi: oneOf(1),
    contract: NAME,
    name: TEXT,
    version: TEXT,
    methods: list(METHOD),
    events: list(EVENT),
    errors: list(ERROR),
    storage: list(FIELD),
  },
  { doc: TEXT },
);
