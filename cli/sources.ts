// The sources of code that stands on a chain: found among the project's and the shipped contracts, and proved by building them.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import type { Builds } from '../engine/audit/debugger.ts';
import type { TraceEntry } from '../engine/audit/trace.ts';
import { type Bytes, toHex } from '../engine/base/bytes.ts';
import type { RecordOf } from '../engine/base/records.ts';
import type { Connection } from '../engine/client/connection.ts';
import { CompileError } from '../engine/compile/diagnostics.ts';
import { CONTRACT_FOLDER, librarySources, loadSources, packageFolder } from '../engine/compile/sources.ts';
import { artifactOf, filesIn, isContract, readProject } from './artifact.ts';
import type { Session } from './session.ts';

/** Both builds of a code, and the text that they were built from. */
export interface Sources extends Builds {
  /** Lines of a file of the compiler's view. */
  linesOf(file: string): readonly string[] | undefined;
  /** Where that file is, as people write it. */
  pathOf(file: string): string;
}

const LIBRARY = '~lib/tally/';
/** Section that says from which files a module was built. */
export const BUILD_SECTION = 'tally.build';

/**
 * Sources of all codes that a trace runs, by code id in hexadecimal. A file counts if it builds to the very bytes of the chain; a
 * code whose sources are not here is left out.
 * @param named files that the user names, tried first
 * @throws Usage FILE_UNREADABLE, CompileError for a named file
 */
export async function findSources(
  connection: Connection,
  trace: readonly TraceEntry[],
  named: readonly string[],
  { output }: Session,
): Promise<ReadonlyMap<string, Sources>> {
  return buildSources(await codesIn(connection, trace), named, { output });
}

/** The same for codes with the hashes of their files; what has undefined may be any file. */
export async function buildSources(
  wanted: ReadonlyMap<string, ReadonlySet<string> | undefined>,
  named: readonly string[],
  { output }: Pick<Session, 'output'>,
): Promise<ReadonlyMap<string, Sources>> {
  const found = new Map<string, Sources>();
  const paths = [...named, ...candidates().filter((path) => !named.includes(path))];
  for (const path of paths) {
    const isNamed = named.includes(path);
    const missing = [...wanted].filter(([code]) => !found.has(code));
    if (!isNamed && !missing.some(([, hashes]) => hashes === undefined || hashes.has(hashOf(path)))) continue;
    output.progress(`building ${path}`);
    const built = await build(path, isNamed);
    if (built !== undefined && wanted.has(built.code)) found.set(built.code, built.sources);
  }
  output.progress('');
  return found;
}

/** Code ids in a trace, with the hashes of the files that their metadata names; undefined where nothing is known of them. */
async function codesIn(connection: Connection, trace: readonly TraceEntry[]) {
  const codes = new Map<string, ReadonlySet<string> | undefined>();
  for (const { kind, parts } of trace) {
    if (kind !== 'START') continue;
    const part = (name: string) => parts.find((each) => each.name === name)!.bytes;
    const code = toHex(part('code'));
    if (!codes.has(code)) codes.set(code, await hashesOf(connection, part('self'), code));
  }
  return codes;
}

async function hashesOf(connection: Connection, contract: Bytes, code: string): Promise<Set<string> | undefined> {
  const record = await connection.contract(contract);
  if (record === undefined || toHex(record.codeId) !== code) return undefined;
  const files = filesNamed((await connection.meta(record.metaId)) ?? []);
  return files.length === 0 ? undefined : new Set(files.map(({ sha256 }) => sha256));
}

/** A source file as metadata names it. */
export interface NamedFile {
  readonly path: string;
  readonly sha256: string;
}

/**
 * The files that a module says it was built from; none if it does not say. Anybody can write anything there: it decides what is
 * tried, and what counts are the bytes that come of it.
 */
export function filesNamed(sections: readonly RecordOf<'CustomSection'>[]): readonly NamedFile[] {
  const section = sections.find(({ name }) => name === BUILD_SECTION);
  if (section === undefined) return [];
  try {
    const { sources } = JSON.parse(new TextDecoder().decode(section.bytes)) as { sources: NamedFile[] };
    return sources.map(({ path, sha256 }) => ({ path: String(path), sha256: String(sha256) }));
  } catch {
    return [];
  }
}

/** A contract of the project or of this package whose file has one of these hashes. */
export function sourceWith(hashes: readonly string[]): string | undefined {
  return candidates().find((path) => hashes.includes(hashOf(path)));
}

const hashOf = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

/** Contracts of the project and of this package. */
function candidates(): string[] {
  const shipped = join(packageFolder(), 'contracts');
  const folders = [readProject().contracts, shipped, join(shipped, 'examples')];
  const paths = folders.flatMap((folder) => filesIn(folder, '.ts').map((name) => join(folder, `${name}.ts`)));
  return paths.filter(isContract);
}

async function build(path: string, isNamed: boolean): Promise<{ code: string; sources: Sources } | undefined> {
  try {
    const sources = loadSources(path);
    const library = librarySources();
    const linesOf = (file: string) => (sources.files.get(file) ?? library.get(file.replace(LIBRARY, '')))?.split('\n');
    const builds = await (await import('../engine/compile/kept.ts')).compileForDebuggerKept(sources);
    const code = toHex(artifactOf(basename(path), builds.release.wasm).codeId);
    return { code, sources: { ...builds, linesOf, pathOf: (file) => pathOf(path, file) } };
  } catch (error) {
    // A file that does not compile is no source of what is on the chain; whoever named it is told why.
    if (error instanceof CompileError && !isNamed) return undefined;
    throw error;
  }
}

function pathOf(entry: string, file: string): string {
  if (file.startsWith(LIBRARY)) return file.replace(LIBRARY, 'tally/');
  if (!file.startsWith(CONTRACT_FOLDER)) return file;
  const path = join(dirname(entry), file.slice(CONTRACT_FOLDER.length));
  const short = relative('.', path);
  // Files of this package are named from its folder, wherever it was installed.
  return short.startsWith('..') ? relative(packageFolder(), path) : short;
}
