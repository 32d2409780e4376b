// Where two modules part: by function where the code is another, otherwise by section; custom sections do not count.
import { describe, expect, test } from 'vitest';
import { compareModules } from '../../engine/audit/compare.ts';
import { readModule } from '../../engine/wasm/parse.ts';
import { assemble } from '../wasm/assemble.ts';

const module = (text: string) => readModule(assemble(`(module ${text})`));
const TWO = '(func (result i32) (i32.const 1)) (func (export "a") (drop (i32.const 2)))';
const base = module(`(import "tally" "time" (func (result i64))) (memory 1) ${TWO}`);

test.each<[string, string, string, number[]]>([
  ['nothing', `(import "tally" "time" (func (result i64))) (memory 1) ${TWO}`, '', []],
  [
    'a constant',
    `(import "tally" "time" (func (result i64))) (memory 1) ${TWO.replace('const 2', 'const 3')}`,
    'code',
    [2],
  ],
  [
    'a type',
    `(import "tally" "time" (func (result i64))) (memory 1) ${TWO.replace('(result i32) (i32.const 1)', '(result i64) (i64.const 1)')}`,
    'code',
    [1],
  ],
  ['one function more', `(import "tally" "time" (func (result i64))) (memory 1) ${TWO} (func)`, 'functions', []],
  ['another import', `(import "tally" "height" (func (result i64))) (memory 1) ${TWO}`, 'imports', []],
  [
    'another export',
    `(import "tally" "time" (func (result i64))) (memory 1) ${TWO.replace('"a"', '"b"')}`,
    'exports',
    [],
  ],
  ['more memory', `(import "tally" "time" (func (result i64))) (memory 2) ${TWO}`, 'memory', []],
  ['data', `(import "tally" "time" (func (result i64))) (memory 1) (data (i32.const 0) "x") ${TWO}`, 'data', []],
  [
    'a global',
    `(import "tally" "time" (func (result i64))) (memory 1) (global i32 (i32.const 1)) ${TWO}`,
    'globals',
    [],
  ],
])('%s', (_, text, what, functions) => {
  const difference = compareModules(base, module(text));
  expect(difference?.what ?? '').toBe(what);
  expect(difference?.functions ?? []).toEqual(functions);
});

describe('functions', () => {
  const long = '(drop (i32.add (i32.const 7) (i32.mul (i32.const 8) (i32.const 9))))';
  const caller = (callee: number) => `(func (export "a") (call ${callee}) ${long})`;
  const own = (difference: ReturnType<typeof compareModules>) => {
    const { what, functions, moved, added, removed } = difference!;
    return { what, functions, moved, added, removed };
  };

  test('that only moved are the same, and the one that is new is named', () => {
    const before = module(`(memory 1) (func ${long} ${long}) ${caller(0)}`);
    const after = module(`(memory 1) (func (loop (br 0))) (func ${long} ${long}) ${caller(1)}`);
    const nothing = { functions: [], moved: [] };
    expect(own(compareModules(before, after))).toEqual({ what: 'functions', ...nothing, added: [0], removed: [] });
    expect(own(compareModules(after, before))).toEqual({ what: 'functions', ...nothing, added: [], removed: [0] });
  });

  test('that call another function than before differ', () => {
    const both = `(memory 1) (func ${long}) (func ${long} ${long})`;
    const difference = compareModules(module(`${both} ${caller(0)}`), module(`${both} ${caller(1)}`));
    expect(own(difference)).toEqual({ what: 'code', functions: [2], moved: [], added: [], removed: [] });
  });

  test('are the same where their texts stand elsewhere, and not where they are other texts', () => {
    // An object of four bytes behind its header, as the compiler lays it out.
    const data = (at: number, text: string) =>
      `(data (i32.const ${at}) "\\1c\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\02\\00\\00\\00\\04\\00\\00\\00${text}")`;
    const using = (at: number) => `(func (drop (i32.const ${at + 20})))`;
    const before = module(`(memory 1) ${data(64, 'a\\00b\\00')} ${using(64)}`);
    const moved = module(`(memory 1) ${data(128, 'a\\00b\\00')} ${using(128)}`);
    const other = module(`(memory 1) ${data(64, 'a\\00c\\00')} ${using(64)}`);
    expect(compareModules(before, moved)).toMatchObject({ what: 'data', functions: [] });
    expect(compareModules(before, other)).toMatchObject({ what: 'code', functions: [0] });
  });

  test('with another line in them are told apart from those with another number', () => {
    const number = (value: number) => module(`(memory 1) (func (drop (i32.const ${value})) ${long})`);
    const isLine = ({ value }: { readonly value: number }) => value === 30;
    expect(compareModules(number(20), number(30), isLine)).toMatchObject({ what: 'code', functions: [], moved: [0] });
    expect(compareModules(number(20), number(31), isLine)).toMatchObject({ what: 'code', functions: [0], moved: [] });
  });
});
