// Days and times as texts: numbers since 1970, and undefined for everything else.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayFrom, momentFrom } from '../../engine/template/clock.ts';

test('days count from 1970', () => {
  expect(['1970-01-01', '1970-01-02', '2024-02-29', '9999-12-31'].map(dayFrom)).toEqual([0, 1, 19_782, 2_932_896]);
});

test('moments are the milliseconds that Date.parse finds', () => {
  const moments = fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true });
  fc.assert(
    fc.property(moments, (date) => {
      expect(momentFrom(date.toISOString().replace('.000Z', 'Z'))).toBe(date.getTime());
      expect(dayFrom(date.toISOString().slice(0, 10))).toBe(Math.floor(date.getTime() / 86_400_000));
    }),
  );
});

test.each([
  '',
  '2026-02-29',
  '2026-13-01',
  '2026-1-1',
  '1969-12-31',
  '2026-01-05T00:00:00Z',
  '20260105',
  '2026-01-05 ',
  '２０２６-01-05',
  'constructor',
])('%j is no day', (text) => expect(dayFrom(text)).toBeUndefined());

test.each([
  '',
  '2026-01-05',
  '2026-01-05T24:00:00Z',
  '2026-01-05T09:30:00',
  '2026-01-05T09:30:00+08:00',
  '2026-01-05T09:30Z',
  '2026-01-05T09:30:60Z',
  '2026-01-05t09:30:00z',
])('%j is no moment', (text) => expect(momentFrom(text)).toBeUndefined());
