// Writes everything that is generated from spec/ and from the library, or with --check names what is stale.
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
export function staleFiles(root: string): string[] {
  const stale = [...generatedFiles()].filter(([path, text]) => {
    const file = join(root, path);
    return !existsSync(file) || readFileSync(file, 'utf8') !== text;
  });
  return stale.map(([path]) => path);
}

/** Writes the stale ones; returns their paths. */
export function writeStale(root: string): string[] {
  const stale = staleFiles(root);
  for (const path of stale) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, generatedFiles().get(path)!);
  }
  return stale;
}

/** The folder above this file that holds package.json: the same from sources and from dist/. */
export function repositoryRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

function main(check: boolean): void {
  const root = repositoryRoot();
  const stale = check ? staleFiles(root) : writeStale(root);
  for (const path of stale) console.error(`${check ? 'stale' : 'wrote'}: ${path}`);
  if (check && stale.length > 0) process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.includes('--check'));
