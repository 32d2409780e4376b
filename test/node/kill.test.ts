// Killed by signals at random moments, as a crash or the system would: everything acknowledged is there, once, and the chain replays.
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bytes, toHex } from '../../engine/base/bytes.ts';
import { encode } from '../../engine/base/records.ts';
import type { Connection } from '../../engine/client/connection.ts';
import { connect } from '../../engine/node/open.ts';
import { replayFolder } from '../../engine/node/replay.ts';
import type { TokenChain } from './chain.ts';
import { addressOf, balances, chance, emptyFolder, HOLDERS, makeTokenChain, remove, START, secret } from './chain.ts';

/** How many kills; `node test/node/kill.mjs 50` asks for more. */
const KILLS = Number(process.env['TALLY_KILLS'] ?? 10);
const SEED = Number(process.env['TALLY_SEED'] ?? 1);
/** Kills on one chain. */
const CHAIN = 5;
const LOAD = fileURLToPath(new URL('./load.mjs', import.meta.url));
const TARGETS = ['executor', 'parent', 'group'] as const;
/** How an executor ends: from outside, or as V8 and the system end it (exit codes 133, 134 and 139 in a shell). */
const SIGNALS = ['SIGABRT', 'SIGSEGV', 'SIGTRAP', 'SIGKILL'] as const;

let made: TokenChain;
let acks: string;
const seen = new Map<string, { height: number; receipt: string }>();
let scanned = 0;

beforeAll(begin);
afterAll(() => remove(made.folder));

/** A new chain, so that the last one need not be replayed for ever. */
async function begin(): Promise<void> {
  if (made) remove(made.folder);
  made = await makeTokenChain(emptyFolder());
  acks = join(made.folder, 'acks');
  seen.clear();
  scanned = 0;
}

interface Load {
  readonly child: ChildProcess;
  readonly ended: Promise<unknown>;
  executor: number | undefined;
  /** Whether the processes ended by what was killed. */
  noticed: boolean;
  output: string;
}

function startLoad(seed: number): Load {
  const all = Array.from({ length: HOLDERS }, (_, n) => n);
  const hex = { chain: toHex(made.chain), token: toHex(made.token), secrets: all.map((n) => toHex(secret(n))) };
  const rest = { addresses: all.map((n) => toHex(addressOf(n))), abi: made.client.abi, seed, rounds: 1000 };
  const path = join(made.folder, 'plan.json');
  writeFileSync(path, JSON.stringify({ folder: made.folder, acks, ...hex, ...rest }));
  const child = spawn(process.execPath, [LOAD, path], { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const load: Load = {
    child,
    ended: new Promise((done) => child.once('close', done)),
    executor: undefined,
    noticed: true,
    output: '',
  };
  child.stdout!.on('data', (chunk) => {
    load.output += chunk;
    load.executor = Number([...load.output.matchAll(/executor (\d+)/g)].at(-1)?.[1] ?? 0) || undefined;
  });
  child.stderr!.on('data', (chunk) => {
    load.output += chunk;
  });
  return load;
}

/** Kills a process, or a group (negative), that may be gone already. */
function kill(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

const sizeOf = (path: string) => (existsSync(path) ? statSync(path).size : 0);

interface Kill {
  readonly target: (typeof TARGETS)[number];
  readonly signal: NodeJS.Signals;
  /** Whether something is to be acknowledged first. */
  readonly awaited: boolean;
}

async function killAtRandom(random: () => number, { target, signal, awaited }: Kill): Promise<Load> {
  const load = startLoad(Math.floor(random() * 2 ** 32));
  // The group may die at any moment of its life, the others once there are both of them; half of the time not before something was
  // acknowledged, however slow the machine is.
  const deadline = Date.now() + 20_000;
  const before = sizeOf(acks);
  const isEarly = () => load.executor === undefined || (awaited && sizeOf(acks) === before);
  while (target !== 'group' && isEarly() && Date.now() < deadline) await sleep(5);
  await sleep(random() * (target === 'group' ? 1_500 : 600));
  if (target === 'executor') kill(load.executor!, signal);
  else kill(target === 'group' ? -load.child.pid! : load.child.pid!);
  // An executor that had just ended in order is not missed by its parent, which goes on with the next.
  load.noticed = await Promise.race([
    load.ended.then(() => true),
    sleep(target === 'executor' ? 5_000 : 60_000, false),
  ]);
  if (!load.noticed) kill(-load.child.pid!);
  await load.ended;
  return load;
}

const sha256 = (bytes: Bytes) => createHash('sha256').update(bytes).digest('hex');

/** Remembers where each transaction of the new blocks stands. */
async function scan(connection: Connection): Promise<void> {
  const { height } = await connection.info();
  for (; scanned < height; scanned++) {
    const { receipts } = (await connection.block(scanned + 1))!;
    for (const receipt of receipts) {
      const id = toHex(receipt.txId);
      expect(seen.has(id), `${id} stands twice`).toBe(false);
      seen.set(id, { height: scanned + 1, receipt: sha256(encode('Receipt', receipt)) });
    }
  }
}

/** How many transactions were acknowledged so far, each of them as the chain has it. */
function checkAcks(): number {
  const lines = existsSync(acks)
    ? readFileSync(acks, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
    : [];
  for (const line of lines) {
    const [id, height, receipt] = line.split(' ');
    expect(seen.get(id!), line).toEqual({ height: Number(height), receipt });
  }
  return lines.length;
}

/** Opens the chain after a kill and compares it with what was acknowledged. */
async function checkChain(): Promise<number> {
  const connection = await connect(made.folder, 'read');
  await scan(connection);
  const held = await balances(connection, made);
  await connection.close();
  expect(held.reduce((a, b) => a + b)).toBe(START * BigInt(HOLDERS));
  const acknowledged = checkAcks();
  expect((await replayFolder(made.folder)).difference).toBeUndefined();
  return acknowledged;
}

test(`nothing that was acknowledged is lost in ${KILLS} kills`, { timeout: 60_000 + KILLS * 10_000 }, async () => {
  const random = chance(SEED);
  const tally = { kills: 0, executor: 0, parent: 0, group: 0, unnoticed: 0, acknowledged: 0, found: 0, blocks: 0 };
  let last = { acknowledged: 0, found: 0, blocks: 0 };
  for (let n = 0; n < KILLS; n++) {
    if (n > 0 && n % CHAIN === 0) {
      await begin();
      last = { acknowledged: 0, found: 0, blocks: 0 };
    }
    const target = TARGETS[n % TARGETS.length]!;
    const signal = SIGNALS[Math.floor(n / TARGETS.length) % SIGNALS.length]!;
    const load = await killAtRandom(random, { target, signal, awaited: n % 2 === 0 });
    if (target === 'executor' && load.noticed) expect(load.output).toContain(`fault EXECUTOR_DIED ${signal}`);
    expect(load.output).not.toMatch(/Error/);
    const now = { acknowledged: await checkChain(), found: seen.size, blocks: scanned };
    for (const key of ['acknowledged', 'found', 'blocks'] as const) tally[key] += now[key] - last[key];
    last = now;
    tally.kills += 1;
    tally[target] += 1;
    if (!load.noticed) tally.unnoticed += 1;
  }
  console.log(`kills, seed ${SEED}: ${JSON.stringify(tally)}`);
  expect(tally.acknowledged).toBeGreaterThan(0);
});
