// The workloads are the same in every run.
import { expect, test } from 'vitest';
import { chance, randomBytes } from '../../bench/chance.ts';

const draws = (seed: number, n: number) => {
  const random = chance(seed);
  return Array.from({ length: 10_000 }, () => random(n));
};

test('a seed gives the same numbers each time, another seed others', () => {
  expect(draws(7, 1000)).toEqual(draws(7, 1000));
  expect(draws(7, 1000)).not.toEqual(draws(8, 1000));
});

test('every number below n comes about equally often, and none else', () => {
  const counts = new Map<number, number>();
  for (const n of draws(1, 10)) counts.set(n, (counts.get(n) ?? 0) + 1);
  expect([...counts.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
});

test('bytes have the length asked for and are not all alike', () => {
  const bytes = randomBytes(chance(3), 32);
  expect(bytes).toHaveLength(32);
  expect(new Set(bytes).size).toBeGreaterThan(20);
});
