// Building the kernels, and running them in a process of its own under flags of V8.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageFolder } from '../engine/compile/sources.ts';
import { KERNELS } from './kernels.ts';
import { tally } from './scratch.ts';

/** What ships and is measured as well; the other sources stand in bench/kernels. */
export const CONTRACTS = ['token', 'receivable', 'examples/token_v2'];

/** Builds a source into the folder. */
export function build(folder: string, file: string): void {
  const from = CONTRACTS.includes(file) ? ['contracts'] : ['bench', 'kernels'];
  tally(folder, 'build', join(packageFolder(), ...from, `${file}.ts`), '--out', folder, '--quiet');
}

export function buildKernels(folder: string): void {
  for (const { file } of KERNELS) build(folder, file);
}

/** By kernel, its CPU time run in one of our ways over that un-metered, of each pair of runs. @throws Error if the process fails */
export function kernelRatios(folder: string, flag: string, way: 'metered' | 'interpreted'): Record<string, number[]> {
  const script = fileURLToPath(new URL('./kernel.js', import.meta.url));
  const run = spawnSync(process.execPath, [flag, script, way, folder], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`the kernels ended with ${run.status}\n${run.stderr}`);
  return JSON.parse(run.stdout) as Record<string, number[]>;
}
