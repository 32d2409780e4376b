// Random transactions over the contracts that ship, replayed in either tier and in both: the same roots, receipts and traces.
import { expect, test } from 'vitest';
import { type ReplayReport, replayFolder } from '../../engine/node/replay.ts';
import { SETTINGS } from '../../engine/node/settings.ts';
import { emptyFolder, remove } from './chain.ts';
import { makeRandomChain } from './random.ts';

/** More of them, and a folder that stays, for `npm run test:nodes`. */
const COUNT = Number(process.env['TALLY_RANDOM'] ?? 600);
const SEED = Number(process.env['TALLY_SEED'] ?? 1);
const KEPT = process.env['TALLY_FOLDER'];

test(`${COUNT} random transactions replay the same in either tier`, async () => {
  const folder = KEPT ?? emptyFolder();
  try {
    const ends = await makeRandomChain(folder, COUNT, SEED);
    console.log(`ended, by status: ${JSON.stringify(ends)}`);
    // OK, REVERT, and running out of gas all come about.
    expect(ends[0]).toBeGreaterThan(COUNT / 5);
    expect(ends[1]).toBeGreaterThan(COUNT / 20);
    expect(Object.keys(ends).length).toBeGreaterThan(3);
    const reports: ReplayReport[] = [];
    for (const [tier, check] of [
      ['compiled', 0],
      ['interpreted', 0],
      ['auto', 1],
    ] as const) {
      reports.push(await replayFolder(folder, { settings: { ...SETTINGS, tier, check } }));
    }
    expect(reports[0]!.match).toBe(true);
    expect(reports[0]!.transactions).toBeGreaterThanOrEqual(COUNT / 2);
    expect(reports.map(({ receiptsHash, stateRoot, match }) => [receiptsHash, stateRoot, match])).toEqual(
      reports.map(() => [reports[0]!.receiptsHash, reports[0]!.stateRoot, true]),
    );
  } finally {
    if (KEPT === undefined) remove(folder);
  }
}, 600_000);
