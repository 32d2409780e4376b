// Random walks over what a manifest has a search try: each step has to be one of its edges, and everything has to add up behind it.
import { join } from 'node:path';
import { expect } from 'vitest';
import { CallFailed } from '../../engine/testing/sandbox.ts';
import { dayOf, type Instance, type Json, type Manifest, manifestOf, moveToDay, open, read, written } from './kit.ts';

/** One call, by whom; or a day to move to. */
interface Move {
  readonly method: string;
  readonly by: string;
  readonly args: Json;
}

const TRIES = 60;

/** How to walk: from what day on, behind what calls, and how many times how far. */
export interface Walk {
  readonly day: string;
  readonly begin: (instance: Instance) => void;
  readonly runs: number;
  readonly length: number;
}

/** Walks, and gives the steps that were taken: `ISSUED accept LIVE`. */
export async function walk(folder: string, { day, begin, runs, length }: Walk): Promise<Set<string>> {
  const manifest = manifestOf(folder);
  const { values: file, actors = [], times, actions } = manifest.explore;
  const values = read(join(folder, file));
  const instance = await open(folder, values, day, {}, actors);
  const moves = actions.flatMap(movesOf);
  const days = times.map((time) => dayIn(time, values));
  const chance = chances(2026);
  begin(instance);
  const start = instance.sandbox.snapshot();
  const steps = new Set<string>();
  for (let run = 0; run < runs; run++) {
    for (let step = 0; step < length; step++) {
      if (chance(12) === 0) moveToDay(instance.sandbox, days[chance(days.length)]!);
      const taken = stepOf(instance, manifest, moves, chance);
      if (taken === undefined) break;
      steps.add(taken);
      checkSums(instance, manifest);
    }
    instance.sandbox.restore(start);
  }
  return steps;
}

/** All that a manifest says can happen. */
export const edgesOf = ({ states }: Manifest): Set<string> =>
  new Set(states.edges.flatMap(({ from, to, method }) => from.flatMap((a) => to.map((b) => `${a} ${method} ${b}`))));

/** Refuses if the invariants do not hold, or the parts of the assets are not the total. */
export function checkSums({ contract }: Instance, { assets }: Manifest): void {
  contract.query('invariants');
  const sum = assets.parts.reduce((all, part) => all + (contract.query(part) as bigint), 0n);
  expect(sum).toBe(contract.query(assets.total));
}

/** Tries calls that the state has an edge for, and once in a while any other, until one is not refused. */
function stepOf(
  { contract, who, ...instance }: Instance,
  { states }: Manifest,
  moves: readonly Move[],
  chance: (below: number) => number,
): string | undefined {
  const from = contract.query('state') as string;
  const lawful = new Set(states.edges.filter((edge) => edge.from.includes(from)).map(({ method }) => method));
  const methods = [...lawful];
  for (let tried = 0; tried < TRIES && methods.length > 0; tried++) {
    const wanted = methods[chance(methods.length)];
    const choices = chance(10) === 0 ? moves : moves.filter(({ method }) => method === wanted);
    const { method, by, args } = choices[chance(choices.length)]!;
    try {
      contract.call(method, written({ contract, who, ...instance }, method, args), who[by]!);
      return `${from} ${method} ${contract.query('state')}`;
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      expect(contract.abi.errors.map(({ code }) => code)).toContain(error.code);
    }
  }
  return undefined;
}

function movesOf({ method, by, with: given = {} }: Manifest['explore']['actions'][number]): Move[] {
  let combinations: Json[] = [{}];
  for (const [name, values] of Object.entries(given)) {
    combinations = combinations.flatMap((each) => values.map((value) => ({ ...each, [name]: value })));
  }
  return by.flatMap((who) => combinations.map((args) => ({ method, by: who, args })));
}

/** `due - 1` of values. */
function dayIn(time: string, values: Json): number {
  const [name, sign, count] = time.split(' ');
  return dayOf(values[name!] as string) + (sign === undefined ? 0 : Number(`${sign}${count}`));
}

/** The same numbers each time (mulberry32). */
function chances(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
