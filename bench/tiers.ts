// The tiers against each other: the interpreter against V8, contracts that are called once against compiling them, and what it
// costs to run everything twice.
import type { Tier } from '../engine/base/tier.ts';
import { nodeNatives } from '../engine/crypto/node.ts';
import { applyTransaction } from '../engine/runtime/apply.ts';
import { Engine } from '../engine/runtime/code.ts';
import { AutoTier, referee, THRESHOLDS } from '../engine/runtime/tiers.ts';
import { CompiledTier } from '../engine/sandbox/compiled.ts';
import { Overlay } from '../engine/state/overlay.ts';
import { checkAll } from './chain.ts';
import { ColdChain, SHAPES } from './cold.ts';
import { type Bench, cpuMicros, type Figure, type Figures, middle } from './figure.ts';
import { KERNELS } from './kernels.ts';
import { buildKernels, kernelRatios } from './running.ts';
import { builtToken, inScratch } from './scratch.ts';
import { TokenChain } from './token.ts';

const PAIRS = 9;
const COLD_CALLS = 60;
const TRANSFERS = 1_000;
const WARM_BLOCKS = 30;

async function measure(bench: Bench): Promise<void> {
  await inScratch(async (folder) => {
    if (SLOWDOWNS.some(({ id }) => bench.wants(id))) measureKernels(bench, folder);
    if (bench.wants('check.all.slowdown')) measureChecking(bench, builtToken(folder).wasm);
  });
  if (bench.wants('tier.cold.ratio')) measureCold(bench);
}

const NAMES: { readonly [kernel: string]: string } = { fibonacci: 'fib' };
const idOf = (kernel: string) => `interpreter.${NAMES[kernel] ?? kernel}.slowdown`;

/** All kernels interpreted, over the same un-metered in V8's optimising compiler. */
function measureKernels(bench: Bench, folder: string): void {
  bench.note(`${KERNELS.length} kernels, interpreted`);
  buildKernels(folder);
  for (const [name, values] of Object.entries(kernelRatios(folder, '--no-liftoff', 'interpreted')))
    for (const value of values) bench.record(idOf(name), value);
}

/** A block of transfers with every transaction run in both tiers, over the same without. */
function measureChecking(bench: Bench, wasm: Uint8Array): void {
  bench.note(`check.all.slowdown: ${PAIRS} pairs of blocks of ${TRANSFERS} transfers`);
  const token = new TokenChain(wasm, 1_000);
  const { engine } = token.chain;
  const checking = referee(1);
  const block = (check: boolean) => {
    engine.checking = check ? checking : undefined;
    const batch = token.open(token.transfers(TRANSFERS));
    const micros = cpuMicros(() =>
      checkAll(batch.transactions.map((bytes) => applyTransaction(batch.block, bytes, true).receipt)),
    );
    token.close(batch);
    return micros;
  };
  for (let i = 0; i < WARM_BLOCKS; i++) block(i % 2 === 0);
  for (let i = 0; i < PAIRS; i++) {
    const plain = block(false);
    bench.record('check.all.slowdown', block(true) / plain);
  }
}

/** Blocks in which each transaction calls code that was never called before: the worst shape of code. */
function measureCold(bench: Bench): void {
  const chain = new ColdChain();
  const block = (tier: Tier, shape: keyof typeof SHAPES, steps: number) => {
    const batch = chain.block(shape, steps, COLD_CALLS);
    const engine = new Engine(nodeNatives, tier);
    for (const code of batch.codes) engine.keep(code);
    const building = { ...batch.block, engine, overlay: new Overlay(batch.block.overlay) };
    return cpuMicros(() =>
      checkAll(batch.transactions.map((bytes) => applyTransaction(building, bytes, true).receipt)),
    );
  };
  let worst = 0;
  for (const shape of Object.keys(SHAPES) as (keyof typeof SHAPES)[]) {
    for (const share of [0.1, 0.9, 1.1]) {
      const steps = THRESHOLDS.steps * share;
      block(new AutoTier(), shape, steps);
      const ratios = Array.from({ length: PAIRS }, () => {
        const compiled = block(new CompiledTier(), shape, steps);
        return block(new AutoTier(), shape, steps) / compiled;
      });
      bench.note(
        `tier.cold.ratio: ${shape}, ${share} of the steps that may be interpreted: ${middle(ratios).toFixed(2)}`,
      );
      worst = Math.max(worst, middle(ratios));
    }
  }
  bench.record('tier.cold.ratio', worst);
}

const SLOWDOWNS: Figure[] = KERNELS.map(({ name }) => ({
  id: idOf(name),
  unit: '×',
  text: `CPU time of the interpreter over V8's optimising compiler un-metered, ${name}`,
}));

export const figures: Figures = {
  list: [
    ...SLOWDOWNS,
    {
      id: 'check.all.slowdown',
      unit: '×',
      text: 'CPU time of a block of 1,000 transfers with each transaction run in both tiers, over the same block without',
    },
    {
      id: 'tier.cold.ratio',
      unit: '×',
      text: 'CPU time of a block in which each transaction calls code that was never called, over the same with all code compiled: the worst shape of code',
    },
  ],
  measure,
};
