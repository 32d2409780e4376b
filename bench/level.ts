// The store: the synced batch of a block of transfers.
import { join } from 'node:path';
import { type Bytes, toLatin1 } from '../engine/base/bytes.ts';
import { applyBlock } from '../engine/ledger/apply.ts';
import { blockRows } from '../engine/node/local.ts';
import { ROW } from '../engine/node/rows.ts';
import { type Batch, Store } from '../engine/node/store.ts';
import { verifiedOf } from './chain.ts';
import { type Chance, chance, randomBytes } from './chance.ts';
import type { Bench, Figures } from './figure.ts';
import { builtToken, inScratch } from './scratch.ts';
import { TokenChain } from './token.ts';

const TRANSFERS = 1_000;
const RUNS = 41;
const WARM = 5;
const ID = 32;

/** All rows of a real block of transfers. */
export function transferRows(wasm: Bytes): Batch {
  const token = new TokenChain(wasm, TRANSFERS);
  const { chain } = token;
  const transactions = token.transfers(TRANSFERS);
  const verified = verifiedOf(transactions);
  const applied = applyBlock(chain, { time: chain.head.header.time + 1, transactions, fixed: false, verified });
  if (applied.receipts.length !== TRANSFERS) throw new Error(`${applied.receipts.length} transfers in the block`);
  return blockRows(applied.head.header.height, applied);
}

/** The rows of a block as those of another block: another height and other ids; the same sizes. */
export function rekeyed(rows: Batch, height: number, random: Chance): Batch {
  const place = ROW.block(height).slice(1);
  return rows.map(([key, value]) => {
    if (key.startsWith('t')) return [`t${toLatin1(randomBytes(random, ID))}`, value];
    if (/^[bdr]/.test(key)) return [key[0] + place, value];
    return [key, value];
  });
}

async function measure(bench: Bench): Promise<void> {
  await inScratch(async (folder) => {
    const rows = transferRows(builtToken(folder).wasm);
    const store = await Store.open(join(folder, 'store'), true);
    const random = chance(7);
    for (let run = -WARM; run < RUNS; run++) {
      const batch = rekeyed(rows, run + WARM, random);
      const begin = performance.now();
      await store.write(batch);
      if (run >= 0) bench.record('level.batch.us', (1000 * (performance.now() - begin)) / TRANSFERS);
    }
    await store.close();
  });
}

export const figures: Figures = {
  list: [
    {
      id: 'level.batch.us',
      unit: 'µs',
      text: 'the synced batch of all rows of a block of 1,000 transfers, whose values and trees follow at a checkpoint; per transfer',
    },
  ],
  measure,
};
