// `npm run test:proofs -- 100000 [seed]`: many.test.ts with so many trees, shared out to a process for each core; prints the tally of all.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

const [count = '2000', first = '1'] = process.argv.slice(2);
const processes = availableParallelism();

/** What one process prints, and how it ends. */
function run(seed, trees) {
  const env = { ...process.env, NO_COLOR: '1', TALLY_TREES: String(trees), TALLY_SEED: String(seed) };
  const child = spawn('npx', ['vitest', 'run', 'test/proof/many.test.ts'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  return new Promise((resolve) => child.once('close', (status) => resolve({ status, output })));
}

function add(sum, tally) {
  for (const [name, value] of Object.entries(tally))
    sum[name] = typeof value === 'number' ? (sum[name] ?? 0) + value : add(sum[name] ?? {}, value);
  return sum;
}

const shares = Array.from({ length: processes }, (_, n) => Math.floor((Number(count) + n) / processes));
const runs = await Promise.all(shares.map((trees, n) => run(Number(first) + n, trees)));
const sum = {};
for (const { status, output } of runs) {
  const line = /^trees, seed \d+: (.*)$/m.exec(output);
  if (line) add(sum, JSON.parse(line[1]));
  if (status === 0) continue;
  console.log(output);
  process.exitCode = 1;
}
console.log(`trees, seeds ${first} to ${Number(first) + processes - 1}: ${JSON.stringify(sum)}`);
