// Findings are told in Chinese as well, each by its code.
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CHINESE, chineseOf } from '../../engine/compile/chinese.ts';
import { WARNINGS } from '../../engine/compile/warnings/warnings.ts';

// Whatever has a code has a file with its English texts; findings.test.ts sees to it.
const told = readdirSync('test/compile/findings').map((name) => name.replace('.txt', ''));
// What is the compiler's own, TS2339, has its sentences elsewhere; some mistakes are told as errors and as warnings.
const codes = new Set([...told.filter((code) => !/^TS\d/.test(code)), ...WARNINGS]);

test('every code of a finding or a warning has a Chinese sentence, and there is none for another', () => {
  expect(Object.keys(CHINESE).sort()).toEqual([...codes].sort());
  for (const text of Object.values(CHINESE)) expect(text).toMatch(/\p{Script=Han}/u);
});

test('what is special to the place follows in its own words', () => {
  expect(chineseOf({ code: 'no-in', message: "there is no 'in'" })).toBe(`${CHINESE['no-in']}（there is no 'in'）`);
  expect(chineseOf({ code: 'TS2304', message: 'Cannot find name.' })).toBe('找不到该名称（Cannot find name.）');
  expect(chineseOf({ code: 'TS9999', message: 'New.' })).toBe('编译错误（New.）');
});

test('of a problem with another table of texts nothing is changed, whatever it is called', () => {
  expect(chineseOf({ code: 'toString', message: 'as it is' })).toBe('as it is');
});
