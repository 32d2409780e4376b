// What a rule expects: with the day that is today, and the number that a limit comes to.
import { expect, test } from 'vitest';
import { openTemplate } from '../../engine/template/folder.ts';
import { expectedBy } from '../../engine/template/limit.ts';
import type { RuleRow } from '../../engine/template/manifest.ts';
import { lawfulClock } from '../../engine/template/rules.ts';
import { CLOCK, fillFrom } from './breaking.ts';

const RECEIVABLE = openTemplate('supply/receivable');
const ESCROW = openTemplate('payment/escrow-milestone');
const AMOUNT = { amount: '860000.50', currency: 'CNY' };

function expected(rule: Pick<RuleRow, 'check' | 'at'>, en: string, zh: string, fields: object = {}) {
  const fill = fillFrom(RECEIVABLE);
  const changed = { ...fill, fields: { ...fill.fields, ...AMOUNT, issued: '2026-01-05', ...fields } };
  return expectedBy(RECEIVABLE.manifest, changed, { code: 'X', en, zh, ...rule }, CLOCK);
}

test('today is told with its date, whatever word the sentence has for it', () => {
  const rule = { check: ['due', '>', 'today'], at: 'due' } as const;
  expect(expected(rule, 'Later than today.', '须晚于当日。')).toEqual({
    en: 'Later than today (2026-01-05).',
    zh: '须晚于今天（2026-01-05）。',
  });
  expect(expected(rule, 'In the future.', '须在将来。')).toEqual({
    en: 'In the future (today is 2026-01-05).',
    zh: '须在将来（今天为 2026-01-05）。',
  });
});

test('a limit that is computed is told as the number that it comes to, rounded so that it holds', () => {
  expect(expected({ check: ['amount', '<=', 'minPart * 64'], at: 'minPart' }, 'A 64th.', '六十四分之一。')).toEqual({
    en: 'A 64th (that is CNY 13,437.51).',
    zh: '六十四分之一（即 CNY 13,437.51）。',
  });
  expect(expected({ check: ['due', '<=', 'issued + 366'], at: 'due' }, 'A year.', '一年。').en).toBe(
    'A year (that is 2027-01-06).',
  );
  expect(expected({ check: ['minPart', '<=', 'amount'], at: 'minPart' }, 'Not more.', '不得超过。').en).toBe(
    'Not more.',
  );
});

test('values are lawful on the nearest of the days that they name', () => {
  const fill = fillFrom(ESCROW);
  const late = { day: CLOCK.day + 900, time: CLOCK.time + 900 * 86_400_000 };
  expect(lawfulClock(ESCROW.manifest, fill, CLOCK)).toBe(CLOCK);
  const day = lawfulClock(ESCROW.manifest, fill, late)?.day ?? 0;
  expect(day).toBeGreaterThanOrEqual(CLOCK.day);
  expect(day).toBeLessThan(late.day);
});
