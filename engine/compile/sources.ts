// Sources: a contract's files under virtual paths, and the library's; where the package stands on disk.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, posix, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Usage } from '../base/errors.ts';

/** Where the entry's folder stands in the compiler's view, whatever it is called on disk. */
export const CONTRACT_FOLDER = 'contract/';

/** Path of the file that is generated for a contract; no author's file can have it. */
export const ENTRY_PATH = `${CONTRACT_FOLDER}~entry.ts`;

/** A contract's source files. Paths are virtual: the entry's folder is `contract/`. */
export interface SourceFiles {
  /** Path of the file that holds the contract class. */
  readonly entry: string;
  /** Text by path; the entry among them. */
  readonly files: ReadonlyMap<string, string>;
}

/** A contract of one file. */
export function singleSource(text: string, name = 'contract'): SourceFiles {
  const entry = `${CONTRACT_FOLDER}${name}.ts`;
  return { entry, files: new Map([[entry, text]]) };
}

/**
 * Reads a contract and what it imports by relative paths, all below the entry's folder.
 * @throws Usage FILE_UNREADABLE
 */
export function loadSources(path: string): SourceFiles {
  const folder = dirname(resolve(path));
  const entry = CONTRACT_FOLDER + basename(path);
  const files = new Map([[entry, readSource(resolve(path))]]);
  // The map grows while it is walked: each file adds what it imports.
  for (const [file, text] of files) {
    for (const found of importsOf(file, text)) {
      const onDisk = join(folder, found.slice(CONTRACT_FOLDER.length));
      if (!files.has(found) && existsSync(onDisk)) files.set(found, readSource(onDisk));
    }
  }
  return { entry, files };
}

function readSource(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new Usage('FILE_UNREADABLE', `${path} (${(cause as NodeJS.ErrnoException).code})`);
  }
}

const RELATIVE_IMPORT = /\bfrom\s*["'](\.[^"'\n]*)["']|\bimport\s*["'](\.[^"'\n]*)["']/g;

// What a file seems to import, below the contract's folder. A match inside a comment only offers the compiler a file that it will not
// ask for; a path that leaves the folder is a finding of the rules for sources.
function importsOf(file: string, text: string): string[] {
  const paths = [...text.matchAll(RELATIVE_IMPORT)].map((match) => pathFrom(file, (match[1] ?? match[2])!));
  return paths.filter(isInside).map((path) => (path.endsWith('.ts') ? path : `${path}.ts`));
}

function pathFrom(file: string, written: string): string {
  return posix.join(posix.dirname(file), written);
}

function isInside(path: string): boolean {
  return path.startsWith(CONTRACT_FOLDER);
}

/** Whether what a file imports by a relative path is outside of the contract's folder. */
export function leavesFolder(file: string, written: string): boolean {
  return written.startsWith('.') && !isInside(pathFrom(file, written));
}

/** The folder of the package: the nearest one above this file that has the contract library. */
export function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'stdlib', 'index.ts'))) {
    const above = dirname(folder);
    if (above === folder) throw new Usage('FILE_UNREADABLE', 'stdlib/index.ts of this package');
    folder = above;
  }
  return folder;
}

/** The contract library: text by file name, `amount.ts`. */
export function librarySources(): ReadonlyMap<string, string> {
  const folder = join(packageFolder(), 'stdlib');
  const names = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'));
  const files = names.sort().filter((name) => statSync(join(folder, name)).isFile());
  return new Map(files.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

/** The compiler's fixed options, asconfig.json of this package. */
export function compilerConfig(): string {
  return readFileSync(join(packageFolder(), 'asconfig.json'), 'utf8');
}
