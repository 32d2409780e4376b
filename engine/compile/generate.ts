// What is generated from spec/ and from the library, which of it is stale, and writing that.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readersText, shapesText, writersText } from './codecs.ts';
import { declareHost } from './declare.ts';
import { dispatchText } from './dispatch.ts';
import { doorsText } from './doors.ts';
import { decorators, libraryExports } from './exports.ts';
import { libraryPage } from './library.ts';
import { referencePages } from './reference.ts';

/** Every generated file: path below the repository root to text. */
export function generatedFiles(): ReadonlyMap<string, string> {
  const pages = [...referencePages()].map(([name, text]) => [`docs/reference/${name}`, text] as const);
  return new Map([
    ['stdlib/host.ts', declareHost()],
    ['engine/host/doors.ts', doorsText()],
    ['engine/interpreter/dispatch.ts', dispatchText()],
    ['engine/base/shapes.ts', shapesText()],
    ['engine/base/readers.ts', readersText()],
    ['engine/base/writers.ts', writersText()],
    ...pages,
    ['docs/reference/library.md', libraryPage(libraryExports(), decorators())],
  ]);
}

/** Paths of generated files under `root` that are absent or differ from what would be written. */
export function staleFiles(root: string, files = generatedFiles()): string[] {
  const stale = [...files].filter(([path, text]) => {
    const file = join(root, path);
    return !existsSync(file) || readFileSync(file, 'utf8') !== text;
  });
  return stale.map(([path]) => path);
}

/** Writes the stale ones; returns their paths. */
export function writeStale(root: string, files = generatedFiles()): string[] {
  const stale = staleFiles(root, files);
  for (const path of stale) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, files.get(path)!);
  }
  return stale;
}

/** The folder above this file that holds package.json: the same from sources and from dist/. */
export function repositoryRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}
