import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseArguments, parseValue } from '../../engine/abi/parse.ts';
import { printArguments, printedText, printValue } from '../../engine/abi/print.ts';
import type { AbiParam, ValueType } from '../../engine/abi/types.ts';
import type { Value } from '../../engine/abi/value.ts';
import { type Bytes, fromHex, toHex } from '../../engine/base/bytes.ts';
import { Usage } from '../../engine/base/errors.ts';
import { types, valuesOf } from './arbitraries.ts';

const name = (address: Bytes) => `@${toHex(address)}`;

function resolve(text: string): Bytes {
  const bytes = text.startsWith('@') ? fromHex(text.slice(1)) : undefined;
  if (!bytes) throw new Usage('NAME_UNKNOWN', text);
  return bytes;
}

function failure(act: () => unknown): Usage {
  try {
    act();
  } catch (error) {
    if (error instanceof Usage) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

describe('parseValue', () => {
  test('reads back what printValue prints, for every type', () => {
    const typed = types.chain((type) => fc.record({ type: fc.constant(type), value: valuesOf(type) }));
    fc.assert(
      fc.property(typed, ({ type, value }) => {
        expect(parseValue(type, printedText(printValue(type, value, name)), resolve)).toEqual(value);
      }),
      { numRuns: 500 },
    );
  });

  test.each<[ValueType, string, string]>([
    ['u8', '256', 'u8, a whole number from 0 to 255'],
    ['u8', '-1', '0 to 255'],
    ['u8', '-0', '0 to 255'],
    ['u8', '01', '0 to 255'],
    ['u8', '+1', '0 to 255'],
    ['u8', ' 1', '0 to 255'],
    ['u8', '1e2', '0 to 255'],
    ['u8', '0x1', '0 to 255'],
    ['u8', '1_000', '0 to 255'],
    ['u8', '１', '0 to 255'],
    ['u8', '', '0 to 255'],
    ['i8', '128', '-128 to 127'],
    ['u64', '18446744073709551616', '0 to 18446744073709551615'],
    ['u64', '9'.repeat(5000), '0 to 18446744073709551615'],
    ['Amount', '12.50', 'in minor units, without a decimal point'],
    ['Amount', '-5', 'in minor units'],
    ['Amount', '1,000', 'in minor units'],
    ['Amount', '340282366920938463463374607431768211456', 'in minor units'],
    ['bool', 'yes', 'true or false'],
    ['bool', 'True', 'true or false'],
    ['bytes', '00', '0x and an even number of hexadecimal digits'],
    ['bytes', '0x0', '0x and an even number'],
    ['bytes', '0xzz', '0x and an even number'],
    ['bytes', '0X00', '0x and an even number'],
    ['string', 'a\udc00', 'valid Unicode'],
  ])('%s does not take %j and says what it expects', (type, text, expected) => {
    const error = failure(() => parseValue(type, text, resolve, 'limit'));
    expect(error.id).toBe('ARGUMENT_TYPE');
    expect(error.detail).toMatch(/^limit: expected /);
    expect(error.detail).toContain(expected);
    expect(error.detail).toContain('got ');
    expect(error.detail.length).toBeLessThan(300);
  });

  test('takes the ends of each range', () => {
    expect(parseValue('i64', '-9223372036854775808', resolve)).toBe(-(2n ** 63n));
    expect(parseValue('u32', '4294967295', resolve)).toBe(4294967295);
    expect(parseValue('Amount', '340282366920938463463374607431768211455', resolve)).toBe(2n ** 128n - 1n);
    expect(parseValue('bytes', '0x', resolve)).toEqual(new Uint8Array(0));
    expect(parseValue('bytes', '0xaB', resolve)).toEqual(Uint8Array.of(0xab));
    expect(parseValue('string', ' 余\ufeff', resolve)).toBe(' 余\ufeff');
  });

  test('leaves addresses to the resolver, with its errors', () => {
    expect(parseValue('Address', '@0102', resolve)).toEqual(Uint8Array.of(1, 2));
    expect(failure(() => parseValue('Address', 'nobody', resolve)).id).toBe('NAME_UNKNOWN');
  });
});

describe('parseArguments', () => {
  const params: AbiParam[] = [
    { name: 'to', type: 'Address' },
    { name: 'amount', type: 'Amount' },
    { name: 'dueDay', type: 'u32' },
  ];

  test('puts values in the order of the parameters', () => {
    const values = parseArguments(params, { dueDay: '3', amount: '250', to: '@07' }, resolve);
    expect(values).toEqual([Uint8Array.of(7), 250n, 3]);
    expect(printArguments(params, values, name)).toEqual({ to: '@07', amount: '250', dueDay: 3 });
    expect(Object.keys(printArguments(params, values, name))).toEqual(['to', 'amount', 'dueDay']);
  });

  test('names what is missing, with its type', () => {
    const error = failure(() => parseArguments(params, { to: '@07' }, resolve));
    expect(error.id).toBe('ARGUMENT_MISSING');
    expect(error.detail).toBe('amount (Amount), dueDay (u32)');
  });

  test.each([
    ['amuont', 'amount'],
    ['due-day', 'dueDay'],
    ['Amount', 'amount'],
  ])('names what is too much: %s was meant as %s', (given, meant) => {
    const error = failure(() => parseArguments(params, { to: '@07', [given]: '1' }, resolve));
    expect(error.id).toBe('ARGUMENT_EXTRA');
    expect(error.detail).toContain(`${given} (did you mean ${meant}?)`);
  });

  test('suggests nothing where nothing is near, and knows no inherited names', () => {
    const error = failure(() => parseArguments(params, { colour: '1' }, resolve));
    expect(error.detail).toBe('colour; it takes to (Address), amount (Amount), dueDay (u32)');
    expect(failure(() => parseArguments([], { x: '1' }, resolve)).detail).toBe('x; it takes none');
    expect(failure(() => parseArguments([{ name: 'toString', type: 'string' }], {}, resolve)).id).toBe(
      'ARGUMENT_MISSING',
    );
  });

  test('printArguments needs one value a parameter', () => {
    expect(() => printArguments(params, [1 as Value], name)).toThrow('1 values for 3 parameters');
  });
});

describe('values with parts', () => {
  const type: ValueType = {
    struct: 'S',
    fields: [
      { name: 'n', type: 'u64' },
      { name: 'on', type: 'bool' },
      { name: 'who', type: { option: 'Address' } },
      { name: 'all', type: { list: { enum: 'E', values: [{ name: 'A', value: 0 }] } } },
    ],
  };

  test('are JSON, in which numbers may be texts', () => {
    const value = parseValue(type, '{"on": true, "all": ["A"], "who": null, "n": "18446744073709551615"}', resolve);
    expect(value).toEqual({ n: 2n ** 64n - 1n, on: true, who: null, all: ['A'] });
    expect(parseValue({ option: 'u8' }, 'null', resolve)).toBeNull();
    const texts = ['null', '"null"', '""null""', '"a"', 'a', '""'].map((text) =>
      parseValue({ option: 'string' }, text, resolve),
    );
    expect(texts).toEqual([null, 'null', '"null"', '"a"', 'a', '""']);
    expect(parseValue('Decimal', '-1.50', resolve)).toBe('-1.5');
    expect(() => parseValue('Decimal', '1,5', resolve, 'x')).toThrow('x: expected Decimal, a number with a point');
    expect(parseValue({ option: 'u8' }, '7', resolve)).toBe(7);
  });

  test.each([
    ['{"n": 9007199254740993, "on": true, "who": null, "all": []}', 'x.n: expected u64, a number below 2^53'],
    ['{"n": 1, "on": 1, "who": null, "all": []}', 'x.on: expected bool as a text'],
    ['{"n": 1, "on": true, "who": 5, "all": []}', 'x.who: expected Address as a text'],
    ['{"n": 1, "on": true, "who": null, "all": ["B"]}', 'x.all[0]: expected E, one of A'],
    ['{"n": 1, "on": true, "who": null, "all": "A"}', 'x.all: expected E[], a JSON array'],
    ['{"n": 1, "on": true, "who": null}', 'x: S lacks all (E[])'],
    ['{"n": 1, "on": true, "who": null, "all": [], "b": 1}', 'x: S has no b'],
    ['[]', 'x: expected S, a JSON object with n (u64)'],
    ['{', 'x: expected S as JSON'],
  ])('%s is refused', (text, what) => {
    expect(() => parseValue(type, text, resolve, 'x')).toThrow(what);
  });
});
