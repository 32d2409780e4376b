// Legal entity identifiers: facts of the register, the check digits' own rules, and what is refused.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leiCheckDigits, leiProblem } from '../../../cli/demo/lei.ts';

/** Identifiers that stand in the public register (GLEIF): of Goldman Sachs, GLEIF, Barclays, Alphabet, Deutsche Bank and others. */
const REGISTERED = [
  '784F5XWPLTWKTBV3E584',
  '506700GE1G29325QX363',
  'G5GSEF7VJP5I7OUK5573',
  '5493006MHB84DD0ZWV18',
  '7LTWFZYICNSX8D621K86',
  '5493001KJTIIGC8Y1R12',
  '549300DTUYXVMJXZNY75',
];
const eighteen = fc.string({
  unit: fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'),
  minLength: 18,
  maxLength: 18,
});

test.each(REGISTERED)('%s of the public register is lawful', (lei) => {
  expect(leiProblem(lei)).toBeUndefined();
});

test('what leiCheckDigits makes is lawful, leaves remainder 1, and is the only pair of digits that is', () => {
  fc.assert(
    fc.property(eighteen, (first18) => {
      const digits = leiCheckDigits(first18);
      expect(digits).toMatch(/^[0-9]{2}$/);
      const number = [...(first18 + digits)].map((c) => Number.parseInt(c, 36)).join('');
      expect(BigInt(number) % 97n).toBe(1n);
      for (let i = 0; i < 100; i++) {
        const other = String(i).padStart(2, '0');
        expect(leiProblem(first18 + other) === undefined).toBe(other === digits);
      }
    }),
    { numRuns: 50 },
  );
});

test('one character that is changed is noticed, and the right check digits are told', () => {
  expect(leiProblem('5493001KJTIIGC8Y1R13')).toBe('the check digits of 5493001KJTIIGC8Y1R13 should be 12');
  expect(leiProblem('5493001KJTIIGC8Y1S12')).toContain('check digits');
  expect(leiProblem('5493001JKTIIGC8Y1R12')).toContain('check digits');
});

test.each([
  '',
  '5493001KJTIIGC8Y1R1',
  '5493001KJTIIGC8Y1R122',
  '5493001kjtiigc8y1r12',
  '5493001KJTIIGC8Y1R1A',
  'Ä493001KJTIIGC8Y1R12',
])('%j has not the form of an LEI', (text) => {
  expect(leiProblem(text)).toBe('an LEI is 18 capital letters or digits and two check digits');
});
