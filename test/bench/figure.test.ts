// What is told of the runs of a figure.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { median, summarize } from '../../bench/figure.ts';

const FIGURE = { id: 'a.b', unit: 'ms', text: '' };

test('the value is the middle run, or between the two middle ones', () => {
  expect(summarize(FIGURE, [9, 1, 100])).toEqual({ id: 'a.b', value: 9, unit: 'ms', runs: 3, min: 1, max: 100 });
  expect(summarize(FIGURE, [4, 1, 100, 3]).value).toBe(3.5);
  expect(summarize(FIGURE, [0.12345]).value).toBe(0.123);
});

test('half of the runs are not above the median and half are not below it', () => {
  const values = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(values, (runs) => {
      const value = median([...runs].sort((a, b) => a - b))!;
      expect(2 * runs.filter((run) => run <= value).length).toBeGreaterThanOrEqual(runs.length);
      expect(2 * runs.filter((run) => run >= value).length).toBeGreaterThanOrEqual(runs.length);
    }),
  );
});

test('a figure without runs is an error, not a zero', () => {
  expect(() => summarize(FIGURE, [])).toThrow(RangeError);
});
