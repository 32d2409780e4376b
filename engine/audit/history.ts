// Which instructions a transaction ran, in order, and where a source line begins among them. Steps are counted from 0 over all
// frames; one step is one instruction of the interpreter, which may stand for several of the module.
import type { Bytes } from '../base/bytes.ts';
import { toHex } from '../base/bytes.ts';
import type { PlacesWithin, SourcePlace } from '../compile/places.ts';
import { CONTRACT_FOLDER, ENTRY_PATH } from '../compile/sources.ts';
import type { Symbols } from '../compile/symbols.ts';
import type { Frame } from '../host/frame.ts';
import { nameOf } from '../interpreter/emit.ts';
import type { Program } from '../interpreter/program.ts';
import type { Seen } from '../runtime/evidence.ts';
import type { Execution } from './execution.ts';
import { readTrace } from './trace.ts';

/** An instruction, wherever it ran. */
export interface Site {
  /** Code id in hexadecimal. */
  readonly code: string;
  /** Index of its function, imports first. */
  readonly function: number;
  /** Where it stands in the module. */
  readonly offset: number;
  /** Whether a function begins with it. */
  readonly isEntry: boolean;
  readonly place: SourcePlace | undefined;
  /** Whether its place is in a source of the author's, not of a library. */
  readonly isOwn: boolean;
}

/** A step with which a line begins in a call of a function. */
export interface Stop {
  readonly step: number;
  readonly site: Site;
  /** Open functions, over all frames. */
  readonly depth: number;
  /** Whether it is the first line in that call. */
  readonly isFirst: boolean;
}

/** What is known of a code. */
export interface Listing {
  readonly places: PlacesWithin;
  readonly symbols: Symbols;
}

/** Steps that are kept. */
const MOST_STEPS = 2 ** 24;
const FIRST_ROOM = 2 ** 16;

/** There are more steps than are kept. */
export class TooLong extends Error {
  override name = 'TooLong';
}

export class History {
  /** How the run ended. */
  readonly seen: Seen;
  /** Steps there were; those beyond a bound are counted and not kept. */
  length = 0;
  readonly stops: Stop[] = [];
  /** For each record of the trace: steps that were begun when it was made, and the author's line that led to it. */
  readonly records: {
    readonly steps: number;
    /** The stop at that line. */
    readonly stop: Stop | undefined;
  }[] = [];
  private readonly sites: Site[] = [];
  private siteAt = new Uint32Array(FIRST_ROOM);
  private depthAt = new Uint16Array(FIRST_ROOM);
  /** The line at hand in each open function. */
  private readonly lines: (Stop | undefined)[] = [];
  private readonly known = new Map<Program, Map<number, number>>();
  private readonly listingOf: (code: string) => Listing | undefined;

  /**
   * Runs the transaction once. `listingOf` tells what is known of a code, by its id in hexadecimal.
   * @throws TooLong if it is to be whole and there are more steps than are kept; Reject, Fault
   */
  constructor(execution: Execution, listingOf: (code: string) => Listing | undefined, isWhole = false) {
    this.listingOf = listingOf;
    const sizes: number[] = [];
    const lines: (Stop | undefined)[] = [];
    let size = 0;
    this.seen = execution.run((machine, program, port) => {
      const { run, code } = port as Frame;
      if (isWhole && this.length === MOST_STEPS) throw new TooLong();
      if (run.trace.size !== size) {
        size = run.trace.size;
        sizes.push(size, this.length);
        lines.push(this.lineAbove());
      }
      const place = this.siteOf(program, machine.pc, nameOf(machine.code[machine.pc]!), code.codeId);
      this.keep(place, machine.depth);
    });
    this.placeRecords(sizes, lines);
  }

  /** Steps that can be looked at. */
  get kept(): number {
    return Math.min(this.length, MOST_STEPS);
  }

  site(step: number): Site {
    return this.sites[this.siteAt[step]!]!;
  }

  depth(step: number): number {
    return this.depthAt[step]!;
  }

  /** The author's line at hand at a step: where the innermost function that has one stood last. */
  lineAt(step: number): Stop | undefined {
    let lowest = Number.POSITIVE_INFINITY;
    let at = step + 1;
    for (let i = this.stops.length - 1; i >= 0; i--) {
      const stop = this.stops[i]!;
      if (stop.step > step) continue;
      while (at > stop.step) lowest = Math.min(lowest, this.depth(--at));
      if (stop.depth <= lowest) return stop;
    }
    return undefined;
  }

  private siteOf(program: Program, pc: number, name: string, codeId: Bytes): number {
    let known = this.known.get(program);
    if (known === undefined) {
      known = new Map();
      this.known.set(program, known);
    }
    const found = known.get(pc);
    if (found !== undefined) return found;
    this.sites.push(this.makeSite(program, pc, name === 'enter', toHex(codeId)));
    known.set(pc, this.sites.length - 1);
    return this.sites.length - 1;
  }

  private makeSite(program: Program, pc: number, isEntry: boolean, code: string): Site {
    const [offset, index] = [program.placeOf(pc), program.functionAt(pc)];
    const listing = this.listingOf(code);
    const place = isEntry ? undefined : listing && placeOf(listing, program, pc);
    const isOwn = listing !== undefined && isAuthors(listing, index, place);
    return { code, function: index, offset, isEntry, place, isOwn };
  }

  private keep(index: number, depth: number): void {
    const step = this.length++;
    if (step >= MOST_STEPS) return;
    if (step === this.siteAt.length) this.makeRoom();
    this.siteAt[step] = index;
    this.depthAt[step] = depth;
    this.stopAt(step, this.sites[index]!, depth);
  }

  private makeRoom(): void {
    const [sites, depths] = [new Uint32Array(2 * this.siteAt.length), new Uint16Array(2 * this.siteAt.length)];
    sites.set(this.siteAt);
    depths.set(this.depthAt);
    [this.siteAt, this.depthAt] = [sites, depths];
  }

  private stopAt(step: number, site: Site, depth: number): void {
    const { lines } = this;
    if (site.isEntry) lines[depth] = undefined;
    lines.length = depth + 1;
    if (!site.isOwn) return;
    const line = lines[depth];
    if (line !== undefined && isSameLine(line.site.place!, site.place!)) return;
    lines[depth] = { step, site, depth, isFirst: line === undefined };
    this.stops.push(lines[depth]);
  }

  /** The author's line at hand in the innermost function that has one. */
  private lineAbove(): Stop | undefined {
    return this.lines.findLast((stop) => stop !== undefined);
  }

  /** The run shows at each step how long the trace is; several records may have been made since the one before. */
  private placeRecords(sizes: readonly number[], lines: readonly (Stop | undefined)[]): void {
    let at = 0;
    for (const { end } of readTrace(this.seen.trace)) {
      while (at < lines.length && sizes[2 * at]! < end) at++;
      const steps = at < lines.length ? sizes[2 * at + 1]! : this.length;
      this.records.push({ steps, stop: lines[at] });
    }
  }
}

/** The last place among the bytes of what one instruction of the interpreter does. */
export function placeOf({ places }: Listing, program: Program, pc: number): SourcePlace | undefined {
  const start = program.bodyAt(program.functionAt(pc));
  for (let at = program.placeOf(pc); at >= Math.max(start, program.startOf(pc)); at--) {
    const place = places(at, start);
    if (place !== undefined) return place;
  }
  return undefined;
}

/** Whether a place in a function is in a source of the author's, and written by the author. */
export function isAuthors({ symbols }: Listing, index: number, place: SourcePlace | undefined): boolean {
  if (!place?.file.startsWith(CONTRACT_FOLDER) || place.file === ENTRY_PATH) return false;
  return symbols.functions.get(index)?.isGenerated !== true;
}

function isSameLine(a: SourcePlace, b: SourcePlace): boolean {
  return a.line === b.line && a.file === b.file;
}
