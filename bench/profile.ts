// Entry of `node dist/bench/profile.js`: where the time of one transfer goes, by part and by function.
import { Session } from 'node:inspector/promises';
import pc from 'picocolors';
import { grouped } from '../cli/print.ts';
import { table } from '../cli/table.ts';
import { timed } from './call.ts';
import { byFunction, byPart, type Profile, type Share } from './phases.ts';
import { machine } from './report.ts';
import { builtToken, inScratch } from './scratch.ts';
import { TokenChain } from './token.ts';

const HOLDERS = 1_000;
const WARM_BLOCKS = 30;
const BLOCKS = 60;
const PER_BLOCK = 1_000;
/** Microseconds between samples. */
const INTERVAL = 200;
const TOP = 25;

async function main(): Promise<void> {
  const { wasm } = await inScratch(async (folder) => builtToken(folder));
  const token = new TokenChain(wasm, HOLDERS);
  const run = (blocks: number) => timed(token, (count) => token.transfers(count), blocks);
  run(WARM_BLOCKS);
  const unwatched = run(BLOCKS);
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: INTERVAL });
  await session.post('Profiler.start');
  const watched = run(BLOCKS);
  const { profile } = (await session.post('Profiler.stop')) as unknown as { profile: Profile };
  session.disconnect();
  const transfers = BLOCKS * PER_BLOCK;
  print(unwatched, watched, byPart(profile, transfers), byFunction(profile, transfers));
}

function print(unwatched: number, watched: number, parts: readonly Share[], functions: readonly Share[]): void {
  const colours = pc.createColors(false);
  const rows = (shares: readonly Share[]) => shares.map(({ name, micros, part }) => [micros.toFixed(2), name, part]);
  const total = parts.reduce((sum, { micros }) => sum + micros, 0);
  const out = [
    machine(),
    '',
    `one transfer of ${grouped(HOLDERS)} holders: ${unwatched.toFixed(1)} µs; ${watched.toFixed(1)} µs while sampled, of which:`,
    '',
    table(['µs', 'part', ''], [...rows(parts), [total.toFixed(2), 'sum', '']], colours, [0]),
    '',
    table(['µs', 'function by its own time', 'part'], rows(functions.slice(0, TOP)), colours, [0]),
  ];
  process.stdout.write(`${out.join('\n')}\n`);
}

await main();
