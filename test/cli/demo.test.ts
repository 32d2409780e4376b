// `tally demo` as people run it: the built program, its processes, what it prints and how it ends.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { sampleCsv } from './demo/sample.ts';

const main = fileURLToPath(new URL('../../dist/program/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tally-demo-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function tally(...words: string[]) {
  const env = { PATH: process.env['PATH'], HOME: folder, TMPDIR: folder, LANG: 'en_US.UTF-8' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words], {
    cwd: folder,
    encoding: 'utf8',
    env,
  });
  return { status, stdout, stderr };
}

/** The first rows of the sample, all of tier 1. */
function fewInvoices(name: string, change: (text: string) => string = (text) => text): string {
  const path = join(folder, name);
  writeFileSync(path, change(sampleCsv().split('\n').slice(0, 20).join('\n')));
  return path;
}

test('the sample goes all the way and the second process says match', () => {
  const dir = join(folder, 'sample');
  const { status, stdout, stderr } = tally('demo', '--dir', dir, '--json');
  expect(stderr).toContain('settled: ');
  expect(status).toBe(0);
  const document = JSON.parse(stdout);
  expect(document).toMatchObject({ match: true, invoices: 350, skipped: [], replay: { match: true } });
  expect(document.replay.stateRoot).toBe(document.stateRoot);
  expect(document.currencies.map(({ outstanding }: { outstanding: string }) => outstanding)).toEqual(['0', '0', '0']);
  const asked = tally('query', 'receivable-cny', 'settledTotal', '--chain', document.chain, '--json');
  expect(JSON.parse(asked.stdout).result).toBe(document.currencies[0].settled);
});

test('people get a table with the figures on standard output, and the progress on standard error', () => {
  const { status, stdout, stderr } = tally('demo', '--lang', 'zh', '--csv', fewInvoices('few.csv'));
  expect(status).toBe(0);
  expect(stdout).toMatch(/CNY +\d+ +[\d,]+\.\d\d/);
  expect(stdout).toContain('一致');
  expect(stderr).toContain('已从源代码构建');
  expect(stdout).not.toContain('已从源代码构建');
});

test('a bad row ends with 2, a list of bad rows, and nothing made; with --skip-bad it is a warning', () => {
  const csv = join(folder, 'bad.csv');
  writeFileSync(
    csv,
    sampleCsv()
      .split('\n')
      .slice(0, 20)
      .join('\n')
      .replace(/,CNY,\d/, ',CNX,1'),
  );
  const dir = join(folder, 'bad');
  const strict = tally('demo', '--csv', csv, '--dir', dir);
  expect(strict).toMatchObject({ status: 2, stdout: '' });
  expect(strict.stderr).toMatch(/T4401 CSV_ROW[\s\S]*row 2, currency: "CNX"/);
  expect(existsSync(dir)).toBe(false);
  const lenient = tally('demo', '--csv', csv, '--dir', dir, '--skip-bad', '--json');
  expect(lenient.status).toBe(0);
  expect(lenient.stderr).toContain('warning row 2, currency');
  expect(JSON.parse(lenient.stdout).skipped).toMatchObject([{ row: 2, column: 'currency' }]);
});

test('a chain to work on is refused, for a demonstration makes its own', () => {
  const { status, stderr } = tally('demo', '--chain', join(folder, 'mine'));
  expect(status).toBe(2);
  expect(stderr).toContain('choose where with --dir');
});
