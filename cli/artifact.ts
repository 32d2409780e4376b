// Artifacts: a built contract, from a module on disk, from its source, or by its name in the project.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { didYouMean } from '../engine/abi/nearest.ts';
import type { Abi } from '../engine/abi/types.ts';
import { describeModule } from '../engine/app/module.ts';
import type { Bytes } from '../engine/base/bytes.ts';
import { Usage } from '../engine/base/errors.ts';
import type { Compiled } from '../engine/compile/asc.ts';
import { CompileError, type Diagnostic } from '../engine/compile/diagnostics.ts';
import type { SourceFiles } from '../engine/compile/sources.ts';
import { readBytes } from './files.ts';

/** A lawful module, ready to be uploaded. */
export interface Artifact {
  /** File name without its ending. */
  readonly name: string;
  readonly wasm: Bytes;
  readonly codeId: Bytes;
  readonly metaId: Bytes;
  /** Undefined if the module carries none. */
  readonly abi: Abi | undefined;
}

/** Where a project keeps sources and modules, from tally.json in the current folder. */
export interface Project {
  readonly contracts: string;
  readonly out: string;
}

/** @throws Usage FILE_UNREADABLE if tally.json is not an object of such texts */
export function readProject(): Project {
  const file = 'tally.json';
  const usual = { contracts: 'contracts', out: 'build' };
  if (!existsSync(file)) return usual;
  try {
    const value = JSON.parse(readFileSync(file, 'utf8')) as Partial<Record<keyof Project, unknown>>;
    const { contracts = usual.contracts, out = usual.out } = value;
    if (typeof contracts === 'string' && typeof out === 'string') return { contracts, out };
  } catch {}
  throw new Usage('FILE_UNREADABLE', `${file}: expected an object with texts "contracts" and "out"`);
}

/**
 * The artifact that a word names: `x.wasm`, `x.ts` (compiled on the fly), or a name: build/x.wasm, otherwise contracts/x.ts.
 * @throws Usage FILE_UNREADABLE, NAME_UNKNOWN; CompileError; ModuleReject
 */
export async function findArtifact(word: string, hint: (text: string) => void): Promise<Artifact> {
  if (word.endsWith('.wasm')) return artifactOf(nameOf(word), readBytes(word));
  if (word.endsWith('.ts')) return compileArtifact(word);
  if (isFile(word)) return artifactOf(nameOf(word), readBytes(word));
  const { contracts, out } = readProject();
  const [built, source] = [join(out, `${word}.wasm`), join(contracts, `${word}.ts`)];
  if (existsSync(built)) {
    if (existsSync(source) && statSync(source).mtimeMs > statSync(built).mtimeMs) {
      hint(`${source} is newer than ${built}; \`tally build\` brings it up to date`);
    }
    return artifactOf(word, readBytes(built));
  }
  if (existsSync(source)) return compileArtifact(source);
  const names = [...filesIn(out, '.wasm'), ...filesIn(contracts, '.ts')];
  throw new Usage('NAME_UNKNOWN', `${word}: neither ${built} nor ${source}${didYouMean(word, names)}`);
}

/**
 * The source that a word names: a path, or the name of a contract of the project.
 * @throws Usage NAME_UNKNOWN if it is neither
 */
export function findSource(word: string): string {
  if (word.endsWith('.ts') || isFile(word)) return word;
  const { contracts } = readProject();
  const source = join(contracts, `${word}.ts`);
  if (existsSync(source)) return source;
  // A folder is told as such by whoever wants a source.
  if (existsSync(word)) return word;
  const names = filesIn(contracts, '.ts').filter((name) => isContract(join(contracts, `${name}.ts`)));
  const here = names.length === 0 ? '' : `; contracts here are ${names.join(', ')}`;
  throw new Usage('NAME_UNKNOWN', `${word}: there is no ${source}${didYouMean(word, names) || here}`);
}

/** The artifact of a module's bytes. @throws ModuleReject, Usage ABI_INVALID if its ABI cannot be read or tells of other methods */
export function artifactOf(name: string, wasm: Bytes): Artifact {
  return { name, ...describeModule(wasm) };
}

/** What compiling a source gave. */
export interface Build extends Artifact {
  readonly sourceMap?: string;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Compiles a source, or takes what compiling the same text gave before.
 * @throws Usage FILE_UNREADABLE; CompileError; ModuleReject
 */
export async function compileArtifact(path: string, sourceMap = false): Promise<Build> {
  const { compileKept } = await import('../engine/compile/kept.ts');
  return artifactFrom(path, (sources) => compileKept(sources, { sourceMap }));
}

/** Compiles a source, whatever was kept. @throws like {@link compileArtifact} */
export async function compileAnew(path: string): Promise<Build> {
  const { compile } = await import('../engine/compile/asc.ts');
  return artifactFrom(path, compile);
}

async function artifactFrom(path: string, act: (sources: SourceFiles) => Promise<Compiled>): Promise<Build> {
  const { loadSources } = await import('../engine/compile/sources.ts');
  const compiled = await onDisk(path, () => act(loadSources(path)));
  const map = compiled.sourceMap === undefined ? {} : { sourceMap: compiled.sourceMap };
  const diagnostics = compiled.diagnostics.map((each) => placedOnDisk(path, each));
  return { ...artifactOf(nameOf(path), compiled.wasm), ...map, diagnostics };
}

// The compiler knows the folder of the source as `contract/`; its author knows it by its own name.
async function onDisk<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    const diagnostics = error.diagnostics.map((each) => placedOnDisk(path, each));
    throw new CompileError(error.id as 'COMPILE_FAILED', diagnostics);
  }
}

/** A finding in the sources of a contract of this path, with the file as its author knows it. */
export function placedOnDisk<T extends Diagnostic>(path: string, finding: T): T {
  return { ...finding, file: finding.file.replace(/^contract\//, `${dirname(path)}/`) };
}

/** Paths of the contracts in a folder. @throws Usage FILE_UNREADABLE if there is none */
export function contractsIn(folder: string): string[] {
  const paths = filesIn(folder, '.ts').map((name) => join(folder, `${name}.ts`));
  const contracts = paths.filter(isContract);
  if (contracts.length === 0)
    throw new Usage('FILE_UNREADABLE', `no contracts in ${folder}/; name a file, or make a project: tally new`);
  return contracts;
}

/** Names of the files in a folder that end so, without the ending; none if there is no folder. */
export function filesIn(folder: string, suffix: string): string[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter(
    (file) => file.endsWith(suffix) && !file.endsWith('.d.ts') && !file.startsWith('.'),
  );
  return files.map((file) => file.slice(0, -suffix.length)).sort();
}

/** Whether a source says that it is a contract; others are there to be imported. */
export function isContract(path: string): boolean {
  return readFileSync(path, 'utf8').includes('@contract(');
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function nameOf(path: string): string {
  return basename(path).replace(/\.(wasm|ts)$/, '');
}
