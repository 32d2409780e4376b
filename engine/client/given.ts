// Arguments as tests and applications write them, and what they stand for by the types of an ABI.
import type { AbiParam, ValueType } from '../abi/types.ts';
import { INTEGERS, isIntegerType, type Value } from '../abi/value.ts';
import type { Bytes } from '../base/bytes.ts';
import { parseAddress } from './address.ts';

/** Something with an address: an account, a key or a contract. */
export interface Addressed {
  /** 32 bytes. */
  readonly address: Bytes;
}

/**
 * An ABI value, in which numbers may stand for bigints, and for an address its text (`ta1…` or `tc1…`) or whatever has it: an account, a
 * key, a contract.
 */
export type Given = Value | Addressed | readonly Given[] | { readonly [field: string]: Given };

/** Arguments by the names of parameters. */
export interface Args {
  readonly [name: string]: Given;
}

/** The value that it stands for; what is of no such type is left as it is, for the encoder to refuse. @throws Usage ADDRESS_INVALID */
export function meant(type: ValueType, given: Given): Value {
  if (typeof type === 'string') {
    if (type === 'Address') return isAddressed(given) ? given.address : textOrBytes(given);
    const isWide = isIntegerType(type) && INTEGERS[type].bits > 32;
    if (type === 'Decimal' && Number.isSafeInteger(given)) return String(given);
    return isWide && typeof given === 'number' && Number.isSafeInteger(given) ? BigInt(given) : (given as Value);
  }
  if ('option' in type) return given === null ? null : meant(type.option, given);
  if ('list' in type && Array.isArray(given)) return given.map((item: Given) => meant(type.list, item));
  if ('struct' in type && typeof given === 'object' && given !== null) {
    const fields = given as { readonly [field: string]: Given };
    const known = new Map(type.fields.map((field) => [field.name, field.type]));
    return Object.fromEntries(
      Object.entries(fields).map(([name, value]) => {
        const field = known.get(name);
        return [name, field === undefined ? (value as Value) : meant(field, value)];
      }),
    );
  }
  return given as Value;
}

/** Arguments by name as the ABI has them; what no parameter is called is left for the encoder to refuse. @throws Usage ADDRESS_INVALID */
export function valuesOf(
  params: readonly AbiParam[],
  args: { readonly [name: string]: Given },
): { readonly [name: string]: Value } {
  const types = new Map(params.map((param) => [param.name, param.type]));
  const values = Object.entries(args).map(([name, given]) => {
    const type = types.get(name);
    return [name, type === undefined ? (given as Value) : meant(type, given)] as const;
  });
  return Object.fromEntries(values);
}

function textOrBytes(given: Given): Value {
  return typeof given === 'string' ? parseAddress(given).bytes : (given as Value);
}

function isAddressed(given: Given): given is Addressed {
  return typeof given === 'object' && given !== null && 'address' in given;
}
