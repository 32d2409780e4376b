// Quotations: whole if they are short, cut by characters if not, and never with a control character.
import { expect, test } from 'vitest';
import { quoted } from '../../engine/template/text.ts';

test('what was given is quoted', () => {
  expect(quoted('')).toBe('""');
  expect(quoted('a"b\u0007')).toBe('"a\\"b\\u0007"');
  expect(quoted('华'.repeat(40))).toBe(`"${'华'.repeat(40)}"`);
  expect(quoted('😀'.repeat(41))).toBe(`"${'😀'.repeat(37)}..."`);
});
