// The modules by which worst compile times are measured: each shape reaches its limit and no more, and every limit has one.
import { describe, expect, test } from 'vitest';
import { chance } from '../../bench/chance.ts';
import { bombs } from '../../bench/worst/bombs.ts';
import { generated } from '../../bench/worst/generate.ts';
import { Parts } from '../../bench/worst/module.ts';
import { LIMITED, SHAPES } from '../../bench/worst/shapes.ts';
import { inspect } from '../../engine/wasm/prepare.ts';
import { LIMITS, type Limit } from '../../spec/limits.ts';

function problemOf(limit: Limit, value: number, seed: number) {
  const parts = new Parts();
  SHAPES[limit]!(parts, value, chance(seed));
  return inspect(parts.bytes()).problems[0];
}

describe.each(LIMITED)('%s', (limit) => {
  const { max } = LIMITS[limit];

  test('is reached', () => {
    for (const seed of [1, 2, 3, 4, 5]) expect(problemOf(limit, max, seed)).toBeUndefined();
  });

  test('is not passed', () => {
    // A step of what the shape is made of: calls grow by dozens of bytes, merges by hundreds.
    const beyond = limit === 'meteredBytes' ? max * 1.05 : limit === 'mergeBudget' ? max * 1.01 : max + 1;
    for (const seed of [1, 2, 3, 4, 5]) {
      const problem = problemOf(limit, beyond, seed);
      expect(problem?.code).toBe(
        limit === 'results' ? 'FEATURE_MULTI_VALUE' : limit === 'methodBytes' ? 'EXPORT_NAME' : 'MODULE_LIMIT',
      );
    }
  });
});

test('generated modules are lawful, near what they say, and the same each time', () => {
  const counts = new Map<Limit, number>();
  for (let number = 0; number < 2 * LIMITED.length; number++) {
    const { bytes, near } = generated(number);
    expect(near).toContain(LIMITED[number % LIMITED.length]);
    expect(inspect(bytes).problems).toEqual([]);
    if (number < LIMITED.length) expect(generated(number).bytes).toEqual(bytes);
    for (const limit of near) counts.set(limit, (counts.get(limit) ?? 0) + 1);
  }
  expect([...counts.keys()].sort()).toEqual([...LIMITED].sort());
});

test.each(bombs())('$name is refused', ({ bytes }) => {
  expect(inspect(bytes).problems.length).toBeGreaterThan(0);
});
