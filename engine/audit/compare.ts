// Where two modules part: for telling whether a source is that of a code, and if not, where it is another.
import { equal } from '../base/bytes.ts';
import type { Module } from '../wasm/module.ts';

/** A part of a module by the name of its section, or functions that both define, by their indexes with imports first. */
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
  /** Functions that both define and whose code or type differs. */
  readonly functions: readonly number[];
  /** Functions that each defines. */
  readonly counts: readonly [first: number, second: number];
}

/** Undefined if they are the same but for custom sections. Functions come first: people look for code. */
export function compareModules(a: Module, b: Module): ModuleDifference | undefined {
  const imports = a.imports.filter(({ kind }) => kind === 'function').length;
  const both = Math.min(a.bodies.length, b.bodies.length);
  const differing = Array.from({ length: both }, (_, i) => i).filter((i) => !isSameFunction(a, b, i));
  const functions = differing.map((i) => imports + i);
  const counts = [a.bodies.length, b.bodies.length] as const;
  if (differing.length > 0) return { what: 'code', functions, counts };
  if (a.bodies.length !== b.bodies.length) return { what: 'functions', functions, counts };
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
  const found = parts.find(([, first, second]) => contents(first) !== contents(second));
  return found && { what: found[0], functions, counts };
}

function isSameFunction(a: Module, b: Module, own: number): boolean {
  const [x, y] = [a.bodies[own]!, b.bodies[own]!];
  const types = [a.types[a.functions[own]!], b.types[b.functions[own]!]];
  return (
    equal(a.bytes.subarray(x.start, x.end), b.bytes.subarray(y.start, y.end)) &&
    contents(types[0]) === contents(types[1])
  );
}

/** A part in words, without where it stands. */
function contents(part: unknown): string {
  return JSON.stringify(part, (key, value: unknown) => {
    if (key === 'offset') return undefined;
    if (value instanceof Uint8Array) return [...value];
    return typeof value === 'bigint' ? `${value}n` : value;
  });
}
