// Value types as the bytes they are written with, and the feature that each of the unlawful ones belongs to.
import type { RejectName } from '../../spec/errors.ts';
import { malformed, Refusal } from './problems.ts';
import type { Reader } from './reader.ts';

export const I32 = 0x7f;
export const I64 = 0x7e;
export const F32 = 0x7d;
export const F64 = 0x7c;
/** An operand of any type, in code that is never reached. */
export const ANY = 0;
/** No result. */
export const EMPTY_TYPE = 0x40;
export const FUNCREF = 0x70;

const NAMES: { readonly [type: number]: string } = {
  [I32]: 'i32',
  [I64]: 'i64',
  [F32]: 'f32',
  [F64]: 'f64',
  [0x7b]: 'v128',
  [FUNCREF]: 'funcref',
  [0x6f]: 'externref',
  [ANY]: 'any type',
};

// Heap and packed types of the GC proposal, its (ref …) forms, and stringref.
const GC_TYPES = [0x63, 0x64, 0x67, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x71, 0x72, 0x73, 0x77, 0x78];

export function typeName(type: number): string {
  return NAMES[type] ?? `type 0x${type.toString(16)}`;
}

/** The feature that a value type needs; undefined for i32 and i64. */
export function featureOfType(type: number): RejectName | undefined {
  if (type === I32 || type === I64) return undefined;
  if (type === F32 || type === F64) return 'FEATURE_FLOAT';
  return type === 0x7b ? 'FEATURE_SIMD' : 'FEATURE_REFERENCES';
}

/** Reads a value type. @throws Refusal if it is a type of the GC proposal, or none */
export function readType(from: Reader): number {
  const at = from.at;
  const type = from.u8();
  if (type !== ANY && type in NAMES) return type;
  if (GC_TYPES.includes(type)) throw new Refusal('FEATURE_GC', `type 0x${type.toString(16)}`, at);
  throw malformed(`unknown type 0x${type.toString(16)}`, at);
}
