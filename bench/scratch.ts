// Where the bench works on disk: a folder in build/, on the disk of the repository rather than in memory, removed at the end.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Bytes } from '../engine/base/bytes.ts';
import { packageFolder } from '../engine/compile/sources.ts';

/** Lets `act` work in a new folder. */
export async function inScratch<T>(act: (folder: string) => Promise<T>): Promise<T> {
  const build = join(packageFolder(), 'build');
  mkdirSync(build, { recursive: true });
  const folder = mkdtempSync(join(build, 'bench-'));
  try {
    return await act(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs the command line in a process of its own; returns what it prints. @throws Error unless it ends with 0 */
export function tally(folder: string, ...args: readonly string[]): string {
  const main = join(packageFolder(), 'dist', 'program', 'main.js');
  const run = spawnSync(process.execPath, [main, ...args], { cwd: folder, encoding: 'utf8' });
  if (run.status === 0) return run.stdout;
  throw new Error(`tally ${args.join(' ')} ended with ${run.status}\n${run.error?.message ?? run.stderr}`);
}

/** The token that ships, built by the command line: this process stays free of the compiler. */
export function builtToken(folder: string): { readonly path: string; readonly wasm: Bytes } {
  tally(folder, 'build', join(packageFolder(), 'contracts', 'token.ts'), '--out', folder, '--quiet');
  const path = join(folder, 'token.wasm');
  return { path, wasm: new Uint8Array(readFileSync(path)) };
}
