// Entry of the process that times all workloads, under whatever V8 flags it was started with. Prints JSON lines of {@link Timed};
// arguments, if any, are parts of the ids that are wanted.
import type { Bytes } from '../../engine/base/bytes.ts';
import type { Receipt } from '../../engine/base/records.ts';
import { applyTransaction } from '../../engine/runtime/apply.ts';
import { checkAll, MemoryChain } from '../chain.ts';
import { cpuMicros } from '../figure.ts';
import { FRAMES } from './frames.ts';
import { INSTRUCTIONS } from './instructions.ts';
import { dearest, type Timed } from './report.ts';
import { HOST_ROWS } from './rows.ts';
import { TRANSACTIONS } from './transactions.ts';
import { SAMPLE_GAS, type Workload, workloadOf } from './workload.ts';

const WARM = 2;
const SAMPLES = 7;
const DEAREST = 20;
const TIMES_AGAIN = 2;
const MOST_TRANSACTIONS = 400;

interface Sample {
  readonly nanos: number;
  readonly gas: number;
}

/** CPU time and gas of transactions from bytes to receipts, and of the trees behind them. */
function timed({ chain, perBlock, verified }: Workload, transactions: readonly Bytes[]): Sample {
  let [micros, gas] = [0, 0];
  for (let at = 0; at < transactions.length; at += perBlock) {
    const batch = chain.open(transactions.slice(at, at + perBlock));
    let receipts: readonly Receipt[] = [];
    micros += cpuMicros(() => {
      receipts = batch.transactions.map((bytes) => applyTransaction(batch.block, bytes, verified).receipt);
      chain.close(batch);
    });
    checkAll(receipts);
    gas += receipts.reduce((sum, { gasUsed }) => sum + gasUsed, 0);
  }
  return { nanos: 1_000 * micros, gas };
}

function measure(workload: Workload): Timed {
  const { id, price, rounds } = workload;
  const once = timed(workload, workload.make(1));
  const count = Math.max(1, Math.min(MOST_TRANSACTIONS, Math.round(SAMPLE_GAS / once.gas)));
  for (let i = 0; i < WARM; i++) timed(workload, workload.make(count));
  const samples = Array.from({ length: SAMPLES }, () => timed(workload, workload.make(count)));
  const ratios = samples.map(({ nanos, gas }) => nanos / gas).sort((a, b) => a - b);
  return { id, price, gas: once.gas / rounds, nanosPerGas: ratios[SAMPLES >> 1]! };
}

const wanted = process.argv.slice(2);
const isWanted = (id: string) => wanted.length === 0 || wanted.some((part) => id.includes(part));

function say(id: string, make: () => Workload): Timed {
  try {
    const timed = measure(make());
    process.stdout.write(`${JSON.stringify(timed)}\n`);
    return timed;
  } catch (error) {
    throw new Error(`the probe "${id}" failed`, { cause: error });
  }
}

// Host rows and checks are the engine's own code, WebAssembly of its libraries included, which V8 optimised long ago; held back
// to the first compiler they would tell nothing.
const engineToo = !process.execArgv.includes('--liftoff-only');

const makers = new Map<string, () => Workload>();
for (const probe of [...INSTRUCTIONS, ...FRAMES, ...(engineToo ? HOST_ROWS : [])]) {
  makers.set(probe.id, () => workloadOf(new MemoryChain(1), probe));
}
for (const { id, make } of engineToo ? TRANSACTIONS : []) makers.set(id, make);

const rows = [...makers].filter(([id]) => isWanted(id)).map(([id, make]) => say(id, make));
// Whatever else the machine does makes some probes look dear: those that do are asked again, at another time.
for (let i = 0; i < TIMES_AGAIN; i++) for (const { id } of dearest(rows, DEAREST)) say(id, makers.get(id)!);
