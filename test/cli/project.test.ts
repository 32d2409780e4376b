// A new project with its tools in place: an editor, the commands and the formatter find nothing to mark.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MAIN = join(ROOT, 'dist/program/main.js');
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');
const BIOME = join(ROOT, 'node_modules/@biomejs/biome/bin/biome');
const base = mkdtempSync(join(tmpdir(), 'tally-project-'));
const shop = join(base, 'shop');
afterAll(() => rmSync(base, { recursive: true, force: true }));

function run(file: string, ...args: string[]) {
  const env = { ...process.env, NO_COLOR: '1' };
  const { stdout, stderr, status } = spawnSync(process.execPath, [file, ...args], { cwd: shop, encoding: 'utf8', env });
  return { status, text: stdout + stderr };
}

beforeAll(() => {
  spawnSync(process.execPath, [MAIN, 'new', 'shop'], { cwd: base });
  mkdirSync(join(shop, 'node_modules'));
  symlinkSync(ROOT, join(shop, 'node_modules', 'tallystick'));
  for (const name of ['vitest', 'typescript', '@biomejs', '@types', 'fast-check'])
    symlinkSync(join(ROOT, 'node_modules', name), join(shop, 'node_modules', name));
});

test('contracts and tests type-check, each as what they are', () => {
  expect(run(TSC, '-p', 'contracts')).toEqual({ status: 0, text: '' });
  expect(run(TSC, '-p', 'tests')).toEqual({ status: 0, text: '' });
});

test('a test may import a client that `tally bindings` wrote, by the name of its file', () => {
  expect(run(MAIN, 'bindings', 'counter', '--target', 'ts').status).toBe(0);
  const text = `import { Sandbox } from "tallystick/testing";
import { CounterClient } from "../client/counter.ts";

const counter = await CounterClient.deploy(new Sandbox(), "contracts/counter.ts", { args: { start: 5 } });
const count: bigint = counter.count();
console.log(count);
`;
  writeFileSync(join(shop, 'tests/typed.test.ts'), text);
  expect(run(TSC, '-p', 'tests')).toEqual({ status: 0, text: '' });
  rmSync(join(shop, 'tests/typed.test.ts'));
  // Programs beside them, with the settings that docs/develop.md gives.
  mkdirSync(join(shop, 'app'));
  writeFileSync(join(shop, 'app/tsconfig.json'), '{ "extends": "../tests/tsconfig.json", "include": ["."] }');
  writeFileSync(join(shop, 'app/pay.ts'), text);
  expect(run(TSC, '-p', 'app')).toEqual({ status: 0, text: '' });
  rmSync(join(shop, 'app'), { recursive: true });
  rmSync(join(shop, 'client'), { recursive: true });
});

test('a test that misuses the kit does not type-check', () => {
  const text = readFileSync(join(shop, 'tests/counter.test.ts'), 'utf8').replace(
    'counter.query("count")',
    'counter.count()',
  );
  writeFileSync(join(shop, 'tests/wrong.test.ts'), text);
  expect(run(TSC, '-p', 'tests').text).toContain("Property 'count' does not exist on type 'Contract'");
  rmSync(join(shop, 'tests/wrong.test.ts'));
});

test('the formatter and its rules have nothing to change', () => {
  const { status, text } = run(BIOME, 'check', '--error-on-warnings', '.');
  expect(text).toContain('No fixes applied');
  expect(status).toBe(0);
});

test('it builds, lints without a finding, and its tests pass', () => {
  expect(run(MAIN, 'build').status).toBe(0);
  expect(run(MAIN, 'lint', '--strict')).toEqual({ status: 0, text: '✓ 1 contract, nothing found\n' });
  const { status, text } = run(MAIN, 'test');
  expect(text).toContain('3 passed');
  expect(status).toBe(0);
});

test('tools have the versions that this package is developed with', () => {
  const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')).devDependencies;
  const own = read(join(ROOT, 'package.json'));
  const { tallystick: _, ...tools } = read(join(shop, 'package.json'));
  for (const [name, version] of Object.entries(tools)) expect([name, version]).toEqual([name, own[name]]);
  expect(Object.keys(tools)).toEqual(['@biomejs/biome', '@types/node', 'fast-check', 'typescript', 'vitest']);
});

test('tally build --watch builds again when a source changes, shows what is wrong, and ends with 130', async () => {
  const child = spawn(process.execPath, [MAIN, 'build', '--watch'], { cwd: shop });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => {
      said += data;
    });
  }
  const closed = new Promise<number | null>((done) => child.once('close', done));
  const until = async (text: string) => {
    while (!said.includes(text)) await new Promise((done) => setTimeout(done, 50));
    said = said.slice(said.indexOf(text) + text.length);
  };
  const path = join(shop, 'contracts/counter.ts');
  const source = readFileSync(path, 'utf8');
  onTestFinished(() => void child.kill('SIGKILL'));
  await until('✓ build/counter.wasm');
  await until('watching contracts');
  writeFileSync(path, source.replace('u64): u64', 'f64): u64'));
  await until('no-float');
  await until('watching contracts');
  writeFileSync(path, source);
  await until('contracts/counter.ts');
  await until('✓ build/counter.wasm');
  child.kill('SIGINT');
  expect(await closed).toBe(130);
});
