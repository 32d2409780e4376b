// A module as a value; code bodies stay bytes.
import { type Bytes, concat } from '../base/bytes.ts';
import type { RecordOf } from '../base/records.ts';
import type { Problem } from './problems.ts';

export interface FunctionType {
  readonly params: readonly number[];
  readonly results: readonly number[];
  readonly offset: number;
}

/** Minimum and maximum as declared; undefined if there is no maximum. */
export interface Bounds {
  readonly minimum: number;
  readonly maximum: number | undefined;
  readonly offset: number;
}

export interface Import {
  readonly module: string;
  readonly name: string;
  readonly kind: 'function' | 'table' | 'memory' | 'global' | 'tag';
  /** Index of the type of a function. */
  readonly type: number;
  readonly offset: number;
}

/** A constant expression that is one constant; `type` is ANY where it was refused. */
export interface Constant {
  readonly type: number;
  readonly value: number | bigint;
  readonly offset: number;
}

export interface Global {
  readonly type: number;
  readonly mutable: boolean;
  readonly init: Constant;
  readonly offset: number;
}

export interface Export {
  readonly name: string;
  readonly kind: Import['kind'];
  readonly index: number;
  readonly offset: number;
}

export interface Element {
  readonly at: Constant;
  readonly functions: readonly number[];
  readonly offset: number;
}

export interface Data {
  readonly at: Constant;
  readonly bytes: Bytes;
  readonly offset: number;
}

/** The code of one function: `start` to `end` is its body with the declarations of locals, `code` its first instruction. */
export interface Body {
  readonly start: number;
  readonly code: number;
  readonly end: number;
  /** Runs of locals of one type: count, type. */
  readonly locals: readonly (readonly [number, number])[];
  readonly localCount: number;
}

/** A custom section: `start` is its id byte, its contents are `from` to `end`. */
export interface Custom {
  readonly name: string;
  readonly start: number;
  readonly from: number;
  readonly end: number;
}

export interface Module {
  readonly bytes: Bytes;
  types: readonly FunctionType[];
  imports: readonly Import[];
  /** Whether a global is among them. */
  importsGlobals: boolean;
  /** Type index of each function that the module defines. */
  functions: readonly number[];
  tables: readonly Bounds[];
  memories: readonly Bounds[];
  globals: readonly Global[];
  exports: readonly Export[];
  elements: readonly Element[];
  bodies: readonly Body[];
  data: readonly Data[];
  dataCount: number | undefined;
  readonly customs: Custom[];
  /** Function names of the name section, as far as it can be read. */
  names: ReadonlyMap<number, string>;
  /** What is refused at sight but does not stop the reading. */
  readonly problems: Problem[];
}

/** The functions that the module imports; they have the first indexes. */
export function importedFunctions(module: Module): Import[] {
  return module.imports.filter((i) => i.kind === 'function');
}

/** Type of a function by its index, imports first; undefined if there is none. */
export function functionTypes(module: Module): (FunctionType | undefined)[] {
  const imported = importedFunctions(module).map((i) => i.type);
  return [...imported, ...module.functions].map((type) => module.types[type]);
}

/** What a function is called in messages. */
export function functionName(module: Module, index: number): string {
  return module.names.get(index) ?? `#${index}`;
}

/** The module with its custom sections cut out, other bytes untouched. */
export function codeBytes(module: Module): Bytes {
  const parts: Bytes[] = [];
  let from = 0;
  for (const custom of module.customs) {
    parts.push(module.bytes.subarray(from, custom.start));
    from = custom.end;
  }
  return concat(...parts, module.bytes.subarray(from));
}

/** The `tally.*` custom sections in module order: what metaId is made of. */
export function metaSections(module: Module): RecordOf<'CustomSection'>[] {
  return module.customs
    .filter((c) => c.name.startsWith('tally.'))
    .map((c) => ({ name: c.name, bytes: module.bytes.slice(c.from, c.end) }));
}
