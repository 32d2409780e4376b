// Values that are not the same, each by its title.
import { expect, test } from 'vitest';
import { argumentDifferences, differences, differenceText } from '../../engine/template/difference.ts';
import { openTemplate } from '../../engine/template/folder.ts';
import { fillFrom } from './breaking.ts';

const { manifest } = openTemplate('payment/escrow-milestone');
const FILL = fillFrom(openTemplate('payment/escrow-milestone'));

test('values that are the same are not told, others are by their place and title', () => {
  expect(differences(manifest, FILL, FILL)).toEqual([]);
  const payer = { ...FILL.parties['payer']!, name: 'Other' };
  const other = { ...FILL, parties: { ...FILL.parties, payer }, fields: { ...FILL.fields, amount: '1.00' } };
  const told = differences(manifest, other, FILL).map((each) => [each.at, each.ours, each.theirs]);
  expect(told).toEqual([
    ['parties.payer.name', 'Other', FILL.parties['payer']!.name],
    ['amount', '1.00', FILL.fields['amount']],
  ]);
});

test('arguments are read by their types: amounts with their currency, days as days, never bytes of the input', () => {
  const params = [
    { name: 'amount', type: 'Amount' },
    { name: 'fundBy', type: 'u32' },
  ] as const;
  const found = argumentDifferences(manifest, FILL, params, [150n, 20_000], [151n, 20_001]);
  expect(found.map((each) => differenceText({ ...each, title: { en: 'T', zh: '题' } }, 'en'))).toEqual([
    'T (amount): given CNY 1.50, on the chain CNY 1.51',
    'T (fundBy): given 2024-10-04, on the chain 2024-10-05',
  ]);
  expect(argumentDifferences(manifest, FILL, params, [150n, 1], [150n, 1])).toEqual([]);
});
