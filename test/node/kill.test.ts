// Killed by signals at random moments, as a crash or the system would: everything acknowledged is there, once, and the chain replays.
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chance } from './chain.ts';
import { count, type Found, LOAD, Witness } from './witness.ts';

/** How many kills; `node test/node/kill.mjs 50` asks for more. */
const KILLS = Number(process.env['TALLY_KILLS'] ?? 10);
const SEED = Number(process.env['TALLY_SEED'] ?? 1);
/** Kills on one chain. */
const CHAIN = 5;
const TARGETS = ['executor', 'parent', 'group'] as const;
/** How an executor ends: from outside, or as V8 and the system end it (exit codes 133, 134 and 139 in a shell). */
const SIGNALS = ['SIGABRT', 'SIGSEGV', 'SIGTRAP', 'SIGKILL'] as const;

let witness: Witness;
beforeAll(async () => {
  witness = await Witness.begin();
});
afterAll(() => witness.end());

interface Load {
  readonly child: ChildProcess;
  readonly ended: Promise<unknown>;
  executor: number | undefined;
  /** Whether the processes ended by what was killed. */
  noticed: boolean;
  output: string;
}

function startLoad(seed: number): Load {
  const path = witness.plan(seed, 1000);
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
  const before = witness.told();
  const isEarly = () => load.executor === undefined || (awaited && witness.told() === before);
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

const NOTHING: Found = { acknowledged: 0, found: 0, blocks: 0 };

test(`nothing that was acknowledged is lost in ${KILLS} kills`, { timeout: 60_000 + KILLS * 10_000 }, async () => {
  const random = chance(SEED);
  const tally = { kills: 0, executor: 0, parent: 0, group: 0, unnoticed: 0, acknowledged: 0, found: 0, blocks: 0 };
  let last = NOTHING;
  for (let n = 0; n < KILLS; n++) {
    if (n > 0 && n % CHAIN === 0) {
      // A new chain, so that the last one need not be replayed for ever.
      witness.end();
      witness = await Witness.begin();
      last = NOTHING;
    }
    const target = TARGETS[n % TARGETS.length]!;
    const signal = SIGNALS[Math.floor(n / TARGETS.length) % SIGNALS.length]!;
    const load = await killAtRandom(random, { target, signal, awaited: n % 2 === 0 });
    if (target === 'executor' && load.noticed) expect(load.output).toContain(`fault EXECUTOR_DIED ${signal}`);
    expect(load.output).not.toMatch(/Error/);
    const now = await witness.check();
    count(tally, last, now);
    last = now;
    tally.kills += 1;
    tally[target] += 1;
    if (!load.noticed) tally.unnoticed += 1;
  }
  console.log(`kills, seed ${SEED}: ${JSON.stringify(tally)}`);
  expect(tally.acknowledged).toBeGreaterThan(0);
});
