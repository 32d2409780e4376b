// Unified social credit codes: published ones, each check character, each place, and that no slip of one character stays unseen.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { organisationCheck, usccCheck, usccProblem } from '../../engine/template/uscc.ts';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
/** Codes that companies and universities print on what they publish, such as Huawei's, ICBC's and Peking University's. */
const PUBLISHED = [
  '914403001922038216',
  '91330100799655058B',
  '9144030071526726XG',
  '91100000100003962T',
  '911000001000013428',
  '91110000802100433B',
  '9152000071430580XT',
  '91440300100012316L',
  '91440300708461136T',
  '91350100M000100Y43',
  '12100000400002259P',
  '12100000400000624D',
];

const lawful = fc
  .tuple(
    fc.constantFrom(
      '11',
      '12',
      '13',
      '19',
      '29',
      '35',
      '41',
      '51',
      '53',
      '62',
      '72',
      '81',
      '91',
      '92',
      '93',
      'A1',
      'N3',
      'Y1',
    ),
    fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 6, maxLength: 6 }),
    fc.string({ unit: fc.constantFrom(...ALPHABET), minLength: 8, maxLength: 8 }),
  )
  .map(([kind, division, organisation]) => {
    const first17 = kind + division + organisation + organisationCheck(organisation);
    return first17 + usccCheck(first17);
  });

test.each(PUBLISHED)('%s, which was published, is lawful', (code) => {
  expect(usccProblem(code)).toBeUndefined();
});

test('the whole, with the value of each check character, is divided by 31 and by 11', () => {
  fc.assert(
    fc.property(lawful, (code) => {
      expect(usccProblem(code)).toBeUndefined();
      const whole = [...code].map((c, i) => BigInt(ALPHABET.indexOf(c)) * (i === 17 ? 1n : 3n ** BigInt(i)));
      expect(whole.reduce((a, b) => a + b) % 31n).toBe(0n);
      const organisation = [...code.slice(8, 17)].map((c, i) => (i === 8 && c === 'X' ? 10 : Number.parseInt(c, 36)));
      const weights = [3, 7, 9, 10, 5, 8, 4, 2, 1];
      expect(organisation.reduce((sum, value, i) => sum + value * weights[i]!, 0) % 11).toBe(0);
    }),
  );
});

describe('slips', () => {
  test('every character that is changed is noticed', () => {
    for (const code of PUBLISHED) {
      for (let at = 0; at < 18; at++) {
        for (const other of `${ALPHABET}IOSVZ`.replace(code[at]!, ''))
          expect(usccProblem(code.slice(0, at) + other + code.slice(at + 1)), `${code} ${at} ${other}`).toBeDefined();
      }
    }
  });

  test('every two neighbours that change places are noticed', () => {
    fc.assert(
      fc.property(lawful, fc.nat(16), (code, at) => {
        const swapped = code.slice(0, at) + code[at + 1]! + code[at]! + code.slice(at + 2);
        expect(usccProblem(swapped) === undefined).toBe(swapped === code);
      }),
      { numRuns: 2_000 },
    );
  });
});

test.each([
  ['914403001922038217', 'the check character of 914403001922038217, the last one, should be 6'],
  [
    '91310000MA1K35X71L',
    'the check character of the organisation code in 91310000MA1K35X71L, character 17, should be 4, and the last one then R',
  ],
  [
    'B14403001922038216',
    'B14403001922038216 begins with B, which is no department that registers: expected one of 123456789ANY',
  ],
  ['944403001922038216', '944403001922038216 has 4 as character 2, no category of department 9: expected one of 123'],
  [
    '9144A3001922038216',
    '9144A3001922038216 has 44A300 as characters 3 to 8: expected six digits, the division of GB/T 2260',
  ],
  [
    '9144O3001922038216',
    '"9144O3001922038216" is no unified social credit code, which is 18 digits or capital letters without I, O, S, V and Z: "O" is character 5',
  ],
  [
    '9144030019220382',
    '"9144030019220382" is no unified social credit code, which is 18 digits or capital letters without I, O, S, V and Z: it has 16',
  ],
])('%s: %s', (code, told) => {
  expect(usccProblem(code)?.en).toBe(told);
  expect(usccProblem(code)?.zh).toMatch(/\p{Script=Han}/u);
});
