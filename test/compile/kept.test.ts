import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deserialize, Serializer } from 'node:v8';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Compiled, compile } from '../../engine/compile/asc.ts';
import { buildsFolder, compileForDebuggerKept, compileKept, keptForDebugger } from '../../engine/compile/kept.ts';
import { singleSource } from '../../engine/compile/sources.ts';
import { contractOf, refusalOf } from './sample.ts';

const SOURCES = singleSource(contractOf('  @init start(): void {}\n  @view one(): u8 { return 1; }'));
let caches: string;
const before = process.env['XDG_CACHE_HOME'];

beforeEach(() => {
  caches = mkdtempSync(join(tmpdir(), 'tally-kept-'));
  process.env['XDG_CACHE_HOME'] = caches;
});

afterEach(() => {
  if (before === undefined) delete process.env['XDG_CACHE_HOME'];
  else process.env['XDG_CACHE_HOME'] = before;
  rmSync(caches, { recursive: true, force: true });
});

const paths = () => readdirSync(buildsFolder()).map((name) => join(buildsFolder(), name));

/** Puts something else in place of a kept build, under a digest that is right. */
function exchange(path: string, change: (made: Compiled) => Compiled): void {
  const writer = new Serializer();
  writer.writeHeader();
  writer.writeValue(change(deserialize(readFileSync(path).subarray(32)) as Compiled));
  const body = writer.releaseBuffer();
  writeFileSync(path, Buffer.concat([createHash('sha256').update(body).digest(), body]));
}

test('what was kept is what compiling gives, and is taken the second time', async () => {
  const made = await compileKept(SOURCES);
  expect(made).toEqual(await compile(SOURCES));
  expect(await compileKept(SOURCES)).toEqual(made);
  const [path, ...others] = paths();
  expect(others).toEqual([]);
  exchange(path!, (kept) => ({ ...kept, abi: { ...kept.abi, name: 'kept' } }));
  expect((await compileKept(SOURCES)).abi.name).toBe('kept');
});

test('another text and another kind of build are not taken for it', async () => {
  await compileKept(SOURCES);
  const other = singleSource(contractOf('  @init start(): void {}\n  @view one(): u8 { return 2; }'));
  expect((await compileKept(other)).wasm).toEqual((await compile(other)).wasm);
  expect((await compileKept(SOURCES, { sourceMap: true })).sourceMap).toBeDefined();
  expect(keptForDebugger(SOURCES)).toBeUndefined();
  const builds = await compileForDebuggerKept(SOURCES);
  expect(keptForDebugger(SOURCES)).toEqual(builds);
  expect(paths()).toHaveLength(4);
});

test('a file that is cut or changed counts for nothing', async () => {
  const made = await compileKept(SOURCES);
  const [path] = paths();
  const whole = readFileSync(path!);
  for (const broken of [whole.subarray(0, whole.length - 1), whole.subarray(0, 10), whole.with(100, whole[100]! ^ 1)]) {
    writeFileSync(path!, broken);
    expect(await compileKept(SOURCES)).toEqual(made);
    expect(readFileSync(path!)).toEqual(whole);
  }
});

test('what does not compile is not kept, and fails each time', async () => {
  const wrong = singleSource(contractOf('  @view one(): f64 { return 1; }'));
  for (let i = 0; i < 2; i++) await expect(compileKept(wrong)).rejects.toThrow((await refusalOf(wrong)).text);
  expect(readdirSync(caches)).toEqual([]);
});

test('a folder that refuses it only costs time', async () => {
  writeFileSync(join(caches, 'tallystick'), 'a file');
  expect(await compileKept(SOURCES)).toEqual(await compile(SOURCES));
});

test('the older half goes when there are too many', async () => {
  mkdirSync(buildsFolder(), { recursive: true });
  for (let i = 0; i < 512; i++) writeFileSync(join(buildsFolder(), `old${i}`), '');
  const made = await compileKept(SOURCES);
  expect(paths()).toHaveLength(257);
  const newest = paths().find((path) => !path.includes('old'))!;
  expect((deserialize(readFileSync(newest).subarray(32)) as Compiled).wasm).toEqual(made.wasm);
});
