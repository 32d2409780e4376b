// `node test/wasm/fuzz.mjs 10000000 [seed]`: the same test with that many mutants; prints its counts.
import { spawnSync } from 'node:child_process';

const [mutants = "10000000", seed = '1'] = process.argv.slice(2);
const env = { ...process.env, TALLY_MUTANTS: mutants, TALLY_SEED: seed };
const run = spawnSync('npx', ['vitest', 'run', 'test/wasm/fuzz.test.ts'], { stdio: 'inherit', env });
process.exit(run.status ?? 1);
