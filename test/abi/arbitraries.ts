// Random ABI types and values of them.
import fc from 'fast-check';
import { VALUE_TYPES, type ValueType } from '../../engine/abi/types.ts';
import { integerValue, isIntegerType, rangeOf, type Value } from '../../engine/abi/value.ts';

/** Values of a type, with its ends and small ones more often than chance would have it. */
export function valuesOf(type: ValueType): fc.Arbitrary<Value> {
  if (isIntegerType(type)) {
    const { min, max } = rangeOf(type);
    const ends = fc.constantFrom(min, max, 0n, 1n, min + 1n, max - 1n);
    return fc.oneof(ends, fc.bigInt({ min, max })).map((value) => integerValue(type, value));
  }
  if (type === 'bool') return fc.boolean();
  if (type === 'string')
    return fc.string({ unit: fc.constantFrom('', '\0', '\0\0', 'a', 'b', 'é', '余', '😀', '\uffff', '\ufeff') });
  if (type === 'bytes') return fc.array(fc.constantFrom(0, 1, 0x7f, 0xfe, 0xff)).map((bytes) => Uint8Array.from(bytes));
  return fc.uint8Array({ minLength: 32, maxLength: 32 });
}

export const types: fc.Arbitrary<ValueType> = fc.constantFrom(...VALUE_TYPES);

/** A few types, and as many pairs of values of them as asked. */
export function tuples(rows: number): fc.Arbitrary<{ types: ValueType[]; rows: Value[][] }> {
  return fc.array(types, { maxLength: 4 }).chain((list) =>
    fc.record({
      types: fc.constant(list),
      rows: fc.array(fc.tuple(...list.map(valuesOf)), { minLength: rows, maxLength: rows }),
    }),
  );
}
