// Compiling: what a contract's author waits for, and how much of it the compiler alone would take.
import { compile, compileBare } from '../engine/compile/asc.ts';
import { loadSources } from '../engine/compile/sources.ts';
import type { Bench, Figures } from './figure.ts';
import { plainSources, TOKEN } from './plain.ts';

const WARM = 3;
const RUNS = 9;

async function timed(act: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await act();
  return performance.now() - begin;
}

async function measure(bench: Bench): Promise<void> {
  bench.note('compiling contracts/token.ts');
  const ours = () => timed(() => compile(loadSources(TOKEN)));
  for (let run = -WARM; run < RUNS; run++) {
    const spent = await ours();
    if (run >= 0 && bench.wants('compile.token.ms')) bench.record('compile.token.ms', spent);
  }
  if (bench.wants('compile.token.ratio')) await measureRatio(bench, ours);
}

/** In turns, and each first in every second pair, so that both have the machine as it is. */
async function measureRatio(bench: Bench, ours: () => Promise<number>): Promise<void> {
  bench.note('and with the compiler alone');
  const plain = await plainSources(TOKEN);
  const bare = () => timed(() => compileBare(plain));
  for (let run = -WARM; run < 2 * RUNS; run++) {
    const first = await (run % 2 === 0 ? ours() : bare());
    const second = await (run % 2 === 0 ? bare() : ours());
    if (run >= 0) bench.record('compile.token.ratio', run % 2 === 0 ? first / second : second / first);
  }
}

export const figures: Figures = {
  list: [
    {
      id: 'compile.token.ms',
      unit: 'ms',
      text: 'contracts/token.ts from its source to a lawful module, the compiler loaded and warm',
    },
    {
      id: 'compile.token.ratio',
      unit: '×',
      text: 'the same over the time that the compiler alone takes for the same functions, written out as plain sources',
    },
  ],
  measure,
};
