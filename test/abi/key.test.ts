import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimalOf } from '../../engine/abi/decimal.ts';
import { decodeKey, encodeKey, storageKey } from '../../engine/abi/key.ts';
import type { ValueType } from '../../engine/abi/types.ts';
import type { Value } from '../../engine/abi/value.ts';
import { compare, concat, toHex } from '../../engine/base/bytes.ts';
import { CodecError } from '../../engine/base/errors.ts';
import { encodeUtf8 } from '../../engine/base/utf8.ts';
import { keyTypes, tuples } from './arbitraries.ts';

/** Order of values: numbers by size, false before true, strings by their UTF-8 bytes. */
function compareValues(type: ValueType, a: Value, b: Value): number {
  if (type === 'Decimal') return compareValues('i64', decimalOf(a as string), decimalOf(b as string));
  if (ENUM.has(a) && ENUM.has(b)) return ENUM.get(a)! - ENUM.get(b)!;
  if (typeof a === 'string' && typeof b === 'string') return compare(encodeUtf8(a), encodeUtf8(b));
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compare(a, b);
  return a! < b! ? -1 : a! > b! ? 1 : 0;
}

/** Numbers of the enum that random types have. */
const ENUM: ReadonlyMap<Value, number> = new Map([
  ['OPEN', 0],
  ['LOST', -7],
  ['PAID', 2 ** 31 - 1],
]);

function compareTuples(types: readonly ValueType[], a: readonly Value[], b: readonly Value[]): number {
  for (let i = 0; i < a.length; i++) {
    const order = compareValues(types[i]!, a[i]!, b[i]!);
    if (order !== 0) return order;
  }
  return 0;
}

describe('the key codec', () => {
  test.each<[ValueType, Value, string]>([
    ['bool', true, '01'],
    ['u16', 0x0102, '0102'],
    ['u64', 1n, '0000000000000001'],
    ['Decimal', '-0.000000000000000001', '7fffffffffffffffffffffffffffffff'],
    ['Decimal', '1', '80000000000000000de0b6b3a7640000'],
    ['Amount', 258n, '00000000000000000000000000000102'],
    ['i8', -128, '00'],
    ['i8', 0, '80'],
    ['i32', -1, '7fffffff'],
    ['i64', 1n, '8000000000000001'],
    ['string', '', '0000'],
    ['string', 'ab', '61620000'],
    ['string', 'a\0', '6100ff0000'],
    ['bytes', Uint8Array.of(0, 0xff), '00ffff0000'],
    ['Address', new Uint8Array(32).fill(3), '03'.repeat(32)],
  ])('writes %s %s as %s', (type, value, expected) => {
    expect(toHex(encodeKey([type], [value]))).toBe(expected);
    expect(decodeKey([type], encodeKey([type], [value]))).toEqual([value]);
  });

  test('keeps the order of tuples, whatever their types', () => {
    fc.assert(
      fc.property(tuples(2, keyTypes), ({ types, rows: [a, b] }) => {
        const order = compare(encodeKey(types, a!), encodeKey(types, b!));
        expect(Math.sign(order)).toBe(Math.sign(compareTuples(types, a!, b!)));
      }),
      { numRuns: 1000 },
    );
  });

  test('gives every tuple back', () => {
    fc.assert(
      fc.property(tuples(1, keyTypes), ({ types, rows }) => {
        expect(decodeKey(types, encodeKey(types, rows[0]!))).toEqual(rows[0]);
      }),
    );
  });

  test('no key is a prefix of another of its types', () => {
    fc.assert(
      fc.property(tuples(2, keyTypes), ({ types, rows: [a, b] }) => {
        const [left, right] = [encodeKey(types, a!), encodeKey(types, b!)];
        if (left.length < right.length) expect(right.subarray(0, left.length)).not.toEqual(left);
      }),
      { numRuns: 500 },
    );
  });

  test('has one form only: what decodes encodes to the same bytes', () => {
    fc.assert(
      fc.property(
        tuples(1, keyTypes),
        fc.array(fc.constantFrom(0, 1, 0xff), { maxLength: 4 }),
        fc.nat(),
        (given, noise, at) => {
          const bytes = encodeKey(given.types, given.rows[0]!);
          const split = at % (bytes.length + 1);
          const changed = concat(
            bytes.subarray(0, split),
            Uint8Array.from(noise),
            bytes.subarray(split + noise.length),
          );
          let values: Value[];
          try {
            values = decodeKey(given.types, changed);
          } catch (error) {
            expect(error).toBeInstanceOf(CodecError);
            return;
          }
          expect(encodeKey(given.types, values)).toEqual(changed);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('refuses 00 before anything but 00 and FF', () => {
    expect(() => decodeKey(['bytes'], Uint8Array.of(0, 1, 0, 0))).toThrow(CodecError);
    expect(() => decodeKey(['bytes'], Uint8Array.of(1, 0))).toThrow(CodecError);
    expect(() => decodeKey(['bytes'], Uint8Array.of(0, 0, 0))).toThrow(CodecError);
  });

  test('a storage key is the slot and the key, up to 256 bytes', () => {
    const slot = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    expect(toHex(storageKey(slot, ['u8'], [9]))).toBe('010203040506070809');
    expect(storageKey(slot, ['bytes'], [new Uint8Array(246).fill(1)])).toHaveLength(256);
    expect(() => storageKey(slot, ['bytes'], [new Uint8Array(247).fill(1)])).toThrow('257 bytes');
  });
});
