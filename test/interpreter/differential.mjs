// `node test/interpreter/differential.mjs 1000000 [seed]`: the same test with that many executions; prints how they ended.
import { spawnSync } from 'node:child_process';

const [executions = '1000000', seed = '1'] = process.argv.slice(2);
const env = { ...process.env, TALLY_EXECUTIONS: executions, TALLY_SEED: seed };
const run = spawnSync('npx', ['vitest', 'run', 'test/interpreter/differential.test.ts'], { stdio: 'inherit', env });
process.exit(run.status ?? 1);
