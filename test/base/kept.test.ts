// What is kept within a number of bytes: the youngest, by use and not by coming.
import { expect, test } from 'vitest';
import { Kept } from '../../engine/base/kept.ts';

const filled = (room: number, dropped?: (value: number) => void) => {
  const kept = new Kept<number>(room, dropped);
  for (const [key, value] of [
    ['a', 1],
    ['b', 2],
    ['c', 3],
  ] as const)
    kept.set(key, value, 10);
  return kept;
};

test('all stay while there is room', () => {
  const kept = filled(30);
  expect([kept.size, kept.get('a'), kept.get('b'), kept.get('c')]).toEqual([3, 1, 2, 3]);
});

test('what was used goes last', () => {
  const gone: number[] = [];
  const kept = filled(30, (value) => gone.push(value));
  kept.get('a');
  kept.set('d', 4, 15);
  expect(gone).toEqual([2, 3]);
  expect(['a', 'b', 'c', 'd'].map((key) => kept.get(key))).toEqual([1, undefined, undefined, 4]);
});

test('the same key takes the place of its old value, bytes too', () => {
  const gone: number[] = [];
  const kept = filled(30, (value) => gone.push(value));
  kept.set('a', 5, 5);
  kept.set('d', 4, 5);
  expect(gone).toEqual([1]);
  expect(['a', 'b', 'c', 'd'].map((key) => kept.get(key))).toEqual([5, 2, 3, 4]);
});

test('a value larger than the room is kept alone', () => {
  const kept = filled(30);
  kept.set('d', 4, 100);
  expect([kept.size, kept.get('d')]).toEqual([1, 4]);
  kept.set('e', 5, 1);
  expect([kept.size, kept.get('d'), kept.get('e')]).toEqual([1, undefined, 5]);
});
