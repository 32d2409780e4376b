// A full disk: what was acknowledged stays, nothing runs after the fault, and the chain opens again with room.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Level } from 'level';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { toHex } from '../../engine/base/bytes.ts';
import { LocalChain } from '../../engine/node/local.ts';
import { connectionTo, openHere } from '../../engine/node/open.ts';
import { replayFolder } from '../../engine/node/replay.ts';
import { type Database, Store } from '../../engine/node/store.ts';
import {
  addressOf,
  balances,
  copyOf,
  emptyFolder,
  HOLDERS,
  makeTokenChain,
  remove,
  START,
  secret,
  type TokenChain,
  transfer,
} from './chain.ts';
import { Failing, type Moment } from './rows.ts';

const LOAD = fileURLToPath(new URL('./load.mjs', import.meta.url));

/** What the next appends to head.log come to; the file system is real but for this. */
const disk = vi.hoisted(() => ({ mode: 'works' as 'works' | 'throws' | 'short' | 'unsynced' }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const full = () => Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  return {
    ...fs,
    writeSync: (file: number, bytes: Uint8Array) => {
      if (disk.mode === 'throws') throw full();
      return fs.writeSync(file, disk.mode === 'short' ? bytes.subarray(0, 13) : bytes);
    },
    fdatasyncSync: (file: number) => {
      if (disk.mode === 'unsynced') throw full();
      fs.fdatasyncSync(file);
    },
  };
});

let base: TokenChain;
beforeAll(async () => {
  base = await makeTokenChain(emptyFolder());
});
afterAll(() => remove(base.folder));
afterEach(() => {
  disk.mode = 'works';
});

const nth = (n: number) => transfer(base, { from: 1, to: 2, amount: 3n, nonce: n });

/** Sends transfers one after the other until one fails; how many were acknowledged, and how it failed. */
async function sendUntilFault(chain: LocalChain, from = 0): Promise<{ acknowledged: number; fault: unknown }> {
  const connection = connectionTo(chain);
  let acknowledged = from;
  let fault: unknown;
  while (fault === undefined && acknowledged < 25) {
    const [answer] = await connection.submit([nth(acknowledged)]).catch((error: unknown) => {
      fault = error;
      return [undefined];
    });
    if (answer) expect(answer.ok).toBe(true);
    if (answer) acknowledged += 1;
  }
  await expect(connection.submit([nth(acknowledged)]), 'nothing runs after a fault').rejects.toBe(fault);
  await expect(connection.info()).rejects.toBe(fault);
  await connection.close();
  return { acknowledged, fault };
}

/** The folder opens, holds at least what was acknowledged and at most one block more, works, and replays. */
async function opensAgain(folder: string, acknowledged: number): Promise<void> {
  const connection = await openHere(folder);
  const { nonce } = await connection.account(addressOf(1));
  expect([acknowledged, acknowledged + 1]).toContain(nonce);
  const [answer] = await connection.submit([nth(nonce)]);
  expect(answer).toMatchObject({ ok: true, receipt: { status: 0 } });
  const sent = 3n * BigInt(nonce + 1);
  expect(await balances(connection, base)).toEqual([START, START - sent, START + sent, START]);
  await connection.close();
  expect((await replayFolder(folder)).difference).toBeUndefined();
}

async function onFailing(folder: string, n: number, moment: Moment): Promise<LocalChain> {
  const level = new Level<Uint8Array, Uint8Array>(join(folder, 'store'), {
    keyEncoding: 'view',
    valueEncoding: 'view',
  });
  await level.open();
  return LocalChain.over(new Store(folder, new Failing(level as unknown as Database, n, moment)));
}

describe('the store', () => {
  test.each(Array.from({ length: 20 }, (_, i) => i + 1))('write %i finds no room', async (n) => {
    for (const moment of ['before', 'after'] as const) {
      const copy = copyOf(base.folder);
      const { acknowledged, fault } = await sendUntilFault(await onFailing(copy, n, moment));
      expect(fault).toMatchObject({ id: 'STORE_FULL', code: 3104 });
      expect(acknowledged).toBe(n - 1);
      await opensAgain(copy, acknowledged);
      remove(copy);
    }
  });

  test('closing finds no room for the trees: they are made again', async () => {
    for (const moment of ['before', 'after'] as const) {
      const copy = copyOf(base.folder);
      const chain = await onFailing(copy, 2, moment);
      await chain.propose(1_900_000_000_000, [nth(0)]);
      await expect(chain.close()).rejects.toMatchObject({ id: 'STORE_FULL' });
      await opensAgain(copy, 1);
      remove(copy);
    }
  });
});

describe('head.log', () => {
  test.each(['throws', 'short', 'unsynced'] as const)('an append that %s acknowledges nothing', async (mode) => {
    const copy = copyOf(base.folder);
    const chain = await LocalChain.open(copy);
    await chain.propose(1_900_000_000_000, [nth(0)]);
    disk.mode = mode;
    const { acknowledged, fault } = await sendUntilFault(await reopened(chain, copy), 1);
    expect([acknowledged, fault]).toMatchObject([1, { id: 'STORE_FULL' }]);
    disk.mode = 'works';
    await opensAgain(copy, 1);
    remove(copy);
  });

  async function reopened(chain: LocalChain, folder: string): Promise<LocalChain> {
    await chain.abandon();
    return LocalChain.open(folder);
  }
});

describe('a limit of the operating system', () => {
  test.skipIf(process.platform === 'win32')(
    'the executor says STORE_FULL, and the folder opens without the limit',
    async () => {
      const copy = copyOf(base.folder);
      const all = Array.from({ length: HOLDERS }, (_, n) => n);
      const hex = { chain: toHex(base.chain), token: toHex(base.token), secrets: all.map((n) => toHex(secret(n))) };
      const acks = join(copy, 'acks');
      const rest = { acks, addresses: all.map((n) => toHex(addressOf(n))), abi: base.client.abi, seed: 5, rounds: 50 };
      writeFileSync(join(copy, 'plan.json'), JSON.stringify({ folder: copy, ...hex, ...rest }));
      const line = 'ulimit -f 96; exec "$0" "$@"';
      const run = spawnSync('bash', ['-c', line, process.execPath, LOAD, join(copy, 'plan.json')], {
        encoding: 'utf8',
        timeout: 60_000,
      });
      expect(run.stdout + run.stderr).toContain('fault STORE_FULL');
      const connection = await openHere(copy);
      const lines = readFileSync(acks, 'utf8')
        .split('\n')
        .filter((text) => text !== '');
      expect(lines.length).toBeGreaterThan(0);
      for (const text of lines) {
        const [id, height] = text.split(' ');
        expect((await connection.transactionsLike(id!.slice(0, 9))).map(toHex), text).toContain(id);
        expect(await connection.transaction(Buffer.from(id!, 'hex')), text).toMatchObject({ height: Number(height) });
      }
      expect((await balances(connection, base)).reduce((a, b) => a + b)).toBe(START * BigInt(HOLDERS));
      await connection.close();
      expect((await replayFolder(copy)).difference).toBeUndefined();
      remove(copy);
    },
  );
});
