import { describe, expect, test } from 'vitest';
import { compile } from '../../engine/compile/asc.ts';
import { singleSource } from '../../engine/compile/sources.ts';
import { contractOf, refusalOf } from './sample.ts';

const inMethod = (statement: string) => contractOf(`  @view ask(n: u64): u64 {\n    ${statement}\n    return n;\n  }`);

describe('a contract cannot use', () => {
  test.each([
    ['const a = 1.5;', 'no-float', '    const a = 1.5;\n              ^~~'],
    ['const a: f64 = 1;', 'no-float', '    const a: f64 = 1;\n             ^~~'],
    ['const a = <f32>n;', 'no-float', '    const a = <f32>n;\n               ^~~'],
    ['const a: number = 1;', 'no-float', '    const a: number = 1;\n             ^~~~~~'],
    ['const a = f64(n);', 'no-float', '    const a = f64(n);\n              ^~~'],
    ['const a = NaN;', 'no-float', '    const a = NaN;\n              ^~~'],
    ['n = Math.max(n, 1);', 'no-float', '    n = Math.max(n, 1);\n        ^~~~'],
    ['parseInt("1");', 'no-float', '    parseInt("1");\n    ^~~~~~~~'],
    ['parseFloat("1");', 'no-float', '    parseFloat("1");\n    ^~~~~~~~~~'],
    [
      'const a = new Float64Array(1);',
      'no-float',
      '    const a = new Float64Array(1);\n                  ^~~~~~~~~~~~',
    ],
    ['Date.now();', 'no-outside', '    Date.now();\n    ^~~~'],
    ['const a = new Date(0);', 'no-outside', '    const a = new Date(0);\n                  ^~~~'],
    ['console.log("x");', 'no-outside', '    console.log("x");\n    ^~~~~~~'],
    ['trace("x");', 'no-outside', '    trace("x");\n    ^~~~~'],
    ['load<u8>(0);', 'no-memory', '    load<u8>(0);\n    ^~~~'],
    ['store<u8>(0, 1);', 'no-memory', '    store<u8>(0, 1);\n    ^~~~~'],
    ['changetype<usize>(this);', 'no-memory', '    changetype<usize>(this);\n    ^~~~~~~~~~'],
    ['memory.grow(1);', 'no-memory', '    memory.grow(1);\n    ^~~~~~'],
    ['__new(1, 1);', 'no-memory', '    __new(1, 1);\n    ^~~~~'],
    ['i32.load(0);', 'no-memory', '    i32.load(0);\n        ^~~~'],
  ])('%s', async (statement, code, caret) => {
    const { id, codes, carets, list } = await refusalOf(inMethod(statement));
    expect([id, codes, carets]).toEqual(['LINT_FAILED', [code], [caret]]);
    expect(list[0]).toMatchObject({ file: 'contract/contract.ts', line: 4 });
  });

  test('imports of its own', async () => {
    const source = contractOf(
      '  @view ask(): u64 { return clock() + later(); }',
      '// @ts-ignore\n@external("env", "clock") declare function clock(): u64;\ndeclare function later(): u64;',
    );
    const { found, carets } = await refusalOf(source);
    expect(found).toEqual([
      `6:1 no-external '@external' is for the library; contracts import from "tally"`,
      `6:44 no-external 'declare' would import from outside; contracts import from "tally"`,
      `7:18 no-external 'declare' would import from outside; contracts import from "tally"`,
    ]);
    expect(carets[2]).toBe('declare function later(): u64;\n                 ^~~~~');
  });

  test('decorators that nothing reads', async () => {
    const { found } = await refusalOf(contractOf('  @veiw ask(): u64 { return 1; }', '@unmanaged class Raw {}'));
    expect(found).toEqual([
      "3:3 unknown-decorator '@veiw' means nothing in a contract",
      "5:1 unknown-decorator '@unmanaged' means nothing in a contract",
    ]);
  });
});

test('everything that is wrong is said at once, in the order of the source', async () => {
  const { found } = await refusalOf(
    contractOf(
      '  total: u64 = 1;\n  @view a(x: f64): u64 { return Math.max(1, 2); }\n  @init b(): void {}\n  @init c(): void {}',
    ),
  );
  expect(found.map((f) => f.split(' ').slice(0, 2).join(' '))).toEqual([
    '3:3 storage-type',
    '4:14 no-float',
    '4:33 no-float',
    '6:9 one-init',
  ]);
});

test("an author's own names hide the forbidden ones", async () => {
  const members = `  store: Map<string, u64>;
  @mutate load(fetch: u64): u64 { this.store.set("k", fetch); return seed(fetch); }
  private memory(): u64 { return this.store.get("k"); }`;
  const own = 'function seed(process: u64): u64 { let trace = process; return trace; }';
  await expect(compile(singleSource(contractOf(members, own)))).resolves.toBeDefined();
});
