// The bench command: what it takes, measures, prints and ends with.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { CLAIMS } from '../../bench/claims.ts';
import type { Figures } from '../../bench/figure.ts';
import { MeasureError } from '../../bench/measure.ts';
import { runBench } from '../../bench/program.ts';
import { packageFolder } from '../../engine/compile/sources.ts';

const group = (...ids: string[]): Figures => ({
  list: ids.map((id) => ({ id, unit: 'µs', text: `what ${id} is` })),
  measure: async () => {},
});
const folder = mkdtempSync(join(tmpdir(), 'tally-bench-'));
const page = join(folder, 'page.md');
const PAGE = '# Page\n<!-- figures: written by npm run bench -- --markdown -->\n<!-- end of figures -->\n';
beforeEach(() => writeFileSync(page, PAGE));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...args: string[]) {
  const [out, err, measured]: [string[], string[], string[]] = [[], [], []];
  const exit = await runBench(args, {
    out: { write: (text) => out.push(text) },
    err: { write: (text) => err.push(text) },
    env: {},
    claims: { first: group('a.us', 'b.us'), second: group('c.us') },
    measure: async (name, ids, note) => {
      note('at work');
      measured.push(`${name}: ${ids.join(' ')}`);
      return new Map(ids.map((id, i) => [id, [1 + i, 3 + i, 2 + i]]));
    },
    page,
  });
  return { exit, out: out.join(''), err: err.join(''), measured };
}

test('without ids everything is measured, a group at a time, and printed as a table', async () => {
  const { exit, out, err, measured } = await run();
  expect(exit).toBe(0);
  expect(measured).toEqual(['first: a.us b.us', 'second: c.us']);
  expect(out).toMatch(/a\.us +2\.00 +µs +3 +1\.00 +3\.00\n/);
  expect(err).toBe('first: at work\nsecond: at work\n');
});

test('with ids only these are measured, and other groups are left alone', async () => {
  const { out, measured } = await run('b.us', '--json');
  expect(measured).toEqual(['first: b.us']);
  expect(JSON.parse(out)).toEqual({ figures: [{ id: 'b.us', value: 2, unit: 'µs', runs: 3, min: 1, max: 3 }] });
});

test('--json prints one document and nothing else on standard output', async () => {
  const { out } = await run('--json');
  expect(JSON.parse(out).figures.map(({ id }: { id: string }) => id)).toEqual(['a.us', 'b.us', 'c.us']);
});

test.each([
  [['d.us'], 'no figure d.us'],
  [['a.us', '--json', 'x', 'y'], 'no figure x, y'],
  [['--fast'], '--fast'],
  [['--json', '--markdown'], 'exclude each other'],
])('%j ends with 2, says why and lists the figures, and measures nothing', async (args, why) => {
  const { exit, out, err, measured } = await run(...args);
  expect(exit).toBe(2);
  expect(err.split('\n')[0]).toContain(why);
  expect(err).toContain('figures:\n  a.us\n  b.us\n  c.us\n');
  expect([out, measured]).toEqual(['', []]);
});

test('--markdown writes the table into the page as well', async () => {
  const { exit, out } = await run('--markdown');
  expect(exit).toBe(0);
  expect(out).toContain('a.us');
  expect(readFileSync(page, 'utf8')).toContain('| `c.us` | 2.00 | µs | 3 | 1.00 | 3.00 | what c.us is |');
});

test('--markdown with ids writes their rows anew, and leaves the others', async () => {
  await run('--markdown');
  const before = readFileSync(page, 'utf8');
  writeFileSync(
    page,
    before.replace('| `a.us` | 2.00', '| `a.us` | 5.00').replace('| `c.us` | 2.00', '| `c.us` | 6.00'),
  );
  expect((await run('--markdown', 'a.us')).exit).toBe(0);
  expect(readFileSync(page, 'utf8')).toBe(before.replace('| `c.us` | 2.00', '| `c.us` | 6.00'));
});

test('rows that were measured on another machine stay alone: nothing is measured to stand beside them', async () => {
  await run('--markdown');
  const other = readFileSync(page, 'utf8').replace(/-->\n.*/, '-->\nAnother machine');
  writeFileSync(page, other);
  const { exit, err, measured } = await run('--markdown', 'a.us');
  expect([exit, measured]).toEqual([2, []]);
  expect(err).toMatch(
    /^the figures of the page are of Another machine, and this is .*; without an id, --markdown writes all/,
  );
  expect(readFileSync(page, 'utf8')).toBe(other);
});

test('a measurement that fails prints no figures', async () => {
  const out: string[] = [];
  const sink = { write: (text: string) => out.push(text) };
  const measure = async () => {
    throw new MeasureError('first ended with 1');
  };
  const world = { out: sink, err: { write: () => {} }, env: {}, claims: { first: group('a.us') }, measure, page };
  await expect(runBench([], world)).rejects.toThrow(MeasureError);
  expect(out).toEqual([]);
});

const IDS =
  `compile.token.ms compile.token.ratio token.style.ratio call.transfer.us call.transfer.us.100k call.rss call.heap call.empty.us proxy.call.ratio ledger.transfer.tps ledger.transfer.node_crypto.tps
  signature.sodium.tps signature.node_crypto.tps ledger.transfer.checks ledger.latency.p50.ms ledger.latency.p99.ms ledger.replay.tps ledger.replay.ratio ledger.replay.skip.ratio ledger.transfer.tps.1m ledger.rss.mib
  ledger.start.ms deploy.ms
  cli.cold.ms template.batch.rows_per_s explore.steps_per_s tree.bytes.10k tree.bytes.1m tree.update.us.10k tree.update.us.1m level.batch.us
  metering.turbofan.geomean metering.turbofan.worst metering.turbofan.transfer metering.turbofan.digest metering.turbofan.sieve
  metering.turbofan.fibonacci metering.turbofan.sort metering.turbofan.matrix metering.turbofan.text
  metering.liftoff.geomean metering.liftoff.worst metering.liftoff.transfer metering.liftoff.digest metering.liftoff.sieve
  metering.liftoff.fibonacci metering.liftoff.sort metering.liftoff.matrix metering.liftoff.text metering.growth
  calibration.worst_to_median compile.worst.ms compile.worst.turbofan.ms refuse.worst.ms prepare.linear stack.margin
  interpreter.transfer.slowdown interpreter.digest.slowdown interpreter.sieve.slowdown interpreter.fib.slowdown
  interpreter.sort.slowdown interpreter.matrix.slowdown interpreter.text.slowdown check.all.slowdown tier.cold.ratio`.split(
    /\s+/,
  );

test('the ids are those that earlier results were kept under, each once', () => {
  const ids = Object.values(CLAIMS).flatMap(({ list }) => list.map(({ id }) => id));
  expect(ids).toEqual(IDS);
});

test('the page on performance tells of every figure and has a place for the table', () => {
  const text = readFileSync(join(packageFolder(), 'docs', 'performance.md'), 'utf8');
  for (const id of IDS) expect(text, id).toContain(`\`${id}\``);
  expect(text).toMatch(/<!-- figures: written by npm run bench -- --markdown -->\n[\s\S]*<!-- end of figures -->/);
});
