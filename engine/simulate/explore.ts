// All that can happen to an instance: every sequence of allowed actions up to a bound, on the bytecode that will run.
import { STATUS } from '../../spec/errors.ts';
import { statusName, Usage } from '../base/errors.ts';
import { contractClient, methodOf } from '../client/contract.ts';
import { storagePrefix } from '../state/key.ts';
import { formatDay } from '../template/dates.ts';
import { edgesFor } from '../template/diagram.ts';
import { type Fill, fieldOf } from '../template/fill.ts';
import type { Template } from '../template/folder.ts';
import type { Edge, Given, Manifest } from '../template/manifest.ts';
import { evaluate, parseSide } from '../template/operand.ts';
import { argumentsOf } from './given.ts';
import { lost, type Move, type Node, pathTo } from './graph.ts';
import { Likeness } from './likeness.ts';
import { beginning, clockAt, fillOf, timeOf } from './scenario.ts';
import { type Place, type Ran, World } from './world.ts';

/** What a search looks for. */
export const FAULTS = ['INVARIANT', 'ASSETS', 'BALANCE', 'FAILURE', 'UNDECLARED', 'NOT_BY', 'STUCK', 'LOCKED'] as const;
export type FaultKind = (typeof FAULTS)[number];

/** Something that must not be, and a shortest way to it. */
export interface Found {
  readonly kind: FaultKind;
  /** What exactly: a state, a method, sums. */
  readonly detail: string;
  readonly moves: readonly Move[];
}

export interface Exploration {
  /** Distinct states, those that differ in amounts only counted once. */
  readonly states: number;
  /** Moves that were tried. */
  readonly steps: number;
  /** Whether nothing was left to be tried. */
  readonly isWhole: boolean;
  readonly found: readonly Found[];
  /** States of the manifest that were not met, and edges that were not taken. */
  readonly unmet: readonly string[];
  readonly untaken: readonly Edge[];
}

export interface Bounds {
  /** Distinct states after which no more are added. */
  readonly states: number;
  /** Values instead of those that the template explores. */
  readonly fill?: Fill;
  /** When the instance is made, instead of when the template says. */
  readonly time?: number;
  /** Told now and then. */
  readonly progress?: (states: number, steps: number) => void;
}

/** Finds of one kind that are told. */
const MOST = 5;
const EVERY = 2_000;

/** Walks all states of an instance. @throws CompileError; Usage TEMPLATE_INVALID, VALUE_INVALID */
export async function explore(template: Template, bounds: Bounds): Promise<Exploration> {
  return (await prepareSearch(template, bounds))();
}

/** The same in two parts: compiling and making the instance, and the walk. */
export async function prepareSearch(template: Template, bounds: Bounds): Promise<() => Exploration> {
  const { explore: plan } = template.manifest;
  const time = bounds.time ?? beginning(template);
  const fill = bounds.fill ?? fillOf(template, plan.values, time);
  const { world, place } = await World.begin(template, fill, { actors: plan.actors ?? [], time });
  return () => new Search(world, bounds, time).run(place);
}

class Search {
  private readonly world: World;
  private readonly bounds: Bounds;
  private readonly likeness: Likeness;
  private readonly moves: readonly Move[];
  private readonly edges: readonly Edge[];
  private readonly taken = new Set<Edge>();
  private readonly nodes: Node[] = [];
  private readonly byLikeness = new Map<string, Node>();
  private readonly found: Found[] = [];
  private steps = 0;

  constructor(world: World, bounds: Bounds, begun: number) {
    this.world = world;
    this.bounds = bounds;
    this.likeness = new Likeness(storagePrefix(world.instance), world.abi);
    this.edges = edgesFor(world.manifest, world.fill.options);
    this.moves = [...actsOf(world), ...waitsOf(world, begun)];
  }

  run(place: Place): Exploration {
    this.meet(place, undefined, undefined);
    // The list grows while it is walked: what is met first is looked at first, so no way is longer than it must be.
    for (const node of this.nodes) {
      for (const move of this.moves) this.take(node, move);
      node.isExpanded = true;
      if (this.nodes.length >= this.bounds.states) break;
    }
    this.judgeWhole();
    const { list } = this.world.manifest.states;
    const met = new Set(this.nodes.map((node) => node.state));
    return {
      states: this.nodes.length,
      steps: this.steps,
      isWhole: this.nodes.every((node) => node.isExpanded),
      found: this.found,
      unmet: Object.keys(list).filter((state) => !met.has(state)),
      untaken: this.edges.filter((edge) => !this.taken.has(edge)),
    };
  }

  private take(node: Node, move: Move): void {
    if (move.kind === 'wait' && move.time <= node.place.time) return;
    this.steps += 1;
    if (this.steps % EVERY === 0) this.bounds.progress?.(this.nodes.length, this.steps);
    if (move.kind === 'wait') {
      node.next.add(this.meet({ ...node.place, time: move.time }, node, move));
      return;
    }
    const input = move.input ?? this.inputAt(node, move);
    const ran = this.world.call(node.place, move.by, move.method, input);
    if (ran.status !== STATUS.OK) {
      this.judgeFailure(node, move, ran);
      return;
    }
    const next = this.meet(ran.place, node, move);
    if (next !== node) node.next.add(next);
    this.judgeEdge(node, next, move);
  }

  /** Arguments with what views answer in this state. */
  private inputAt({ place }: Node, { method, given }: Move & { kind: 'act' }): Uint8Array {
    const { world } = this;
    const { params } = methodOf(world.abi, method);
    const isAsked = (name: string) => viewOf(given[name]) !== undefined;
    const plain = params.filter(({ name }) => !isAsked(name));
    const known = Object.fromEntries(Object.entries(given).filter(([name]) => !isAsked(name)));
    const asked = params.flatMap(({ name }) =>
      isAsked(name) ? [[name, world.ask(place, viewOf(given[name])!)] as const] : [],
    );
    const all = { ...argumentsOf(world, plain, known), ...Object.fromEntries(asked) };
    return contractClient(world.abi).call(method, all).input;
  }

  /** The node of a state: the one that is like it, or a new one. */
  private meet(place: Place, parent: Node | undefined, move: Move | undefined): Node {
    const likeness = `${place.time}\n${this.likeness.of(place.writes.writes())}`;
    const known = this.byLikeness.get(likeness);
    if (known !== undefined) return known;
    const { world } = this;
    const { states, assets } = world.manifest;
    const state = String(world.ask(place, states.view));
    const isFinal = states.list[state]?.final === true;
    const held = assets.held.reduce((sum, view) => sum + (world.ask(place, view) as bigint), 0n);
    const node: Node = { place, state, isFinal, held, parent, move, next: new Set(), isExpanded: false };
    this.byLikeness.set(likeness, node);
    this.nodes.push(node);
    this.judgeState(node);
    return node;
  }

  private tell(kind: FaultKind, detail: string, moves: readonly Move[]): void {
    const isKnown = this.found.some((each) => each.kind === kind && each.detail === detail);
    const count = this.found.filter((each) => each.kind === kind).length;
    if (!isKnown && count < MOST) this.found.push({ kind, detail, moves });
  }

  private judgeState(node: Node): void {
    const { world } = this;
    const { assets } = world.manifest;
    const amount = (view: string) => world.ask(node.place, view) as bigint;
    const total = amount(assets.total);
    const parts = assets.parts.map((view) => [view, amount(view)] as const);
    const sum = parts.reduce((all, [, part]) => all + part, 0n);
    if (sum !== total) {
      const text = parts.map(([view, part]) => `${view} ${part}`).join(' + ');
      this.tell('ASSETS', `${assets.total} ${total} ≠ ${text}`, pathTo(node));
    }
    if (assets.balance !== undefined && world.tokens.has('token')) {
      const [has, says] = [world.balance(node.place, 'token'), amount(assets.balance)];
      if (has !== says) this.tell('BALANCE', `token ${has} ≠ ${assets.balance} ${says}`, pathTo(node));
    }
  }

  private judgeFailure(node: Node, move: Move & { kind: 'act' }, { status, refusal }: Ran): void {
    if (refusal === 'INVARIANT') this.tell('INVARIANT', move.method, [...pathTo(node), move]);
    else if (status !== STATUS.REVERT)
      this.tell('FAILURE', `${move.method}: ${statusName(status)}`, [...pathTo(node), move]);
  }

  private judgeEdge(from: Node, to: Node, move: Move & { kind: 'act' }): void {
    const { method, by } = move;
    const own = this.edges.filter(
      (edge) => edge.method === method && edge.from.includes(from.state) && edge.to.includes(to.state),
    );
    for (const edge of own) this.taken.add(edge);
    const moves = () => [...pathTo(from), move];
    if (own.length === 0) this.tell('UNDECLARED', `${from.state} → ${to.state}: ${method}`, moves());
    const { parties } = this.world.manifest;
    const mayBy =
      own.length === 0 || own.some((edge) => edge.by.some((role) => role === by || parties[role] === undefined));
    if (!mayBy) this.tell('NOT_BY', `${method}: ${by}`, moves());
  }

  /** What can be told only when all ways are known. */
  private judgeWhole(): void {
    const leaves = (node: Node) => node.isFinal || [...node.next].some((next) => next.state !== node.state);
    const stuck = lost(this.nodes, leaves);
    if (stuck !== undefined) this.tell('STUCK', stuck.state, pathTo(stuck));
    const locked = lost(this.nodes, (node) => node.held === 0n);
    if (locked !== undefined) this.tell('LOCKED', `${locked.state}: ${locked.held}`, pathTo(locked));
  }
}

/** Every action by everybody who may try it, with every combination of arguments. @throws Usage TEMPLATE_INVALID */
function actsOf(world: World): Move[] {
  const { parties, explore: plan } = world.manifest;
  return plan.actions.flatMap(({ method, by, with: candidates = {} }, i) => {
    const { params } = methodOf(world.abi, method);
    const nobody = by.find((who) => !world.knows(who));
    if (nobody !== undefined)
      throw new Usage('TEMPLATE_INVALID', `explore, action ${i + 1} (${method}): there is no party or actor ${nobody}`);
    return by
      .filter((who) => parties[who] === undefined || world.fill.parties[who] !== undefined)
      .flatMap((who) =>
        combinations(candidates).map((given): Move => {
          try {
            const isAsked = Object.values(given).some((value) => viewOf(value) !== undefined);
            const input = isAsked
              ? undefined
              : contractClient(world.abi).call(method, argumentsOf(world, params, given)).input;
            return { kind: 'act', by: who, method, given, input };
          } catch (error) {
            if (error instanceof Usage)
              throw new Usage('TEMPLATE_INVALID', `explore, action ${i + 1} (${method}): ${error.detail}`);
            throw error;
          }
        }),
      );
  });
}

/** The view that a candidate asks: `{ "view": "dueNow" }`. */
function viewOf(given: Given | undefined): string | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  const [[member, view] = [], ...more] = Object.entries(given);
  return member === 'view' && more.length === 0 && typeof view === 'string' ? view : undefined;
}

function combinations(candidates: {
  readonly [parameter: string]: readonly Given[];
}): { readonly [parameter: string]: Given }[] {
  return Object.entries(candidates).reduce<{ readonly [parameter: string]: Given }[]>(
    (all, [name, values]) => all.flatMap((given) => values.map((value) => ({ ...given, [name]: value }))),
    [{}],
  );
}

/** Waiting until each of the times that matter, seen from when it was made. @throws Usage TEMPLATE_INVALID */
function waitsOf({ manifest, fill }: World, begun: number): Move[] {
  return (manifest.explore.times ?? []).flatMap((text): Move[] => {
    const times = /^\d{4}-/.test(text) ? [timeOf(text)] : daysOf(manifest, fill, text, begun);
    return times.map((time) => ({ kind: 'wait', time, text }));
  });
}

function daysOf(manifest: Manifest, fill: Fill, text: string, begun: number): number[] {
  const side = parseSide(text);
  if (side === undefined) throw new Usage('TEMPLATE_INVALID', `explore: ${text} is no time`);
  // A date that was not filled in is no time to wait for.
  const days = evaluate(manifest, fill, text, clockAt(begun)) ?? [];
  const { name, field } = side;
  const isDay = name === 'today' || fieldOf(manifest, field ? `${name}.${field}` : name)?.['x-type'] === 'date';
  if (!isDay || days.some((day) => Number(day) < 0 || Number(day) > LAST_DAY))
    throw new Usage('TEMPLATE_INVALID', `explore: ${text} is no day`);
  return days.map((day) => timeOf(formatDay(Number(day))));
}

/** 9999-12-31. */
const LAST_DAY = 2_932_896;
