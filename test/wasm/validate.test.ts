// What profile tally-1 refuses, with which code, in which function, at which byte.
import { describe, expect, test } from 'vitest';
import { inspect } from '../../engine/wasm/prepare.ts';
import { EMPTY_TYPE, F32, F64, I32, I64 } from '../../engine/wasm/types.ts';
import { validate } from '../../engine/wasm/validate.ts';
import type { RejectName } from '../../spec/errors.ts';
import { METHOD_FLAGS } from '../../spec/records.ts';
import { assemble } from './assemble.ts';
import { build, END, MAGIC, type Parts } from './build.ts';

const codes = (bytes: Uint8Array) => [...new Set(validate(bytes).problems.map((p) => p.code))];
const body = (...code: number[]): Parts => ({ functions: [{ code: [...code, END] }] });
const V128 = 0x7b;
const ZERO = [0x41, 0x00];

const FEATURES: readonly (readonly [what: string, code: RejectName, parts: Parts])[] = [
  [
    'an unused function type with f32',
    'FEATURE_FLOAT',
    {
      types: [
        [[], []],
        [[F32], []],
      ],
    },
  ],
  ['a local of f64', 'FEATURE_FLOAT', { functions: [{ locals: [[1, F64]] }] }],
  ['no local of f64 at all, but declared', 'FEATURE_FLOAT', { functions: [{ locals: [[0, F64]] }] }],
  ['f32.const in dead code', 'FEATURE_FLOAT', body(0x00, 0x43, 0, 0, 0, 0, 0x1a)],
  ['f64.add', 'FEATURE_FLOAT', body(0x00, 0xa0, 0x1a)],
  ['a block of f64', 'FEATURE_FLOAT', body(0x00, 0x02, F64, 0x00, END)],
  ['a global of f32', 'FEATURE_FLOAT', { sections: { 6: [1, F32, 0, 0x43, 0, 0, 0, 0, END] } }],
  ['saturating truncation', 'FEATURE_FLOAT', body(0x00, 0xfc, 0x00)],
  [
    'v128 as a parameter',
    'FEATURE_SIMD',
    {
      types: [
        [[], []],
        [[V128], []],
      ],
    },
  ],
  ['a SIMD opcode', 'FEATURE_SIMD', body(0x00, 0xfd, 0x0c)],
  ['an atomic opcode', 'FEATURE_THREADS', body(0xfe, 0x03, 0x00)],
  ['a shared memory', 'FEATURE_THREADS', { memory: [1, 3, 1, 2] }],
  ['try', 'FEATURE_EXCEPTIONS', body(0x06, EMPTY_TYPE, 0x19, END)],
  ['try_table', 'FEATURE_EXCEPTIONS', body(0x1f, EMPTY_TYPE, 0, END)],
  ['a tag section', 'FEATURE_EXCEPTIONS', { sections: { 13: [1, 0, 0] } }],
  ['return_call', 'FEATURE_TAIL_CALLS', body(0x12, 0)],
  ['a struct type', 'FEATURE_GC', { sections: { 1: [1, 0x5f, 0] } }],
  ['a GC opcode', 'FEATURE_GC', body(0xfb, 0)],
  ['a typed reference as a local', 'FEATURE_GC', { functions: [{ locals: [[1, 0x64]] }] }],
  ['a 64-bit memory', 'FEATURE_MEMORY64', { memory: [1, 4, 1] }],
  ['two memories', 'FEATURE_MULTI_MEMORY', { memory: [2, 0, 1, 0, 1] }],
  ['memory.size of another memory', 'FEATURE_MULTI_MEMORY', body(0x3f, 1, 0x1a)],
  ['a data segment of another memory', 'FEATURE_MULTI_MEMORY', { sections: { 11: [1, 2, 1, ...ZERO, END, 0] } }],
  [
    'an element segment of another table',
    'FEATURE_MULTI_TABLE',
    { sections: { 4: [1, 0x70, 0, 1], 9: [1, 2, 1, ...ZERO, END, 0, 0] } },
  ],
  ['two results', 'FEATURE_MULTI_VALUE', { types: [[[], [I32, I32]]] }],
  ['a block with a function type', 'FEATURE_MULTI_VALUE', body(0x02, 0, END)],
  [
    'externref',
    'FEATURE_REFERENCES',
    {
      types: [
        [[], []],
        [[0x6f], []],
      ],
    },
  ],
  ['ref.null', 'FEATURE_REFERENCES', body(0xd0, 0x70, 0x1a)],
  ['select with types', 'FEATURE_REFERENCES', body(...ZERO, ...ZERO, ...ZERO, 0x1c, 1, I32, 0x1a)],
  ['table.get', 'FEATURE_REFERENCES', { ...body(...ZERO, 0x25, 0, 0x1a), sections: { 4: [1, 0x70, 0, 1] } }],
  ['a table of externref', 'FEATURE_REFERENCES', { sections: { 4: [1, 0x6f, 0, 1] } }],
  [
    'an element segment of expressions',
    'FEATURE_REFERENCES',
    { sections: { 4: [1, 0x70, 0, 1], 9: [1, 4, ...ZERO, END, 0] } },
  ],
  ['a passive data segment', 'FEATURE_PASSIVE_SEGMENTS', { sections: { 11: [1, 1, 0] } }],
  ['a passive element segment', 'FEATURE_PASSIVE_SEGMENTS', { sections: { 9: [1, 1, 0, 0] } }],
  ['memory.init', 'FEATURE_PASSIVE_SEGMENTS', body(...ZERO, ...ZERO, ...ZERO, 0xfc, 8, 0, 0)],
  ['table.copy', 'FEATURE_TABLE_OPERATIONS', body(...ZERO, ...ZERO, ...ZERO, 0xfc, 14, 0, 0)],
  ['a start section', 'FEATURE_START', { functions: [{}], sections: { 8: [0] } }],
  ['two tables', 'FEATURE_MULTI_TABLE', { sections: { 4: [2, 0x70, 0, 1, 0x70, 0, 1] } }],
  ['arithmetic in a constant', 'FEATURE_EXTENDED_CONST', { sections: { 6: [1, I32, 0, ...ZERO, ...ZERO, 0x6a, END] } }],
];

describe('features', () => {
  test.each(FEATURES)('%s is refused as %s', (_, code, parts) => {
    expect(codes(build(parts))).toContain(code);
    expect(codes(build(parts))).not.toContain('MODULE_MALFORMED');
  });
});

const MALFORMED: readonly (readonly [what: string, bytes: Uint8Array])[] = [
  ['nothing', new Uint8Array()],
  ['another magic', Uint8Array.from([1, ...MAGIC.slice(1)])],
  ['another version', Uint8Array.from([...MAGIC.slice(0, 4), 2, 0, 0, 0])],
  ['a section twice', Uint8Array.from([...MAGIC, 5, 3, 1, 0, 1, 5, 3, 1, 0, 1])],
  ['sections out of order', Uint8Array.from([...MAGIC, 5, 3, 1, 0, 1, 1, 1, 0])],
  ['an unknown section', build({ sections: { 14: [0] } })],
  ['a section longer than its contents', build({ sections: { 1: [1, 0x60, 0, 0, 0] } })],
  ['a section that ends early', build({ sections: { 1: [2, 0x60, 0, 0] } })],
  ['a count of 2^32 - 1', build({ sections: { 1: [0xff, 0xff, 0xff, 0xff, 0x0f] } })],
  ['a count of six bytes', build({ sections: { 1: [0x80, 0x80, 0x80, 0x80, 0x80, 0x00] } })],
  ['a count with unused bits', build({ sections: { 1: [0x80, 0x80, 0x80, 0x80, 0x10] } })],
  ['a body without its function', build({ sections: { 10: [1, 2, 0, END] } })],
  ['a function without its body', build({ functions: [{}], sections: { 10: [0] } })],
  [
    '2^32 locals',
    build({
      functions: [
        {
          locals: [
            [0xffffffff, I32],
            [1, I32],
          ],
        },
      ],
    }),
  ],
  ['a body without end', build({ functions: [{ code: [0x01] }] })],
  ['a body with bytes behind its end', build({ functions: [{ code: [END, 0x01] }] })],
  ['an unknown opcode', build(body(0xff))],
  ['an unknown opcode of two bytes', build(body(0xfc, 0x40))],
  ['an i64 constant of eleven bytes', build(body(0x42, ...Array(10).fill(0x80), 0, 0x1a))],
  ['a data count that is wrong', build({ sections: { 12: [1], 11: [0] } })],
  ['a name that is not UTF-8', build({ functions: [{}], sections: { 7: [1, 1, 0xff, 0, 0] } })],
  ['mutability 2', build({ sections: { 6: [1, I32, 2, ...ZERO, END] } })],
];

describe('malformed', () => {
  test.each(MALFORMED)('%s is refused at its first problem', (_, bytes) => {
    expect(codes(bytes)).toEqual(['MODULE_MALFORMED']);
  });

  test.each(MALFORMED)('%s is refused by V8 as well', (_, bytes) => {
    expect(isValid(bytes)).toBe(false);
  });
});

declare const WebAssembly: { validate(bytes: Uint8Array): boolean };
const isValid = (bytes: Uint8Array) => WebAssembly.validate(bytes);

describe('exports', () => {
  const names = (...exports: string[]) =>
    codes(build({ functions: [{}], exports: exports.map((name) => [name, 0] as const) }));

  test.each(METHOD_FLAGS.map((flags) => (flags === '' ? 'pay' : `pay#${flags}`)))('%s is a method', (name) => {
    expect(names(name)).toEqual([]);
    expect([...validate(build({ functions: [{}], exports: [[name, 0]] })).checked!.surface.methods.values()]).toEqual([
      {
        name: 'pay',
        exportName: name,
        view: name.includes('view'),
        reentrant: name.includes('reentrant'),
        role: /init|migrate|step/.exec(name)?.[0] ?? 'method',
      },
    ]);
  });

  test.each([
    '',
    'a b',
    '1a',
    'é',
    'a#',
    'a#View',
    'a#reentrant+view',
    'a#init+view',
    '#view',
    'a#view#view',
    '__new',
    '__proto__',
    'then',
    'then#view',
    '_start#view',
    'memory#view',
    'fallback#init',
    'fallback#migrate',
    'a\n',
    '\ufeffpay',
    'pay\0',
    'a#view\n',
  ])('%j is no lawful name', (name) => {
    expect(names(name)).toEqual(['EXPORT_NAME']);
  });

  test.each(['_start', 'fallback', 'fallback#view', 'fallback#view+reentrant', 'constructor', 'toString', 'init'])(
    '%s is lawful',
    (name) => {
      expect(names(name)).toEqual([]);
    },
  );

  test.each([
    ['pay', 'pay#view'],
    ['pay', 'pay'],
    ['a#init', 'b#init'],
    ['a#migrate', 'b#migrate'],
  ])('%s beside %s is one too many', (a, b) => {
    expect(names(a, b)).toEqual(['EXPORT_TWICE']);
  });

  test.each<[string, RejectName, string]>([
    ['a global', 'EXPORT_KIND', '(global (export "g") i32 (i32.const 0))'],
    ['a table', 'EXPORT_KIND', '(table (export "t") 1 funcref)'],
    ['the memory under another name', 'EXPORT_KIND', '(export "m" (memory 0))'],
    ['a function called memory', 'EXPORT_KIND', '(func (export "memory"))'],
    ['a method with a parameter', 'EXPORT_TYPE', '(func (export "f") (param i32))'],
    ['a method with a result', 'EXPORT_TYPE', '(func (export "f") (result i32) i32.const 0)'],
    ['_start with a parameter', 'EXPORT_TYPE', '(func (export "_start") (param i32))'],
    ['a host function', 'EXPORT_KIND', '(import "tally" "height" (func (result i64))) (export "f" (func 0))'],
  ])('%s is refused as %s', (_, code, text) => {
    const [imports, rest] = text.startsWith('(import') ? [text, ''] : ['', text];
    expect(codes(assemble(`(module ${imports} (memory 1) ${rest})`))).toEqual([code]);
  });

  test('the memory is exported as memory, or not at all', () => {
    expect(codes(assemble('(module (memory (export "memory") 1))'))).toEqual([]);
    expect(codes(assemble('(module (memory 1))'))).toEqual([]);
    expect(codes(assemble('(module)'))).toEqual(['NO_MEMORY']);
  });
});

describe('imports', () => {
  test.each<[string, RejectName, string]>([
    ['of a row with its signature', 'MODULE_INVALID', ''],
    ['of another module', 'IMPORT_UNKNOWN', '(import "env" "log" (func (param i32 i32)))'],
    ['of no row', 'IMPORT_UNKNOWN', '(import "tally" "toString" (func))'],
    ['of a row with a byte order mark', 'IMPORT_UNKNOWN', '(import "tally" "\\ef\\bb\\bflog" (func (param i32 i32)))'],
    ['with a parameter too few', 'IMPORT_TYPE', '(import "tally" "log" (func (param i32)))'],
    ['with i64 for a pointer', 'IMPORT_TYPE', '(import "tally" "log" (func (param i64 i32)))'],
    ['with a result too many', 'IMPORT_TYPE', '(import "tally" "log" (func (param i32 i32) (result i32)))'],
    ['with i32 for a u64', 'IMPORT_TYPE', '(import "tally" "height" (func (result i32)))'],
    ['of a memory', 'IMPORT_KIND', '(import "tally" "memory" (memory 1))'],
    ['of a table', 'IMPORT_KIND', '(import "tally" "table" (table 1 funcref))'],
    ['of a global', 'IMPORT_KIND', '(import "tally" "g" (global i32))'],
  ])('%s', (_, code, text) => {
    const memory = text.includes('(memory') ? '' : '(memory 1)';
    const given =
      text === '' ? '(import "tally" "call" (func (param i32 i32 i32 i32 i32 i64 i32) (result i32)))' : text;
    expect(codes(assemble(`(module ${given} ${memory})`))).toEqual(text === '' ? [] : [code]);
  });
});

describe('segments', () => {
  test.each<[string, boolean, string]>([
    ['data up to the last byte', true, '(data (i32.const 65533) "abc")'],
    ['data one byte beyond', false, '(data (i32.const 65534) "abc")'],
    ['no data at the end', true, '(data (i32.const 65536) "")'],
    ['no data beyond the end', false, '(data (i32.const 65537) "")'],
    ['data at an address that wraps', false, '(data (i32.const -1) "abc")'],
    ['elements up to the end', true, '(table 2 funcref) (func $f) (elem (i32.const 1) $f)'],
    ['an element beyond the end', false, '(table 2 10 funcref) (func $f) (elem (i32.const 2) $f)'],
  ])('%s', (_, lawful, text) => {
    expect(codes(assemble(`(module (memory 1 2) ${text})`))).toEqual(lawful ? [] : ['SEGMENT_BOUNDS']);
  });
});

test('a segment may say that its table or memory is the first', () => {
  const segments = (element: number[], data: number[]) =>
    build({ ...body(), sections: { 4: [1, 0x70, 0, 1], 9: [1, ...element, 1, 0], 11: [1, ...data, 1, 7] } });
  const short = segments([0, ...ZERO, END], [0, ...ZERO, END]);
  const long = segments([2, 0, ...ZERO, END, 0], [2, 0, ...ZERO, END]);
  expect([codes(short), codes(long)]).toEqual([[], []]);
  expect(isValid(long)).toBe(true);
  expect(inspect(long).metered).toEqual(inspect(short).metered);
  expect(codes(segments([2, 0, ...ZERO, END, 1], [0, ...ZERO, END]))).toEqual(['MODULE_MALFORMED']);
});

test('a module that imports a memory, table or global is told that first', () => {
  const text = `(module (import "env" "memory" (memory 1)) (import "env" "base" (global $base i32))
    (func (export "run") (drop (global.get $base))) (data (global.get $base) "x"))`;
  expect(codes(assemble(text))).toEqual(['IMPORT_KIND']);
});

describe('problems', () => {
  test('each names the function, by the name section or by its number, and the byte', () => {
    const named = assemble('(module (memory 1) (func $good) (func $bad f32.const 0 drop))');
    expect(validate(named).problems).toMatchObject([{ code: 'FEATURE_FLOAT', message: 'f32.const', function: 'bad' }]);
    const [problem] = validate(named).problems;
    expect(named[problem!.offset]).toBe(0x43);
    const unnamed = build({ functions: [{}, { code: [0xfd, END] }] });
    expect(validate(unnamed).problems).toMatchObject([{ code: 'FEATURE_SIMD', function: '#1' }]);
  });

  test('they are collected over functions, up to twenty', () => {
    const bad = { code: [0x43, 0, 0, 0, 0, 0x1a, END] };
    expect(validate(build({ functions: [bad, {}, bad] })).problems.map((p) => p.function)).toEqual(['#0', '#2']);
    expect(validate(build({ functions: Array(30).fill(bad) })).problems).toHaveLength(20);
  });

  test('padded integers are lawful', () => {
    expect(codes(build({ memory: [0x81, 0x80, 0x00, 0, 0x81, 0x80, 0x80, 0x80, 0x00] }))).toEqual([]);
    expect(codes(build(body(0x41, 0xff, 0xff, 0xff, 0xff, 0x7f, 0x42, 0x80, 0x80, 0x00, 0x1a, 0x1a)))).toEqual([]);
  });

  test('a data count that is right is lawful', () => {
    expect(codes(build({ sections: { 12: [1], 11: [1, 0, ...ZERO, END, 0] } }))).toEqual([]);
  });

  test('a name section that is broken is no problem', () => {
    expect(codes(build({ functions: [{}], customs: [['name', Uint8Array.from([1, 200, 1])]] }))).toEqual([]);
  });
});

describe('types', () => {
  test.each<[string, number[]]>([
    ['an operand missing', [0x6a, 0x1a]],
    ['an i64 where an i32 is wanted', [0x42, 0, 0x45, 0x1a]],
    ['an operand left over', ZERO],
    ['a local that is not there', [0x20, 5, 0x1a]],
    ['a label that is not there', [0x0c, 9]],
    ['a function that is not there', [0x10, 9]],
    ['a global that is not there', [0x23, 0, 0x1a]],
    ['call_indirect without a table', [...ZERO, 0x11, 0, 0]],
    ['an if with a result and no else', [...ZERO, 0x04, I32, ...ZERO, END, 0x1a]],
    ['an operand from outside a block', [...ZERO, 0x02, EMPTY_TYPE, 0x1a, END]],
    ['alignment above natural', [...ZERO, 0x28, 3, 0, 0x1a]],
    ['branches of br_table that disagree', [0x02, I32, ...ZERO, ...ZERO, 0x0e, 1, 0, 1, END, 0x1a]],
  ])('%s is invalid, for V8 too', (_, code) => {
    const bytes = build(body(...code));
    expect(codes(bytes)).toEqual(['MODULE_INVALID']);
    expect(isValid(bytes)).toBe(false);
  });

  test('an immutable global is not set', () => {
    expect(
      codes(assemble('(module (memory 1) (global $g (mut i32) (i32.const 0)) (func i32.const 1 global.set $g))')),
    ).toEqual([]);
    const parts = { ...body(...ZERO, 0x24, 0), sections: { 6: [1, I32, 0, ...ZERO, END] } };
    expect(codes(build(parts))).toEqual(['MODULE_INVALID']);
  });

  test('in code that is never reached operands may have any type', () => {
    expect(codes(build(body(0x00, 0x6a, 0x7c, 0x1a)))).toEqual(['MODULE_INVALID']);
    expect(codes(build(body(0x00, 0x1b, 0x45, 0x1a, 0x0c, 0, 0x7c, 0x1a)))).toEqual([]);
  });

  test('i64 globals start at any i64', () => {
    const most = [0x42, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7f, END];
    expect(codes(build({ sections: { 6: [1, I64, 1, ...most] } }))).toEqual([]);
  });
});
