// Everything that is stored is looked at, and a store that is damaged is made anew from its blocks, with those of another copy if need be.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkApart, repairApart } from '../../engine/node/apart.ts';
import { LocalChain } from '../../engine/node/local.ts';
import { connectionTo, openHere } from '../../engine/node/open.ts';
import { repairFolder } from '../../engine/node/repair.ts';
import { replayFolder } from '../../engine/node/replay.ts';
import { ROW } from '../../engine/node/rows.ts';
import { seal } from '../../engine/node/seal.ts';
import { balances, chance, copyOf, emptyFolder, makeTokenChain, remove, type TokenChain, transfer } from './chain.ts';
import { altered, type Change, flipped, rowsOf, rowsOfCopy } from './damage.ts';

const BLOCKS = 12;
const TIME = 1_800_000_000_000;

let base: TokenChain;
let rows: ReadonlyMap<string, Uint8Array>;
beforeAll(async () => {
  base = await makeTokenChain(emptyFolder());
  const chain = await LocalChain.open(base.folder);
  for (let n = 0; n < BLOCKS; n++)
    await chain.propose(TIME + n, [transfer(base, { from: 1, to: 2, amount: 3n, nonce: n })]);
  await chain.close();
  rows = await rowsOfCopy(base.folder);
});
afterAll(() => remove(base.folder));

/** All rows but where trees begin to be behind, which is another height after a repair. */
const settled = (all: ReadonlyMap<string, Uint8Array>) =>
  new Map([...all].filter(([key]) => key !== ROW.meta('nodes')));

/** The chain is the same as before in every row, and goes on. */
async function isWhole(folder: string): Promise<void> {
  expect(settled(await rowsOf(folder))).toEqual(settled(rows));
  expect((await replayFolder(folder)).difference).toBeUndefined();
  const connection = await openHere(folder);
  const next = transfer(base, { from: 1, to: 2, amount: 3n, nonce: BLOCKS });
  expect(await connection.submit([next])).toMatchObject([{ ok: true, receipt: { status: 0 } }]);
  await connection.close();
}

/** Opens a folder and looks at everything. */
async function checked(folder: string): Promise<void> {
  const connection = await openHere(folder);
  try {
    while (!(await connection.scrub(1_000)).isWhole);
  } finally {
    await connection.close();
  }
}

const heights = [...Array(5).keys()].map((n) => 2 + n * 3);

describe('a pass over the store', () => {
  test('finds all of it whole, and tells what there was', async () => {
    const { isWhole, blocks, transactions, rows: count } = await checkApart(base.folder);
    expect([isWhole, count]).toEqual([true, rows.size]);
    const { height } = await replayFolder(base.folder);
    expect(blocks).toBe(height + 1);
    expect(transactions).toBeGreaterThanOrEqual(BLOCKS);
  });

  test('holds while blocks are added between its slices, with trees behind or not', { timeout: 60_000 }, async () => {
    const copy = copyOf(base.folder);
    const connection = connectionTo(await LocalChain.open(copy));
    let [slices, passes] = [0, 0];
    for (let n = 0; passes < 3; n++) {
      const { isWhole } = await connection.scrub(0);
      slices += 1;
      if (isWhole) passes += 1;
      if (n % 2 === 0) await connection.submit([transfer(base, { from: 1, to: 3, amount: 1n, nonce: BLOCKS + n / 2 })]);
    }
    expect(slices).toBeGreaterThan(6);
    await connection.close();
    remove(copy);
  });

  test.each(['b', 'r', 't', 's', 'c', 'k', 'd', 'n', 'o'])(
    'misses a row %s that is gone',
    { timeout: 60_000 },
    async (kind) => {
      const keys = [...rows.keys()].filter((key) => key[0] === kind);
      const random = chance(kind.charCodeAt(0));
      for (let n = 0; n < 3; n++) await fails([[keys[Math.floor(random() * keys.length)]!, null]]);
    },
  );

  test.each(['b', 'r', 't', 's', 'c', 'k', 'o', 'n'])(
    'finds a row %s that is another, whatever its checksum',
    { timeout: 60_000 },
    async (kind) => {
      const keys = [...rows.keys()].filter((key) => key[0] === kind);
      const random = chance(3 * kind.charCodeAt(0));
      for (let n = 0; n < 3; n++) {
        const key = keys[Math.floor(random() * keys.length)]!;
        const plain = kind === 's' || kind === 'n' ? rows.get(key)! : rows.get(key)!.slice(0, -4);
        await fails([[key, seal(key, flipped(random, plain))]]);
      }
    },
  );

  test('finds a row too many, of a known kind or not', { timeout: 60_000 }, async () => {
    for (const key of ['b', 'r', 't', 's', 'd', 'n', 'o', 'x']) {
      const like = [...rows].find(([each]) => each[0] === key) ?? ['x', Uint8Array.of(1)];
      const more = `${like[0].slice(0, -1)}\x7e`;
      await fails([[more, seal(more, like[1].slice(0, -4))]]);
    }
  });

  async function fails(changes: readonly Change[]): Promise<void> {
    const copy = await altered(base.folder, changes);
    await expect(checked(copy), changes[0]![0]).rejects.toMatchObject({
      id: expect.stringMatching(/^STORE_(CORRUPT|CUT)$/),
      detail: expect.stringMatching(/./),
    });
    remove(copy);
  }
});

describe('a repair', () => {
  test('of a chain that is whole makes the same rows', { timeout: 60_000 }, async () => {
    const copy = copyOf(base.folder);
    const { height, taken, kept } = await repairApart(copy);
    expect([height > BLOCKS, taken, kept]).toEqual([true, 0, join(copy, 'damaged-1')]);
    expect(readdirSync(kept).sort()).toEqual(['head.log', 'store', 'trees.at']);
    await isWhole(copy);
    remove(copy);
  });

  test.each(['r', 't', 's', 'c', 'p', 'k', 'd', 'n', 'o'])('makes rows %s again', { timeout: 60_000 }, async (kind) => {
    const random = chance(7 * kind.charCodeAt(0));
    const own = [...rows].filter(([key]) => key[0] === kind);
    const changes = own.map(([key, value], i) => [key, i % 2 === 0 ? null : flipped(random, value)] as const);
    const copy = await altered(base.folder, changes);
    await repairFolder(copy);
    await isWhole(copy);
    remove(copy);
  });

  test('takes damaged blocks from another copy, and only those', { timeout: 60_000 }, async () => {
    const random = chance(5);
    const copy = await altered(
      base.folder,
      heights.map((h) => [ROW.block(h), flipped(random, rows.get(ROW.block(h))!)]),
    );
    await expect(repairFolder(copy)).rejects.toMatchObject({
      id: 'STORE_CORRUPT',
      detail: expect.stringMatching(
        /^block 2 is damaged or missing in .*; --copy names another one, --until 1 gives up/,
      ),
    });
    expect(existsSync(join(copy, 'repair.new'))).toBe(false);
    const { taken } = await repairFolder(copy, { copy: base.folder });
    expect(taken).toBe(heights.length);
    await isWhole(copy);
    remove(copy);
  });

  test('does not take the blocks of another chain', { timeout: 60_000 }, async () => {
    const other = await makeTokenChain(emptyFolder());
    const copy = await altered(base.folder, [[ROW.block(4), null]]);
    await expect(repairFolder(copy, { copy: other.folder })).rejects.toMatchObject({ id: 'STORE_CORRUPT' });
    remove(copy);
    remove(other.folder);
  });

  test('gives up what comes behind a height, be it all, only if it is told so', { timeout: 60_000 }, async () => {
    for (const until of [8, 1, 0]) {
      const copy = await altered(base.folder, [[ROW.block(until + 1), null]]);
      expect(await repairFolder(copy, { until })).toMatchObject({ height: until });
      expect(await replayFolder(copy)).toMatchObject({ match: true, height: until });
      await checked(copy);
      remove(copy);
    }
  });

  test('of files that LevelDB does not open, and of a head.log with a record that is damaged', {
    timeout: 60_000,
  }, async () => {
    const copy = copyOf(base.folder);
    const manifest = readdirSync(join(copy, 'store')).find((name) => name.startsWith('MANIFEST'))!;
    writeFileSync(join(copy, 'store', manifest), 'nothing');
    const log = new Uint8Array(readFileSync(join(copy, 'head.log')));
    log[48 * 5 + 11]! ^= 4;
    writeFileSync(join(copy, 'head.log'), log);
    await expect(LocalChain.open(copy)).rejects.toMatchObject({ id: expect.stringMatching(/^STORE_/) });
    await repairFolder(copy, { copy: base.folder });
    await isWhole(copy);
    remove(copy);
  });

  test('of a folder whose store is gone, from another copy', { timeout: 60_000 }, async () => {
    const copy = copyOf(base.folder);
    remove(join(copy, 'store'));
    await expect(repairFolder(copy)).rejects.toMatchObject({ id: 'NO_GENESIS' });
    await repairFolder(copy, { copy: base.folder });
    await isWhole(copy);
    remove(copy);
  });

  test('that was stopped while files changed their places goes on there', { timeout: 60_000 }, async () => {
    for (let moves = 0; moves <= 6; moves++) {
      const copy = copyOf(base.folder);
      const made = copyOf(base.folder);
      const making = join(copy, 'repair.new');
      const kept = join(copy, 'damaged-1');
      mkdirSync(kept);
      renameSync(made, making);
      writeFileSync(join(making, 'whole'), JSON.stringify({ height: 1, transactions: 1, taken: 0, kept }));
      const steps = ['store', 'head.log', 'trees.at'].flatMap((file) => [
        [join(copy, file), join(kept, file)],
        [join(making, file), join(copy, file)],
      ]);
      for (const [from, to] of steps.slice(0, moves)) renameSync(from!, to!);
      expect(await repairFolder(copy)).toMatchObject({ height: 1 });
      expect(existsSync(making)).toBe(false);
      expect(readdirSync(kept).sort()).toEqual(['head.log', 'store', 'trees.at']);
      await isWhole(copy);
      remove(copy);
    }
  });

  test('leaves a folder alone that is in use', async () => {
    const copy = copyOf(base.folder);
    const chain = await LocalChain.open(copy);
    await expect(repairFolder(copy)).rejects.toMatchObject({ id: 'STORE_LOCKED' });
    expect(await balances(connectionTo(chain), base)).toHaveLength(4);
    await chain.close();
    remove(copy);
  });
});
