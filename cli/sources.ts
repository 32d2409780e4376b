// The sources of code that stands on a chain: found among the project's and the shipped contracts, and proved by building them.
import { basename, dirname, join, relative } from 'node:path';
import type { Builds } from '../engine/audit/debugger.ts';
import type { TraceEntry } from '../engine/audit/trace.ts';
import { type Bytes, toHex } from '../engine/base/bytes.ts';
import type { Connection } from '../engine/client/connection.ts';
import { CompileError } from '../engine/compile/diagnostics.ts';
import { CONTRACT_FOLDER, librarySources, loadSources, packageFolder } from '../engine/compile/sources.ts';
import { artifactOf } from './artifact.ts';
import { type Candidate, candidatesFor, type Origin, originOf } from './candidates.ts';
import type { Session } from './session.ts';

/** Both builds of a code, and the text that they were built from. */
export interface Sources extends Builds {
  /** Lines of a file of the compiler's view. */
  linesOf(file: string): readonly string[] | undefined;
  /** Where that file is, as people write it. */
  pathOf(file: string): string;
}

/** A code on the chain whose source is looked for. */
export interface Wanted extends Origin {
  /** A contract that has it. */
  readonly self: Bytes;
}

/** A code whose source was not found. */
export interface Missing {
  readonly self: Bytes;
  /** A file that is here and should be it, by its name or its class, but builds to other bytes. */
  readonly other: string | undefined;
}

/** What was found of the codes that were wanted, each by its id in hexadecimal. */
export interface Found {
  readonly sources: ReadonlyMap<string, Sources>;
  readonly missing: ReadonlyMap<string, Missing>;
  /** Files that were named by the user and are the source of nothing that was wanted. */
  readonly unused: readonly string[];
}

const LIBRARY = '~lib/tally/';

/**
 * Sources of all codes that a trace runs. A file counts if it builds to the very bytes of the chain.
 * @param named files that the user names, tried first
 * @throws Usage FILE_UNREADABLE, CompileError for a named file
 */
export async function findSources(
  connection: Connection,
  trace: readonly TraceEntry[],
  named: readonly string[],
  { output }: Session,
): Promise<Found> {
  return buildSources(await codesIn(connection, trace), named, { output });
}

/** The same for codes of which it is known what they were built from. */
export async function buildSources(
  wanted: ReadonlyMap<string, Wanted>,
  named: readonly string[],
  { output }: Pick<Session, 'output'>,
): Promise<Found> {
  const hunt = new Hunt(wanted, output);
  for (const path of named) await hunt.attempt(path, 'named');
  const missing = new Map<string, Missing>();
  for (const [code, each] of wanted) {
    const candidates = hunt.found.has(code) ? [] : candidatesFor(each);
    for (const { path, likeness } of candidates) if (!hunt.found.has(code)) await hunt.attempt(path, likeness);
    if (hunt.found.has(code)) continue;
    // Where nothing is known of the source, any file may be it, and none should.
    const other = candidates.find(({ likeness }) => likeness !== 'any')?.path;
    missing.set(code, { self: each.self, other });
  }
  output.progress('');
  return { sources: hunt.found, missing, unused: named.filter((path) => !hunt.useful.has(path)) };
}

/** Builds files, each once, and keeps those that give a code that is wanted. */
class Hunt {
  readonly found = new Map<string, Sources>();
  readonly useful = new Set<string>();
  private readonly wanted: ReadonlyMap<string, unknown>;
  private readonly output: Session['output'];
  private readonly tried = new Set<string>();

  constructor(wanted: ReadonlyMap<string, unknown>, output: Session['output']) {
    this.wanted = wanted;
    this.output = output;
  }

  /** @throws Usage FILE_UNREADABLE, CompileError for a named file */
  async attempt(path: string, likeness: Candidate['likeness'] | 'named'): Promise<void> {
    if (this.tried.has(path)) return;
    this.tried.add(path);
    this.output.progress(`building ${path}`);
    try {
      const built = await this.build(path);
      if (!this.wanted.has(built.code)) return;
      this.found.set(built.code, built.sources);
      this.useful.add(path);
    } catch (error) {
      // A file that does not compile is no source of what is on the chain; whoever named it is told why.
      if (!(error instanceof CompileError) || likeness === 'named') throw error;
    }
  }

  private async build(path: string): Promise<{ code: string; sources: Sources }> {
    const sources = loadSources(path);
    const library = librarySources();
    const linesOf = (file: string) => (sources.files.get(file) ?? library.get(file.replace(LIBRARY, '')))?.split('\n');
    const builds = await (await import('../engine/compile/kept.ts')).compileForDebuggerKept(sources);
    const code = toHex(artifactOf(basename(path), builds.release.wasm).codeId);
    return { code, sources: { ...builds, linesOf, pathOf: (file) => pathOf(path, file) } };
  }
}

/** Code ids in a trace, with what is known of their sources. */
async function codesIn(connection: Connection, trace: readonly TraceEntry[]): Promise<Map<string, Wanted>> {
  const codes = new Map<string, Wanted>();
  for (const { kind, parts } of trace) {
    if (kind !== 'START') continue;
    const part = (name: string) => parts.find((each) => each.name === name)!.bytes;
    const [code, self] = [toHex(part('code')), part('self')];
    if (!codes.has(code)) codes.set(code, { self, ...(await originOn(connection, self, code)) });
  }
  return codes;
}

async function originOn(connection: Connection, contract: Bytes, code: string): Promise<Origin> {
  const record = await connection.contract(contract);
  const isOld = record === undefined || toHex(record.codeId) !== code;
  const origin = originOf(isOld ? [] : ((await connection.meta(record.metaId)) ?? []));
  return { ...origin, files: origin.files?.length === 0 ? undefined : origin.files };
}

function pathOf(entry: string, file: string): string {
  if (file.startsWith(LIBRARY)) return file.replace(LIBRARY, 'tally/');
  if (!file.startsWith(CONTRACT_FOLDER)) return file;
  const path = join(dirname(entry), file.slice(CONTRACT_FOLDER.length));
  const short = relative('.', path);
  // Files of this package are named from its folder, wherever it was installed.
  return short.startsWith('..') ? relative(packageFolder(), path) : short;
}
