// A new project as a stranger has it: npm installs it from what stands in its folder, and its own scripts run.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packedName } from '../../cli/pack.ts';
import { versionText } from '../../cli/version.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const base = mkdtempSync(join(tmpdir(), 'tally-install-'));
const shop = join(base, 'shop');
afterAll(() => rmSync(base, { recursive: true, force: true }));

/** Milliseconds; npm may have to fetch what the project depends on. */
const LONGEST = 600_000;

function run(cwd: string, file: string, ...args: string[]) {
  const env = { ...process.env, NO_COLOR: '1' };
  const { stdout, stderr, status } = spawnSync(file, args, { cwd, encoding: 'utf8', env });
  return { status, text: stdout + stderr, stdout };
}

const npm = (...args: string[]) => run(shop, 'npm', ...args);

const INVARIANT = `import { invariant, Sandbox } from "tallystick/testing";
import { test } from "vitest";

test("the count is never negative", async () => {
  const sandbox = new Sandbox();
  const [ann] = sandbox.accounts("ann");
  const counter = await sandbox.deploy("contracts/counter.ts", { args: { start: 5 } });
  const check = () => (counter.query("count") as bigint) >= 0n;
  await invariant(sandbox, { actions: [counter], parties: [ann!], check, runs: 3 });
}, 60_000);
`;

let installed: ReturnType<typeof run>;
beforeAll(() => {
  run(base, process.execPath, join(ROOT, 'dist/program/main.js'), 'new', 'shop');
  installed = npm('install', '--no-audit', '--no-fund', '--prefer-offline');
}, LONGEST);

test('its package is the file that npm packs', () => {
  const packed = run(ROOT, 'npm', 'pack', '--dry-run', '--json', '--ignore-scripts').stdout;
  const [{ files }] = JSON.parse(packed) as [{ files: { path: string }[] }];
  const { stdout } = run(shop, 'tar', '-tzf', join('vendor', packedName(versionText())));
  expect(stdout.trim().split('\n').sort()).toEqual(files.map(({ path }) => `package/${path}`).sort());
});

test(
  'it installs, and its scripts run with what was installed',
  () => {
    expect(installed.status, installed.text).toBe(0);
    writeFileSync(join(shop, 'tests', 'invariant.test.ts'), INVARIANT);
    for (const script of ['build', 'lint', 'types']) expect(npm('run', script), script).toMatchObject({ status: 0 });
    const tested = npm('test');
    expect(tested.text).toContain('4 passed');
    expect(tested.status).toBe(0);
  },
  LONGEST,
);

test(
  'an invariant says which package it needs, where that was taken out',
  () => {
    rmSync(join(shop, 'node_modules', 'fast-check'), { recursive: true });
    const { status, text } = run(shop, 'npx', 'tally', 'test', 'invariant');
    expect(text).toContain('fast-check, which makes the calls of an invariant; npm install --save-dev fast-check');
    expect(status).toBe(3);
  },
  LONGEST,
);
