// Memories are used again only as if they were new.
import { expect, test } from 'vitest';
import { Pool } from '../../engine/sandbox/pool.ts';

interface Growable {
  grow(pages: number): number;
}

test('a memory that comes back is given out again, all zeros', () => {
  const pool = new Pool();
  const memory = pool.take(2);
  new Uint8Array(memory.buffer).fill(0xff);
  pool.give(memory, 2);
  const again = pool.take(2);
  expect(again).toBe(memory);
  expect(new Uint8Array(again.buffer).every((byte) => byte === 0)).toBe(true);
});

test('a memory is not given out twice, nor for another size', () => {
  const pool = new Pool();
  const memory = pool.take(1);
  pool.give(memory, 1);
  expect(pool.take(2)).not.toBe(memory);
  expect(pool.take(1)).toBe(memory);
  expect(pool.take(1)).not.toBe(memory);
});

test('a memory that grew is dropped', () => {
  const pool = new Pool();
  const memory = pool.take(1);
  (memory as unknown as Growable).grow(1);
  pool.give(memory, 1);
  expect(pool.take(1)).not.toBe(memory);
});

test('more than the pool may keep is dropped', () => {
  const pool = new Pool(3);
  const memories = [pool.take(2), pool.take(2)];
  for (const memory of memories) pool.give(memory, 2);
  expect(pool.take(2)).toBe(memories[0]);
  expect(memories).not.toContain(pool.take(2));
});
