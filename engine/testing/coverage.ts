// Line coverage: what is called in a sandbox is run once more, in unoptimised builds of the same sources, and lines are counted there.
// Results and gas are those of the code that is deployed; nothing of the second run stays.
import { dirname, join, relative, resolve, sep } from 'node:path';
import { isAuthors, type Listing, placeOf } from '../audit/history.ts';
import { type Bytes, equal, toLatin1 } from '../base/bytes.ts';
import { Reject } from '../base/errors.ts';
import type { Port, PreparedCode } from '../base/tier.ts';
import type { ViewCall } from '../client/connection.ts';
import { bodiesOf } from '../compile/bodies.ts';
import { compileForDebuggerKept } from '../compile/kept.ts';
import { type SourcePlace, stepPlacesOf } from '../compile/places.ts';
import { CONTRACT_FOLDER, type SourceFiles } from '../compile/sources.ts';
import { nodeNatives } from '../crypto/node.ts';
import type { Frame } from '../host/frame.ts';
import { nameOf } from '../interpreter/emit.ts';
import type { Machine } from '../interpreter/machine.ts';
import { Program } from '../interpreter/program.ts';
import { applyTransaction, query } from '../runtime/apply.ts';
import type { Building, Site as Where } from '../runtime/attempt.ts';
import { Engine } from '../runtime/code.ts';
import { prepare } from '../wasm/prepare.ts';
import type { Built } from './build.ts';
import { recordOf } from './record.ts';
import { Enough, PLENTY, ShadowTier } from './shadow.ts';
import type { Ran } from './watch.ts';

/** The unoptimised build of a code. */
interface Twin {
  readonly code: PreparedCode;
  readonly listing: Listing;
  /** Path of a source in the reports. */
  pathOf(file: string): string;
  /** All lines with code. */
  readonly lines: [file: string, line: number][];
}

/** A program that ran, with how often each of its instructions did. */
interface Run {
  readonly program: Program;
  readonly twin: Twin;
  hits: Float64Array;
  /** What was found out about its instructions: where they stand, and in which function; nothing if that is not the author's. */
  readonly sites: Map<number, Site | undefined>;
}

interface Site {
  readonly function: number;
  readonly place: SourcePlace;
}

/** Hits of lines by file. */
class Lines {
  private readonly files = new Map<string, Map<number, number>>();

  add(file: string, line: number, hits: number): void {
    const lines = this.files.get(file) ?? new Map<number, number>();
    this.files.set(file, lines);
    lines.set(line, (lines.get(line) ?? 0) + hits);
  }

  tell(): unknown {
    const files = [...this.files].sort(([a], [b]) => (a < b ? -1 : 1));
    const told = files.map(([file, lines]) => {
      const sorted = [...lines].sort(([a], [b]) => a - b);
      return [file, { lines: Object.fromEntries(sorted) }];
    });
    return { files: Object.fromEntries(told) };
  }
}

export class Coverage {
  private readonly record = recordOf('TALLY_COVERAGE', 'coverage', () => this.tell())!;
  private readonly twins = new Map<string, Twin>();
  private readonly runs = new Map<Program, Run>();
  private readonly tier = new ShadowTier(
    (code) => this.twins.get(toLatin1(code.codeId))?.code ?? code,
    (machine, program, port) => this.watch(machine, program, port),
  );
  private readonly engine = new Engine(nodeNatives, this.tier);
  private run: Run | undefined;

  /** Gets to know the sources of a code; what was built from no file is not counted. @throws CompileError */
  async learn({ codeId, sources, file }: Built): Promise<void> {
    const key = toLatin1(codeId);
    if (sources === undefined || file === undefined || this.twins.has(key)) return;
    const { release, debug } = await compileForDebuggerKept(sources);
    const code = preparedOf(debug.wasm);
    if (code === undefined || !equal(prepare(nodeNatives, release.wasm).code.codeId, codeId)) return;
    const listing = { places: stepPlacesOf(debug.sourceMap), symbols: debug.symbols };
    const twin: Twin = { code, listing, pathOf: (path) => reported(file, path), lines: [] };
    this.twins.set(key, twin);
    this.note(twin, sources);
  }

  /** Every line that has code, and those of functions that the compiler left out because nothing calls them. */
  private note(twin: Twin, sources: SourceFiles): void {
    const program = new Program(twin.code);
    const built = new Map<string, Set<number>>();
    program.module.bodies.forEach((_, own) => {
      program.decode(own + program.imports.length);
    });
    for (const pc of program.starts()) {
      const place = isEntry(program, pc) ? undefined : placeOf(twin.listing, program, pc);
      if (place === undefined) continue;
      built.set(place.file, (built.get(place.file) ?? new Set()).add(place.line));
      if (isCounted(place.file) && isAuthors(twin.listing, program.functionAt(pc), place))
        twin.lines.push([twin.pathOf(place.file), place.line]);
    }
    for (const [file, text] of sources.files) {
      if (!isCounted(file)) continue;
      const lines = [...(built.get(file) ?? [])];
      for (const { first, last, statements } of bodiesOf(text, file)) {
        if (lines.some((line) => line >= first && line <= last)) continue;
        for (const line of statements) twin.lines.push([twin.pathOf(file), line]);
      }
    }
    this.record.changed();
  }

  /** A transaction that ran in these frames, on the state before it. */
  transaction(block: Building, bytes: Bytes, frames: Ran): void {
    this.look(frames, () => applyTransaction({ ...block, engine: this.engine }, bytes, true));
  }

  /** A view that was asked. */
  view(site: Where, asked: ViewCall, frames: Ran): void {
    this.look(frames, () => query({ ...site, engine: this.engine }, { ...asked, gas: PLENTY }));
  }

  private look(frames: Ran, act: () => unknown): void {
    this.tier.begin(frames);
    try {
      act();
    } catch (error) {
      if (!(error instanceof Enough)) throw error;
    }
    this.record.changed();
  }

  private watch(machine: Machine, program: Program, port: Port): void {
    const { pc } = machine;
    if (program !== this.run?.program || pc >= this.run.hits.length) this.turnTo(program, port as Frame);
    if (this.run !== undefined) this.run.hits[pc]! += 1;
  }

  private turnTo(program: Program, { code }: Frame): void {
    const twin = this.twins.get(toLatin1(code.codeId));
    this.run = this.runs.get(program) ?? (twin && { program, twin, hits: new Float64Array(0), sites: new Map() });
    if (this.run === undefined) return;
    this.runs.set(program, this.run);
    // More of a program is decoded as it runs.
    const { hits } = this.run;
    if (hits.length === program.code.length) return;
    this.run.hits = new Float64Array(program.code.length);
    this.run.hits.set(hits);
  }

  private tell(): unknown {
    const lines = new Lines();
    for (const twin of this.twins.values()) for (const [file, line] of twin.lines) lines.add(file, line, 0);
    for (const run of this.runs.values()) count(run, lines);
    return lines.tell();
  }
}

/**
 * A line ran as often as that of its instructions that ran most often: a condition of a loop more often than what comes before it, and
 * a call whose arguments stand on other lines once. Each function that has code of a line counts for itself.
 */
function count(run: Run, lines: Lines): void {
  const most = new Map<string, { readonly place: SourcePlace; times: number }>();
  for (const pc of run.program.starts()) {
    const times = run.hits[pc] ?? 0;
    const site = times === 0 ? undefined : siteOf(run, pc);
    if (site === undefined) continue;
    const { function: index, place } = site;
    const key = `${index} ${place.line} ${place.file}`;
    const known = most.get(key);
    if (known === undefined) most.set(key, { place, times });
    else known.times = Math.max(known.times, times);
  }
  for (const { place, times } of most.values()) lines.add(run.twin.pathOf(place.file), place.line, times);
}

function siteOf({ program, twin, sites }: Run, pc: number): Site | undefined {
  if (sites.has(pc)) return sites.get(pc);
  const place = isEntry(program, pc) ? undefined : placeOf(twin.listing, program, pc);
  const index = program.functionAt(pc);
  const isOwn = place !== undefined && isCounted(place.file) && isAuthors(twin.listing, index, place);
  const site = isOwn ? { function: index, place } : undefined;
  sites.set(pc, site);
  return site;
}

/** Clients that `tally bindings` wrote are nobody's to test. */
function isCounted(file: string): boolean {
  return !file.endsWith('.client.ts');
}

function isEntry(program: Program, pc: number): boolean {
  return nameOf(program.code[pc]!) === 'enter';
}

/** Undefined for a build beyond the limits of the profile, in which nothing can be counted. */
function preparedOf(wasm: Bytes): PreparedCode | undefined {
  try {
    return prepare(nodeNatives, wasm).code;
  } catch (error) {
    if (error instanceof Reject) return undefined;
    throw error;
  }
}

function reported(entry: string, file: string): string {
  const path = join(dirname(resolve(entry)), file.slice(CONTRACT_FOLDER.length));
  return relative(process.cwd(), path).split(sep).join('/');
}

let shared: Coverage | undefined;

/** What counts lines for all sandboxes of this process; nothing does unless TALLY_COVERAGE names a folder. */
export function coverage(): Coverage | undefined {
  if (process.env['TALLY_COVERAGE']) shared ??= new Coverage();
  return shared;
}
