// The ABI of a contract as JSON (custom section `tally.abi`), and the types that its values may have.

/** Types without parts. All travel as Borsh; Amount is a u128 in minor units, Decimal an i128 of 10^-18. */
export const SCALARS = [
  'bool',
  'u8',
  'u16',
  'u32',
  'u64',
  'i8',
  'i16',
  'i32',
  'i64',
  'string',
  'bytes',
  'Address',
  'Amount',
  'Decimal',
] as const;
export type Scalar = (typeof SCALARS)[number];

/** Any number of one type: Borsh Vec. */
export interface ListType {
  readonly list: ValueType;
}

/** One of a type, or nothing: Borsh Option. */
export interface OptionType {
  readonly option: ValueType;
}

/** Values with names, one after the other. */
export interface StructType {
  readonly struct: string;
  readonly fields: readonly AbiParam[];
}

/** One of some names, each with a number: an i32 on the wire. */
export interface EnumType {
  readonly enum: string;
  readonly values: readonly EnumValue[];
}

export interface EnumValue {
  readonly name: string;
  readonly value: number;
}

/** Types of arguments, results, event fields and stored values. A type says all of itself: there is nothing to look up. */
export type ValueType = Scalar | ListType | OptionType | StructType | EnumType;

/** Types within each other. */
export const MOST_LEVELS = 8;

/** A type as people write it: `u64`, `Order[]`, `Address?`. */
export function typeText(type: ValueType | 'void'): string {
  if (typeof type === 'string') return type;
  if ('list' in type) return `${typeText(type.list)}[]`;
  if ('option' in type) return `${typeText(type.option)}?`;
  return 'struct' in type ? type.struct : type.enum;
}

/** Whether a contract has values of the type as objects, which can be null. Of other types what may be absent is an Option. */
export function isObjectType(type: ValueType): boolean {
  return typeof type === 'object'
    ? !('enum' in type)
    : ['string', 'bytes', 'Address', 'Amount', 'Decimal'].includes(type);
}

/** The types that a type is made of, without theirs. */
export function innerTypes(type: ValueType): readonly ValueType[] {
  if (typeof type === 'string' || 'enum' in type) return [];
  if ('struct' in type) return type.fields.map((field) => field.type);
  return ['list' in type ? type.list : type.option];
}

/** The types of what methods take and give. */
export function signatureTypes(methods: readonly AbiMethod[]): ValueType[] {
  return methods.flatMap(({ params, returns }) => [
    ...params.map(({ type }) => type),
    ...(returns === 'void' ? [] : [returns]),
  ]);
}

export interface Abi {
  readonly abi: 1;
  /** Class name. */
  readonly contract: string;
  /** Name and version given to `@contract`. */
  readonly name: string;
  readonly version: string;
  readonly doc?: string;
  readonly methods: readonly AbiMethod[];
  readonly events: readonly AbiEvent[];
  readonly errors: readonly AbiError[];
  readonly storage: readonly AbiField[];
}

export interface AbiMethod {
  readonly name: string;
  readonly kind: 'init' | 'view' | 'mutate' | 'migrate' | 'step';
  readonly reentrant?: true;
  /** Roles of which a caller needs one. */
  readonly only?: readonly string[];
  readonly params: readonly AbiParam[];
  readonly returns: ValueType | 'void';
  readonly doc?: string;
}

export interface AbiParam {
  readonly name: string;
  readonly type: ValueType;
}

export interface AbiEvent {
  readonly name: string;
  readonly fields: readonly AbiParam[];
  /** Names of the fields that stand in the event's topics as well, in the topics' order. */
  readonly indexed?: readonly string[];
  readonly doc?: string;
}

/** A code that `require` or `revert` may give, with its message where that is a literal. */
export interface AbiError {
  readonly code: string;
  readonly message?: string;
}

/**
 * A storage field; `slot` is 8 bytes in hexadecimal. Of the types the last is that of the value, those before it of the keys. A Vec has
 * its length as u32 under the slot, and its values by index as u32.
 */
export interface AbiField {
  readonly field: string;
  readonly slot: string;
  readonly kind: 'Value' | 'Map' | 'OrderedMap' | 'Vec';
  readonly types: readonly ValueType[];
}
