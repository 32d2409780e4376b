// The author's line among the functions that were open where a contract failed.

import type { DebugBuild } from '../compile/asc.ts';
import { offsetsOf, type SourcePlace, stepPlacesOf } from '../compile/places.ts';
import { CONTRACT_FOLDER, ENTRY_PATH } from '../compile/sources.ts';
import { nameOf } from '../interpreter/emit.ts';
import type { Program } from '../interpreter/program.ts';
import { importedFunctions } from '../wasm/module.ts';
import { readModule } from '../wasm/parse.ts';
import { isAuthors, type Listing, placeOf } from './history.ts';
import { typeName } from './values.ts';

/** A line of the author's, and how it got away from there. */
export interface Placed extends SourcePlace {
  /** `Token#move`; undefined where the optimiser left no name. */
  readonly function: string | undefined;
  /** The function of a library or of a client that was called there and failed; undefined if the line itself did. */
  readonly calling: string | undefined;
  /** Whether the optimiser left only a line close by. */
  readonly isNear: boolean;
}

/** Functions that were open when a guest failed: places in the interpreter's code, the innermost first. */
export interface Fallen {
  readonly program: Program;
  readonly pcs: readonly number[];
}

/** What is known of one build of a code. */
export type Known = Listing & { readonly sourceMap: string; readonly wasm: Uint8Array };

/** Files that only call other contracts, by the names that `tally bindings` gives them. */
const CLIENT = /[._/]client\.ts$/;
/** What refuses on behalf of whoever calls it. */
const REFUSING = '~lib/tally/require/';
/** What calls another contract. */
const CALLING = '~lib/tally/call/';

const known = new WeakMap<DebugBuild, Known>();

/** Reads the map of a build once. */
export function knownOf(build: DebugBuild): Known {
  const { sourceMap, symbols, wasm } = build;
  const found = known.get(build) ?? { places: stepPlacesOf(sourceMap), symbols, sourceMap, wasm };
  known.set(build, found);
  return found;
}

/**
 * The innermost line of the author's in unoptimised code: the one that wanted something, and not that of a client which passes it on.
 * `isCaller` says that another contract told this one no.
 */
export function placeIn(known: Known, { program, pcs }: Fallen, isCaller: boolean): Placed | undefined {
  const lines = pcs.flatMap((pc, at) => {
    const index = program.functionAt(pc);
    // A function that was too much for the stack stands nowhere yet.
    const isEntered = at > 0 || nameOf(program.code[pc]!) !== 'enter';
    const place = isEntered ? placeAround(known, program, pc) : undefined;
    return isAuthors(known, index, place) ? [{ place: place!, index, at }] : [];
  });
  const found = lines.find(({ place }) => !CLIENT.test(place.file)) ?? lines[0];
  if (found === undefined) return undefined;
  const above = pcs[found.at - 1];
  const callee = above === undefined ? undefined : nameIn(known, program.functionAt(above));
  const own = nameIn(known, found.index);
  const asks = isCaller || found !== lines[0];
  return {
    ...found.place,
    function: own && functionTitle(own),
    calling: callee !== undefined && isWorthTelling(callee, asks) ? functionTitle(callee) : undefined,
    isNear: false,
  };
}

/** Whether the name of what a line called says something that the path and the reason do not say. */
function isWorthTelling(callee: string, isCaller: boolean): boolean {
  if (!callee.startsWith('~lib/')) return isCaller;
  return ![REFUSING, CALLING].some((folder) => callee.startsWith(folder));
}

/** The same in optimised code, where functions went into others: the unoptimised build tells what they were called. */
export function placeNear(release: Known, debug: Known, { program, pcs }: Fallen): Placed | undefined {
  for (const pc of pcs) {
    const start = program.bodyAt(program.functionAt(pc));
    const end = program.placeOf(pc);
    for (let at = end; at >= start; at--) {
      const place = release.places(at, start);
      if (place === undefined || !isAuthors(release, program.functionAt(pc), place)) continue;
      // Instructions of one line are joined, and the one that failed may be the last of them.
      const isNear = at < Math.min(end, program.startOf(pc));
      return { ...place, function: nameAt(debug, place), calling: undefined, isNear };
    }
  }
  return undefined;
}

/** Most bytes from a call to what takes its result. */
const CALL_BYTES = 6;

/**
 * The place of an instruction. A call that leaves out arguments has none: before it stand those that the library gives, with its places.
 * What drops the result bears the place of the statement then, and the arguments that are the author's stand in it.
 */
function placeAround(known: Known, program: Program, pc: number): SourcePlace | undefined {
  const own = placeOf(known, program, pc);
  if (own !== undefined) return own;
  const index = program.functionAt(pc);
  const before = placeBefore(known, program, pc);
  if (!nameIn(known, index)?.startsWith(CONTRACT_FOLDER) || isAuthors(known, index, before)) return before;
  const [start, at] = [program.bodyAt(index), program.placeOf(pc)];
  const lookAt = (offset: number) => {
    const place = known.places(offset, start);
    return isAuthors(known, index, place) ? place : undefined;
  };
  const behind = firstOf(at, at + CALL_BYTES, 1, lookAt);
  const argument = firstOf(at, start, -1, lookAt);
  return behind !== undefined && (argument === undefined || behind.line <= argument.line) ? behind : argument;
}

function firstOf<T>(from: number, to: number, step: 1 | -1, look: (at: number) => T | undefined): T | undefined {
  for (let at = from; step * (to - at) >= 0; at += step) {
    const found = look(at);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What the compiler adds to a line, such as the call that an assertion fails with, has no place of its own. */
function placeBefore({ places }: Known, program: Program, pc: number): SourcePlace | undefined {
  const start = program.bodyAt(program.functionAt(pc));
  for (let at = program.startOf(pc); at >= start; at--) {
    const place = places(at, start);
    if (place !== undefined) return place;
  }
  return undefined;
}

function nameIn({ symbols }: Listing, index: number): string | undefined {
  return symbols.functions.get(index)?.name;
}

/** The author's function of an unoptimised build that has this place. */
function nameAt(debug: Known, place: SourcePlace): string | undefined {
  const module = readModule(debug.wasm);
  const imports = importedFunctions(module).length;
  for (const offset of offsetsOf(debug.sourceMap, place)) {
    const own = module.bodies.findIndex(({ code, end }) => code <= offset && offset < end);
    const name = own < 0 ? undefined : nameIn(debug, own + imports);
    if (name !== undefined && !name.startsWith(ENTRY_PATH.replace('.ts', ''))) return functionTitle(name);
  }
  return undefined;
}

/** What people call a function of the compiler's: `Map#get`, `Array#[]`, `Value#value`. */
export function functionTitle(name: string): string {
  const plain = typeName(withoutTypes(name.replace(/@varargs$/, '')));
  const [owner, own = ''] = plain.split(/(?<=[#.])(?=[^#.]*$)/) as [string, string?];
  return (
    owner +
    own
      .replace(/^get:/, '')
      .replace(/^set:(.*)/, '$1=')
      .replace(/^__get$/, '[]')
      .replace(/^__set$/, '[]=')
  );
}

/** Without what stands in angle brackets, which may stand in each other. */
function withoutTypes(name: string): string {
  let text = name;
  for (let before = ''; before !== text; ) [before, text] = [text, text.replace(/<[^<>]*>/, '')];
  return text;
}
