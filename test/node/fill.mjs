// `node test/node/fill.mjs 50 [seed]`: the same test with that many disks; prints its tally.
import { spawnSync } from 'node:child_process';

const [fills = '50', seed = '1'] = process.argv.slice(2);
const env = { ...process.env, TALLY_FILLS: fills, TALLY_SEED: seed };
const run = spawnSync('npx', ['vitest', 'run', 'test/node/fill.test.ts'], { stdio: 'inherit', env });
process.exit(run.status ?? 1);
