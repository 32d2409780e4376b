// What calibration makes of its timings.
import { expect, test } from 'vitest';
import { dearest, settled, type Timed, worstToTypical } from '../../bench/calibrate/report.ts';

const timing = (id: string, nanosPerGas: number): Timed => ({ id, price: 'get', gas: 1, nanosPerGas });

test('a probe that was timed again counts by the middle of its times, in its place', () => {
  const rows = settled([timing('a', 1), timing('b', 9), timing('c', 2), timing('b', 2), timing('b', 3)]);
  expect(rows.map(({ id, nanosPerGas }) => [id, nanosPerGas])).toEqual([
    ['a', 1],
    ['b', 3],
    ['c', 2],
  ]);
});

test('the dearest come first, and the worst is told as a multiple of the median', () => {
  const rows = [timing('a', 1), timing('b', 6), timing('c', 2), timing('d', 3)];
  expect(dearest(rows, 2).map(({ id }) => id)).toEqual(['b', 'd']);
  expect(worstToTypical({ compiler: 'turbofan', rows })).toBeCloseTo(6 / 2.5);
});
