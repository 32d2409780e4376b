// A second search, written apart from the first: every exact state within so many moves, nothing merged but what is equal to the byte.

import { timeOf } from '../../engine/simulate/scenario.ts';
import { type Place, World } from '../../engine/simulate/world.ts';
import { storagePrefix } from '../../engine/state/key.ts';
import { dayFrom } from '../../engine/template/clock.ts';
import { formatDay } from '../../engine/template/dates.ts';
import type { Fill } from '../../engine/template/fill.ts';
import type { Template } from '../../engine/template/folder.ts';
import type { Given } from '../../engine/template/manifest.ts';
import { STATUS } from '../../spec/errors.ts';
import { NOON } from '../template/breaking.ts';

export interface Spot {
  readonly place: Place;
  readonly depth: number;
  readonly state: string;
  readonly held: bigint;
  /** Whether the parts are the total. */
  readonly isSound: boolean;
  readonly next: Spot[];
}

export interface Walked {
  readonly spots: readonly Spot[];
  /** Moves up to and with the first call that the invariants stopped; undefined if there was none. */
  readonly stopped: number | undefined;
  /** Moves up to the first state whose parts are not the total. */
  readonly unsound: number | undefined;
}

/** Walks the moves of the template's own plan, at most so many after each other. */
export async function walkAll(template: Template, fill: Fill, most: number): Promise<Walked> {
  const { explore: plan } = template.manifest;
  const { world, place } = await World.begin(template, fill, { actors: plan.actors ?? [], time: NOON });
  const known = new Map<string, Spot>();
  const spots: Spot[] = [];
  let stopped: number | undefined;
  const spot = (there: Place, depth: number): Spot => {
    const key = exactly(world, there);
    const old = known.get(key);
    if (old) return old;
    const fresh = { place: there, depth, ...seen(world, there), next: [] };
    known.set(key, fresh);
    spots.push(fresh);
    return fresh;
  };
  spot(place, 0);
  for (const at of spots) {
    if (at.depth >= most) continue;
    for (const time of timesOf(template, fill))
      if (time > at.place.time) at.next.push(spot({ ...at.place, time }, at.depth + 1));
    for (const [by, method, given] of callsOf(template)) {
      const ran = world.act(at.place, by, method, given);
      if (ran.refusal === 'INVARIANT') stopped ??= at.depth + 1;
      if (ran.status === STATUS.OK) at.next.push(spot(ran.place, at.depth + 1));
    }
  }
  return { spots, stopped, unsound: spots.find(({ isSound }) => !isSound)?.depth };
}

/** Moves up to the first of all states from which nothing that is `well` can be come to. */
export function firstLost({ spots }: Walked, well: (spot: Spot) => boolean): number | undefined {
  const good = new Set(spots.filter(well));
  for (let size = -1; size !== good.size; ) {
    size = good.size;
    for (const spot of spots) if (spot.next.some((next) => good.has(next))) good.add(spot);
  }
  return spots.find((spot) => !good.has(spot))?.depth;
}

function exactly(world: World, { writes, time }: Place): string {
  const prefix = storagePrefix(world.instance);
  const own = [...writes.writes()].filter(([key, value]) => key.startsWith(prefix) && value !== null);
  return `${time}|${own
    .map(([key, value]) => `${Buffer.from(key, 'latin1').toString('hex')}=${Buffer.from(value!).toString('hex')}`)
    .sort()
    .join()}`;
}

function seen(world: World, place: Place): Pick<Spot, 'state' | 'held' | 'isSound'> {
  const { states, assets } = world.manifest;
  const sum = (views: readonly string[]) => views.reduce((all, view) => all + (world.ask(place, view) as bigint), 0n);
  return {
    state: String(world.ask(place, states.view)),
    held: sum(assets.held),
    isSound: sum(assets.parts) === sum([assets.total]),
  };
}

/** `due + 30` of values. */
function timesOf({ manifest }: Template, fill: Fill): number[] {
  return (manifest.explore.times ?? []).map((text) => {
    const [name = '', sign, days = '0'] = text.split(' ');
    const day = dayFrom(String(fill.fields[name]))!;
    return timeOf(formatDay(sign === '-' ? day - Number(days) : day + Number(days)));
  });
}

type Call = readonly [by: string, method: string, given: { readonly [name: string]: Given }];

function callsOf({ manifest }: Template): Call[] {
  const calls: Call[] = [];
  for (const { method, by, with: candidates = {} } of manifest.explore.actions) {
    let sets: { readonly [name: string]: Given }[] = [{}];
    for (const [name, values] of Object.entries(candidates))
      sets = values.flatMap((value) => sets.map((set) => ({ ...set, [name]: value })));
    for (const who of by) for (const given of sets) calls.push([who, method, given]);
  }
  return calls;
}
