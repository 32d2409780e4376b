// Disks that fill up at random moments under load: everything acknowledged is there, once, and the chain goes on when there is room.
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHere } from '../../engine/node/open.ts';
import { accepted, chance, emptyFolder, nonceOf, remove, transfer } from './chain.ts';
import { count, type Found, LOAD, Witness } from './witness.ts';

/** How often a disk fills up; `node test/node/fill.mjs 100` asks for more. */
const FILLS = Number(process.env['TALLY_FILLS'] ?? 3);
const SEED = Number(process.env['TALLY_SEED'] ?? 1);
/** Fills of one chain. */
const CHAIN = 5;
/** KiB that a disk has beyond what the chain takes, or that a file may have. */
const ROOM = 160;
/** Milliseconds after which it is no longer waited for. */
const LONGEST = 120_000;

/** A limit of the size of files, or a small disk, which Linux gives to anybody who asks for it in a namespace. */
type Way = 'file' | 'disk';
const DISK = ['unshare', '-rm'] as const;
const hasDisks = spawnSync(DISK[0], [DISK[1], 'sh', '-c', 'mount -t tmpfs tmpfs /mnt']).status === 0;
if (!hasDisks) console.warn('SKIPPED: no small disks here (unshare, tmpfs); only the size of files is limited.');

let witness: Witness;
beforeAll(async () => {
  witness = await Witness.begin();
});
afterAll(() => witness.end());

function sizeOf(folder: string): number {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((each) => each.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}

/** Limits what the processes write, in KiB; $1 the limit, then the command. */
const IN_FILES = 'ulimit -f "$1"; shift; exec "$@"';
/** Has the chain on a disk of its own while they run; $1 its size, $2 where it is mounted, $3 the chain's folder, then the command. */
const ON_DISK = `
  size=$1 disk=$2 folder=$3; shift 3
  mount -t tmpfs -o "size=$size"k tmpfs "$disk" && cp -r "$folder/." "$disk" || exit 9
  "$@"
  status=$?
  rm -f "$disk"/*.sock; rm -r "$folder"/*; cp -r "$disk/." "$folder" || exit 9
  exit $status`;

/** What a load said, until it found no room. */
function load(way: Way, room: number, seed: number): string {
  const { folder } = witness.made;
  const disk = emptyFolder();
  const run = [process.execPath, LOAD, witness.plan(seed, 3, way === 'disk' ? disk : folder)];
  const size = Math.ceil(sizeOf(folder) / 1024) + 64 + room;
  const [command, ...words] =
    way === 'file'
      ? ['bash', '-c', IN_FILES, 'bash', String(room), ...run]
      : [...DISK, 'bash', '-c', ON_DISK, 'bash', String(size), disk, folder, ...run];
  const { stdout, stderr, status } = spawnSync(command!, words, { encoding: 'utf8', timeout: LONGEST });
  remove(disk);
  // 3 is what the load ends with after a fault.
  expect([0, 3], stdout + stderr).toContain(status);
  return stdout + stderr;
}

/** With room the chain takes another transaction. */
async function goesOn(): Promise<void> {
  const connection = await openHere(witness.made.folder);
  const nonce = await nonceOf(connection, 1);
  await accepted(connection, transfer(witness.made, { from: 1, to: 2, amount: 1n, nonce }));
  await connection.close();
}

const NOTHING: Found = { acknowledged: 0, found: 0, blocks: 0 };

test(`nothing that was acknowledged is lost on ${FILLS} disks that fill up`, {
  timeout: 60_000 + FILLS * LONGEST,
}, async () => {
  const random = chance(SEED);
  const tally = { fills: 0, file: 0, disk: 0, full: 0, opening: 0, roomy: 0, acknowledged: 0, found: 0, blocks: 0 };
  let last = NOTHING;
  for (; tally.fills < FILLS; tally.fills++) {
    if (tally.fills > 0 && tally.fills % CHAIN === 0) {
      witness.end();
      witness = await Witness.begin();
      last = NOTHING;
    }
    const way = hasDisks && tally.fills % 2 === 1 ? 'disk' : 'file';
    const said = load(way, 1 + Math.floor(random() ** 2 * ROOM), Math.floor(random() * 2 ** 32));
    tally[way] += 1;
    if (!said.includes('fault')) tally.roomy += 1;
    else expect(said).toMatch(/^fault STORE_FULL /m);
    if (said.includes('fault')) tally[said.includes('executor') ? 'full' : 'opening'] += 1;
    expect(said).not.toMatch(/Error/);
    const now = await witness.check();
    count(tally, last, now);
    last = now;
    await goesOn();
  }
  console.log(`full disks, seed ${SEED}: ${JSON.stringify(tally)}`);
  expect(tally.full).toBeGreaterThan(0);
  expect(tally.acknowledged).toBeGreaterThan(0);
});
