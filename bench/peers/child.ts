// Entry of the process of one player at one work. Arguments: path of the driver's module, id of the work, scale as JSON.
import { pathToFileURL } from 'node:url';
import type { Driver, Game, Said, Stage } from './driver.ts';
import { usageOf } from './usage.ts';
import type { Scale } from './works.ts';

const [path = '', work = '', scale = '{}'] = process.argv.slice(2);
/** Of the clock that ran last. */
let cores: number | undefined;

const say = (said: Said) => process.send?.(said);
const fail = (error: unknown) => say({ failed: error instanceof Error ? error.message : String(error) });

async function clock(act: () => unknown): Promise<number> {
  const before = usageOf(process.pid)?.cpu;
  const begin = performance.now();
  await act();
  const seconds = (performance.now() - begin) / 1000;
  const after = usageOf(process.pid)?.cpu;
  cores = before === undefined || after === undefined ? undefined : (after - before) / seconds;
  return seconds;
}

/** What is quick is done again for so many seconds, since its first moments say little. */
const LONG_ENOUGH = 0.1;

async function repeat(act: () => unknown): Promise<number> {
  let calls = 0;
  const begin = performance.now();
  let seconds = 0;
  do {
    await act();
    calls += 1;
    seconds = (performance.now() - begin) / 1000;
  } while (seconds < LONG_ENOUGH);
  return seconds / calls;
}

async function setUp(): Promise<{ game: Game; version: string }> {
  const { works, version } = (await import(pathToFileURL(path).href)) as Driver;
  const begin = works[work] ?? works[work.split('.')[0]!];
  if (!begin) throw new Error(`its driver does not know ${work}`);
  const stage: Stage = { scale: JSON.parse(scale) as Scale, work, clock, repeat };
  return { game: await begin(stage), version };
}

async function play(game: Game): Promise<void> {
  cores = undefined;
  const turn = await game.turn();
  say({ turn, cores });
}

async function leave(game: Game): Promise<void> {
  await game.end?.();
  process.exit(0);
}

process.on('disconnect', () => process.exit(1));
try {
  const { game, version } = await setUp();
  process.on('message', (asked) => void (asked === 'turn' ? play(game) : leave(game)).catch(fail));
  say({ ready: version });
} catch (error) {
  fail(error);
}
