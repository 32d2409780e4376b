// `node test/node/tamper.mjs 50 [seed]`: the same tests with that many places of each kind.
import { spawnSync } from 'node:child_process';

const [places = '50', seed = '1'] = process.argv.slice(2);
const env = { ...process.env, TALLY_PLACES: places, TALLY_SEED: seed };
const run = spawnSync('npx', ['vitest', 'run', 'test/node/tamper.test.ts'], { stdio: 'inherit', env });
process.exit(run.status ?? 1);
