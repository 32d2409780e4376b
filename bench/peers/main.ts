// Entry of `npm run bench:peers`.
import { join } from 'node:path';
import { packageFolder } from '../../engine/compile/sources.ts';
import { contest } from './contest.ts';
import { Lost } from './player.ts';
import { runPeers } from './program.ts';

const docs = join(packageFolder(), 'docs');

try {
  process.exitCode = await runPeers(process.argv.slice(2), {
    out: process.stdout,
    err: process.stderr,
    contest,
    page: join(docs, 'performance.md'),
    chart: join(docs, 'peers.svg'),
  });
} catch (error) {
  if (!(error instanceof Lost)) throw error;
  process.stderr.write(`the comparison failed: ${error.message}\n`);
  process.exitCode = 1;
}
