// `npm run test:migration -- 100000`: migration.test.ts with that many stored entries.
import { spawnSync } from 'node:child_process';

const [entries = '100000'] = process.argv.slice(2);
const env = { ...process.env, TALLY_ENTRIES: entries };
const run = spawnSync('npx', ['vitest', 'run', 'test/node/migration.test.ts'], { stdio: 'inherit', env });
process.exit(run.status ?? 1);
