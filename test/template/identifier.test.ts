// Identifiers: the kind is told by the form, and only kinds that are asked for are taken.
import { expect, test } from 'vitest';
import { identifierProblem, kindOf } from '../../engine/template/identifier.ts';

const LEI = '5493001KJTIIGC8Y1R12';
const USCC = '914403001922038216';

test('the form tells the kind', () => {
  expect([LEI, USCC, '', LEI.slice(1), '一二三四五六七八九十一二三四五六七八'].map(kindOf)).toEqual([
    'LEI',
    'USCC',
    undefined,
    undefined,
    'USCC',
  ]);
});

test('each kind is taken where it is asked for', () => {
  expect(identifierProblem(LEI, ['LEI'])).toBeUndefined();
  expect(identifierProblem(USCC, ['USCC'])).toBeUndefined();
  for (const id of [LEI, USCC]) expect(identifierProblem(id, ['LEI', 'USCC'])).toBeUndefined();
});

test.each([
  [USCC, ['LEI'], `"${USCC}" has 18 characters like a unified social credit code: expected an LEI of 20 characters`],
  [LEI, ['USCC'], `"${LEI}" has 20 characters like an LEI: expected a unified social credit code of 18 characters`],
  [
    'X',
    ['LEI', 'USCC'],
    '"X" has 1 character: expected an LEI of 20 characters or a unified social credit code of 18 characters',
  ],
  [LEI.replace('12', '13'), ['LEI', 'USCC'], 'the check digits of 5493001KJTIIGC8Y1R13 should be 12'],
  ['914403001922038217', ['LEI', 'USCC'], 'the check character of 914403001922038217, the last one, should be 6'],
] as const)('%s as one of %j: %s', (text, kinds, told) => {
  expect(identifierProblem(text, kinds)?.en).toBe(told);
  expect(identifierProblem(text, kinds)?.zh).toMatch(/\p{Script=Han}/u);
});

test('what is long is cut, and what is strange is escaped', () => {
  expect(identifierProblem('a'.repeat(1_000), ['LEI'])?.en).toBe(
    `"${'a'.repeat(37)}..." has 1000 characters: expected an LEI of 20 characters`,
  );
  expect(identifierProblem('a\n', ['LEI'])?.zh).toBe('"a\\n" 有 2 位，应为 20 位的 LEI');
});
