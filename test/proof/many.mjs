// `npm run test:proofs -- 100000 [seed]`: many.ts with so many trees, compiled and shared out to a process for each core; prints the tally
// of all, and ends with 1 if anything is wrong.
import { fork, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(folder));
/** Trees between two lines of one process. */
const SLICE = 1_000;

/** One share, in a process of its own: a seed for each slice. */
async function share(first, step, slices) {
  const { tryTrees } = await import(new URL('build/proofs/test/proof/many.js', `file://${root}/`).href);
  for (let n = 0; n < slices.length; n++) process.send(tryTrees(first + n * step, slices[n]));
  process.disconnect();
}

function add(sum, tally) {
  for (const [name, value] of Object.entries(tally))
    sum[name] = typeof value === 'number' ? (sum[name] ?? 0) + value : add(sum[name] ?? {}, value);
  return sum;
}

function all(count, first) {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const build = spawnSync(process.execPath, [tsc, '-p', folder], { stdio: 'inherit' });
  if (build.status !== 0) process.exit(build.status ?? 1);
  const slices = Array.from({ length: Math.ceil(count / SLICE) }, (_, n) => Math.min(SLICE, count - n * SLICE));
  const processes = availableParallelism();
  const sum = {};
  for (let n = 0; n < processes; n++) {
    const own = slices.filter((_, i) => i % processes === n);
    const child = fork(fileURLToPath(import.meta.url), ['share', String(first + n), String(processes), ...own.map(String)]);
    child.on('message', (tally) => {
      add(sum, tally);
      if (sum.trees % (10 * SLICE) === 0) console.log(`${sum.trees} trees`);
    });
    child.on('exit', (code) => {
      if (code !== 0) process.exitCode = 1;
    });
  }
  process.on('beforeExit', () => {
    if (sum.trees !== count) process.exitCode = 1;
    console.log(`trees, seeds from ${first} on: ${JSON.stringify(sum)}`);
    process.exit();
  });
}

const [what, ...words] = process.argv.slice(2);
if (what === 'share') await share(Number(words[0]), Number(words[1]), words.slice(2).map(Number));
else all(Number(what ?? 2_000), Number(words[0] ?? 1));
