// A module as the interpreter keeps it: read once, its functions decoded when they are first called.
import type { Bytes } from '../base/bytes.ts';
import type { PreparedCode } from '../base/tier.ts';
import { checkFunction, type Scope, scopeOf } from '../wasm/check.ts';
import { type FunctionType, type Import, importedFunctions, type Module } from '../wasm/module.ts';
import { readModule } from '../wasm/parse.ts';
import { decodeFunction } from './decode.ts';
import { Emitter } from './emit.ts';

/** Entry of a function that is an import, or not decoded yet. */
export const NOT_HERE = -1;

/** An import as it is called. */
export interface Imported {
  readonly name: string;
  readonly type: FunctionType;
}

export class Program {
  readonly module: Module;
  readonly imports: readonly Imported[];
  /** Where each function begins in {@link code}; see {@link NOT_HERE}. */
  readonly entries: Int32Array;
  readonly kinds: Int32Array;
  readonly exports: ReadonlyMap<string, number>;
  readonly types: readonly FunctionType[];
  private readonly scope: Scope;
  private readonly typeKinds: Int32Array;
  private readonly globals: Uint8Array;
  private readonly emitter = new Emitter();

  /** The module of code that was found lawful. */
  constructor(code: PreparedCode) {
    this.module = readModule(code.module);
    this.scope = scopeOf(this.module);
    this.types = this.scope.functions as readonly FunctionType[];
    this.typeKinds = kindsOf(this.module.types);
    this.kinds = Int32Array.from(functionKinds(this.module), (type) => this.typeKinds[type]!);
    this.imports = importedFunctions(this.module).map(({ name, type }: Import) => ({
      name,
      type: this.module.types[type]!,
    }));
    this.entries = new Int32Array(this.types.length).fill(NOT_HERE);
    this.globals = Uint8Array.from(this.module.globals, ({ type }) => type);
    this.exports = new Map(this.module.exports.filter((e) => e.kind === 'function').map((e) => [e.name, e.index]));
  }

  /** Register code of all functions that are decoded; another array once more are. */
  get code(): Int32Array {
    return this.emitter.code();
  }

  /** Where in the module the instruction stands that begins at a place of the code. */
  placeOf(pc: number): number {
    return this.emitter.places[2 * this.indexOf(pc) + 1]!;
  }

  /** Behind what was written before it: from there to {@link placeOf} stands all that it does. */
  startOf(pc: number): number {
    const index = this.indexOf(pc);
    const before = index === 0 ? 0 : this.emitter.places[2 * index - 1]! + 1;
    return Math.min(before, this.placeOf(pc));
  }

  /** Where each instruction of the decoded functions begins. */
  *starts(): Generator<number> {
    const { places } = this.emitter;
    for (let i = 0; i < places.length; i += 2) yield places[i]!;
  }

  private indexOf(pc: number): number {
    const { places } = this.emitter;
    let [low, high] = [0, places.length / 2];
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (places[2 * middle]! <= pc) low = middle;
      else high = middle;
    }
    return low;
  }

  /** Index of the function that a place of the code belongs to. */
  functionAt(pc: number): number {
    let found = NOT_HERE;
    for (const [index, entry] of this.entries.entries()) {
      if (entry <= pc && entry > (found === NOT_HERE ? NOT_HERE : this.entries[found]!)) found = index;
    }
    return found;
  }

  /** Where in the module the code of a function that it defines begins. */
  bodyAt(index: number): number {
    return this.module.bodies[index - this.imports.length]!.code;
  }

  /** Decodes a function that the module defines. */
  decode(index: number): void {
    if (this.entries[index] !== NOT_HERE) return;
    const own = index - this.imports.length;
    const { module, scope, types } = this;
    const type = types[index]!;
    const body = module.bodies[own]!;
    const { weight } = checkFunction(scope, type, body);
    const locals = [...type.params, ...body.locals.flatMap(([count, local]) => new Array<number>(count).fill(local))];
    const { bytes } = module;
    const [from, end] = [body.code, body.end];
    const shared = { functions: types, types: module.types, kinds: this.typeKinds, globals: this.globals };
    this.entries[index] = decodeFunction({ bytes, from, end, type, locals, weight, ...shared }, this.emitter);
  }

  /** The table right after instantiation. */
  newTable(): Int32Array {
    const table = new Int32Array(this.module.tables[0]?.minimum ?? 0).fill(-1);
    for (const { at, functions } of this.module.elements) table.set(functions, Number(at.value));
    return table;
  }

  /** A memory of `pages` right after instantiation. */
  newMemory(pages: number): Bytes {
    const bytes = new Uint8Array(pages * 65_536);
    for (const { at, bytes: data } of this.module.data) bytes.set(data, Number(at.value) >>> 0);
    return bytes;
  }
}

function functionKinds(module: Module): number[] {
  return [...importedFunctions(module).map(({ type }) => type), ...module.functions];
}

/** The same number for types of the same signature. */
function kindsOf(types: readonly FunctionType[]): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from(types, ({ params, results }) => {
    const signature = `${params.join()}>${results.join()}`;
    const number = numbers.get(signature) ?? numbers.size;
    numbers.set(signature, number);
    return number;
  });
}
