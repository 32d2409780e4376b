// Builds for debuggers that are kept from one command to the next: making one takes seconds.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { Builds } from '../engine/audit/debugger.ts';
import { compilerConfig, librarySources, type SourceFiles } from '../engine/compile/sources.ts';
import { writeWhole } from './files.ts';
import { versionText } from './version.ts';

/** Builds that are kept in a folder. */
const MOST = 16;

/** The name of what these sources give. */
export function buildName({ entry, files }: SourceFiles): string {
  const all = [versionText(), compilerConfig(), entry, ...files, ...librarySources()];
  return createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 32);
}

/** What was kept under this name; undefined if there is nothing, or nothing that can be read. */
export function readBuild(folder: string, name: string): Builds | undefined {
  try {
    const kept = deserialize(readFileSync(join(folder, name))) as Builds;
    return kept.release.wasm.length > 0 && kept.debug.wasm.length > 0 ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a build, and the newest of the others. That a folder cannot be written only costs time. */
export function keepBuild(folder: string, name: string, { release, debug }: Builds): void {
  try {
    writeWhole(join(folder, name), serialize({ release, debug }));
    const ages = readdirSync(folder).map((file) => [statSync(join(folder, file)).mtimeMs, file] as const);
    for (const [, file] of ages.sort(([a], [b]) => b - a).slice(MOST)) rmSync(join(folder, file), { force: true });
  } catch {}
}
