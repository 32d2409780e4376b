// The whole demonstration in this process: the contracts are built, the chain runs, and the books are right.
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pc from 'picocolors';
import { afterAll, expect, test } from 'vitest';
import { demoDocument, demoText } from '../../../cli/demo/report.ts';
import { type DemoOptions, type DemoResult, type DemoSurroundings, runDemo } from '../../../cli/demo/run.ts';
import { toJson } from '../../../cli/json.ts';
import { toHex } from '../../../engine/base/bytes.ts';
import { createChain, openHere } from '../../../engine/node/open.ts';
import type { Text } from '../../../engine/template/text.ts';
import { sampleCsv } from './sample.ts';

const folder = mkdtempSync(join(tmpdir(), 'tally-run-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The first invoices of the sample with their parts. */
function smallCsv(name: string, change: (text: string) => string = (text) => text): string {
  const [header, ...rows] = sampleCsv().trimEnd().split('\n');
  const few = rows.filter((row) => /^T\d-2025-00(0[1-9]|1[0-2])/.test(row));
  const path = join(folder, name);
  writeFileSync(path, change(`${[header, ...few].join('\n')}\n`));
  return path;
}

interface Witness {
  readonly notes: Text[];
  readonly around: DemoSurroundings;
}

/** The replay is another process's affair; here it answers what the chain says of itself. */
function witness(now: number): Witness {
  const notes: Text[] = [];
  const runTally: DemoSurroundings['runTally'] = async (words) => {
    const connection = await openHere(words[2]!);
    const { height, header } = await connection.info();
    let [transactions, gasUsed] = [0, 0];
    for (let i = 1; i <= height; i++) {
      const block = (await connection.block(i))!;
      transactions += block.transactions.length;
      gasUsed += block.header.gasUsed;
    }
    await connection.close();
    const out = JSON.stringify({ match: true, height, transactions, gasUsed, stateRoot: toHex(header.stateRoot) });
    return { exit: 0, out, err: '' };
  };
  const found: DemoSurroundings['found'] = async (path, founding) => {
    await createChain(path, founding);
    return openHere(path);
  };
  const note = (text: Text) => void notes.push(text);
  return { notes, around: { note, progress: () => {}, found, runTally, clock: () => now } };
}

const LATER = Date.UTC(2026, 5, 1);

async function demo(options: DemoOptions, now = LATER): Promise<DemoResult & Witness> {
  const seen = witness(now);
  return { ...(await runDemo(options, seen.around)), ...seen };
}

test('everything is issued, financed and settled, and the chain agrees with the plan to the cent', async () => {
  const dir = join(folder, 'all');
  const result = await demo({ csv: smallCsv('all.csv'), dir });
  expect(result.books).toHaveLength(4 * result.plan.sums.length);
  expect(result.books.every(({ found, expected }) => found === expected)).toBe(true);
  expect(result.books.filter(({ what, found }) => what === 'outstanding' && found !== 0n)).toEqual([]);
  expect(result.books.some(({ what, found }) => what === 'settledTotal' && found > 0n)).toBe(true);
  const document = JSON.parse(toJson(demoDocument(result)));
  expect(document).toMatchObject({ match: true, dir, chain: join(dir, '.tally', 'chain'), skipped: [] });
  expect(document.genesis).toMatch(/^[0-9a-f]{64}$/);
  expect(document.steps.settle).toBe(document.steps.issue + document.steps.split);
  expect(document.transactions).toBe(document.measured.transactions + 2 + 2 * result.plan.sums.length);
  expect(readdirSync(join(dir, '.tally'))).toEqual(['chain', 'keys', 'names.json']);
  for (const language of ['en', 'zh'] as const) {
    const text = demoText(result, language, pc.createColors(false));
    expect(text).toContain(document.genesis);
    expect(text).toContain(language === 'en' ? 'match: every root' : '一致：所有根');
    if (language === 'en')
      expect(text.split('\n').filter((line) => line.length > 80 && !line.includes(dir))).toEqual([]);
  }
});

test('what is not due yet stays outstanding, and bad rows are skipped with what hangs on them', async () => {
  const csv = smallCsv('some.csv', (text) => text.replace('T1-2025-0002,1,', 'T1-2025-0002,one,'));
  const result = await demo({ csv, skipBad: true, dir: join(folder, 'some') }, Date.UTC(2025, 6, 1));
  expect(result.checked.bad.length).toBeGreaterThan(1);
  expect(result.plan.sums.some(({ outstanding, settled }) => outstanding > 0n && settled > 0n)).toBe(true);
  expect(result.books.every(({ found, expected }) => found === expected)).toBe(true);
});

test('a bad row or a folder in use leaves nothing behind', async () => {
  const dir = join(folder, 'none');
  const csv = smallCsv('bad.csv', (text) => text.replace(/\.\d\d,/, '.x,'));
  await expect(demo({ csv, dir })).rejects.toThrow('row 2, amount');
  expect(existsSync(dir)).toBe(false);
  await expect(demo({ csv: smallCsv('good.csv'), dir: folder })).rejects.toThrow('is not empty');
});
