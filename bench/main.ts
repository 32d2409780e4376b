// Entry of `npm run bench`.
import { join } from 'node:path';
import { packageFolder } from '../engine/compile/sources.ts';
import { CLAIMS } from './claims.ts';
import { MeasureError, measureApart } from './measure.ts';
import { runBench } from './program.ts';

try {
  process.exitCode = await runBench(process.argv.slice(2), {
    out: process.stdout,
    err: process.stderr,
    env: process.env,
    claims: CLAIMS,
    measure: measureApart,
    page: join(packageFolder(), 'docs', 'performance.md'),
  });
} catch (error) {
  if (!(error instanceof MeasureError)) throw error;
  process.stderr.write(`the bench failed: ${error.message}\n`);
  process.exitCode = 1;
}
