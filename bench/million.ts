// The ledger with a million accounts: how fast it stays, how much memory it takes, and how soon it starts.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bytes } from '../engine/base/bytes.ts';
import { openHere, startNode } from '../engine/node/open.ts';
import { chance, randomBytes } from './chance.ts';
import type { Bench, Figures } from './figure.ts';
import { stream } from './ledger.ts';
import { builtToken, inScratch } from './scratch.ts';
import { createFor, newSenders, prepare, signer } from './transfers.ts';

const ACCOUNTS = 1_000_000;
const SENDERS = 10_000;
const STARTS = 5;

function* holders(): Generator<Bytes> {
  const random = chance(11);
  for (let i = 0; i < ACCOUNTS - SENDERS; i++) yield randomBytes(random, 32);
}

async function measure(bench: Bench): Promise<void> {
  await inScratch(async (folder) => {
    const chain = join(folder, 'chain');
    const senders = newSenders(SENDERS);
    await createFor(chain, senders);
    const { connection, executor } = await startNode(chain);
    try {
      bench.note(`giving ${ACCOUNTS} accounts their funds, a transaction each`);
      const place = await prepare(connection, senders, builtToken(folder).wasm, holders());
      const all = [...senders.map(({ address }) => address), ...holders()];
      const transfers = await signer(place, (random) => all[random(all.length)]!);
      for (const rate of await stream(bench, connection, transfers)) bench.record('ledger.transfer.tps.1m', rate);
      bench.record('ledger.rss.mib', peakMemory(executor));
    } finally {
      await connection.close();
    }
    for (let run = 0; run < STARTS; run++) {
      const begin = performance.now();
      const opened = await openHere(chain);
      bench.record('ledger.start.ms', performance.now() - begin);
      await opened.close();
    }
  });
}

/** The largest resident memory of a process so far, MiB (proc(5), VmHWM). */
function peakMemory(pid: number): number {
  const [, kib] = /VmHWM:\s*(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!;
  return Number(kib) / 1024;
}

export const figures: Figures = {
  list: [
    {
      id: 'ledger.transfer.tps.1m',
      unit: 'tx/s',
      text: 'the same as ledger.transfer.tps with 1,000,000 holders, receivers drawn from all of them',
    },
    {
      id: 'ledger.rss.mib',
      unit: 'MiB',
      text: 'the most memory that the executor of that chain had resident; what submits the load is another process',
    },
    {
      id: 'ledger.start.ms',
      unit: 'ms',
      text: 'opening that chain, which has more than a million transactions, with all checks that opening makes',
    },
  ],
  measure,
};
