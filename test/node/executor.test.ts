// The executor process and the node around it: no secrets, no orphans, no answer after a death, an end in order.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Executor } from '../../engine/node/fork.ts';
import { LocalChain } from '../../engine/node/local.ts';
import { connect, startNode } from '../../engine/node/open.ts';
import { pack } from '../../engine/node/packing.ts';
import { replayFolder } from '../../engine/node/replay.ts';
import { socketPath } from '../../engine/node/socket.ts';
import type { TokenChain } from './chain.ts';
import {
  accepted,
  addressOf,
  balances,
  copyOf,
  emptyFolder,
  makeTokenChain,
  nonceOf,
  remove,
  START,
  transfer,
} from './chain.ts';

const MAIN = fileURLToPath(new URL('../../dist/program/main.js', import.meta.url));

let base: TokenChain;
let folder: string;
beforeAll(async () => {
  base = await makeTokenChain(emptyFolder());
});
beforeEach(() => {
  folder = copyOf(base.folder);
});
afterEach(() => remove(folder));
afterAll(() => remove(base.folder));

const nth = (nonce: number, from = 1) => transfer(base, { from, to: 2, amount: 1n, nonce });

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function gone(pid: number): Promise<boolean> {
  for (let i = 0; i < 500 && isAlive(pid); i++) await sleep(20);
  return !isAlive(pid);
}

describe('an executor', () => {
  test.runIf(process.platform === 'linux')(
    'is given a path, a channel and nothing else of the environment',
    async () => {
      process.env['TALLY_TEST_SECRET'] = 'a secret';
      const executor = await Executor.start(folder);
      const environment = readFileSync(`/proc/${executor.process.pid}/environ`, 'utf8')
        .split('\0')
        .filter((line) => line !== '');
      const names = environment.map((line) => line.split('=')[0]!);
      expect(names.filter((name) => !name.startsWith('NODE_CHANNEL_'))).toEqual(['PATH']);
      expect(readFileSync(`/proc/${executor.process.pid}/cmdline`, 'utf8')).not.toContain('secret');
      await executor.close();
      delete process.env['TALLY_TEST_SECRET'];
    },
  );

  test('ends by itself when its parent is gone', async () => {
    const executor = await Executor.start(folder);
    const ended = new Promise((done) => executor.process.once('exit', (code) => done(code)));
    executor.process.disconnect();
    expect(await ended).toBe(0);
    expect((await replayFolder(folder)).match).toBe(true);
  });

  test('finishes what it was asked when its parent dies, without a word', async () => {
    // The parent asks for a block and is killed at once; the executor writes to the same standard error.
    const script = `
      const { Executor } = await import(${JSON.stringify(new URL('../../dist/engine/node/fork.js', import.meta.url).href)});
      const { pack } = await import(${JSON.stringify(new URL('../../dist/engine/node/packing.js', import.meta.url).href)});
      const { readFileSync } = await import('node:fs');
      const executor = await Executor.start(${JSON.stringify(folder)});
      const list = JSON.parse(readFileSync(${JSON.stringify(join(folder, 'list'))})).map((hex) => Buffer.from(hex, 'hex'));
      void executor.ask('propose', Date.now(), pack(list)).catch(() => {});
      console.log(executor.process.pid);
      setTimeout(() => process.kill(process.pid, 'SIGKILL'), 30);
    `;
    const list = Array.from({ length: 300 }, (_, n) => Buffer.from(nth(n)).toString('hex'));
    writeFileSync(join(folder, 'list'), JSON.stringify(list));
    const run = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      timeout: 30_000,
    });
    expect(run.signal).toBe('SIGKILL');
    expect(await gone(Number(run.stdout))).toBe(true);
    expect(run.stderr).toBe('');
    const report = await replayFolder(folder);
    expect(report.difference).toBeUndefined();
    expect([6, 306]).toContain(report.transactions);
  });

  test('that dies while it is asked is named by its end and not by the channel that broke', async () => {
    const executor = await Executor.start(folder);
    const { process: child } = executor;
    const broken = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
    child.send = ((_: unknown, done: (error: Error) => void) => done(broken)) as never;
    const asked = executor.ask('info');
    child.kill('SIGKILL');
    await expect(asked).rejects.toMatchObject({ id: 'EXECUTOR_DIED', detail: expect.stringContaining('SIGKILL') });
  });

  test('whose heap is full dies with a name, and loses and doubles nothing', { timeout: 60_000 }, async () => {
    const executor = await Executor.start(folder, [
      '--max-old-space-size=24',
      '--min-semi-space-size=1',
      '--max-semi-space-size=1',
    ]);
    const died = new Promise((done) => executor.process.once('exit', () => done(true)));
    const block = (from: number, count: number) =>
      executor.ask('propose', Date.now(), pack(Array.from({ length: count }, (_, n) => nth(from + n))));
    await block(0, 10);
    const rest = await Promise.allSettled([block(10, 20_000), executor.ask('info')]);
    for (const result of rest) {
      expect(result).toMatchObject({ status: 'rejected', reason: { id: 'EXECUTOR_DIED' } });
      expect((result as PromiseRejectedResult).reason.detail).toMatch(/^SIG(ABRT|TRAP): .*memory/);
    }
    expect(await died).toBe(true);
    const again = await connect(folder, 'write');
    expect(await nonceOf(again, 1)).toBe(10);
    await accepted(again, nth(10));
    await again.close();
    const report = await replayFolder(folder);
    expect(report.difference).toBeUndefined();
    expect(report.transactions).toBe(6 + 11);
  });

  test('that cannot open its folder says why and ends', async () => {
    const empty = emptyFolder();
    await expect(Executor.start(empty)).rejects.toMatchObject({ id: 'NO_GENESIS', detail: empty });
    remove(empty);
  });

  test('whose folder another process holds says so, and the other goes on', async () => {
    const executor = await Executor.start(folder);
    await expect(LocalChain.open(folder)).rejects.toMatchObject({ id: 'STORE_LOCKED' });
    await expect(Executor.start(folder)).rejects.toMatchObject({ id: 'STORE_LOCKED' });
    expect(await executor.ask('info')).toMatchObject({ height: 6 });
    await executor.close();
    await (await LocalChain.open(folder)).close();
  });

  test('answers an operation that there is not, and what comes behind it', async () => {
    const executor = await Executor.start(folder);
    await expect(executor.ask('nonsense' as never)).rejects.toMatchObject({ id: 'ENGINE' });
    expect(await executor.ask('info')).toMatchObject({ height: 6 });
    await executor.close();
    await expect(executor.ask('info')).rejects.toMatchObject({ id: 'EXECUTOR_DIED' });
  });
});

describe('a node whose executor is killed', () => {
  test('tells everybody who waits, and the folder can be connected to again', async () => {
    const node = await startNode(folder);
    const other = await connect(folder, 'read');
    await accepted(node.connection, nth(0));
    const waiting = [
      node.connection.submit([nth(1)]),
      node.connection.info(),
      other.info(),
      node.connection.submit([nth(2)]),
    ];
    process.kill(node.executor, 'SIGKILL');
    for (const result of await Promise.allSettled(waiting)) {
      // An answer may have left the executor before it died.
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ id: 'EXECUTOR_DIED', code: 3108 });
    }
    await node.closed;
    await expect(node.connection.submit([nth(3)])).rejects.toMatchObject({ id: 'EXECUTOR_DIED' });
    const again = await connect(folder, 'write');
    expect(await nonceOf(again, 1)).toBeGreaterThanOrEqual(1);
    await accepted(again, nth(await nonceOf(again, 1)));
    await again.close();
    await node.close();
    await other.close();
    expect((await replayFolder(folder)).match).toBe(true);
  });

  test('leaves a socket that the next node replaces', async () => {
    const script = `
      const { startNode } = await import(${JSON.stringify(new URL('../../dist/engine/node/open.js', import.meta.url).href)});
      const node = await startNode(${JSON.stringify(folder)});
      process.kill(node.executor, 'SIGKILL');
      process.kill(process.pid, 'SIGKILL');
    `;
    spawnSync(process.execPath, ['--input-type=module', '-e', script], { timeout: 30_000 });
    expect(existsSync(socketPath(folder))).toBe(true);
    for (const need of ['read', 'write'] as const) {
      const connection = await connect(folder, need);
      expect(await connection.info()).toMatchObject({ height: 6 });
      await connection.close();
    }
    expect(existsSync(socketPath(folder))).toBe(false);
  });
});

describe('connecting', () => {
  test('two at once: one opens the folder, the other goes through it', async () => {
    const connections = await Promise.all([connect(folder, 'write'), connect(folder, 'write')]);
    connections.push(await connect(folder, 'read'));
    await Promise.all(connections.map((connection, i) => accepted(connection, nth(0, i + 1))));
    for (const connection of connections)
      expect(await balances(connection, base)).toEqual([START, START - 1n, START + 2n, START - 1n]);
    // The process that opened the folder goes on serving the others until it closes its own connection.
    await Promise.all(connections.map((connection) => connection.close()));
    expect((await replayFolder(folder)).match).toBe(true);
  });

  test('a node that cannot serve its socket leaves no executor behind', async () => {
    mkdirSync(socketPath(folder));
    await expect(startNode(folder)).rejects.toMatchObject({ id: 'STORE_FAILED' });
    await (await LocalChain.open(folder)).close();
  });
});

describe('tally node', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 0],
  ] as const)('%s in the middle of blocks ends it in order', async (signal, code) => {
    const child = spawn(process.execPath, [MAIN, 'node', '--chain', folder, '--json'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = new Promise<number | null>((done) => child.once('close', done));
    let errors = '';
    child.stderr.on('data', (chunk) => {
      errors += chunk;
    });
    await new Promise<void>((done) => child.stdout.once('data', () => done()));
    const connection = await connect(folder, 'write');
    const sent = Array.from({ length: 200 }, (_, n) => connection.submit([nth(n)]));
    await sent[0];
    child.kill(signal);
    const results = await Promise.allSettled(sent);
    expect(await ended).toBe(code);
    expect(errors.replace('stopped\n', '')).toBe('');
    expect(existsSync(socketPath(folder))).toBe(false);
    await connection.close();
    const answered = results.filter((result) => result.status === 'fulfilled' && result.value[0]!.ok).length;
    for (const result of results)
      if (result.status === 'rejected') expect(['NODE_UNREACHABLE', 'POOL_FULL']).toContain(result.reason.id);
    const chain = await LocalChain.open(folder);
    expect(chain.state.get(`\x01${Buffer.from(addressOf(1)).toString('latin1')}`)).toBeDefined();
    await chain.close();
    const { match, transactions } = await replayFolder(folder);
    expect(match).toBe(true);
    expect(transactions).toBeGreaterThanOrEqual(6 + answered);
  });
});
