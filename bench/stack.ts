// How much of V8's stack is left when the weight rule stops the deepest recursions there are.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Bench, Figures } from './figure.ts';
import type { Stopped } from './stack/child.ts';

/** V8's own limit in kB when nobody sets another, as `tally replay` runs. */
const DEFAULT = 984;
const STEP = 25;
const COMPILERS = ['--liftoff-only', '--no-liftoff'];

/** Whether the weight rule stops every recursion on a stack of so many kB. */
function holds(size: number, flag: string): boolean {
  const script = fileURLToPath(new URL('./stack/child.js', import.meta.url));
  const run = spawnSync(process.execPath, [flag, `--stack-size=${size}`, script], { encoding: 'utf8' });
  if (run.status !== 0) return false;
  const all = run.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Stopped);
  return all.every(({ end }) => /^(STACK_|CALL_DEPTH)/.test(end));
}

async function measure(bench: Bench): Promise<void> {
  let needed = 0;
  for (const flag of COMPILERS) {
    if (!holds(DEFAULT, flag)) throw new Error(`with ${flag} a recursion overflows the stack of V8`);
    let size = DEFAULT;
    while (size > STEP && holds(size - STEP, flag)) size -= STEP;
    bench.note(`${flag}: ${size} kB are enough`);
    needed = Math.max(needed, size);
  }
  bench.record('stack.margin', DEFAULT / needed);
}

export const figures: Figures = {
  list: [
    {
      id: 'stack.margin',
      unit: '×',
      text: 'V8’s default stack over the smallest on which the weight rule still stops each of 92 endless recursions, in either compiler',
    },
  ],
  measure,
};
