// `node test/node/kill.mjs 50 [seed]`: the same test with that many kills; prints its tally.
import { spawnSync } from 'node:child_process';

const [kills = '50', seed = '1'] = process.argv.slice(2);
const env = { ...process.env, TALLY_KILLS: kills, TALLY_SEED: seed };
const run = spawnSync('npx', ['vitest', 'run', 'test/node/kill.test.ts'], { stdio: 'inherit', env });
process.exit(run.status ?? 1);
