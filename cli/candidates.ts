// Files here that may be the source of a code: by what its metadata says it was built from, and by the name of its class.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { abiAmong } from '../engine/abi/abi.ts';
import type { RecordOf } from '../engine/base/records.ts';
import { packageFolder } from '../engine/compile/sources.ts';
import { filesIn, isContract, readProject } from './artifact.ts';

/** Section that says from which files a module was built. */
export const BUILD_SECTION = 'tally.build';

/** A source file as metadata names it. */
export interface NamedFile {
  readonly path: string;
  readonly sha256: string;
}

/** What is known of the source of a code. */
export interface Origin {
  /** The files that it says it was built from; undefined if nothing is known and any file may be it. */
  readonly files: readonly NamedFile[] | undefined;
  /** The class of its contract. */
  readonly contract: string | undefined;
}

/** Why a file may be a source: it has the hash that is named, or only the name of the file, or only the class. */
export type Likeness = 'hash' | 'name' | 'class' | 'any';

export interface Candidate {
  readonly path: string;
  readonly likeness: Likeness;
}

type Section = RecordOf<'CustomSection'>;

/** What metadata says of its source. */
export function originOf(sections: readonly Section[]): Origin {
  return { files: filesNamed(sections), contract: classNamed(sections) };
}

/**
 * The files that a module says it was built from; none if it does not say. Anybody can write anything there: it decides what is
 * tried, and what counts are the bytes that come of it.
 */
export function filesNamed(sections: readonly Section[]): readonly NamedFile[] {
  const section = sections.find(({ name }) => name === BUILD_SECTION);
  if (section === undefined) return [];
  try {
    const { sources } = JSON.parse(new TextDecoder().decode(section.bytes)) as { sources: NamedFile[] };
    return sources.map(({ path, sha256 }) => ({ path: String(path), sha256: String(sha256) }));
  } catch {
    return [];
  }
}

function classNamed(sections: readonly Section[]): string | undefined {
  try {
    return abiAmong(sections)?.contract;
  } catch {
    return undefined;
  }
}

/**
 * Contracts of the project and of this package that may be the source of a code, the likeliest first. Other text under the
 * same name may still give the same bytes: another comment is none of them.
 */
export function candidatesFor({ files, contract }: Origin): Candidate[] {
  const paths = contractsHere();
  const having = (likeness: Likeness, has: (path: string) => boolean) =>
    paths.filter(has).map((path): Candidate => ({ path, likeness }));
  if (files === undefined) return having('any', () => true);
  const hashes = files.map(({ sha256 }) => sha256);
  const names = files.map(({ path }) => basename(path));
  const exact = having('hash', (path) => hashes.includes(hashOf(path)));
  if (exact.length > 0) return exact;
  const named = having('name', (path) => names.includes(basename(path)));
  if (named.length > 0 || contract === undefined) return named;
  const line = new RegExp(`^export class ${contract}\\b`, 'm');
  return having('class', (path) => line.test(readFileSync(path, 'utf8')));
}

const hashOf = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

/** Contracts of the project and of this package. */
function contractsHere(): string[] {
  const shipped = join(packageFolder(), 'contracts');
  const folders = [readProject().contracts, shipped, join(shipped, 'examples')];
  const paths = folders.flatMap((folder) => filesIn(folder, '.ts').map((name) => join(folder, `${name}.ts`)));
  return paths.filter(isContract);
}
