// Days and moments: one text for each number and back, the calendar counted in another way, and what is refused with which words.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  dayInWords,
  dayOf,
  formatDay,
  formatMoment,
  momentInWords,
  parseDay,
  parseMoment,
} from '../../engine/template/dates.ts';

const LAST_DAY = 2_932_896;
const LAST_MOMENT = (LAST_DAY + 1) * 86_400_000 - 1;

test.each([
  ['1970-01-01', 0],
  ['1970-01-02', 1],
  ['2000-02-29', 11_016],
  ['2026-03-31', 20_543],
  ['9999-12-31', LAST_DAY],
])('%s is day %d', (text, day) => {
  expect(parseDay(text)).toEqual({ day });
  expect(formatDay(day)).toBe(text);
});

test('every day has one text', () => {
  fc.assert(
    fc.property(fc.nat(LAST_DAY), (day) => {
      expect(parseDay(formatDay(day))).toEqual({ day });
    }),
  );
});

test('days follow each other as the Gregorian calendar says', () => {
  let [year, month, date] = [1970, 1, 1];
  const leap = () => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  for (let day = 0; day < 200_000; day++) {
    const iso = `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
    if (formatDay(day) !== iso) expect(formatDay(day)).toBe(iso);
    date++;
    if (date <= lengths[month - 1]! + (month === 2 && leap() ? 1 : 0)) continue;
    [month, date] = [month + 1, 1];
    if (month > 12) [year, month] = [year + 1, 1];
  }
});

test('every moment has one text', () => {
  fc.assert(
    fc.property(fc.nat(LAST_MOMENT), (moment) => {
      expect(parseMoment(formatMoment(moment))).toEqual({ moment });
      expect(formatDay(dayOf(moment))).toBe(formatMoment(moment).slice(0, 10));
    }),
  );
  expect(parseMoment('2026-03-31T09:30:00Z')).toEqual({ moment: 1_774_949_400_000 });
  expect(formatMoment(1_774_949_400_007)).toBe('2026-03-31T09:30:00.007Z');
});

test('people read them in their language', () => {
  expect([dayInWords(20_543, 'en'), dayInWords(20_543, 'zh')]).toEqual(['31 March 2026', '2026年3月31日']);
  expect(momentInWords(1_774_949_400_000, 'en')).toBe('31 March 2026, 09:30 UTC');
  expect(momentInWords(1_774_949_400_000, 'zh')).toBe('2026年3月31日 09:30（UTC）');
  expect(momentInWords(1_774_949_401_000, 'en')).toBe('31 March 2026, 09:30:01 UTC');
  expect(momentInWords(1_774_949_400_007, 'en')).toBe('31 March 2026, 09:30:00.007 UTC');
});

test.each([
  ['2026-02-29', '"2026-02-29" has day 29, February 2026 has 01 to 28'],
  ['2026-04-00', '"2026-04-00" has day 0, April 2026 has 01 to 30'],
  ['2026-13-01', '"2026-13-01" has month 13: expected 01 to 12'],
  ['1969-12-31', '"1969-12-31" is before 1970-01-01'],
  ['0000-01-01', '"0000-01-01" is before 1970-01-01'],
  ['2026/3/31', '"2026/3/31" is no date: write 2026-03-31'],
  ['2026.03.31', '"2026.03.31" is no date: write 2026-03-31'],
  ['2026年3月31日', '"2026年3月31日" is no date: write 2026-03-31'],
  ['2026-03-31 ', '"2026-03-31 " is no date: write 2026-03-31'],
  ['2026-3-32', '"2026-3-32" is no date: expected year, month and day like 2026-03-31'],
  ['03/04/2026', '"03/04/2026" is no date: expected year, month and day like 2026-03-31'],
  ['２０２６-03-31', '"２０２６-03-31" is no date: expected year, month and day like 2026-03-31'],
  ['20260331', '"20260331" is no date: expected year, month and day like 2026-03-31'],
  ['', '"" is no date: expected year, month and day like 2026-03-31'],
])('%j is refused: %s', (text, told) => {
  const parsed = parseDay(text);
  expect(parsed).toMatchObject({ problem: { en: told, zh: expect.stringMatching(/\p{Script=Han}/u) } });
});

test.each([
  ['2026-03-31', 'is no moment'],
  ['2026-03-31T09:30Z', 'is no moment'],
  ['2026-03-31T09:30:00', 'is no moment'],
  ['2026-03-31T09:30:00+08:00', 'is no moment'],
  ['2026-03-31T09:30:00.000Z', 'is no moment'],
  ['2026-03-31t09:30:00z', 'is no moment'],
  ['2026-02-30T09:30:00Z', 'February 2026 has 01 to 28'],
  ['2026-03-31T24:00:00Z', 'expected 00:00:00 to 23:59:59'],
  ['2026-12-31T23:59:60Z', 'expected 00:00:00 to 23:59:59'],
])('%j is refused as a moment: %s', (text, told) => {
  expect(parseMoment(text)).toMatchObject({ problem: { en: expect.stringContaining(told) } });
});

test('a number that is no day or moment of these years has no text', () => {
  for (const number of [-1, LAST_DAY + 1, 0.5, Number.NaN]) expect(() => formatDay(number)).toThrow(RangeError);
  for (const number of [-1, LAST_MOMENT + 1, 0.5, Number.NaN]) expect(() => formatMoment(number)).toThrow(RangeError);
});
