import { expect, test } from 'vitest';
import { didYouMean, nearest } from '../../engine/abi/nearest.ts';

test('nearest finds the word with the fewest slips', () => {
  expect(nearest('tranfer', ['mint', 'transfer', 'transferFrom'])).toBe('transfer');
  expect(nearest('transfer-from', ['transfer', 'transferFrom'])).toBe('transferFrom');
  expect(nearest('ab', ['ac', 'xy'])).toBe('ac');
});

test('nearest finds nothing where a third of the letters would have to change', () => {
  expect(nearest('pay', ['approve'])).toBeUndefined();
  expect(nearest('ab', ['xy'])).toBeUndefined();
  expect(nearest('x', [])).toBeUndefined();
});

test('didYouMean is empty where there is nothing to suggest', () => {
  expect(didYouMean('mnt', ['mint'])).toBe(' (did you mean mint?)');
  expect(didYouMean('mnt', [])).toBe('');
});
