// The driver: from a contract's source files to a module of the protocol, with the AssemblyScript compiler in this process.
import type { Abi } from '../abi/types.ts';
import { equal } from '../base/bytes.ts';
import { inspect } from '../wasm/prepare.ts';
import { describe, type Problem } from '../wasm/problems.ts';
import { CompileError, type Diagnostic, diagnosticAt } from './diagnostics.ts';
import { ERROR_CATEGORY } from './guard.ts';
import { placesOf } from './places.ts';
import { keepTallySections } from './sections.ts';
import { compilerConfig, librarySources, type SourceFiles } from './sources.ts';
import { type Symbols, symbolsOf } from './symbols.ts';
import type { Transform } from './transform.ts';
import { atTop, type Message, refuse, type Said, textOf, warnings } from './verdict.ts';

/** A built contract. */
export interface Compiled {
  /** The module; its only custom sections are `tally.abi` and `tally.build`. */
  readonly wasm: Uint8Array;
  readonly abi: Abi;
  /** JSON of the source map, if asked for. */
  readonly sourceMap?: string;
  /** Warnings; errors are thrown. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface CompileOptions {
  readonly sourceMap?: boolean;
}

interface Asc {
  readonly version: string;
  main(argv: string[], options: Record<string, unknown>): Promise<{ readonly error: Error | null }>;
}

interface Run extends Said {
  readonly written: ReadonlyMap<string, Uint8Array | string>;
}

const OUTPUT = 'contract.wasm';
const LIBRARY_FOLDER = 'stdlib';
// Not a literal, so that the type checker does not follow it; see tree.ts.
const ASC: string = 'assemblyscript/asc';

/** A build with what a debugger needs of it. */
export interface DebugBuild {
  readonly wasm: Uint8Array;
  /** JSON. */
  readonly sourceMap: string;
  readonly symbols: Symbols;
}

/**
 * Compiles a contract. The same sources give the same bytes wherever they stand.
 * @throws CompileError LINT_FAILED with everything that contracts cannot use, or COMPILE_FAILED with every compiler error
 */
export async function compile(sources: SourceFiles, options: CompileOptions = {}): Promise<Compiled> {
  // Loading the compiler takes 0.4 s; whoever only imports this file does not pay.
  const [asc, { makeTransform }] = await Promise.all([import(ASC) as Promise<Asc>, import('./transform.ts')]);
  const built = async (sourceMap: boolean) => {
    const { transform, outcome } = makeTransform(`assemblyscript ${asc.version}`);
    return { outcome, done: await run(asc, sources, { sourceMap }, transform) };
  };
  const { outcome, done } = await built(options.sourceMap ?? false);
  refuse(sources, outcome, done);
  const wasm = moduleOf(done);
  const { problems } = inspect(wasm);
  if (problems.length > 0) {
    const mapped = options.sourceMap ? done : (await built(true)).done;
    throw new CompileError('LINT_FAILED', locate(sources, problems, equal(wasm, moduleOf(mapped)) ? mapped : done));
  }
  const sourceMap = mapOf(done);
  return {
    wasm,
    abi: outcome.abi!,
    ...(sourceMap === undefined ? {} : { sourceMap }),
    diagnostics: warnings(sources, done),
  };
}

/**
 * Compiles a contract for a debugger. `release` has the bytes that {@link compile} gives, and names of its functions; `debug` is
 * not optimised, so that each line of the source and each local variable can be found in it.
 * @throws CompileError like {@link compile}
 */
export async function compileForDebugger(sources: SourceFiles): Promise<{
  readonly release: DebugBuild;
  readonly debug: DebugBuild;
}> {
  const [asc, { makeTransform }] = await Promise.all([import(ASC) as Promise<Asc>, import('./transform.ts')]);
  const built = async (target: string): Promise<DebugBuild> => {
    const { transform, outcome } = makeTransform(`assemblyscript ${asc.version}`);
    const done = await run(asc, sources, { sourceMap: true, target, names: true }, transform);
    refuse(sources, outcome, done);
    const symbols = symbolsOf(done.written.get(OUTPUT) as Uint8Array, outcome.program!, outcome.abi!.contract);
    return { wasm: moduleOf(done), sourceMap: mapOf(done)!, symbols };
  };
  return { release: await built('release'), debug: await built('debug') };
}

/**
 * Runs the compiler alone, with the options and the library that contracts are built with, and at most a transform.
 * @throws Error with every compiler error
 */
export async function compileBare(sources: SourceFiles, transform?: new () => Transform): Promise<Uint8Array> {
  const { error, messages, written } = await run((await import(ASC)) as Asc, sources, {}, transform);
  const errors = messages.filter((message) => message.category === ERROR_CATEGORY);
  if (error) throw new Error([error.message, ...errors.map((message) => message.message)].join('\n'));
  return written.get(OUTPUT) as Uint8Array;
}

interface RunOptions extends CompileOptions {
  readonly target?: string;
  /** Whether the module keeps a section with names of functions and locals. */
  readonly names?: boolean;
}

async function run(
  asc: Asc,
  sources: SourceFiles,
  { sourceMap = false, target = 'release', names = false }: RunOptions,
  transform: (new () => Transform) | undefined,
): Promise<Run> {
  const library = librarySources();
  const written = new Map<string, Uint8Array | string>();
  const messages: Message[] = [];
  const readFile = (name: string, folder: string): string | null => {
    if (name === 'asconfig.json') return compilerConfig();
    if (folder !== LIBRARY_FOLDER) return sources.files.get(name) ?? null;
    // The library's own folder is called tally: `~lib/tally/amount`, and `~lib/tally` is its index.
    return library.get(name.replace(/^tally\//, '')) ?? null;
  };
  const argv = [
    sources.entry,
    '--lib',
    LIBRARY_FOLDER,
    '--outFile',
    OUTPUT,
    '--target',
    target,
    ...(sourceMap ? ['--sourceMap'] : []),
    ...(names ? ['--debug'] : []),
  ];
  const { error } = await mainOf(asc, argv, {
    readFile,
    writeFile: (name: string, contents: Uint8Array | string) => void written.set(name, contents),
    listFiles: () => [],
    reportDiagnostic: (message: Message) => void messages.push(message),
    stdout: { write: () => {} },
    stderr: { write: () => {} },
    transforms: transform ? [transform] : [],
  });
  return { error, written, messages };
}

// What the compiler throws while it reads a file is no error of its own making.
async function mainOf(asc: Asc, argv: string[], options: Record<string, unknown>): Promise<{ error: Error | null }> {
  try {
    return await asc.main(argv, options);
  } catch (thrown) {
    return { error: thrown instanceof Error ? thrown : new Error(String(thrown)) };
  }
}

function moduleOf({ written }: Run): Uint8Array {
  return keepTallySections(written.get(OUTPUT) as Uint8Array);
}

function mapOf({ written }: Run): string | undefined {
  const map = written.get(`${OUTPUT}.map`);
  return map === undefined ? undefined : String(map);
}

/** What slips through the rules for sources, where it comes from; every node would refuse it again at upload. */
function locate(sources: SourceFiles, problems: readonly Problem[], done: Run): Diagnostic[] {
  const map = mapOf(done);
  const placeOf = map === undefined ? () => undefined : placesOf(map);
  return problems.map((problem) => {
    const place = placeOf(problem.offset);
    const text = place && textOf(sources, place.file);
    if (!place || text === undefined) return atTop(sources, problem.code, describe(problem));
    const { file, line, column } = place;
    const start = text.split('\n', line - 1).reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
    return diagnosticAt({ code: problem.code, message: describe(problem) }, { file, text, start, end: start + 1 });
  });
}
