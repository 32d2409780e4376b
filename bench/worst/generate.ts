// Modules near their limits: one to four shapes in one module, of values within 5 % of what is lawful.
import type { Bytes } from '../../engine/base/bytes.ts';
import { inspect } from '../../engine/wasm/prepare.ts';
import { LIMITS, type Limit } from '../../spec/limits.ts';
import { type Chance, chance } from '../chance.ts';
import { Parts } from './module.ts';
import { LIMITED, SHAPES } from './shapes.ts';

export interface Generated {
  readonly bytes: Bytes;
  /** Limits that it comes within 5 % of. */
  readonly near: readonly Limit[];
}

const MOST_SHAPES = 4;

/** A value within 5 % of the limit, often the limit itself. */
function nearly(limit: Limit, random: Chance): number {
  const { max } = LIMITS[limit];
  return random(3) === 0 ? max : max - random(Math.floor(max / 20) + 1);
}

// Imports shift the places of functions, so they stand first; what fills up the rest comes last.
const ORDER: readonly Limit[] = ['imports', 'types'];
const LAST: readonly Limit[] = ['functions', 'meteredBytes', 'moduleBytes'];

function inOrder(limits: readonly Limit[]): Limit[] {
  const rank = (limit: Limit) => (ORDER.includes(limit) ? 0 : LAST.includes(limit) ? 2 + LAST.indexOf(limit) : 1);
  return [...limits].sort((a, b) => rank(a) - rank(b));
}

/** The module with this number; the same number and mark give the same module. Each limit has its turn. */
export function generated(number: number, mark = 0): Generated {
  const random = chance(number + 1);
  const main = LIMITED[number % LIMITED.length]!;
  const others = Array.from({ length: random(MOST_SHAPES) }, () => LIMITED[random(LIMITED.length)]!);
  const wanted = [...new Set([main, ...others])];
  // What does not go together, because one limit bounds another, is tried with less.
  for (let count = wanted.length; count > 0; count--) {
    const near = inOrder(wanted.slice(0, count));
    const parts = new Parts();
    parts.globals = 1;
    parts.mark = mark % 64;
    for (const limit of near) SHAPES[limit]!(parts, nearly(limit, random), random);
    const bytes = parts.bytes();
    if (inspect(bytes).problems.length === 0) return { bytes, near };
  }
  throw new Error(`module ${number}, near ${main} alone, is refused`);
}
