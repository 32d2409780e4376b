// Refusals in sentences, and words for arguments: what a contract says and takes, as people write it.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openTemplate } from '../../engine/template/folder.ts';
import { type RefusalRow, readRefusals, tellRefusal } from '../../engine/template/refusals.ts';
import { speechOf } from '../../engine/template/speech.ts';
import { Told } from '../../engine/template/text.ts';

const ROWS: readonly RefusalRow[] = [
  { code: 'SMALL', says: 'no part is smaller than {money}', zh: '每一份额不得低于{money}' },
  { code: 'LATE', says: 'it was due on {date1}, and closed on {date2}', zh: '{date2}截止，{date1}到期' },
  { code: 'STATE', says: 'it is {text} (of [3])', en: 'it stands: {text}', zh: '当前状态：{text}' },
  { code: 'PAYOUT', says: 'the payout is {money}', zh: '付出{money}', amount: 'payout' },
];
const currencyOf = (name: string) => (name === 'payout' ? 'JPY' : 'CNY');
const told = (code: string, message: string | undefined, language: 'en' | 'zh' = 'en') =>
  tellRefusal(ROWS, { code, message }, currencyOf, language);

describe('a refusal', () => {
  test('has its money in its currency, and its days as people write them', () => {
    expect(told('SMALL', 'no part is smaller than 5000000')).toBe('SMALL: no part is smaller than CNY 50,000.00');
    expect(told('SMALL', 'no part is smaller than 5000000', 'zh')).toBe('SMALL：每一份额不得低于CNY 50,000.00');
    expect(told('LATE', 'it was due on 2026-05-31, and closed on 2026-06-02', 'zh')).toBe(
      'LATE：2026年6月2日截止，2026年5月31日到期',
    );
    expect(told('PAYOUT', 'the payout is 500')).toBe('PAYOUT: the payout is JPY 500');
  });

  test('may be put in other words than those of the contract, whose signs are no pattern', () => {
    expect(told('STATE', 'it is LIVE (of [3])')).toBe('STATE: it stands: LIVE');
    expect(told('STATE', 'it is LIVE (of 3)')).toBe('STATE: it is LIVE (of 3)');
  });

  test('that no row has is told as the contract said it', () => {
    expect(told('SMALL', 'something else', 'zh')).toBe('SMALL：something else');
    expect(told('OTHER', 'no part is smaller than 5000000')).toBe('OTHER: no part is smaller than 5000000');
    expect(told('OTHER', undefined)).toBe('OTHER');
  });

  test.each([
    ['no list', {}, 'expected a list'],
    ['no text', [{ code: 'A', says: 'b' }], 'row 1: expected the texts code, says and zh'],
    ['a hole of its own', [{ code: 'A', says: 'b', zh: '{date}' }], 'row 1: {date} is not in what the contract says'],
    ['two holes of one name', [{ code: 'A', says: '{date} {date}', zh: '' }], 'row 1: two holes of the same name'],
    ['an unknown member', [{ code: 'A', says: 'b', zh: 'c', de: 'd' }], 'row 1: there is no member de'],
  ])('of a file with %s is an error that says so', (_, content, message) => {
    const folder = mkdtempSync(join(tmpdir(), 'tally-refusals-'));
    mkdirSync(join(folder, 'text'));
    writeFileSync(join(folder, 'text', 'refusals.json'), JSON.stringify(content));
    expect(() => readRefusals({ folder })).toThrow(message);
  });

  test('of a template without such a file is told as it is', () => {
    expect(readRefusals({ folder: mkdtempSync(join(tmpdir(), 'tally-refusals-')) })).toEqual([]);
  });
});

describe('an argument', () => {
  const template = openTemplate('cross-border');
  const speech = speechOf(template, { currency: 'CNY', payoutCurrency: 'JPY' }, 'en');
  const problem = (act: () => unknown): string => {
    try {
      act();
    } catch (error) {
      return error instanceof Told ? error.text.en : String(error);
    }
    return 'none';
  };

  test('of money is written in its currency, with a point where that has decimals', () => {
    expect(speech.word('Amount', '300000.00', 'amount')).toBe('30000000');
    expect(speech.word('Amount', '0.5', 'amount')).toBe('50');
    expect(problem(() => speech.word('Amount', '300000', 'amount'))).toBe(
      'amount: "300000"; expected an amount in CNY with 2 decimals, such as 300000.00',
    );
    expect(problem(() => speech.word('Amount', '1.005', 'amount'))).toContain('such as 1250.00');
    expect(problem(() => speech.word('Amount', '-1.00', 'amount'))).toContain('such as 1250.00');
  });

  test('of days, times and bytes is written as in the form', () => {
    expect(speech.word('u32', '2026-11-28', 'asOf')).toBe('20785');
    expect(speech.word('u32', '20785', 'asOf')).toBe('20785');
    expect(problem(() => speech.word('u32', '2026-02-30', 'asOf'))).toContain('asOf');
    expect(speech.word('u64', '1970-01-01T00:01:00Z', 'until')).toBe('60000');
    expect(speech.word('bytes', 'ab01', 'hash')).toBe('0xab01');
    expect(speech.word('bytes', '0xab01', 'hash')).toBe('0xab01');
    expect(speech.word('string', '2026-11-28', 'note')).toBe('2026-11-28');
  });

  test('of another currency is of that, and what is told is told in it', () => {
    const amounts = Object.keys(template.manifest.amounts ?? {});
    expect(amounts.length).toBeGreaterThan(0);
    for (const name of amounts) {
      expect(speech.word('Amount', '500', name)).toBe('500');
      expect(speech.tell('Amount', '500', name)).toBe('JPY 500');
    }
    expect(speech.tell('Amount', '30000000', 'amount')).toBe('CNY 300,000.00');
  });

  test('that is told keeps its shape', () => {
    const type = { list: { struct: 'Part', fields: [{ name: 'amount', type: 'Amount' }] } } as const;
    expect(speech.tell(type, [{ amount: '100' }], 'parts')).toEqual([{ amount: 'CNY 1.00' }]);
    expect(speech.tell({ option: 'Amount' }, null, 'amount')).toBeNull();
  });
});
