// Metering: what it costs in time and size, against the same module un-metered, in each of V8's two compilers.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from '../engine/wasm/prepare.ts';
import { type Bench, type Figure, type Figures, middle } from './figure.ts';
import { KERNELS } from './kernels.ts';
import { build, buildKernels, CONTRACTS, kernelRatios } from './running.ts';
import { inScratch } from './scratch.ts';

const FLAGS = { turbofan: '--no-liftoff', liftoff: '--liftoff-only' } as const;
type Compiler = keyof typeof FLAGS;
const COMPILERS = Object.keys(FLAGS) as Compiler[];

/** Modules larger than this are typical; in smaller ones what every metered module has weighs more. */
const LARGE = 8_192;

function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

async function measure(bench: Bench): Promise<void> {
  await inScratch(async (folder) => {
    bench.note('building the kernels');
    buildKernels(folder);
    for (const compiler of COMPILERS) if (wanted(bench, compiler)) measureTime(bench, compiler, folder);
    if (bench.wants('metering.growth')) bench.record('metering.growth', growth(folder));
  });
}

function wanted(bench: Bench, compiler: Compiler): boolean {
  return figures.list.some(({ id }) => id.startsWith(`metering.${compiler}.`) && bench.wants(id));
}

function measureTime(bench: Bench, compiler: Compiler, folder: string): void {
  bench.note(`${KERNELS.length} kernels, ${compiler} only`);
  const ratios = kernelRatios(folder, FLAGS[compiler], 'metered');
  for (const [name, values] of Object.entries(ratios)) {
    for (const value of values) bench.record(`metering.${compiler}.${name}`, value);
  }
  const medians = Object.values(ratios).map(middle);
  bench.record(`metering.${compiler}.geomean`, geometricMean(medians));
  bench.record(`metering.${compiler}.worst`, Math.max(...medians));
}

/** Bytes metered over bytes before, summed over the large modules there are. */
function growth(folder: string): number {
  let [before, after] = [0, 0];
  for (const file of CONTRACTS) {
    build(folder, file);
    const { checked, metered } = inspect(
      new Uint8Array(readFileSync(join(folder, `${file.replace(/.*\//, '')}.wasm`))),
    );
    const customs = checked!.module.customs.reduce((sum, { start, end }) => sum + end - start, 0);
    const code = checked!.module.bytes.length - customs;
    if (code < LARGE) continue;
    before += code;
    after += metered!.length;
  }
  return after / before;
}

const figuresOf = (compiler: Compiler): Figure[] => [
  {
    id: `metering.${compiler}.geomean`,
    unit: '×',
    text: `CPU time of a metered module over the same un-metered, ${compiler} alone, geometric mean of the kernels below`,
  },
  { id: `metering.${compiler}.worst`, unit: '×', text: 'the same, the worst of the kernels' },
  ...KERNELS.map(({ name }) => ({ id: `metering.${compiler}.${name}`, unit: '×', text: `the same, ${name}` })),
];

export const figures: Figures = {
  list: [
    ...COMPILERS.flatMap(figuresOf),
    {
      id: 'metering.growth',
      unit: '×',
      text: 'bytes of a metered module over those of its code, summed over the contracts that ship and have more than 8 kB',
    },
  ],
  measure,
};
