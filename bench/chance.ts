// Chance that is the same in every run, so that two runs do the same work.
import type { Bytes } from '../engine/base/bytes.ts';

/** A whole number from 0 to below `n`, which is at most 2^32. */
export type Chance = (n: number) => number;

/** The generator mulberry32. */
export function chance(seed: number): Chance {
  let state = seed | 0;
  return (n) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * n);
  };
}

export function randomBytes(random: Chance, length: number): Bytes {
  return Uint8Array.from({ length }, () => random(256));
}
