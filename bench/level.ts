// The store: the synced batch of a block of transfers, over as many balances as a contract may have.
import { join } from 'node:path';
import { type Bytes, toLatin1 } from '../engine/base/bytes.ts';
import { nodeNatives } from '../engine/crypto/node.ts';
import { applyBlock } from '../engine/ledger/apply.ts';
import { blockRows } from '../engine/node/local.ts';
import { ROW } from '../engine/node/rows.ts';
import { type Batch, Store } from '../engine/node/store.ts';
import { topKey } from '../engine/state/key.ts';
import { verifiedOf } from './chain.ts';
import { type Chance, chance, randomBytes } from './chance.ts';
import type { Bench, Figures } from './figure.ts';
import { builtToken, inScratch } from './scratch.ts';
import { TokenChain } from './token.ts';
import { SIZES } from './tree.ts';

const TRANSFERS = 1_000;
const RUNS = 41;
const WARM = 5;
const LOAD = 20_000;
const ADDRESS = 32;

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

/** Which address row `i` stands for. */
function addressOf(i: number): string {
  return toLatin1(nodeNatives.sha256(Uint8Array.of(i, i >> 8, i >> 16, i >> 24)));
}

/** Kinds of state rows that end in an account's address: its record, and its balance. */
const ACCOUNT = ROW.state(topKey('account')).slice(0, 2);
const STORAGE = ROW.state('\x40');

function isOfAccount(key: string): boolean {
  return key.startsWith(ACCOUNT) || (key.startsWith(STORAGE) && key.length > 2 + 2 * ADDRESS);
}

/** The rows of a block as those of another block: other accounts, other ids, another height; the same sizes. */
export function rekeyed(rows: Batch, height: number, balances: number, random: Chance): Batch {
  const place = ROW.block(height).slice(1);
  return rows.map(([key, value]) => {
    if (isOfAccount(key)) return [key.slice(0, -ADDRESS) + addressOf(random(balances)), value];
    if (key.startsWith('t')) return [`t${toLatin1(randomBytes(random, ADDRESS))}`, value];
    if (/^[bdr]/.test(key)) return [key[0] + place + key.slice(1 + place.length), value];
    return [key, value];
  });
}

/** Fills a store with the record and the balance of each account. */
async function load(store: Store, rows: Batch, balances: number): Promise<void> {
  const kinds = [rows.find(([key]) => key.startsWith(ACCOUNT))!, rows.find(([key]) => key.startsWith(STORAGE))!];
  for (let at = 0; at < balances; at += LOAD) {
    const accounts = Array.from({ length: Math.min(LOAD, balances - at) }, (_, i) => addressOf(at + i));
    await store.write(
      accounts.flatMap((address) => kinds.map(([key, value]) => [key.slice(0, -ADDRESS) + address, value] as const)),
    );
  }
}

async function measure(bench: Bench): Promise<void> {
  await inScratch(async (folder) => {
    const rows = transferRows(builtToken(folder).wasm);
    for (const [name, balances] of Object.entries(SIZES)) {
      const id = `level.batch.us.${name}`;
      if (!bench.wants(id)) continue;
      bench.note(`a store of ${balances} accounts and balances`);
      const store = await Store.open(join(folder, name), true);
      await load(store, rows, balances);
      const random = chance(balances);
      for (let run = -WARM; run < RUNS; run++) {
        const batch = rekeyed(rows, run + WARM, balances, random);
        const begin = performance.now();
        await store.write(batch);
        if (run >= 0) bench.record(id, (1000 * (performance.now() - begin)) / TRANSFERS);
      }
      await store.close();
    }
  });
}

export const figures: Figures = {
  list: [
    {
      id: 'level.batch.us.10k',
      unit: 'µs',
      text: 'the synced batch of all rows of a block of 1,000 transfers, tree rows left out as in a node, over 10,000 accounts and balances, per transfer',
    },
    { id: 'level.batch.us.1m', unit: 'µs', text: 'the same over 1,000,000' },
  ],
  measure,
};
