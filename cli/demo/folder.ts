// The folder of a demonstration: a project with chain, keys and names, in which every other command works afterwards.
import { existsSync, mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Usage } from '../../engine/base/errors.ts';

/** Absolute paths. */
export interface DemoFolder {
  readonly dir: string;
  readonly chain: string;
  readonly keys: string;
  readonly names: string;
}

/** A folder to keep, which must be new or empty; without one, a new one among the temporary files. @throws Usage FILE_EXISTS */
export function freshFolder(wanted: string | undefined): DemoFolder {
  const dir = wanted === undefined ? mkdtempSync(join(tmpdir(), 'tally-demo-')) : resolve(wanted);
  checkFresh(dir);
  mkdirSync(dir, { recursive: true });
  const home = join(dir, '.tally');
  return { dir, chain: join(home, 'chain'), keys: join(home, 'keys'), names: join(home, 'names.json') };
}

/** @throws Usage FILE_EXISTS if there is something in the folder */
export function checkFresh(dir: string): void {
  if (existsSync(dir) && readdirSync(dir).length > 0) throw new Usage('FILE_EXISTS', `${dir} is not empty`);
}
