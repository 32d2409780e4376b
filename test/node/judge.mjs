// Looks at chain folders, or repairs them, in a process of its own, since LevelDB may abort on damaged files. Asked by messages, one at a time:
// {job: 'look', folder} → {stage} …, then {end: {said: what is wrong} or {rows: SHA-256 over all rows}}
// {job: 'replay', folder} → {end: {said: where it differs} or {}}
// {job: 'repair', folder, from} → {end: {}}
import { createHash } from 'node:crypto';

const load = (path) => import(new URL(`../../dist/engine/node/${path}`, import.meta.url).href);
const [{ replayFolder }, { repairFolder }, { LocalChain }, { encodeHeight }] = await Promise.all(
  ['replay.js', 'repair.js', 'local.js', 'rows.js'].map(load),
);
const tell = (told) => process.send(told);

async function digestOf(store) {
  const digest = createHash('sha256');
  for await (const [key, value] of store.rows())
    digest.update(encodeHeight(key.length)).update(key, 'latin1').update(encodeHeight(value.length)).update(value);
  return digest.digest('hex');
}

const JOBS = {
  look: async ({ folder }) => {
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
  replay: async ({ folder }) => {
    const { difference } = await replayFolder(folder);
    return difference ? { said: `block ${difference.height} ${difference.what}` } : {};
  },
  repair: async ({ folder, from }) => {
    await repairFolder(folder, { copy: from });
    return {};
  },
};

const said = (error) => ({ said: error.id === undefined ? `unknown ${error.stack}` : `${error.id} ${error.detail}` });
process.on('message', async (asked) => tell({ end: await JOBS[asked.job](asked).catch(said) }));
