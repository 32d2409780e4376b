// The rules of the house that a program can check, over all sources; each rule is also shown a source that breaks it.
import { describe, expect, test } from 'vitest';
import { barrels, cycles, sharedPackages, strayPackages, unknownFolders, upwardImports } from './layers/imports.ts';
import { parse, repositorySources, type Source } from './layers/source.ts';
import { LAYERS, MAX_FILE_LINES, MAX_FUNCTION_LINES } from './layers/table.ts';
import { badNames, impureWords, longFiles, longFunctions, untitled } from './layers/words.ts';

const sources = repositorySources();
const one = (path: string, text: string): Source[] => [parse(path, text)];

test('the sources are found', () => {
  const folders = new Set(sources.map((s) => s.path.split('/').slice(0, -1).join('/')));
  expect([...folders]).toEqual(expect.arrayContaining(['spec', 'engine/base', 'engine/compile']));
});

describe('imports', () => {
  test('every folder has a row in the table, and every row names rows', () => {
    expect(unknownFolders(sources)).toEqual([]);
    expect(unknownFolders(one('engine/magic/spell.ts', ''))).toHaveLength(1);
    const named = Object.values(LAYERS).flatMap((layer) => layer.folders);
    expect(named.filter((f) => f !== '*' && !f.endsWith('.ts') && LAYERS[f] === undefined)).toEqual([]);
  });

  test('imports go down only', () => {
    expect(upwardImports(sources)).toEqual([]);
  });

  test.each([
    ['spec/tags.ts', `import { hash } from '../engine/base/hash.ts';`],
    ['engine/base/list.ts', `import type { Tree } from '../state/tree.ts';`],
    ['engine/host/money.ts', `import { apply } from '../runtime/apply.ts';`],
    ['engine/host/money.ts', `type T = import('../wasm/module.ts').Module;`],
    ['engine/node/store.ts', `const { build } = await import('../compile/build.ts');`],
    ['engine/audit/verify/main.ts', `import { verify } from '../../crypto/node.ts';`],
    ['engine/client/send.ts', `import { print } from '../../cli/print.ts';`],
    ['engine/state/tree.ts', `export { hash } from '../crypto/node.ts';`],
    ['engine/state/tree.ts', `import { hash } from '../base/hash';`],
    ['engine/state/tree.ts', `import { spy } from '../../test/spy.ts';`],
  ])('%s: %s is reported', (path, text) => {
    expect(upwardImports(one(path, text))).toHaveLength(1);
  });

  test.each([
    ['engine/audit/verify/main.ts', `import { sha256 } from '../../crypto/portable.ts';`],
    ['engine/state/tree.ts', `import { hash } from '../base/hash.ts';`],
    ['engine/state/tree.ts', `import { LIMITS } from '../../spec/limits.ts';`],
    ['cli/commands/replay.ts', `import { replay } from '../../engine/ledger/replay.ts';`],
  ])('%s: %s is lawful', (path, text) => {
    expect(upwardImports(one(path, text))).toEqual([]);
  });

  test('packages and Node modules are imported only where the table lists them', () => {
    expect(strayPackages(sources)).toEqual([]);
  });

  test.each([
    ['engine/base/hash.ts', `import { createHash } from 'node:crypto';`],
    ['engine/crypto/node.ts', `import { readFileSync } from 'node:fs';`],
    ['engine/ledger/query.ts', `import { Level } from 'level';`],
    ['cli/main.ts', `import { Level } from 'level';`],
    ['cli/main.ts', `const asc = await import('assemblyscript/asc');`],
    ['engine/node/api.ts', `import { Command } from 'commander';`],
    ['engine/client/send.ts', `import { sha256 } from '@noble/hashes/sha2.js';`],
    ['engine/crypto/portable.ts', `import { bech32m } from '@scure/base';`],
    ['engine/node/api.ts', `import left from 'left-pad';`],
    ['engine/node/api.ts', `const NAME = 'assemblyscript';\nawait import(NAME);`],
    ['engine/compile/tree.ts', `let name = 'assemblyscript';\nawait import(name);`],
    ['engine/compile/tree.ts', 'await import(process.argv[2]);'],
  ])('%s: %s is reported', (path, text) => {
    expect(strayPackages(one(path, text))).toHaveLength(1);
  });

  test('a package may be imported late, and by a constant', () => {
    const late = `const NAME = 'assemblyscript';\nexport const asc = [await import(NAME), await import('assemblyscript/asc')];`;
    expect(strayPackages(one('engine/compile/tree.ts', late))).toEqual([]);
  });

  test('each npm package belongs to exactly one folder', () => {
    expect(sharedPackages(LAYERS)).toEqual([]);
    const twice = { ...LAYERS, cli: { folders: [], packages: ['level'], pure: false } };
    expect(sharedPackages(twice)).toEqual(['level: engine/node, cli']);
  });

  test('no file imports itself by way of others', () => {
    expect(cycles(sources)).toEqual([]);
    const ring = [
      ...one('engine/host/a.ts', `import { b } from './b.ts';`),
      ...one('engine/host/b.ts', `import type { c } from './c.ts';`),
      ...one('engine/host/c.ts', `import { a } from './a.ts';`),
      ...one('engine/host/d.ts', `import { a } from './a.ts';`),
    ];
    expect(cycles(ring)).toEqual(['engine/host/a.ts -> engine/host/b.ts -> engine/host/c.ts -> engine/host/a.ts']);
  });

  test('no file only passes on what others define', () => {
    expect(barrels(sources)).toEqual([]);
    expect(barrels(one('engine/host/all.ts', `export { a } from './a.ts';\nexport { b } from './b.ts';`))).toHaveLength(
      1,
    );
    expect(barrels(one('engine/host/all.ts', `import { a } from './a.ts';\nexport { a };`))).toHaveLength(1);
    expect(barrels(one('engine/host/all.ts', `export * from './a.ts';\nexport const own = 1;`))).toHaveLength(1);
    expect(barrels(one('engine/host/one.ts', `import { a } from './a.ts';\nexport const own = a;`))).toEqual([]);
  });
});

describe('the pure part', () => {
  test('knows no clock, chance, locale or waiting', () => {
    expect(impureWords(sources)).toEqual([]);
  });

  test.each([
    'const t = Date.now();',
    'let t: Date;',
    'const x = Math.random();',
    `const x = Math['random']();`,
    'const { random } = Math;',
    'const f = new Intl.NumberFormat();',
    'async function f() {}',
    'const f = async () => 1;',
    'class C { async m() {} }',
    'await go();',
    'for await (const x of y) {}',
    'let p: Promise<number>;',
    'const s = (5).toLocaleString();',
    `const s = name['toLocaleUpperCase']();`,
    'const r = new WeakRef(x);',
    'names.sort((a, b) => a.localeCompare(b));',
    `const m = import('./late.ts');`,
  ])('%s is reported', (text) => {
    expect(impureWords(one('engine/state/tree.ts', text))).not.toEqual([]);
    expect(impureWords(one('engine/node/store.ts', text))).toEqual([]);
  });

  test('comments, strings and other mathematics are free', () => {
    const text = `// Date, async, Promise\n/** @returns a Promise of Math.random */\nexport const a = 'await Date' + Math.max(1, 2);`;
    expect(impureWords(one('engine/state/tree.ts', text))).toEqual([]);
  });
});

describe('sizes and names', () => {
  const body = (lines: number) => Array.from({ length: lines }, (_, i) => `  use(${i});`).join('\n');

  test('a function has at most 40 lines', () => {
    expect(longFunctions(sources)).toEqual([]);
    const fits = `function f() {\n${body(MAX_FUNCTION_LINES - 2)}\n}`;
    const long = `/** doc */\nconst f = () => {\n${body(MAX_FUNCTION_LINES - 1)}\n}`;
    const method = `class C {\n  m() {\n${body(MAX_FUNCTION_LINES)}\n  }\n}`;
    expect(longFunctions(one('engine/host/a.ts', fits))).toEqual([]);
    expect(longFunctions(one('engine/host/a.ts', long))).toEqual(['engine/host/a.ts:2: a function of 41 lines']);
    expect(longFunctions(one('engine/host/a.ts', method))).toHaveLength(1);
  });

  test('a file has at most 400 lines, tables exempt by name', () => {
    expect(longFiles(sources)).toEqual([]);
    const fits = one('engine/host/a.ts', `${body(MAX_FILE_LINES)}\n`);
    const long = one('engine/host/a.ts', `${body(MAX_FILE_LINES + 1)}\n`);
    expect(longFiles(fits, [])).toEqual([]);
    expect(longFiles(long, [])).toHaveLength(1);
    expect(longFiles(long, ['engine/host/a.ts'])).toEqual([]);
    expect(longFiles(fits, ['engine/host/a.ts'])).toHaveLength(1);
  });

  test('a file is named by one lower-case word that says what is inside', () => {
    expect(badNames(sources)).toEqual([]);
    for (const name of [
      'utils',
      'helpers',
      'common',
      'manager',
      'service',
      'index',
      'hostCalls',
      'Host',
      'host-calls',
    ]) {
      expect(badNames(one(`engine/host/${name}.ts`, '')), name).toHaveLength(1);
    }
    expect(badNames(one('engine/utils/bytes.ts', ''))).toHaveLength(1);
    expect(badNames(one('engine/sandbox/wasm.d.ts', ''))).toEqual([]);
  });

  test('a file begins with what it owns', () => {
    expect(untitled(sources)).toEqual([]);
    expect(untitled(one('engine/host/a.ts', `import { b } from './b.ts';`))).toHaveLength(1);
    expect(untitled(one('engine/host/a.ts', `//\nexport {};`))).toHaveLength(1);
    expect(untitled(one('spec/tx.ts', `import type { b } from './b.ts';`))).toEqual([]);
    expect(untitled(one('cli/main.ts', `#!/usr/bin/env node\n// The command.\n`))).toEqual([]);
  });
});
