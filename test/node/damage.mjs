// `npm run test:damage -- 500 [seed]`: damage.test.ts with that many damages; prints its tally.
import { spawnSync } from 'node:child_process';

const [damages = '500', seed = '1'] = process.argv.slice(2);
const env = { ...process.env, TALLY_DAMAGES: damages, TALLY_SEED: seed };
const run = spawnSync('npx', ['vitest', 'run', 'test/node/damage.test.ts'], { stdio: 'inherit', env });
process.exit(run.status ?? 1);
