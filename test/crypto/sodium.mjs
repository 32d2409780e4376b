// `npm run test:signatures -- 10000 [seed]`: sodium.test.ts with so many changed signatures.
import { spawnSync } from 'node:child_process';

const [signatures = '10000', seed = '1'] = process.argv.slice(2);
const env = { ...process.env, TALLY_SIGNATURES: signatures, TALLY_SEED: seed };
const run = spawnSync('npx', ['vitest', 'run', 'test/crypto/sodium.test.ts'], { stdio: 'inherit', env });
process.exit(run.status ?? 1);
