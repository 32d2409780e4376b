// Arguments and answers as scenarios write them, by the types of an ABI.
import { expect, test } from 'vitest';
import type { AbiParam, ValueType } from '../../engine/abi/types.ts';
import type { Value } from '../../engine/abi/value.ts';
import { answerText, argumentsOf, expectedText, type Terms } from '../../engine/simulate/given.ts';
import type { Given } from '../../engine/template/manifest.ts';
import { manifestWith } from '../template/breaking.ts';

const ADDRESS = new Uint8Array(32).fill(7);
const manifest = manifestWith('payment/escrow-milestone', (m) => {
  m.amounts = { yen: 'other' };
});
const TERMS: Terms = {
  manifest,
  fill: { options: {}, parties: {}, fields: { currency: 'CNY', other: 'JPY' } },
  address: (name) => {
    if (name !== 'payer') throw new Error(`no ${name}`);
    return ADDRESS;
  },
};

const one = (type: ValueType, given: Given, name = 'x') =>
  argumentsOf(TERMS, [{ name, type }], { [name]: given })[name];

const ITEM: ValueType = {
  struct: 'Item',
  fields: [
    { name: 'yen', type: 'Amount' },
    { name: 'due', type: 'u32' },
  ],
} as ValueType;
const STAGE: ValueType = { enum: 'Stage', values: [{ name: 'OPEN' }, { name: 'DONE' }] } as unknown as ValueType;

const READ: readonly [ValueType, Given, Value][] = [
  ['Amount', '12.50', 1_250n],
  ['Amount', '0.00', 0n],
  ['u32', '2026-03-31', 20_543],
  ['u32', 5, 5],
  ['u32', '5', 5],
  ['u64', '2026-03-31T09:30:00Z', BigInt(Date.parse('2026-03-31T09:30:00Z'))],
  ['u64', 5, 5n],
  ['i64', -5, -5n],
  ['bool', true, true],
  ['Address', 'payer', ADDRESS],
  ['bytes', '0x00ff', Uint8Array.of(0, 255)],
  ['string', 'ES-1', 'ES-1'],
  [STAGE, 'OPEN', 'OPEN'],
  [{ option: 'u32' }, null, null],
  [{ option: 'u32' }, 7, 7],
  [{ list: 'u32' }, [1, '2026-03-31'], [1, 20_543]],
  [{ list: ITEM }, [{ yen: '5', due: '1970-01-02' }], [{ yen: 5n, due: 1 }]],
];
for (const [type, given, value] of READ)
  test(`${JSON.stringify(given)} is read as ${JSON.stringify(type)}`, () => {
    expect(one(type, given)).toEqual(value);
  });

test('an amount is of the currency that its name has', () => {
  expect(one('Amount', '5', 'yen')).toBe(5n);
  expect(one('Amount', '5', 'cny')).toBe(500n);
});

test.each<[ValueType, Given, string]>([
  ['Amount', '12.505', 'x: "12.505", expected at most 2 decimals'],
  ['Amount', '1,000.00', 'x: "1,000.00", expected an amount such as 1250.00'],
  ['Amount', '-1', 'x: "-1", expected an amount such as 1250.00'],
  ['u32', 'tomorrow', 'x: "tomorrow", expected a whole number'],
  ['u32', '2026-02-30', 'x: "2026-02-30", expected a whole number'],
  ['u32', 1.5, 'x: 1.5, expected a whole number'],
  ['bool', 'true', 'x: "true", expected true or false'],
  ['bool', 1, 'x: 1, expected true or false'],
  ['bytes', 'xyz', 'x: "xyz", expected hexadecimal digits'],
  ['string', { a: 1 }, 'x: {"a":1}, expected a text'],
  ['string', null, 'x: null, expected a text'],
  ['u32', [1], 'x: [1], expected a text'],
  [{ list: 'u32' }, 5, 'x: 5, expected a list'],
  [{ list: 'u32' }, { 0: 1 }, 'x: {"0":1}, expected a list'],
  [ITEM, [], 'x: [], expected an object'],
  [ITEM, null, 'x: null, expected an object'],
  [ITEM, { yen: '5' }, 'the argument due is missing'],
  [ITEM, { yen: '5', due: 1, late: 1 }, 'there is no argument late; there are yen, due'],
])('as %j %j is refused: %s', (type, given, told) => {
  expect(() => one(type, given)).toThrow(told);
});

test('arguments that there are not, or that are missing, are told by name', () => {
  const params: AbiParam[] = [{ name: 'a', type: 'u32' }];
  expect(() => argumentsOf(TERMS, params, { a: 1, b: 2 })).toThrow('there is no argument b; there are a');
  expect(() => argumentsOf(TERMS, params, {})).toThrow('the argument a is missing');
  expect(() => argumentsOf(TERMS, [], { a: 1 })).toThrow('there is no argument a; there are none');
  expect(() => argumentsOf(TERMS, params, JSON.parse('{"__proto__":1}'))).toThrow('there is no argument __proto__');
});

const WRITTEN: readonly [ValueType, Value, Given | undefined, string][] = [
  ['Amount', 1_250n, undefined, '12.50'],
  ['u32', 20_543, undefined, '20543'],
  ['u32', 20_543, 20_543, '20543'],
  ['u32', 20_543, '2026-01-01', '2026-03-31'],
  ['u64', 86_400_000n, '2026-01-01T00:00:00Z', '1970-01-02T00:00:00Z'],
  ['bytes', Uint8Array.of(0, 255), undefined, '00ff'],
  [STAGE, 'DONE', undefined, 'DONE'],
  ['bool', false, undefined, 'false'],
  [{ option: 'Amount' }, 5n, undefined, '0.05'],
  [{ option: 'Amount' }, null, undefined, 'null'],
  [{ list: 'Amount' }, [5n, 10n], undefined, '["0.05","0.10"]'],
  [ITEM, { yen: 5n, due: 1 }, { yen: '6', due: '1970-01-01' }, '{"due":"1970-01-02","yen":"5"}'],
];
for (const [type, value, like, text] of WRITTEN)
  test(`an answer of ${JSON.stringify(type)} like ${JSON.stringify(like)} is written as ${text}`, () => {
    expect(answerText(TERMS, type, value, 'x', like)).toBe(text);
  });

test('an expectation reads like the answer that meets it, and like no other', () => {
  const type: ValueType = { list: ITEM };
  const value = [{ yen: 5n, due: 1 }];
  const meets = (expected: Given) => answerText(TERMS, type, value, 'x', expected) === expectedText(expected);
  expect(meets([{ due: '1970-01-02', yen: '5' }])).toBe(true);
  expect(meets([{ yen: '5', due: 1 }])).toBe(true);
  for (const wrong of [
    [{ yen: '6', due: 1 }],
    [{ yen: '5', due: '1970-01-03' }],
    [{ yen: '5' }],
    [],
    [{}],
    [{ yen: '5', due: 1 }, {}],
    '[object Object]',
    {},
    null,
  ])
    expect(meets(wrong as Given)).toBe(false);
});
