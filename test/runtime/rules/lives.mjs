// `npm run test:lives -- 100000 [seed]`: model.test.ts with that many lives of a contract; prints its tally.
import { spawnSync } from 'node:child_process';

const [lives = '10000', seed = '1'] = process.argv.slice(2);
const env = { ...process.env, TALLY_LIVES: lives, TALLY_SEED: seed };
const run = spawnSync('npx', ['vitest', 'run', 'test/runtime/rules/model.test.ts'], { stdio: 'inherit', env });
process.exit(run.status ?? 1);
