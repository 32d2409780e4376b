// Damaged files of a chain folder: opening it or a pass over the store says so, or every row is what it was; and a repair with another copy
// at hand gives all rows back.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LocalChain } from '../../engine/node/local.ts';
import { chance, copyOf, emptyFolder, makeTokenChain, remove, type TokenChain, transfer } from './chain.ts';
import { digest, flipped, pickFile, rowsOf, rowsOfCopy } from './damage.ts';
import { Judge } from './judge.ts';

/** How many damages; `npm run test:damage -- 500` asks for more. */
const DAMAGES = Number(process.env['TALLY_DAMAGES'] ?? 25);
const SEED = Number(process.env['TALLY_SEED'] ?? 1);
/** One in so many that were found is repaired. */
const REPAIRED = 10;
const judges = [new Judge(), new Judge()];

/** A chain, what its rows come to, and what they do once its trees are written; and another copy of it. */
interface Whole {
  readonly folder: string;
  readonly rows: string;
  readonly settled: string;
  readonly spare: string;
}

/** A chain that was closed in order, and one that was not: its last blocks are in a log, and its trees are behind. */
let wholes: readonly Whole[];
beforeAll(async () => {
  const base = await makeTokenChain(emptyFolder());
  for (let n = 0; n < 3; n++) await addBlocks(base, 10 * n, true);
  const killed = copyOf(base.folder);
  await addBlocks({ ...base, folder: killed }, 30, false);
  wholes = await Promise.all([base.folder, killed].map(wholeOf));
});
afterAll(() => {
  for (const judge of judges) judge.close();
  for (const { folder, spare } of wholes) for (const each of [folder, spare]) remove(each);
});

async function addBlocks(to: TokenChain, from: number, isClosed: boolean): Promise<void> {
  const chain = await LocalChain.open(to.folder);
  for (let nonce = from; nonce < from + 10; nonce++)
    await chain.propose(1_800_000_000_000 + nonce, [transfer(to, { from: 1, to: 2, amount: 5n, nonce })]);
  await (isClosed ? chain.close() : chain.abandon());
}

async function wholeOf(folder: string): Promise<Whole> {
  const closed = copyOf(folder);
  await (await LocalChain.open(closed)).close();
  const settled = digest(await rowsOf(closed));
  remove(closed);
  return { folder, rows: digest(await rowsOfCopy(folder)), settled, spare: copyOf(folder) };
}

const KINDS = ['bit', 'cut', 'page'] as const;

/** A bit flipped, bytes cut off at the end, or a page of zeros, in any file of the folder; which, for people. */
function damage(folder: string, random: () => number): string {
  const file = pickFile(folder, random);
  const bytes = readFileSync(file);
  const kind = KINDS[Math.floor(random() * KINDS.length)]!;
  const at = Math.floor(random() * bytes.length);
  const page = at - (at % 512);
  if (kind === 'bit') writeFileSync(file, flipped(random, bytes));
  else
    writeFileSync(
      file,
      kind === 'cut' ? bytes.subarray(0, at) : bytes.fill(0, page, Math.min(page + 512, bytes.length)),
    );
  return `${kind} of ${relative(folder, file)}, ${at} of ${bytes.length}`;
}

const tally = { open: 0, check: 0, replay: 0, harmless: 0, aborted: 0, repaired: 0 };

/** What found the damage; undefined if every row is what it was. @throws Error if it goes unnoticed */
async function finder(judge: Judge, folder: string, { rows }: Whole): Promise<keyof typeof tally | undefined> {
  const found = await judge.ask({ job: 'look', folder });
  if (found.rows === rows) return undefined;
  if (found.said === undefined || found.stage === 'scan') {
    const { said } = await judge.ask({ job: 'replay', folder });
    if (said === undefined) throw new Error(`goes unnoticed: ${JSON.stringify(found)}`);
    return 'replay';
  }
  expect(found.said).not.toMatch(/^unknown/);
  if (found.said.startsWith('process ended')) tally.aborted += 1;
  return found.stage as 'open' | 'check';
}

/** The folder is as the whole one again, in every row. */
async function isRepaired(judge: Judge, folder: string, { settled, spare }: Whole): Promise<void> {
  // Another judge may be at the same copy, and one process alone can open it.
  const from = copyOf(spare);
  expect(await judge.ask({ job: 'repair', folder, from })).toEqual({});
  remove(from);
  expect(await judge.ask({ job: 'look', folder })).toMatchObject({ rows: settled });
  tally.repaired += 1;
}

/** Damages a copy, and has it judged. */
async function tryOne(judge: Judge, n: number): Promise<void> {
  const random = chance(SEED * 1_000_003 + n);
  const whole = wholes[n % wholes.length]!;
  const copy = copyOf(whole.folder);
  const what = damage(copy, random);
  try {
    const by = await finder(judge, copy, whole);
    tally[by ?? 'harmless'] += 1;
    if (by !== undefined && (tally.open + tally.check) % REPAIRED === 1) await isRepaired(judge, copy, whole);
  } catch (error) {
    throw new Error(`damage ${n} of seed ${SEED}, ${what}: ${(error as Error).message}`, { cause: error });
  } finally {
    remove(copy);
  }
}

test('what is not damaged is whole', async () => {
  for (const whole of wholes) {
    const copy = copyOf(whole.folder);
    expect(await finder(judges[0]!, copy, whole)).toBeUndefined();
    expect(await judges[0]!.ask({ job: 'replay', folder: copy })).toEqual({});
    remove(copy);
  }
});

test(`${DAMAGES} damages are found, or harmless`, { timeout: 60_000 + DAMAGES * 20_000 }, async () => {
  let next = 0;
  const work = async (judge: Judge) => {
    while (next < DAMAGES) await tryOne(judge, next++);
  };
  await Promise.all(judges.map(work)).finally(() => {
    console.log(`damages, seed ${SEED}: ${JSON.stringify(tally)}`);
  });
  // What only a replay finds, nobody would look for.
  expect(tally.replay).toBe(0);
  expect(tally.repaired).toBeGreaterThan(0);
});

test('a missing file of the store is found', async () => {
  const [whole] = wholes as [Whole, Whole];
  const names = readdirSync(join(whole.folder, 'store'));
  expect(names.length).toBeGreaterThan(4);
  for (const name of names) {
    const copy = copyOf(whole.folder);
    remove(join(copy, 'store', name));
    const { said, rows } = await judges[0]!.ask({ job: 'look', folder: copy });
    if (/^(LOCK|LOG|LOG.old)$/.test(name)) expect(rows, name).toBe(whole.rows);
    else expect(said, name).toMatch(/^(STORE_(CORRUPT|CUT) |process ended)/);
    remove(copy);
  }
});
