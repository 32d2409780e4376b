// State in a store keeps the suite of all readers: opened anew, with the smallest cache, and under an overlay.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bytes } from '../../engine/base/bytes.ts';
import { StoredState } from '../../engine/node/state.ts';
import { Store } from '../../engine/node/store.ts';
import { Overlay } from '../../engine/state/overlay.ts';
import type { Reader } from '../../engine/state/reader.ts';
import { hashing } from '../base/sha.ts';
import { type Filled, readerSuite } from '../suites/reader.ts';
import { plant } from './forest.ts';

/** A store with these values and their trees, and a state that was opened on it afterwards. */
async function stored(entries: ReadonlyMap<string, Bytes>, read: (state: StoredState) => Reader): Promise<Filled> {
  const folder = mkdtempSync(join(tmpdir(), 'tally-test-'));
  const store = await Store.open(folder, true);
  const first = new StoredState(hashing, store);
  const writes = plant(first.forest, entries, first);
  first.committed(writes);
  await store.write(first.takeCheckpoint());
  const close = async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { reader: read(new StoredState(hashing, store, { generation: 1, nodes: 1, levels: 0 })), close };
}

readerSuite('state in a store', (entries) => stored(entries, (state) => state));
readerSuite('an overlay over state in a store', (entries) => stored(entries, (state) => new Overlay(state)));
