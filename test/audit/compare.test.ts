// Where two modules part: by function where the code is another, otherwise by section; custom sections do not count.
import { expect, test } from 'vitest';
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
