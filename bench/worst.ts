// Worst cases of preparing a module: what compiles, near all limits, and what must be refused.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Bytes } from '../engine/base/bytes.ts';
import { inspect } from '../engine/wasm/prepare.ts';
import { LIMITS, type Limit } from '../spec/limits.ts';
import { chance } from './chance.ts';
import { type Bench, type Figures, median } from './figure.ts';
import { bombs } from './worst/bombs.ts';
import type { Compiled } from './worst/child.ts';
import { Parts } from './worst/module.ts';
import { LIMITED, SHAPES } from './worst/shapes.ts';

const MODULES = 10_000;
const RUNS = 5;
const NEAR_EACH = 100;
const EAGER = '--no-wasm-lazy-compilation';

const COMPILERS = {
  'compile.worst.ms': [EAGER],
  'compile.worst.turbofan.ms': [EAGER, '--no-liftoff'],
} as const;

async function measure(bench: Bench): Promise<void> {
  for (const [id, flags] of Object.entries(COMPILERS)) if (bench.wants(id)) await measureCompiling(bench, id, flags);
  if (bench.wants('refuse.worst.ms')) measureRefusing(bench);
  if (bench.wants('prepare.linear')) measureLinear(bench);
}

async function measureCompiling(bench: Bench, id: string, flags: readonly string[]): Promise<void> {
  // The optimising compiler takes ten times as long, so it gets each tenth module.
  const step = flags.length > 1 ? 10 : 1;
  bench.note(`${id}: ${MODULES / step} modules near the limits, every function compiled`);
  const slowest = await compileAll(flags, MODULES / step, step, (counts) => {
    const least = [...counts].sort((a, b) => a[1] - b[1])[0]!;
    bench.note(`${counts.size} limits, each reached by at least ${least[1]} modules (${least[0]})`);
    if (least[1] < NEAR_EACH / step) throw new Error(`only ${least[1]} modules reach ${least[0]}`);
  });
  const times = slowest.map(({ prepare, compile }) => prepare + compile);
  const at = times.indexOf(Math.max(...times));
  bench.note(`the slowest: module ${slowest[at]!.number}, near ${slowest[at]!.near.join(', ')}`);
  bench.record(id, times[at]!);
}

/** Compiles them in another process; `seen` learns how many came near each limit. Returns the slowest, timed again. */
async function compileAll(
  flags: readonly string[],
  count: number,
  step: number,
  seen: (near: ReadonlyMap<string, number>) => void,
): Promise<Compiled[]> {
  const script = fileURLToPath(new URL('./worst/child.js', import.meta.url));
  const args = [...flags, script, '0', String(count), String(step)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const all: Compiled[] = [];
  for await (const line of createInterface({ input: child.stdout })) all.push(JSON.parse(line) as Compiled);
  if (child.exitCode === null) await new Promise((done) => child.once('exit', done));
  if (child.exitCode !== 0) throw new Error(`compiling ended with ${child.exitCode ?? child.signalCode}`);
  const near = new Map<string, number>();
  for (const compiled of all.slice(0, count))
    for (const limit of compiled.near) near.set(limit, (near.get(limit) ?? 0) + 1);
  seen(near);
  return all.slice(count);
}

function measureRefusing(bench: Bench): void {
  let [worst, name] = [0, ''];
  const all = bombs();
  for (const bomb of all) {
    const times = Array.from({ length: RUNS }, () => {
      const begin = performance.now();
      if (inspect(bomb.bytes).problems.length === 0) throw new Error(`${bomb.name} is not refused`);
      return performance.now() - begin;
    }).sort((a, b) => a - b);
    if (median(times)! > worst) [worst, name] = [median(times)!, bomb.name];
  }
  bench.note(`${all.length} modules refused; the slowest: ${name}`);
  bench.record('refuse.worst.ms', worst);
}

/** Bytes from which a module is large. */
const LARGE = 20_000;
const PART = 8;
const PAIRS = 25;

/** A module that a limit, or a part of it, makes as large as it is. */
function shaped(limit: Limit, part: number): Bytes {
  const parts = new Parts();
  parts.globals = 1;
  SHAPES[limit]!(parts, Math.floor(LIMITS[limit].max / part), chance(5));
  return parts.bytes();
}

/** Milliseconds until a lawful module is prepared, for each of its bytes. */
function perByte(bytes: Bytes): number {
  const begin = performance.now();
  if (inspect(bytes).problems.length > 0) throw new Error('a module within the limits is refused');
  return (performance.now() - begin) / bytes.length;
}

/** Time for a byte of a large module over that for a byte of one with an eighth of the same. */
function measureLinear(bench: Bench): void {
  let [worst, name] = [0, ''];
  for (const limit of LIMITED) {
    const [small, large] = [shaped(limit, PART), shaped(limit, 1)];
    if (large.length < LARGE || large.length < small.length * 3) continue;
    perByte(large);
    const pairs = Array.from({ length: PAIRS }, () => [perByte(small), perByte(large)] as const);
    const middle = (which: 0 | 1) => median(pairs.map((pair) => pair[which]).sort((a, b) => a - b))!;
    const ratio = middle(1) / middle(0);
    if (ratio > worst) [worst, name] = [ratio, limit];
  }
  bench.note(`worst near the limit ${name}`);
  bench.record('prepare.linear', worst);
}

export const figures: Figures = {
  list: [
    {
      id: 'compile.worst.ms',
      unit: 'ms',
      text: 'validate, meter, compile every function in the first compiler and instantiate: the slowest of 10,000 modules near the limits',
    },
    {
      id: 'compile.worst.turbofan.ms',
      unit: 'ms',
      text: 'the same in the optimising compiler: the slowest of each tenth of them',
    },
    {
      id: 'refuse.worst.ms',
      unit: 'ms',
      text: 'until a module that is a known danger, or beyond a limit, is refused: the slowest of about 100',
    },
    {
      id: 'prepare.linear',
      unit: '×',
      text: 'time to validate and meter a byte of a large module over that of one with an eighth of the same in it: the worst shape',
    },
  ],
  measure,
};
