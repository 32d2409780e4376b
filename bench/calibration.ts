// Calibration as a figure: how far the dearest unit of gas is from a usual one. `npm run calibrate` prints every probe.
import { RATIO, worst, worstToTypical } from './calibrate/report.ts';
import { COMPILERS, type Compiler, timeAll } from './calibrate/run.ts';
import type { Bench, Figures } from './figure.ts';

async function measure(bench: Bench): Promise<void> {
  let most = 0;
  for (const compiler of Object.keys(COMPILERS) as Compiler[]) {
    const table = await timeAll(compiler, [], () => {});
    const ratio = worstToTypical(table);
    bench.note(`${compiler}: ${worst(table).id} takes ${ratio.toPrecision(3)} times what a unit usually takes`);
    most = Math.max(most, ratio);
  }
  bench.record(RATIO.id, most);
}

export const figures: Figures = { list: [RATIO], measure };
