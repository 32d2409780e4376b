// The version of this package, read from its package.json.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Package {
  readonly name: string;
  readonly version: string;
  /** Files and folders that are packed. */
  readonly files: readonly string[];
  readonly devDependencies: { readonly [name: string]: string };
}

const NAME = 'tallystick';

/** Folder and description of the package: the nearest folder above this file whose package.json has its name. */
export function ownPackage(): { readonly folder: string; readonly description: Package } {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    const description = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Package) : undefined;
    if (description?.name === NAME) return { folder, description };
    if (dirname(folder) === folder) throw new Error(`no package.json of ${NAME} above the program`);
  }
}

export function versionText(): string {
  return ownPackage().description.version;
}

/** Exact versions of tools that this package is developed with itself. */
export function ownTools(names: readonly string[]): { [name: string]: string } {
  const { devDependencies } = ownPackage().description;
  return Object.fromEntries(names.map((name) => [name, devDependencies[name]!]));
}
