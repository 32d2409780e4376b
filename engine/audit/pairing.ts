// Which function of one module is which of another: by its export, by its shape, or by being more like it than any other.
import type { Module } from '../wasm/module.ts';
import type { Shape } from './shapes.ts';

export interface Side {
  readonly shapes: readonly Shape[];
  readonly module: Module;
  /** Functions that it imports. */
  readonly imports: number;
}

/** Less than this part of the instructions in common, and it is another function. */
const LEAST_ALIKE = 0.5;
/** Beyond so many comparisons the two modules have nothing to do with each other. */
const MOST_COMPARED = 2 ** 16;

/** Own index of a function of the first module by that of its partner in the second. The optimiser orders them as it likes. */
export function pairShapes(a: Side, b: Side): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>();
  const keys = [exportKeys, fullKeys, withCallees, ({ shapes }: Side) => shapes.map(({ text }) => text)];
  for (const key of keys) pairEqual(key(a), key(b), pairs);
  pairAlike(a, b, pairs);
  return pairs;
}

type Key = string | undefined;

function exportKeys({ shapes, module, imports }: Side): Key[] {
  const keys = shapes.map((): Key => undefined);
  for (const { name, kind, index } of module.exports) if (kind === 'function') keys[index - imports] ??= name;
  return keys;
}

/** Constants too: what is the same altogether belongs together first. */
function fullKeys(side: Side): Key[] {
  const keys = withCallees(side);
  return side.shapes.map(
    ({ constants }, i) => `${keys[i]} ${constants.map((each) => each.object ?? each.value).join()}`,
  );
}

function withCallees({ shapes, imports }: Side): Key[] {
  return shapes.map(({ text, callees }) => [text, ...callees.map((each) => shapes[each - imports]!.text)].join('|'));
}

/** Pairs what has the same key, in the order in which it stands. */
function pairEqual(a: readonly Key[], b: readonly Key[], pairs: Map<number, number>): void {
  const taken = new Set(pairs.values());
  const free = new Map<string, number[]>();
  for (const [i, key] of a.entries())
    if (key !== undefined && !taken.has(i)) free.set(key, [...(free.get(key) ?? []), i]);
  for (const [j, key] of b.entries()) {
    const found = key === undefined || pairs.has(j) ? undefined : free.get(key)?.shift();
    if (found !== undefined) pairs.set(j, found);
  }
}

/** Pairs what is left, the likest first; one alone on each side is the same whatever became of it. */
function pairAlike(a: Side, b: Side, pairs: Map<number, number>): void {
  const taken = new Set(pairs.values());
  const left = [...a.shapes.keys()].filter((i) => !taken.has(i));
  const open = [...b.shapes.keys()].filter((j) => !pairs.has(j));
  if (left.length * open.length > MOST_COMPARED) return;
  const least = left.length === 1 && open.length === 1 ? 0 : LEAST_ALIKE;
  const counts = new Map(left.map((i) => [i, countsOf(a.shapes[i]!)]));
  const likes = open.flatMap((j) => {
    const own = countsOf(b.shapes[j]!);
    return left.map((i) => ({ i, j, part: partInCommon(own, counts.get(i)!) }));
  });
  for (const { i, j, part } of likes.sort((x, y) => y.part - x.part)) {
    if (part < least || taken.has(i) || pairs.has(j)) continue;
    pairs.set(j, i);
    taken.add(i);
  }
}

type Counts = ReadonlyMap<string, number>;

function countsOf({ words }: Shape): Counts {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function partInCommon(a: Counts, b: Counts): number {
  let [common, all] = [0, 0];
  for (const word of new Set([...a.keys(), ...b.keys()])) {
    const [x, y] = [a.get(word) ?? 0, b.get(word) ?? 0];
    common += Math.min(x, y);
    all += Math.max(x, y);
  }
  return all === 0 ? 1 : common / all;
}
