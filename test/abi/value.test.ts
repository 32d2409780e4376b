import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AbiParam, ValueType } from '../../engine/abi/types.ts';
import { decodeArguments, encodeArguments, encodeValue, type Value } from '../../engine/abi/value.ts';
import { type Bytes, concat, toHex } from '../../engine/base/bytes.ts';
import { CodecError } from '../../engine/base/errors.ts';
import { tuples } from './arbitraries.ts';

function params(types: readonly ValueType[]): AbiParam[] {
  return types.map((type, i) => ({ name: `p${i}`, type }));
}

function decoded(types: readonly ValueType[], bytes: Bytes): Value[] | undefined {
  try {
    return decodeArguments(params(types), bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(CodecError);
    return undefined;
  }
}

describe('ABI values', () => {
  test.each<[ValueType, Value, string]>([
    ['bool', true, '01'],
    ['u8', 255, 'ff'],
    ['u16', 0x0102, '0201'],
    ['u32', 0x01020304, '04030201'],
    ['u64', 0x0102030405060708n, '0807060504030201'],
    ['i8', -1, 'ff'],
    ['i16', -2, 'feff'],
    ['i32', -2147483648, '00000080'],
    ['i64', -1n, 'ffffffffffffffff'],
    ['string', 'é', '02000000c3a9'],
    ['bytes', Uint8Array.of(1, 2), '020000000102'],
    ['Address', new Uint8Array(32).fill(7), '07'.repeat(32)],
    ['Amount', 1n << 64n, '00000000000000000100000000000000'],
    ['Amount', 12_345n, '39300000000000000000000000000000'],
  ])('%s %s is %s in Borsh', (type, value, expected) => {
    expect(toHex(encodeValue(type, value))).toBe(expected);
    expect(decodeArguments([{ name: 'p', type }], encodeValue(type, value))).toEqual([value]);
  });

  test('come back as they went in', () => {
    fc.assert(
      fc.property(tuples(1), ({ types, rows }) => {
        const bytes = encodeArguments(params(types), rows[0]!);
        expect(decodeArguments(params(types), bytes)).toEqual(rows[0]);
      }),
    );
  });

  test('have one form only: what decodes encodes to the same bytes', () => {
    fc.assert(
      fc.property(tuples(1), fc.uint8Array({ maxLength: 6 }), fc.nat(), ({ types, rows }, noise, at) => {
        const bytes = encodeArguments(params(types), rows[0]!);
        const split = bytes.length === 0 ? 0 : at % bytes.length;
        for (const changed of [
          noise,
          concat(bytes, noise),
          concat(bytes.subarray(0, split), noise, bytes.subarray(split + noise.length)),
        ]) {
          const values = decoded(types, changed);
          if (values) expect(encodeArguments(params(types), values)).toEqual(changed);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('that end early or leave bytes are refused', () => {
    fc.assert(
      fc.property(tuples(1), fc.uint8Array({ minLength: 1, maxLength: 3 }), ({ types, rows }, more) => {
        const bytes = encodeArguments(params(types), rows[0]!);
        expect(decoded(types, concat(bytes, more))).toBeUndefined();
        if (bytes.length > 0) expect(decoded(types, bytes.subarray(0, -1))).toBeUndefined();
      }),
    );
  });

  test.each<[ValueType, unknown]>([
    ['bool', 1],
    ['u8', 256],
    ['u8', -1],
    ['u8', 1.5],
    ['u8', 1n],
    ['u8', '1'],
    ['u32', Number.NaN],
    ['i8', 128],
    ['i8', -129],
    ['u64', 1],
    ['u64', -1n],
    ['u64', 1n << 64n],
    ['i64', 1n << 63n],
    ['Amount', 1n << 128n],
    ['Amount', 5],
    ['string', 'a\ud800'],
    ['string', Uint8Array.of(1)],
    ['bytes', '0x00'],
    ['bytes', [1]],
    ['Address', new Uint8Array(31)],
    ['u8', undefined],
    [{ list: 'u8' }, 5],
    [{ list: 'u8' }, [256]],
    [{ struct: 'S', fields: [{ name: 'a', type: 'u8' }] }, {}],
    [
      { struct: 'S', fields: [{ name: 'a', type: 'u8' }] },
      { a: 1, b: 2 },
    ],
    [{ struct: 'S', fields: [{ name: 'a', type: 'u8' }] }, null],
    [{ enum: 'E', values: [{ name: 'A', value: 1 }] }, 'B'],
    [{ enum: 'E', values: [{ name: 'A', value: 1 }] }, 1],
  ])('%s does not take %s, and the error names the parameter', (type, value) => {
    expect(() => encodeArguments([{ name: 'amount', type }], [value as Value])).toThrow(CodecError);
    expect(() => encodeArguments([{ name: 'amount', type }], [value as Value])).toThrow(/^amount: /);
  });

  test.each<[ValueType, number[]]>([
    ['bool', [2]],
    ['string', [1, 0, 0, 0, 0xff]],
    ['bytes', [255, 255, 255, 255, 0]],
    ['Address', [1, 2, 3]],
    [{ list: 'u8' }, [2, 0, 0, 0, 1]],
    [{ option: 'u8' }, [2, 0]],
    [{ enum: 'E', values: [{ name: 'A', value: 1 }] }, [2, 0, 0, 0]],
    [{ struct: 'S', fields: [{ name: 'a', type: 'u16' }] }, [1]],
  ])('%s does not decode from %s, and the error names the parameter', (type, bytes) => {
    expect(() => decodeArguments([{ name: 'memo', type }], Uint8Array.from(bytes))).toThrow(/^memo: /);
  });

  test('need one value a parameter', () => {
    expect(() => encodeArguments(params(['u8']), [])).toThrow('0 values for 1 parameters');
    expect(() => encodeArguments([], [1])).toThrow('1 values for 0 parameters');
  });

  test('that are bytes are copies of the input', () => {
    const input = Uint8Array.of(1, 0, 0, 0, 9);
    const [value] = decodeArguments(params(['bytes']), input);
    input[4] = 1;
    expect(value).toEqual(Uint8Array.of(9));
  });
});
