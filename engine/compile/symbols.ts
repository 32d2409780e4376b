// What a debugger knows of a built module: names of functions and locals, and how values of its types lie in memory.

import type { Reader } from '../wasm/reader.ts';
import { enumOf, enumsAmong } from './enums.ts';
import { contentsOf } from './sections.ts';
import { CONTRACT_FOLDER } from './sources.ts';
import type { CompiledClass, Program } from './tree.ts';

/** Field of a class: its type as the compiler writes it, and bytes from the beginning of an object. */
export interface FieldSymbol {
  readonly name: string;
  readonly type: string;
  readonly offset: number;
}

export interface LocalSymbol {
  readonly name: string;
  /** Undefined for what the compiler made itself. */
  readonly type: string | undefined;
}

export interface FunctionSymbols {
  readonly name: string;
  /** Whether the compiler wrote it, although it is said to stand in a file of the author's. */
  readonly isGenerated: boolean;
  /** By index, parameters first. An optimised build has none. */
  readonly locals: ReadonlyMap<number, LocalSymbol>;
}

export interface Symbols {
  /** By function index, imports first. */
  readonly functions: ReadonlyMap<number, FunctionSymbols>;
  /** Fields of each class by its name. */
  readonly classes: ReadonlyMap<string, readonly FieldSymbol[]>;
  /** Name of the contract's own class. */
  readonly contract: string | undefined;
}

/** Subsections of the name section (Core Specification 2.0, appendix 7.4). */
const FUNCTION_NAMES = 1;
const LOCAL_NAMES = 2;
/** Kind of an element of the compiler's program that stands for a field. */
const PROPERTY_PROTOTYPE = 10;

/** Methods that the compiler writes into structs. */
const GENERATED = /#__(read|write)$/;
/** What all events extend. */
const EVENT = '~lib/tally/event/Event';

/**
 * Symbols of a module that still has its name section, with types from the program that it was built from.
 * @param contract name of the contract's class as its author wrote it
 */
export function symbolsOf(wasm: Uint8Array, program: Program, contract: string): Symbols {
  const names = new Map<number, string>();
  const locals = new Map<number, Map<number, string>>();
  const from = contentsOf(wasm, 'name');
  while (from !== undefined && !from.done) {
    const kind = from.u8();
    const part = from.part(from.u32());
    if (kind === FUNCTION_NAMES) readNames(part, names);
    if (kind === LOCAL_NAMES) {
      part.list(() => {
        const index = part.u32();
        locals.set(index, readNames(part, new Map()));
      });
    }
  }
  const own = ownClass(program, contract);
  const written = generatedIn(program, own);
  const functions = [...names].map(([index, name]): [number, FunctionSymbols] => {
    const isGenerated = written.some((each) => name.startsWith(each)) || GENERATED.test(name);
    return [index, { name, isGenerated, locals: localsOf(program, name, locals.get(index)) }];
  });
  return { functions: new Map(functions), classes: classesOf(program), contract: own?.internalName };
}

function readNames(from: Reader, to: Map<number, string>): Map<number, string> {
  from.list(() => to.set(from.u32(), from.name()));
  return to;
}

function ownClass(program: Program, contract: string): CompiledClass | undefined {
  const isOwn = ({ internalName: name }: CompiledClass) =>
    name.startsWith(CONTRACT_FOLDER) && name.endsWith(`/${contract}`);
  return [...program.managedClasses.values()].find(isOwn);
}

/** Beginnings of names of functions that the transform writes: what makes the contract's object, and all of an event. */
function generatedIn(program: Program, own: CompiledClass | undefined): string[] {
  const events = [...program.managedClasses.values()].filter(({ base }) => base?.internalName === EVENT);
  const written = events.map(({ internalName }) => `${internalName}#`);
  for (let each = own ?? null; each !== null; each = each.base) written.push(`${each.internalName}#constructor`);
  return written;
}

function localsOf(program: Program, name: string, locals = new Map<number, string>()): Map<number, LocalSymbol> {
  const instance = program.instancesByName.get(name);
  const types = new Map(instance?.localsByIndex?.map((local) => [local.name, local.type]));
  const enums = enumsAmong(program, instance);
  const typed = [...locals].map(([index, local]): [number, LocalSymbol] => {
    // Locals of one name in one function are told apart by a number behind a bar.
    const plain = local.replace(/\|\d+$/, '');
    const type = types.get(plain)?.toString();
    const named = enums.get(plain);
    return [index, { name: plain, type: type !== undefined && isNumbers(type) && named ? named : type }];
  });
  return new Map(typed.sort(([a], [b]) => a - b));
}

/** What enums, and lists and options of them, are to the compiler. */
function isNumbers(type: string): boolean {
  return ['i32', '~lib/array/Array<i32>', '~lib/tally/option/Option<i32>'].includes(type);
}

function classesOf(program: Program): Map<string, FieldSymbol[]> {
  const classes = [...program.managedClasses.values()].map((each): [string, FieldSymbol[]] => {
    const members = [...(each.members?.values() ?? [])].filter(({ kind }) => kind === PROPERTY_PROTOTYPE);
    const fields = members.flatMap(({ instance, fieldDeclaration }) => {
      if (!instance?.isField) return [];
      const type = instance.type.toString();
      const written = fieldDeclaration?.type;
      const named = written && isNumbers(type) ? enumOf({ scope: each, type: written }) : undefined;
      return [{ name: instance.name, type: named ?? type, offset: instance.memoryOffset }];
    });
    return [each.internalName, fields];
  });
  return new Map(classes);
}
