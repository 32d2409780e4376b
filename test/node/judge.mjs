// Replays a chain folder in a process of its own, since LevelDB may abort on damaged files; prints what came of it as JSON.
// Usage: node judge.mjs folder → {said: where it differs} or {rows: SHA-256 over all rows}
import { createHash } from 'node:crypto';

const load = (path) => import(new URL(`../../dist/engine/node/${path}`, import.meta.url).href);
const [{ replayFolder }, { Store }, { encodeHeight }] = await Promise.all(['replay.js', 'store.js', 'rows.js'].map(load));
const folder = process.argv[2];

async function said() {
  try {
    const { difference } = await replayFolder(folder);
    return difference && `block ${difference.height} ${difference.what}`;
  } catch (error) {
    return `${error.id ?? error.stack} ${error.detail ?? ''}`;
  }
}

async function scanned() {
  const digest = createHash('sha256');
  const store = await Store.open(folder, false);
  for await (const [key, value] of store.rows()) {
    digest.update(encodeHeight(key.length)).update(key, 'latin1').update(encodeHeight(value.length)).update(value);
  }
  await store.close();
  return digest.digest('hex');
}

const verdict = await said();
console.log(JSON.stringify(verdict === undefined ? { rows: await scanned() } : { said: verdict }));
