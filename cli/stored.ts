// Storage as a contract's author names it: which keys a field has, and what stands at them.
import { decodeKey, storageKey } from '../engine/abi/key.ts';
import { didYouMean } from '../engine/abi/nearest.ts';
import { parseValue, type ResolveAddress } from '../engine/abi/parse.ts';
import { type NameAddress, printedText, printValue } from '../engine/abi/print.ts';
import { type Abi, type AbiField, typeText, type ValueType } from '../engine/abi/types.ts';
import { decodeValue, type Value } from '../engine/abi/value.ts';
import { type Bytes, fromHex, toHex, toLatin1 } from '../engine/base/bytes.ts';
import { Decoder } from '../engine/base/codec.ts';
import { CodecError, Usage } from '../engine/base/errors.ts';
import type { Question } from '../engine/proof/question.ts';

/** Types of the parts of a field's keys; a list has its places. */
function keyTypes({ kind, types }: AbiField): readonly ValueType[] {
  return kind === 'Vec' ? ['u32'] : types.slice(0, -1);
}

/**
 * Which keys are meant by a field and the first parts of its keys: one, if all parts are there, otherwise all that begin so.
 * @throws Usage NAME_UNKNOWN, ARGUMENT_EXTRA, ARGUMENT_TYPE
 */
export function fieldQuestion(abi: Abi, name: string, words: readonly string[], resolve: ResolveAddress): Question {
  const field = fieldNamed(abi, name);
  const types = keyTypes(field);
  if (words.length > types.length)
    throw new Usage('ARGUMENT_EXTRA', `${name} has keys of ${types.map(typeText).join(', ') || 'no parts'}`);
  const given = types.slice(0, words.length);
  const values = given.map((type, i) => parseValue(type, words[i]!, resolve, `part ${i + 1} of the key`));
  const key = toLatin1(storageKey(fromHex(field.slot)!, given, values));
  return words.length === types.length ? { kind: 'key', key } : { kind: 'prefix', prefix: key };
}

/** A field by its name, or by `Class.name` where two classes have one. */
function fieldNamed({ storage }: Abi, name: string): AbiField {
  const found = storage.filter(({ field }) => field === name || field.endsWith(`.${name}`));
  const known = storage.map(({ field }) => field);
  if (found.length > 1) throw new Usage('USAGE', `write one of ${found.map(({ field }) => field).join(', ')}`);
  if (found[0] !== undefined) return found[0];
  const guess = didYouMean(name, [...known, ...known.map((field) => field.replace(/^.*\./, ''))]);
  throw new Usage('NAME_UNKNOWN', `no storage field ${JSON.stringify(name)}${guess}; there are ${known.join(', ')}`);
}

/** An entry of storage as text: `balances[dev] = 100`; in hexadecimal if the ABI does not know it. */
export function entryText(abi: Abi | undefined, key: Bytes, value: Bytes, nameAddress: NameAddress): string {
  return (abi && readable(abi, key, value, nameAddress)) ?? `${toHex(key)} = ${toHex(value) || '(empty)'}`;
}

function readable(abi: Abi, key: Bytes, value: Bytes, nameAddress: NameAddress): string | undefined {
  const field = abi.storage.find(({ slot }) => slot === toHex(key.subarray(0, 8)));
  if (field === undefined) return undefined;
  const rest = key.subarray(8);
  const isLength = field.kind === 'Vec' && rest.length === 0;
  const types = isLength ? [] : keyTypes(field);
  const shown = (type: ValueType, of: Value) => printedText(printValue(type, of, nameAddress));
  try {
    const parts = decodeKey(types, rest).map((part, i) => shown(types[i]!, part));
    const type = isLength ? 'u32' : field.types.at(-1)!;
    const place = isLength ? '.length' : parts.length === 0 ? '' : `[${parts.join(', ')}]`;
    return `${field.field.replace(/^.*\./, '')}${place} = ${shown(type, whole(type, value))}`;
  } catch (error) {
    if (error instanceof CodecError) return undefined;
    throw error;
  }
}

/** @throws CodecError if bytes are left */
function whole(type: ValueType, bytes: Bytes): Value {
  const from = new Decoder(bytes);
  const value = decodeValue(type, from);
  from.end();
  return value;
}
