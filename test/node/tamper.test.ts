// A chain folder that was altered, with checksums left as they were or made to fit: opening or replaying it says so and where, and never
// that it matches.
import { mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { equal, toHex } from '../../engine/base/bytes.ts';
import { Fault } from '../../engine/base/errors.ts';
import { decode, encode } from '../../engine/base/records.ts';
import { LocalChain } from '../../engine/node/local.ts';
import { connectionTo, openHere } from '../../engine/node/open.ts';
import { pack, unpack } from '../../engine/node/packing.ts';
import { replayFolder } from '../../engine/node/replay.ts';
import { isSealed, seal } from '../../engine/node/seal.ts';
import { accepted, chance, copyOf, emptyFolder, makeTokenChain, remove, type TokenChain, transfer } from './chain.ts';
import { altered, type Change, flipped, keyOf, open, plainOf, rowsOfCopy } from './damage.ts';

/** Places of each kind; `node test/node/tamper.mjs 50` asks for more. */
const PLACES = Number(process.env['TALLY_PLACES'] ?? 3);
const SEED = Number(process.env['TALLY_SEED'] ?? 1);

let base: TokenChain;
let original: ReadonlyMap<string, Uint8Array>;
/** The same chain when its trees were not written since the fourth block before the last. */
let behind: string;

beforeAll(async () => {
  base = await makeTokenChain(emptyFolder());
  await addBlocks(base.folder, 0, 4, true);
  await addBlocks(base.folder, 4, 4, true);
  behind = copyOf(base.folder);
  await addBlocks(behind, 8, 4, false);
  original = await rowsOfCopy(base.folder);
});
afterAll(() => {
  remove(base.folder);
  remove(behind);
});

async function addBlocks(folder: string, from: number, count: number, inOrder: boolean): Promise<void> {
  const chain = await LocalChain.open(folder);
  for (let n = from; n < from + count; n++) {
    const bytes = transfer(base, { from: 1 + (n % 2), to: 3, amount: 5n, nonce: Math.floor(n / 2) });
    await chain.propose(1_800_000_000_000 + n, [bytes]);
  }
  await (inOrder ? chain.close() : chain.abandon());
}

/** What a replay of the folder says: where it differs or why it cannot be read, or nothing. */
async function replayed(folder: string): Promise<string | undefined> {
  try {
    const { match, difference } = await replayFolder(folder);
    expect(match).toBe(difference === undefined);
    return difference && `block ${difference.height} ${difference.what}`;
  } catch (error) {
    return faultOf(error);
  }
}

/** What opening the folder says, or nothing. */
async function opened(folder: string): Promise<string | undefined> {
  try {
    const chain = await LocalChain.open(folder);
    await chain.abandon();
    return undefined;
  } catch (error) {
    return faultOf(error);
  }
}

function faultOf(error: unknown): string {
  if (!(error instanceof Fault)) throw error;
  expect(['STORE_CORRUPT', 'STORE_CUT', 'SPEC_MISMATCH', 'STORE_FAILED']).toContain(error.id);
  expect(error.detail, 'a fault says where').not.toBe('');
  return `${error.id} ${error.detail}`;
}

/** A row as it is to stand in the store, checksum and all; null for none. */
/** What a row holds, without its checksum. */
const plain = (key: string, rows = original) => plainOf(key, rows.get(key)!);

/** A row with another value: with the checksum that stood there, where it has one, and with the right one. */
function rowsWith(key: string, value: Uint8Array): Uint8Array[] {
  const stale = original.get(key)?.slice(-4) ?? new Uint8Array(4);
  return [...(isSealed(key) ? [Uint8Array.of(...value, ...stale)] : []), seal(key, value)];
}

/** Some bit of a row flipped: of the row as it stands, and of its value with a checksum made to fit. */
function flippedRows(random: () => number, key: string, rows = original): Uint8Array[] {
  return [flipped(random, rows.get(key)!), seal(key, flipped(random, plain(key, rows)))];
}

const KINDS = {
  m: 'meta row',
  b: 'block',
  r: 'receipt',
  t: 'transaction index',
  s: 'state value',
  c: 'code',
  p: 'prepared code',
  k: 'metadata',
  d: 'changed keys',
  o: 'tree top',
  n: 'tree branch',
} as const;

/** Says no and where: the replay of a folder that was altered. */
async function reports(folder: string, changes: readonly Change[]): Promise<string> {
  const copy = await altered(folder, changes);
  try {
    await opened(copy);
    const said = await replayed(copy);
    expect(said, `${changes.map(([key]) => `${key[0]} ${toHex(keyOf(key))}`)} goes unnoticed`).toBeDefined();
    return said!;
  } finally {
    remove(copy);
  }
}

describe('rows', () => {
  test('the chain itself matches, with trees written and without', async () => {
    for (const folder of [base.folder, behind]) {
      const copy = copyOf(folder);
      expect(await replayed(copy)).toBeUndefined();
      remove(copy);
    }
  });

  test.each(Object.entries(KINDS))('%s: a bit of a %s is missed nowhere', { timeout: 600_000 }, async (kind) => {
    const random = chance(SEED * 100 + kind.charCodeAt(0));
    const keys = [...original.keys()].filter((key) => key[0] === kind);
    for (let n = 0; n < PLACES; n++) {
      const key = keys[Math.floor(random() * keys.length)]!;
      for (const row of flippedRows(random, key)) await reports(base.folder, [[key, row]]);
    }
  });

  test('a row that is gone is missed', { timeout: 600_000 }, async () => {
    const random = chance(SEED + 11);
    const keys = [...original.keys()];
    for (const key of keys.filter((key) => key[0] === 'm')) await reports(base.folder, [[key, null]]);
    for (let n = 0; n < PLACES; n++) await reports(base.folder, [[keys[Math.floor(random() * keys.length)]!, null]]);
  });

  test('a row too many is found', { timeout: 600_000 }, async () => {
    const random = chance(SEED + 13);
    const keys = [...original.keys()];
    for (let n = 0; n < PLACES; n++) {
      const near = keys[Math.floor(random() * keys.length)]!;
      const key = near + String.fromCharCode(Math.floor(random() * 256));
      for (const row of [original.get(near)!, seal(key, plain(near))]) await reports(base.folder, [[key, row]]);
    }
  });

  test('values of two rows that were exchanged are found', { timeout: 600_000 }, async () => {
    const random = chance(SEED + 17);
    for (let n = 0; n < PLACES; n++) {
      const kind = 'brsdn'[Math.floor(random() * 5)]!;
      const keys = [...original.keys()].filter((key) => key[0] === kind);
      const [a, b] = [keys[Math.floor(random() * keys.length)]!, keys[Math.floor(random() * keys.length)]!];
      if (equal(plain(a), plain(b))) continue;
      const exchanged = [[a, original.get(b)!], [b, original.get(a)!]] as const; // biome-ignore format: a pair
      await reports(base.folder, exchanged);
      await reports(
        base.folder,
        exchanged.map(([key, row]) => [key, seal(key, plainOf(key, row))]),
      );
    }
  });

  test('rows of a chain whose trees are behind are compared too', { timeout: 600_000 }, async () => {
    const random = chance(SEED + 19);
    const rows = await rowsOfCopy(behind);
    const keys = [...rows.keys()];
    for (let n = 0; n < 2 * PLACES; n++) {
      const key = keys[Math.floor(random() * keys.length)]!;
      for (const row of flippedRows(random, key, rows)) await reports(behind, [[key, row]]);
    }
  });
});

describe('what a report says', () => {
  const last = () => [...original.keys()].filter((key) => key[0] === 'b').at(-1)!;

  test('a receipt, a state value and a tree are named', async () => {
    const keyed = (kind: string) => [...original.keys()].filter((key) => key[0] === kind).at(-1)!;
    const key = keyed('r');
    const [first, ...others] = unpack(plain(key));
    const more = pack([encode('Receipt', { ...decode('Receipt', first!), gasUsed: 1 }), ...others]);
    const [stale, right] = rowsWith(key, more);
    expect(await reports(base.folder, [[key, right!]])).toBe('block 14 receipt.gasUsed');
    expect(await reports(base.folder, [[key, stale!]])).toBe(
      `STORE_CORRUPT row r ${toHex(keyOf(key.slice(1)))}: checksum`,
    );
    expect(await reports(base.folder, [[keyed('s'), Uint8Array.of(1)]])).toContain(
      `row s ${toHex(keyOf(keyed('s').slice(1)))}`,
    );
    expect(await reports(base.folder, [[keyed('n'), Uint8Array.of(1)]])).toContain('row n ');
  });

  test('a missing block is named', async () => {
    expect(await reports(base.folder, [[last(), null]])).toBe('STORE_CORRUPT block 14 is missing');
  });

  test('opening notices a block that was altered since, and one of another chain', async () => {
    const other = plain(last()).map((byte, i) => (i === 80 ? byte ^ 1 : byte));
    for (const row of rowsWith(last(), other)) await opensNot([[last(), row]]);
  });

  test('opening notices a tree top that was altered, and trees from the future', async () => {
    const top = plain('o').map((byte, i) => (i === 9 ? byte ^ 4 : byte));
    for (const row of [...rowsWith('o', top), null]) await opensNot([['o', row]]);
    for (const row of rowsWith('mnodes', Uint8Array.of(99, 0, 0, 0, 0, 0, 0, 0))) await opensNot([['mnodes', row]]);
  });

  async function opensNot(changes: readonly Change[]): Promise<void> {
    const copy = await altered(base.folder, changes);
    await expect(LocalChain.open(copy), changes[0]![0]).rejects.toMatchObject({ id: 'STORE_CORRUPT' });
    remove(copy);
  }

  test('a transaction that the index leads to another one is not given out', async () => {
    const [one, two] = [...original.keys()].filter((key) => key[0] === 't');
    for (const row of rowsWith(one!, plain(two!))) {
      const copy = await altered(base.folder, [[one!, row]]);
      const connection = await openHere(copy);
      await expect(connection.transaction(keyOf(one!.slice(1)))).rejects.toMatchObject({ id: 'STORE_CORRUPT' });
      await connection.close();
      remove(copy);
    }
  });
});

describe('head.log', () => {
  const log = (folder: string) => join(folder, 'head.log');

  test('cut by whole records it no longer fits the store, unless by one', async () => {
    const size = statSync(log(base.folder)).size;
    for (const records of [2, 5, 15]) {
      const copy = copyOf(base.folder);
      truncateSync(log(copy), size - 48 * records);
      await expect(LocalChain.open(copy)).rejects.toMatchObject({ id: 'STORE_CORRUPT' });
      expect(await replayed(copy)).toBe(`STORE_CORRUPT head.log ends at ${14 - records}, the store at 14`);
      remove(copy);
    }
  });

  test('a torn or absent last record is a block that nobody was told of: it stays', async () => {
    const size = statSync(log(base.folder)).size;
    for (const cut of [1, 17, 47, 48]) {
      const copy = copyOf(base.folder);
      truncateSync(log(copy), size - cut);
      expect(await replayed(copy)).toBeUndefined();
      const chain = await LocalChain.open(copy);
      expect(chain.head.header.height).toBe(14);
      await chain.close();
      expect(readFileSync(log(copy))).toEqual(readFileSync(log(base.folder)));
      remove(copy);
    }
  });

  test('a flipped bit in any record is named', async () => {
    const random = chance(SEED + 29);
    for (let n = 0; n < PLACES; n++) {
      const copy = copyOf(base.folder);
      const bytes = readFileSync(log(copy));
      const at = Math.floor(random() * bytes.length);
      bytes[at]! ^= 1 << Math.floor(random() * 8);
      writeFileSync(log(copy), bytes);
      const record = `head.log record ${Math.floor(at / 48)}`;
      await expect(LocalChain.open(copy)).rejects.toMatchObject({
        id: 'STORE_CORRUPT',
        detail: expect.stringContaining(record),
      });
      expect(await replayed(copy)).toContain(record);
      remove(copy);
    }
  });

  test('an older copy of the store is behind it', async () => {
    const copy = copyOf(base.folder);
    writeFileSync(log(copy), readFileSync(log(behind)));
    for (const said of [await opened(copy), await replayed(copy)])
      expect(said).toBe('STORE_CUT the store ends at height 14, block 18 was acknowledged');
    remove(join(copy, 'store'));
    for (const said of [await opened(copy), await replayed(copy)]) expect(said).toMatch(/^STORE_CUT .* has a head.log/);
    remove(copy);
  });
});

describe('genesis', () => {
  test('a folder without one is no chain', async () => {
    const folder = emptyFolder();
    await expect(LocalChain.open(folder)).rejects.toMatchObject({ id: 'NO_GENESIS' });
    mkdirSync(join(folder, 'store'));
    await expect(replayFolder(folder)).rejects.toMatchObject({ id: 'NO_GENESIS' });
    const level = await open(folder);
    await level.close();
    await expect(LocalChain.open(folder)).rejects.toMatchObject({ id: 'NO_GENESIS' });
    remove(folder);
  });

  test('one of other rules is named, by opening and by replay', async () => {
    const genesis = decode('Genesis', plain('mgenesis'));
    const other = encode('Genesis', { ...genesis, specHash: new Uint8Array(32).fill(1) });
    const [stale, right] = rowsWith('mgenesis', other);
    for (const [row, words] of [
      [right!, `SPEC_MISMATCH the chain has protocol 1, spec ${'01'.repeat(32)}`],
      [stale!, 'STORE_CORRUPT row m genesis: checksum'],
    ] as const) {
      const copy = await altered(base.folder, [['mgenesis', row]]);
      for (const said of [await opened(copy), await replayed(copy)]) expect(said).toContain(words);
      remove(copy);
    }
  });

  test('a store of another layout is named', async () => {
    const nine = Uint8Array.of(9, 0, 0, 0, 0, 0, 0, 0);
    // Earlier layouts had no checksums.
    for (const row of [nine, seal('mformat', nine)]) {
      const copy = await altered(base.folder, [['mformat', row]]);
      expect(await opened(copy)).toContain('SPEC_MISMATCH store layout 9');
      remove(copy);
    }
  });
});

test('a view that looks through storage that is not there leaves no row behind', async () => {
  const copy = copyOf(base.folder);
  const chain = await LocalChain.open(copy);
  expect(chain.state.next(`\x40${'\x09'.repeat(32)}`, '')).toBeUndefined();
  await accepted(connectionTo(chain), transfer(base, { from: 1, to: 2, amount: 1n, nonce: 4 }));
  await chain.close();
  expect(await replayed(copy)).toBeUndefined();
  remove(copy);
});
