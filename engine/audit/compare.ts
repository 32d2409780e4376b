// Where two modules part: for telling whether a source is that of a code, and if not, where it is another.
import { importedFunctions, type Module } from '../wasm/module.ts';
import { pairShapes } from './pairing.ts';
import { type Fixed, type Shape, shapesOf } from './shapes.ts';

/** A part of a module by the name of its section, or functions by their indexes with imports first. */
export interface ModuleDifference {
  readonly what:
    | 'types'
    | 'imports'
    | 'functions'
    | 'tables'
    | 'memory'
    | 'globals'
    | 'exports'
    | 'elements'
    | 'code'
    | 'data';
  /** Functions of the second that are another in the first. */
  readonly functions: readonly number[];
  /** Functions of the second that differ only in numbers that are lines of their source. */
  readonly moved: readonly number[];
  /** Functions of the second that the first has not. */
  readonly added: readonly number[];
  /** Functions of the first that the second has not. */
  readonly removed: readonly number[];
  /** Functions that each defines. */
  readonly counts: readonly [first: number, second: number];
}

/** Whether a constant of the second module is the line of the source on which it stands. */
export type IsLine = (constant: Fixed, own: number) => boolean;

/**
 * Undefined if they are the same but for custom sections. Functions come first: people look for code. A function is the same
 * wherever it stands, whatever the indexes of those that it calls and the addresses of its texts.
 */
export function compareModules(a: Module, b: Module, isLine: IsLine = () => false): ModuleDifference | undefined {
  const counts = [a.bodies.length, b.bodies.length] as const;
  const found = { ...compareFunctions(a, b, isLine), counts };
  if (found.functions.length + found.moved.length > 0) return { what: 'code', ...found };
  if (found.added.length + found.removed.length > 0) return { what: 'functions', ...found };
  const parts = [
    ['imports', a.imports, b.imports],
    ['exports', a.exports, b.exports],
    ['data', a.data, b.data],
    ['globals', a.globals, b.globals],
    ['memory', a.memories, b.memories],
    ['tables', a.tables, b.tables],
    ['elements', a.elements, b.elements],
    ['types', a.types, b.types],
  ] as const;
  const part = parts.find(([, first, second]) => contents(first) !== contents(second));
  return part && { what: part[0], ...found };
}

type FunctionDifference = Pick<ModuleDifference, 'functions' | 'moved' | 'added' | 'removed'>;

function compareFunctions(a: Module, b: Module, isLine: IsLine): FunctionDifference {
  const [first, second] = [shapesOf(a), shapesOf(b)];
  const [before, here] = [importedFunctions(a).length, importedFunctions(b).length];
  const pairs = pairShapes({ shapes: first, module: a, imports: before }, { shapes: second, module: b, imports: here });
  const shifts = shiftsAmong([...pairs].map(([j, i]) => [first[i]!, second[j]!]));
  const isSameCallee = (x: number, y: number) => {
    const partner = pairs.get(y - here);
    // Of functions that are alike any may be taken for any.
    return partner !== undefined && (partner === x - before || first[partner]!.text === first[x - before]!.text);
  };
  const found = { functions: [] as number[], moved: [] as number[], added: [] as number[] };
  for (const [j, shape] of second.entries()) {
    const partner = first[pairs.get(j) ?? -1];
    if (partner === undefined) found.added.push(here + j);
    else {
      const isCode = partner.text === shape.text && partner.callees.every((x, k) => isSameCallee(x, shape.callees[k]!));
      const others = isCode ? constantsBetween(partner, shape, shifts) : [];
      if (!isCode || others.some((constant) => !isLine(constant, j))) found.functions.push(here + j);
      else if (others.length > 0) found.moved.push(here + j);
    }
  }
  const kept = new Set(pairs.values());
  return { ...found, removed: first.map((_, i) => i + before).filter((i) => !kept.has(i - before)) };
}

/** By how much static data moved: the ways between addresses of the same object in both. */
function shiftsAmong(pairs: readonly (readonly [Shape, Shape])[]): ReadonlySet<number> {
  const shifts = new Set<number>();
  for (const [a, b] of pairs) {
    for (const [k, { object, value }] of a.text === b.text ? a.constants.entries() : []) {
      const other = b.constants[k]!;
      if (object !== undefined && object === other.object && value !== other.value) shifts.add(other.value - value);
    }
  }
  return shifts;
}

/** Constants of the second that are others in the first, and not only because data moved. */
function constantsBetween(a: Shape, b: Shape, shifts: ReadonlySet<number>): Fixed[] {
  return b.constants.filter((there, k) => {
    const { value, object } = a.constants[k]!;
    if (value === there.value && object === there.object) return false;
    if (object !== undefined || there.object !== undefined) return object !== there.object;
    return !shifts.has(there.value - value);
  });
}

/** A part in words, without where it stands. */
function contents(part: unknown): string {
  return JSON.stringify(part, (key, value: unknown) => {
    if (key === 'offset') return undefined;
    if (value instanceof Uint8Array) return [...value];
    return typeof value === 'bigint' ? `${value}n` : value;
  });
}
