// trees.at: the height whose trees were written last, outside of the store. LevelDB drops a damaged last batch without a word,
// and trees are written in the last batch of all when a chain is closed.
import { closeSync, existsSync, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { concat, equal } from '../base/bytes.ts';
import { Fault } from '../base/errors.ts';
import type { Natives } from '../base/natives.ts';
import { decodeHeight, encodeHeight } from './rows.ts';
import { storeFault } from './store.ts';

/** Height u64 little-endian, and the first 8 bytes of its SHA-256. */
const SIZE = 16;

function pathOf(folder: string): string {
  return join(folder, 'trees.at');
}

/** Notes that the trees of this height are in the store, which must be so already. @throws Fault STORE_FULL, STORE_FAILED */
export function writeMark(natives: Natives, folder: string, height: number): void {
  const body = encodeHeight(height);
  try {
    const file = openSync(pathOf(folder), existsSync(pathOf(folder)) ? 'r+' : 'w');
    writeSync(file, concat(body, natives.sha256(body).subarray(0, 8)), 0, SIZE, 0);
    fdatasyncSync(file);
    closeSync(file);
  } catch (error) {
    throw storeFault(error, pathOf(folder));
  }
}

/** @throws Fault STORE_CUT if the store's trees are older than what was noted, STORE_CORRUPT if the note is damaged */
export function checkMark(natives: Natives, folder: string, nodesAt: number): void {
  if (!existsSync(pathOf(folder))) return;
  const bytes = new Uint8Array(readFileSync(pathOf(folder)));
  const body = bytes.subarray(0, 8);
  const whole = bytes.length === SIZE && equal(bytes.subarray(8), natives.sha256(body).subarray(0, 8));
  if (!whole) throw new Fault('STORE_CORRUPT', 'trees.at: checksum');
  const noted = decodeHeight(body);
  if (nodesAt < noted)
    throw new Fault('STORE_CUT', `the trees in the store are of height ${nodesAt}, those of ${noted} were written`);
}
