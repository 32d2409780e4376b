// The ledger end to end: signed transfers through orderer, signature workers, executor and disk to the acknowledgement; and replay.
import { join } from 'node:path';
import type { Bytes } from '../engine/base/bytes.ts';
import type { Connection } from '../engine/client/connection.ts';
import { replayApart } from '../engine/node/apart.ts';
import { startNode } from '../engine/node/open.ts';
import { SETTINGS, type SignatureLibrary } from '../engine/node/settings.ts';
import type { Chance } from './chance.ts';
import { type Bench, type Figures, middle } from './figure.ts';
import { collect } from './heap.ts';
import { builtToken, inScratch } from './scratch.ts';
import { checkRates } from './signatures.ts';
import { BATCH, createFor, heightOf, IN_FLIGHT, newSenders, type Place, prepare, pump, signer } from './transfers.ts';
import { windowRates } from './windows.ts';

const SENDERS = 10_000;
const WARM = 20_000;
/** Seconds that the measured stream takes, in so many windows. */
const SECONDS = 60;
const WINDOWS = 5;
const REPLAYS = 3;
/** Transactions a second while latency is measured, and for how many seconds. */
const CALM = 1_000;
const CALM_SECONDS = 20;

const IDS: { readonly [library in SignatureLibrary]: string } = {
  auto: 'ledger.transfer.tps',
  node: 'ledger.transfer.node_crypto.tps',
};
const CHECKS: { readonly [library in SignatureLibrary]: string } = {
  auto: 'signature.sodium.tps',
  node: 'signature.node_crypto.tps',
};

/** The chain of one library's stream, left in the folder; returns its median rate. */
async function measureTransfers(bench: Bench, folder: string, wasm: Bytes, library: SignatureLibrary): Promise<number> {
  const senders = newSenders(SENDERS);
  await createFor(folder, senders);
  const { connection } = await startNode(folder, { ...SETTINGS, signatures: library });
  try {
    const place = await prepare(connection, senders, wasm);
    const transfers = await signer(place, (random) => anyone(place, random));
    const first = transfers(WARM);
    const checks = await checkRates(library, first);
    for (const rate of checks) bench.record(CHECKS[library], rate);
    await pump(connection, first);
    const rates = await stream(bench, connection, transfers);
    for (const rate of rates) {
      bench.record(IDS[library], rate);
      if (library === 'auto') bench.record('ledger.transfer.checks', middle(checks) / rate);
    }
    if (library === 'auto') await measureLatency(bench, connection, transfers(CALM * CALM_SECONDS));
    return middle(rates);
  } finally {
    await connection.close();
  }
}

function anyone({ senders }: Place, random: Chance): Bytes {
  return senders[random(senders.length)]!.address;
}

/** Rates of a stream that is as long as it takes, signed before; windows end where a block ends. */
export async function stream(
  bench: Bench,
  connection: Connection,
  transfers: (count: number) => Bytes[],
): Promise<number[]> {
  const begin = performance.now();
  await pump(connection, transfers(WARM));
  const warmed = transfers(WARM);
  const start = performance.now();
  await pump(connection, warmed);
  const estimate = (1000 * WARM) / (performance.now() - start);
  bench.note(`about ${Math.round(estimate)} a second, after ${Math.round((start - begin) / 1000)} s`);
  const size = Math.ceil((estimate * SECONDS) / WINDOWS);
  const skip = BATCH * IN_FLIGHT * 4;
  const count = skip + (size + BATCH * IN_FLIGHT * 2) * WINDOWS;
  bench.note(`signing ${count} transfers`);
  const signed = transfers(count);
  bench.note('sending them');
  const rates = windowRates(await pump(connection, signed), { skip, size });
  if (rates.length < WINDOWS) throw new Error(`${rates.length} windows instead of ${WINDOWS}`);
  return rates.slice(0, WINDOWS);
}

/** Each transaction is a submission of its own, sent when its time has come whether others were answered or not. */
async function measureLatency(bench: Bench, connection: Connection, transfers: readonly Bytes[]): Promise<void> {
  if (!bench.wants('ledger.latency.p50.ms', 'ledger.latency.p99.ms')) return;
  bench.note(`${CALM} a second for ${CALM_SECONDS} s`);
  // The stream before left hundreds of thousands of transactions behind, in this process and not in the one that is measured.
  collect();
  const begin = performance.now();
  const waiting: Promise<number>[] = [];
  while (waiting.length < transfers.length) {
    const due = Math.min(transfers.length, Math.floor(((performance.now() - begin) * CALM) / 1000));
    while (waiting.length < due) waiting.push(timed(connection, transfers[waiting.length]!));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const all = await Promise.all(waiting);
  // A run is a fifth of the stream; each has its own percentiles.
  const size = all.length / WINDOWS;
  for (let run = 0; run < WINDOWS; run++) {
    const part = all.slice(run * size, (run + 1) * size).sort((a, b) => a - b);
    bench.record('ledger.latency.p50.ms', part[Math.floor(part.length * 0.5)]!);
    bench.record('ledger.latency.p99.ms', part[Math.floor(part.length * 0.99)]!);
  }
}

async function timed(connection: Connection, transaction: Bytes): Promise<number> {
  const begin = performance.now();
  const [answer] = await connection.submit([transaction]);
  heightOf(answer!);
  return performance.now() - begin;
}

/** @throws Error if the chain does not replay to itself */
async function measureReplay(bench: Bench, folder: string, live: number): Promise<void> {
  const runs = bench.wants('ledger.replay.tps', 'ledger.replay.ratio', 'ledger.replay.skip.ratio') ? REPLAYS : 1;
  for (let run = 0; run < runs; run++) {
    bench.note(`replaying, ${run + 1} of ${runs}`);
    const rate = await replayRate(folder, false);
    bench.record('ledger.replay.tps', rate);
    bench.record('ledger.replay.ratio', rate / live);
    if (runs > 1) bench.record('ledger.replay.skip.ratio', (await replayRate(folder, true)) / live);
  }
}

async function replayRate(folder: string, skipSignatures: boolean): Promise<number> {
  const begin = performance.now();
  const { match, transactions, difference } = await replayApart(folder, { skipSignatures });
  const seconds = (performance.now() - begin) / 1000;
  if (!match) throw new Error(`the chain does not replay: ${JSON.stringify(difference)}`);
  return transactions / seconds;
}

async function measure(bench: Bench): Promise<void> {
  await inScratch(async (folder) => {
    const { wasm } = builtToken(folder);
    if (bench.wants(IDS.node, CHECKS.node)) await measureTransfers(bench, join(folder, 'node'), wasm, 'node');
    const chain = join(folder, 'chain');
    const live = await measureTransfers(bench, chain, wasm, 'auto');
    // A figure of a chain that does not replay is worth nothing, so it is replayed even if nobody asks how fast.
    await measureReplay(bench, chain, live);
  });
}

export const figures: Figures = {
  list: [
    {
      id: 'ledger.transfer.tps',
      unit: 'tx/s',
      text: 'signed transfers of the shipped token by 10,000 senders, from submission to durable acknowledgement, sustained for 60 s, signatures by libsodium',
    },
    { id: 'ledger.transfer.node_crypto.tps', unit: 'tx/s', text: 'the same with signatures by node:crypto' },
    {
      id: 'signature.sodium.tps',
      unit: 'tx/s',
      text: 'transfers whose signatures the threads of a node check with nothing else to do, by libsodium',
    },
    { id: 'signature.node_crypto.tps', unit: 'tx/s', text: 'the same by node:crypto' },
    {
      id: 'ledger.transfer.checks',
      unit: '×',
      text: 'that rate by libsodium over the rate of whole transfers: how many signature checks a transfer costs from end to end',
    },
    {
      id: 'ledger.latency.p50.ms',
      unit: 'ms',
      text: 'from submission to the durable receipt at 1,000 transactions a second, each submitted alone: the median',
    },
    { id: 'ledger.latency.p99.ms', unit: 'ms', text: 'the same, of which a hundredth takes longer' },
    {
      id: 'ledger.replay.tps',
      unit: 'tx/s',
      text: 'transactions of that chain that a replay of its folder runs and compares, signatures and every row included',
    },
    { id: 'ledger.replay.ratio', unit: '×', text: 'the same over the rate of the live chain' },
    { id: 'ledger.replay.skip.ratio', unit: '×', text: 'the same with --skip-signatures' },
  ],
  measure,
};
