// Rates of a stream that comes in blocks.
import { expect, test } from 'vitest';
import { windowRates } from '../../bench/windows.ts';

/** One block of 100 every 10 ms: 10,000 a second. */
const steady = Array.from({ length: 50 }, (_, i) => ({ at: 10 * (i + 1), count: 100 }));

test('a steady stream has its rate in every window', () => {
  expect(windowRates(steady, { skip: 500, size: 1000 })).toEqual([10_000, 10_000, 10_000, 10_000]);
});

test('what came while warming counts for no window', () => {
  const slow = { at: -5_000, count: 500 };
  const rates = windowRates([slow, ...steady], { skip: 500, size: 1000 });
  expect(rates.slice(1).every((rate) => rate === 10_000)).toBe(true);
  expect(windowRates([slow, ...steady], { skip: 600, size: 1000 })).toEqual(Array(4).fill(10_000));
});

test('a window ends with a block, and the rest that fills none is left out', () => {
  const blocks = [
    { at: 0, count: 10 },
    { at: 1000, count: 30 },
    { at: 2000, count: 50 },
    { at: 3000, count: 5 },
  ];
  expect(windowRates(blocks, { skip: 1, size: 40 })).toEqual([40]);
});

test('blocks that are told out of order are put in order', () => {
  expect(windowRates([...steady].reverse(), { skip: 500, size: 1000 })).toEqual([10_000, 10_000, 10_000, 10_000]);
});
