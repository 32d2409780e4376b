// Looks at a chain folder, or repairs it, in a process of its own, since LevelDB may abort on damaged files. Prints how far it came, then
// what it found, as lines of JSON.
// Usage: node judge.mjs look folder → {stage} …, then {said: what is wrong} or {rows: SHA-256 over all rows}
//        node judge.mjs replay folder → {said: where it differs}, or {}
//        node judge.mjs repair folder from → {}
import { createHash } from 'node:crypto';

const load = (path) => import(new URL(`../../dist/engine/node/${path}`, import.meta.url).href);
const [{ replayFolder }, { repairFolder }, { LocalChain }, { encodeHeight }] = await Promise.all(
  ['replay.js', 'repair.js', 'local.js', 'rows.js'].map(load),
);
const [job, folder, from] = process.argv.slice(2);
const tell = (told) => console.log(JSON.stringify(told));

async function digestOf(store) {
  const digest = createHash('sha256');
  for await (const [key, value] of store.rows())
    digest.update(encodeHeight(key.length)).update(key, 'latin1').update(encodeHeight(value.length)).update(value);
  return digest.digest('hex');
}

const JOBS = {
  look: async () => {
    tell({ stage: 'open' });
    const chain = await LocalChain.open(folder);
    try {
      tell({ stage: 'check' });
      while (!(await chain.scrubbing.slice(1_000)).isWhole);
      tell({ stage: 'scan' });
      return { rows: await digestOf(chain.store) };
    } finally {
      await chain.abandon();
    }
  },
  replay: async () => {
    const { difference } = await replayFolder(folder);
    return difference ? { said: `block ${difference.height} ${difference.what}` } : {};
  },
  repair: async () => {
    await repairFolder(folder, { from });
    return {};
  },
};

const said = (error) => ({ said: error.id === undefined ? `unknown ${error.stack}` : `${error.id} ${error.detail}` });
tell(await JOBS[job]().catch(said));
