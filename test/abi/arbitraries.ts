// Random ABI types and values of them.
import fc from 'fast-check';
import { decimalText } from '../../engine/abi/decimal.ts';
import { SCALARS, type ValueType } from '../../engine/abi/types.ts';
import { integerValue, isIntegerType, rangeOf, type Value } from '../../engine/abi/value.ts';

/** Values of a type, with its ends and small ones more often than chance would have it. */
export function valuesOf(type: ValueType): fc.Arbitrary<Value> {
  if (typeof type === 'object') return wholesOf(type);
  if (isIntegerType(type)) {
    const { min, max } = rangeOf(type);
    const ends = fc.constantFrom(min, max, 0n, 1n, min + 1n, max - 1n);
    return fc.oneof(ends, fc.bigInt({ min, max })).map((value) => integerValue(type, value));
  }
  if (type === 'Decimal') {
    const { min, max } = { min: -(2n ** 127n), max: 2n ** 127n - 1n };
    return fc.oneof(fc.constantFrom(min, max, 0n, 1n, -1n, 10n ** 18n), fc.bigInt({ min, max })).map(decimalText);
  }
  if (type === 'bool') return fc.boolean();
  if (type === 'string')
    return fc.string({ unit: fc.constantFrom('', '\0', '\0\0', 'a', 'b', 'é', '余', '😀', '\uffff', '\ufeff') });
  if (type === 'bytes') return fc.array(fc.constantFrom(0, 1, 0x7f, 0xfe, 0xff)).map((bytes) => Uint8Array.from(bytes));
  return fc.uint8Array({ minLength: 32, maxLength: 32 });
}

/** Values of a type that has parts. */
function wholesOf(type: Exclude<ValueType, string>): fc.Arbitrary<Value> {
  if ('enum' in type) return fc.constantFrom(...type.values.map(({ name }) => name));
  if ('option' in type) return fc.option(valuesOf(type.option));
  if ('list' in type) return fc.array(valuesOf(type.list), { maxLength: 4 });
  return fc.record(Object.fromEntries(type.fields.map((field) => [field.name, valuesOf(field.type)])));
}

export const scalars: fc.Arbitrary<ValueType> = fc.constantFrom(...SCALARS);

const STATES: ValueType = {
  enum: 'State',
  values: [
    { name: 'OPEN', value: 0 },
    { name: 'LOST', value: -7 },
    { name: 'PAID', value: 2 ** 31 - 1 },
  ],
};

/** Types of keys: those that have an order. */
export const keyTypes: fc.Arbitrary<ValueType> = fc.oneof({ weight: 8, arbitrary: scalars }, fc.constant(STATES));

/** All types, lists and structs within each other among them. */
export const types: fc.Arbitrary<ValueType> = fc.letrec<{ type: ValueType }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalars,
    fc.constant(STATES),
    fc.record({ list: tie('type') }),
    fc.record({ option: tie('type').filter((type) => typeof type === 'string' || !('option' in type)) }),
    fc.record({
      struct: fc.constant('Thing'),
      fields: fc.uniqueArray(fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd'), type: tie('type') }), {
        minLength: 1,
        maxLength: 4,
        selector: ({ name }) => name,
      }),
    }),
  ),
})).type;

/** A few types, and as many pairs of values of them as asked. */
export function tuples(
  rows: number,
  of: fc.Arbitrary<ValueType> = types,
): fc.Arbitrary<{ types: ValueType[]; rows: Value[][] }> {
  return fc.array(of, { maxLength: 4 }).chain((list) =>
    fc.record({
      types: fc.constant(list),
      rows: fc.array(fc.tuple(...list.map(valuesOf)), { minLength: rows, maxLength: rows }),
    }),
  );
}
