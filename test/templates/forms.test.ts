// What the form of a template asks for: nothing that a contract would refuse for want of it, where the language of rules can say so.
import { expect, test } from 'vitest';
import { openTemplate } from '../../engine/template/folder.ts';
import { proseOf } from '../../engine/template/instance.ts';
import { LANGUAGES } from '../../engine/template/text.ts';
import { readValues } from '../../engine/template/values.ts';
import { CLOCK, fillFrom, type Loose, sampleOf } from '../template/breaking.ts';

const ESCROW = 'payment/escrow-milestone';
const CROSS_BORDER = 'payment/cross-border';
const INSTALMENTS = 'payment/instalments';
const PLEDGE = 'supply/warehouse-pledge';

/** Places and codes of what is told of a sample with a change. */
function toldOf(id: string, sample: string, change: Loose): string[] {
  const template = openTemplate(id);
  const values = { ...sampleOf(template, `samples/${sample}.json`), ...change };
  const { problems } = readValues(template.manifest, values, CLOCK, { accounts: false });
  for (const { expected } of problems) for (const language of LANGUAGES) expect(expected[language]).not.toBe('');
  return problems.map(({ at, code }) => `${at} ${code}`);
}

test.each<[string, string, string]>([
  [ESCROW, 'plain', 'escrowAccount'],
  [ESCROW, 'token', 'token'],
  [CROSS_BORDER, 'plain', 'travelRecord'],
  [CROSS_BORDER, 'token', 'token'],
  [CROSS_BORDER, 'token', 'payoutToken'],
  [INSTALMENTS, 'bullet-token', 'token'],
  ['supply/receivable', 'token', 'token'],
  [PLEDGE, 'token', 'token'],
])('%s: with the choices of the sample %s, %s must be filled in', (id, sample, name) => {
  expect(toldOf(id, sample, {})).toEqual([]);
  expect(toldOf(id, sample, { [name]: undefined })).toEqual([`${name} MISSING`]);
  expect(toldOf(id, sample, { [name]: '' })).toEqual([`${name} MISSING`]);
});

test.each<[string, string, string, Loose, string[]]>([
  [PLEDGE, 'plain', 'room for less than there is', { capacity: 499 }, ['capacity CAPACITY_ENOUGH']],
  [PLEDGE, 'plain', 'room for just what there is', { capacity: 500 }, []],
  [PLEDGE, 'plain', 'a price beyond all', { unitPrice: '10000000000000.01' }, ['unitPrice PRICE_WITHIN']],
  [PLEDGE, 'plain', 'the highest price', { unitPrice: '10000000000000.00' }, []],
  [INSTALMENTS, 'plain', 'less than a minor unit each', { principal: '0.11' }, ['principal PRINCIPAL_ENOUGH']],
  [INSTALMENTS, 'plain', 'a minor unit each', { principal: '0.12' }, []],
  [CROSS_BORDER, 'token', 'one token for both legs', { payoutToken: 'eur' }, ['payoutToken TWO_TOKENS']],
])('%s, %s: %s', (id, sample, _, change, told) => {
  expect(toldOf(id, sample, change)).toEqual(told);
});

test('creditor and debtor cannot be one party', () => {
  const template = openTemplate(INSTALMENTS);
  const { creditor } = sampleOf(template).parties;
  const told = toldOf(INSTALMENTS, 'plain', { parties: { creditor, debtor: creditor } });
  expect([template.manifest.together, told]).toEqual([undefined, ['parties.debtor.id EXCLUSIVE']]);
});

/** Both texts with some values changed. */
function textsOf(id: string, change: Loose): readonly [string, string] {
  const template = openTemplate(id);
  const fill = fillFrom(template);
  const { parties = fill.parties, ...fields } = change;
  const { en, zh } = proseOf(template, { ...fill, parties, fields: { ...fill.fields, ...fields } });
  return [en, zh];
}

test('the Chinese text prevails under the law of China, the English one under every other', () => {
  for (const id of [ESCROW, CROSS_BORDER, INSTALMENTS, 'supply/receivable', PLEDGE]) {
    for (const [governingLaw, en, zh] of [
      ['CN', 'Chinese', '中文'],
      ['SG', 'English', '英文'],
    ]) {
      const texts = textsOf(id, { governingLaw });
      expect(texts[0].match(/the (Chinese|English) text prevails/g)).toEqual([`the ${en} text prevails`]);
      expect(texts[1].match(/以(中文|英文)文本为准/g)).toEqual([`以${zh}文本为准`]);
      expect(/Civil Code/.test(texts[0]) && governingLaw !== 'CN').toBe(false);
      expect(/民法典/.test(texts[1]) && governingLaw !== 'CN').toBe(false);
    }
  }
});

test('without a dispute reviewer no text speaks of one, nor of a division', () => {
  const { payer, payee } = fillFrom(openTemplate(ESCROW)).parties as Loose;
  const [en, zh] = textsOf(ESCROW, { parties: { payer, payee } });
  expect(en).not.toMatch(/Dispute Reviewer|dispute reviewer|divi(ded|sion)/);
  expect(zh).not.toMatch(/争议评审方|分配/);
});

test('a debt without interest bears none, however the nought is written', () => {
  for (const rate of ['0', '0.0', '0.00']) {
    const [en, zh] = textsOf(INSTALMENTS, { rate });
    expect(en).toContain('2.1 The outstanding Principal bears no interest.');
    expect(en).toContain('The last instalment is all Principal that is left');
    expect(zh).toContain('2.1 本金不计利息。');
    expect(`${en}${zh}`).not.toContain('(1 + i)');
  }
});
