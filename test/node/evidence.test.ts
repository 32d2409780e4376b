// A node whose tiers differ: it stops before commit, leaves a file, and the file can be judged anywhere.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Fault } from '../../engine/base/errors.ts';
import { readEvidence } from '../../engine/node/evidence.ts';
import { LocalChain } from '../../engine/node/local.ts';
import { replayFolder } from '../../engine/node/replay.ts';
import { readSettings, SETTINGS } from '../../engine/node/settings.ts';
import { Crooked } from '../suites/crooked.ts';
import { emptyFolder, makeTokenChain, remove, type TokenChain, transfer } from './chain.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'dist', 'program', 'main.js');

let made: TokenChain;
beforeEach(async () => {
  made = await makeTokenChain(emptyFolder());
});
afterEach(() => remove(made.folder));

const evidenceIn = (folder: string) => readdirSync(folder).filter((name) => name.startsWith('evidence-'));

/** Has a block run with a referee that is off by one unit of gas. @throws what the chain throws */
async function divergedFolder(): Promise<string> {
  const chain = await LocalChain.open(made.folder);
  const off = new Crooked(({ meter }) => {
    meter.gas -= 1;
  });
  chain.engine.checking = { tier: off, chooses: () => true };
  const { height } = chain.head.header;
  const failed = chain.propose(Date.now(), [transfer(made, { from: 1, to: 2, amount: 1n, nonce: 0 })]);
  await expect(failed).rejects.toMatchObject({ id: 'TIERS_DIFFER', detail: expect.stringContaining('evidence-') });
  expect(chain.head.header.height).toBe(height);
  await chain.abandon();
  const again = await LocalChain.open(made.folder);
  expect(again.head.header.height).toBe(height);
  await again.close();
  return join(made.folder, evidenceIn(made.folder)[0]!);
}

test('the block is not committed, and the command line judges what was left', async () => {
  const file = await divergedFolder();
  expect(evidenceIn(made.folder)).toHaveLength(1);
  expect(readEvidence(readFileSync(file, 'utf8')).what).toBe('gasLeft');
  const run = spawnSync(process.execPath, [MAIN, 'replay', file], { encoding: 'utf8' });
  expect(run.status).toBe(6);
  expect(run.stderr).toMatch(/T3202/);
  expect(run.stderr).toMatch(
    /recorded\s+compiled .*\n.*interpreted .*\n\s+record \d+: END OK gas [\d,]+ .*\n\s+END OK/,
  );
  expect(run.stderr).toContain('here      both tiers agree');
  const json = spawnSync(process.execPath, [MAIN, 'replay', file, '--json'], { encoding: 'utf8' });
  const document = JSON.parse(json.stdout);
  expect(document).toMatchObject({
    match: false,
    what: 'gasLeft',
    here: { differs: null },
    recorded: { differs: 'gasLeft' },
  });
  const { compiled, interpreted } = document.recorded;
  expect(compiled.gasLeft - interpreted.gasLeft).toBe(1);
});

test('a file that is no evidence is refused with a reason', async () => {
  const file = join(made.folder, 'other.json');
  for (const text of ['{', '{}', '{"kind":"tally evidence 1"}']) {
    writeFileSync(file, text);
    const run = spawnSync(process.execPath, [MAIN, 'replay', file], { encoding: 'utf8' });
    expect([text, run.status]).toEqual([text, 2]);
    expect(run.stderr).toMatch(/T4002.*\n.*no evidence file/);
  }
  expect(existsSync(file)).toBe(true);
});

test.each(['auto', 'compiled', 'interpreted'] as const)(
  'a chain replays %s, with every transaction checked',
  async (tier) => {
    const report = await replayFolder(made.folder, { settings: { ...SETTINGS, tier, check: 1 } });
    expect(report.match).toBe(true);
  },
);

test('settings are read from their spelling, and nothing else is taken', () => {
  expect(readSettings({ tier: 'auto', check: 'off' })).toEqual(SETTINGS);
  expect(readSettings({ tier: 'interpreted', check: 'all' })).toEqual({ ...SETTINGS, tier: 'interpreted', check: 1 });
  expect(readSettings({ tier: 'compiled', check: 'sample:250' })).toEqual({
    ...SETTINGS,
    tier: 'compiled',
    check: 250,
  });
  for (const [tier, check] of [
    ['fast', 'off'],
    ['auto', 'some'],
    ['auto', 'sample:0'],
    ['auto', 'sample:'],
    ['auto', 'sample:1e3'],
  ] as const)
    expect(() => readSettings({ tier, check })).toThrow(expect.objectContaining({ id: 'USAGE' }));
  expect(new Fault('TIERS_DIFFER', '').code).toBe(3202);
});
