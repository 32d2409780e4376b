// Builds that are kept on disk for whoever compiles the same sources again: making one takes seconds.
import { createHash, type Hash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Deserializer, Serializer } from 'node:v8';
import { type Compiled, type CompileOptions, compile, compileForDebugger, type DebugBuild } from './asc.ts';
import { compilerConfig, librarySources, type SourceFiles } from './sources.ts';

/** Builds that are kept; beyond it the older half of them goes. */
const MOST = 512;
/** Bytes of the digest that stands before a build. */
const DIGEST = 32;

/**
 * The folder of kept builds: of the user and not of a project, so that nobody gets builds together with a project's files.
 * `XDG_CACHE_HOME` (XDG Base Directory Specification) moves it.
 */
export function buildsFolder(): string {
  const caches = process.env['XDG_CACHE_HOME'];
  return join(caches?.startsWith('/') ? caches : join(homedir(), '.cache'), 'tallystick', 'builds');
}

/** What {@link compile} gives, from what was kept if there is such. @throws CompileError */
export function compileKept(sources: SourceFiles, options: CompileOptions = {}): Promise<Compiled> {
  return kept(options.sourceMap ? 'mapped' : 'plain', sources, () => compile(sources, options));
}

/** What {@link compileForDebugger} gives, from what was kept if there is such. @throws CompileError */
export function compileForDebuggerKept(sources: SourceFiles): Promise<{ release: DebugBuild; debug: DebugBuild }> {
  return kept('debug', sources, () => compileForDebugger(sources));
}

/** What {@link compileForDebugger} gave before, if it was kept. */
export function keptForDebugger(sources: SourceFiles): { release: DebugBuild; debug: DebugBuild } | undefined {
  return read(pathOf('debug', sources)) as { release: DebugBuild; debug: DebugBuild } | undefined;
}

async function kept<T>(kind: string, sources: SourceFiles, make: () => Promise<T>): Promise<T> {
  const path = pathOf(kind, sources);
  const found = read(path);
  if (found !== undefined) return found as T;
  const made = await make();
  keep(path, made);
  return made;
}

/** Where the build of these sources is kept: under a name made of all that decides about it. */
function pathOf(kind: string, { entry, files }: SourceFiles): string {
  compiler ??= digestOfCompiler();
  const all = [compiler, kind, compilerConfig(), entry, [...files].sort(), ...librarySources()];
  return join(buildsFolder(), createHash('sha256').update(JSON.stringify(all)).digest('hex'));
}

let compiler: string | undefined;

/** Of every file of AssemblyScript's compiler and of our own that a build passes through. */
function digestOfCompiler(): string {
  const hash = createHash('sha256').update(process.versions.v8);
  const here = dirname(fileURLToPath(import.meta.url));
  // The program is joined to few files; what it was made of stands beside it.
  const own = basename(here) === 'program' ? join(here, '..', 'engine', 'compile') : here;
  for (const folder of ['.', '../abi', '../base', '../wasm', '../../spec']) add(hash, join(own, folder));
  const { resolve } = createRequire(import.meta.url);
  hash.update(readFileSync(join(dirname(resolve('assemblyscript/transform')), 'asc.js')));
  return hash.digest('hex');
}

function add(hash: Hash, folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) add(hash, path);
    else if (/\.[jt]s$/.test(entry.name)) hash.update(entry.name).update(readFileSync(path));
  }
}

/**
 * What was kept; undefined if there is nothing, or nothing that is whole.
 * Bytes in it have buffers of their own, as those of a build that was just made (`v8.deserialize` would give views).
 */
function read(path: string): unknown {
  try {
    const file = readFileSync(path);
    const body = file.subarray(DIGEST);
    if (!digest(body).equals(file.subarray(0, DIGEST))) return undefined;
    const now = new Date();
    utimesSync(path, now, now);
    const reader = new Deserializer(body);
    reader.readHeader();
    return reader.readValue();
  } catch {
    return undefined;
  }
}

/** That a folder cannot be written only costs time. */
function keep(path: string, made: unknown): void {
  try {
    const folder = dirname(path);
    mkdirSync(folder, { recursive: true });
    const writer = new Serializer();
    writer.writeHeader();
    writer.writeValue(made);
    const body = writer.releaseBuffer();
    const draft = `${path}.${process.pid}.tmp`;
    writeFileSync(draft, Buffer.concat([digest(body), body]));
    renameSync(draft, path);
    const names = readdirSync(folder);
    if (names.length > MOST) removeOldest(names.map((name) => join(folder, name)));
  } catch {}
}

function removeOldest(paths: readonly string[]): void {
  const ages = paths.map((path) => [statSync(path).mtimeMs, path] as const).sort(([a], [b]) => a - b);
  for (const [, path] of ages.slice(0, MOST / 2)) rmSync(path, { force: true });
}

function digest(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
