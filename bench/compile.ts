// Compiling: what a contract's author waits for.
import { join } from 'node:path';
import { compile } from '../engine/compile/asc.ts';
import { loadSources, packageFolder } from '../engine/compile/sources.ts';
import type { Bench, Figures } from './figure.ts';

const WARM = 3;
const RUNS = 9;

async function measure(bench: Bench): Promise<void> {
  bench.note('compiling contracts/token.ts');
  const path = join(packageFolder(), 'contracts', 'token.ts');
  for (let run = -WARM; run < RUNS; run++) {
    const begin = performance.now();
    await compile(loadSources(path));
    if (run >= 0) bench.record('compile.token.ms', performance.now() - begin);
  }
}

export const figures: Figures = {
  list: [
    {
      id: 'compile.token.ms',
      unit: 'ms',
      text: 'contracts/token.ts from its source to a lawful module, the compiler loaded and warm',
    },
  ],
  measure,
};
