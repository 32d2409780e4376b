// Legal entity identifiers: facts of the register, the check digits' own rules, and what is refused.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leiCheckDigits, leiProblem } from '../../engine/template/lei.ts';

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
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const eighteen = fc.string({
  unit: fc.constantFrom(...ALPHABET),
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
  expect(leiProblem('5493001KJTIIGC8Y1R13')).toEqual({
    en: 'the check digits of 5493001KJTIIGC8Y1R13 should be 12',
    zh: '5493001KJTIIGC8Y1R13 的校验数字应为 12',
  });
  const lost: string[] = [];
  for (const lei of REGISTERED) {
    for (let at = 0; at < 20; at++) {
      for (const other of ALPHABET.replace(lei[at]!, '')) {
        if (leiProblem(lei.slice(0, at) + other + lei.slice(at + 1)) === undefined) lost.push(lei[at]! + other);
      }
    }
  }
  // The standard does not promise these: a letter is two digits of the number, so all behind it moves.
  expect(lost.every((pair) => /^[0-9][A-Z]|[A-Z][0-9]$/.test(pair))).toBe(true);
  expect(lost.length).toBeLessThan((REGISTERED.length * 20 * 35) / 97);
});

test('two neighbours that change places are noticed, except 1B, 2M and 3X', () => {
  fc.assert(
    fc.property(eighteen, fc.nat(18), (first18, at) => {
      const lei = first18 + leiCheckDigits(first18);
      const [a, b] = [lei[at]!, lei[at + 1]!];
      const swapped = lei.slice(0, at) + b + a + lei.slice(at + 2);
      const unseen = a === b || /^(1B|B1|2M|M2|3X|X3)$/.test(a + b);
      if (at + 1 < 18) expect(leiProblem(swapped) === undefined).toBe(unseen);
      else if (swapped !== lei) expect(leiProblem(swapped)).toBeDefined();
    }),
    { numRuns: 2_000 },
  );
  for (const pair of ['1B', 'M2', '3X']) {
    const lei = `ABCD00${pair}0123456789`;
    const digits = leiCheckDigits(lei);
    expect(leiProblem(`ABCD00${pair[1]}${pair[0]}0123456789${digits}`)).toBeUndefined();
  }
});

test.each([
  '',
  '5493001KJTIIGC8Y1R1',
  '5493001KJTIIGC8Y1R122',
  '5493001kjtiigc8y1r12',
  '5493001KJTIIGC8Y1R1A',
  'Ä493001KJTIIGC8Y1R12',
])('%j has not the form of an LEI', (text) => {
  expect(leiProblem(text)).toEqual({
    en: `${JSON.stringify(text)} is no LEI, which is 18 capital letters or digits and two check digits`,
    zh: `${JSON.stringify(text)} 不是 LEI：LEI 为 18 位大写字母或数字加两位校验数字`,
  });
});
