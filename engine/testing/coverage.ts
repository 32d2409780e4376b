// Line coverage: what is called in a sandbox is run once more, in unoptimised builds of the same sources, and lines are counted there.
// Results and gas are those of the code that is deployed; nothing of the second run stays.
import { dirname, join, relative, resolve, sep } from 'node:path';
import { isAuthors, type Listing, placeOf } from '../audit/history.ts';
import { type Bytes, equal, toLatin1 } from '../base/bytes.ts';
import { Reject } from '../base/errors.ts';
import type { Port, PreparedCode } from '../base/tier.ts';
import { compileForDebugger } from '../compile/asc.ts';
import { bodiesOf } from '../compile/bodies.ts';
import { stepPlacesOf } from '../compile/places.ts';
import { CONTRACT_FOLDER, type SourceFiles } from '../compile/sources.ts';
import { nodeNatives } from '../crypto/node.ts';
import type { Frame } from '../host/frame.ts';
import { nameOf } from '../interpreter/emit.ts';
import type { Machine } from '../interpreter/machine.ts';
import { Program } from '../interpreter/program.ts';
import { applyTransaction, query } from '../runtime/apply.ts';
import type { Building, Site } from '../runtime/attempt.ts';
import { Engine } from '../runtime/code.ts';
import { prepare } from '../wasm/prepare.ts';
import type { Built } from './build.ts';
import type { Asked } from './chain.ts';
import { recordOf } from './record.ts';
import { Enough, PLENTY, ShadowTier } from './shadow.ts';
import type { Ran } from './watch.ts';

/** The unoptimised build of a code. */
interface Twin {
  readonly code: PreparedCode;
  readonly listing: Listing;
  /** Path of a source in the reports. */
  pathOf(file: string): string;
}

/** What an instruction counts for, beside numbers of lines. */
const UNKNOWN = 0;
const NOTHING = -1;
const ENTRY = -2;

/** Hits of lines by number, and the number of each line. */
class Lines {
  /** The first stands for no line. */
  readonly hits: number[] = [0];
  private readonly files = new Map<string, Map<number, number>>();

  /** Number of a line, which is there from now on. */
  number(file: string, line: number): number {
    const known = this.files.get(file) ?? new Map<number, number>();
    this.files.set(file, known);
    const number = known.get(line) ?? this.hits.push(0) - 1;
    known.set(line, number);
    return number;
  }

  tell(): unknown {
    const files = [...this.files].sort(([a], [b]) => (a < b ? -1 : 1));
    const told = files.map(([file, lines]) => {
      const hits = [...lines].sort(([a], [b]) => a - b).map(([line, number]) => [line, this.hits[number]!]);
      return [file, { lines: Object.fromEntries(hits) }];
    });
    return { files: Object.fromEntries(told) };
  }
}

export class Coverage {
  private readonly lines = new Lines();
  private readonly record = recordOf('TALLY_COVERAGE', 'coverage', () => this.lines.tell())!;
  private readonly twins = new Map<string, Twin>();
  /** For each program, what each place of its code counts for. */
  private readonly meanings = new WeakMap<Program, Int32Array>();
  private readonly tier = new ShadowTier(
    (code) => this.twins.get(toLatin1(code.codeId))?.code ?? code,
    (machine, program, port) => this.watch(machine, program, port),
  );
  private readonly engine = new Engine(nodeNatives, this.tier);
  private program: Program | undefined;
  private meaning: Int32Array = new Int32Array(0);
  /** The line at hand in each open function. */
  private readonly open: number[] = [];

  /** Gets to know the sources of a code; what was built from no file is not counted. @throws CompileError */
  async learn({ codeId, sources, file }: Built): Promise<void> {
    const key = toLatin1(codeId);
    if (sources === undefined || file === undefined || this.twins.has(key)) return;
    const { release, debug } = await compileForDebugger(sources);
    const code = preparedOf(debug.wasm);
    if (code === undefined || !equal(prepare(nodeNatives, release.wasm).code.codeId, codeId)) return;
    const listing = { places: stepPlacesOf(debug.sourceMap), symbols: debug.symbols };
    const twin = { code, listing, pathOf: (path: string) => reported(file, path) };
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
      if (isAuthors(twin.listing, program.functionAt(pc), place))
        this.lines.number(twin.pathOf(place.file), place.line);
    }
    for (const [file, text] of sources.files) {
      const lines = [...(built.get(file) ?? [])];
      for (const { first, last, statements } of bodiesOf(text, file)) {
        if (lines.some((line) => line >= first && line <= last)) continue;
        for (const line of statements) this.lines.number(twin.pathOf(file), line);
      }
    }
    this.record.changed();
  }

  /** A transaction that ran in these frames, on the state before it. */
  transaction(block: Building, bytes: Bytes, frames: Ran): void {
    this.look(frames, () => applyTransaction({ ...block, engine: this.engine }, bytes, true));
  }

  /** A view that was asked. */
  view(site: Site, asked: Asked, frames: Ran): void {
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
    const { pc, depth } = machine;
    if (program !== this.program || pc >= this.meaning.length) this.turnTo(program);
    let meaning = this.meaning[pc]!;
    if (meaning === UNKNOWN) {
      meaning = this.meaningOf(program, pc, port as Frame);
      this.meaning[pc] = meaning;
    }
    if (meaning === ENTRY) this.open[depth] = NOTHING;
    if (meaning <= 0 || this.open[depth] === meaning) return;
    this.open[depth] = meaning;
    this.lines.hits[meaning]! += 1;
  }

  private turnTo(program: Program): void {
    const known = this.meanings.get(program);
    let meaning = known ?? new Int32Array(0);
    // More of a program is decoded as it runs.
    if (meaning.length < program.code.length) {
      meaning = new Int32Array(program.code.length);
      if (known !== undefined) meaning.set(known);
      this.meanings.set(program, meaning);
    }
    this.program = program;
    this.meaning = meaning;
  }

  private meaningOf(program: Program, pc: number, { code }: Frame): number {
    if (isEntry(program, pc)) return ENTRY;
    const twin = this.twins.get(toLatin1(code.codeId));
    const place = twin && placeOf(twin.listing, program, pc);
    if (place === undefined || !isAuthors(twin!.listing, program.functionAt(pc), place)) return NOTHING;
    return this.lines.number(twin!.pathOf(place.file), place.line);
  }
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
