// `npm run test:mutations`: mutation.test.ts with every instruction.
import { spawnSync } from 'node:child_process';

const env = { ...process.env, TALLY_MUTATIONS: 'all' };
const run = spawnSync('npx', ['vitest', 'run', 'test/interpreter/mutation.test.ts'], { stdio: 'inherit', env });
process.exit(run.status ?? 1);
