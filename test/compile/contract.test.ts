import { describe, expect, test } from 'vitest';
import { compile } from '../../engine/compile/asc.ts';
import { singleSource } from '../../engine/compile/sources.ts';
import { exportNames } from '../contracts/webassembly.ts';
import { contractOf, refusalOf } from './sample.ts';

describe('methods', () => {
  test('are exported under the names of the protocol, and nothing else is', async () => {
    const { wasm, abi } = await compile(
      singleSource(
        contractOf(`  @init start(): void {}
  @view see(): u8 { return 1; }
  @mutate act(): void {}
  @migrate upgrade(): void {}
  @mutate @reentrant again(): void {}
  @reentrant @view peek(): bool { return true; }
  @mutate fallback(): void {}
  private inner(): void {}
  static helper(): u8 { return 2; }`),
      ),
    );
    expect(exportNames(wasm).sort()).toEqual([
      '_start',
      'act',
      'again#reentrant',
      'fallback',
      'memory',
      'peek#view+reentrant',
      'see#view',
      'start#init',
      'upgrade#migrate',
    ]);
    expect(abi.methods.map((m) => [m.name, m.kind, m.reentrant ?? false, m.returns])).toEqual([
      ['start', 'init', false, 'void'],
      ['see', 'view', false, 'u8'],
      ['act', 'mutate', false, 'void'],
      ['upgrade', 'migrate', false, 'void'],
      ['again', 'mutate', true, 'void'],
      ['peek', 'view', true, 'bool'],
      ['fallback', 'mutate', false, 'void'],
    ]);
  });

  test('may have every value type as parameter and result', async () => {
    const types = 'bool u8 u16 u32 u64 i8 i16 i32 i64 string Bytes Uint8Array Address Amount'.split(' ');
    const members = types.map((type, i) => `  @view m${i}(x: ${type}): ${type} { return x; }`).join('\n');
    const { abi } = await compile(singleSource(contractOf(members)));
    const named = types.map((type) => type.replace(/Bytes|Uint8Array/, 'bytes'));
    expect(abi.methods.map((m) => m.returns)).toEqual(named);
    expect(abi.methods.map((m) => m.params)).toEqual(named.map((type) => [{ name: 'x', type }]));
  });

  test('are inherited, and the nearest of a name counts', async () => {
    const base =
      'class Base { n: Value<u8>; @view a(): u8 { return 1; } @mutate b(): u8 { this.n.value = 1; return this.n.value; } }';
    const source = `import { Value } from "tally";
${base}
@contract("sample", "1.0.0") export class Sample extends Base { n2: Value<u8>; @mutate a(): u8 { return 2; } }`;
    const { abi } = await compile(singleSource(source));
    expect(abi.methods.map((m) => `${m.name} ${m.kind}`)).toEqual(['a mutate', 'b mutate']);
    expect(abi.storage.map((f) => f.field)).toEqual(['Sample.n2', 'Base.n']);
  });

  test('carry their comments', async () => {
    const members = `  /** Asks.\n   * Twice. */\n  @view\n  a(): u8 { return 1; }\n  // not a doc\n  @view b(): u8 { return 1; }`;
    const { abi } = await compile(singleSource(contractOf(members)));
    expect(abi.methods.map((m) => m.doc)).toEqual(['Asks. Twice.', undefined]);
  });
});

describe('refused, with a caret:', () => {
  test.each([
    ['  @mutate private a(): void {}', '3:19 method-kind', '                  ^'],
    ['  @view protected a(): void {}', '3:19 method-kind', '                  ^'],
    ['  @view a(x: Set<u64>): void {}', '3:14 unsupported-type', '             ^~~~~~~~'],
    ['  @view a(x: u8 | null): void {}', '3:14 unsupported-type', '             ^~~~~~~~~'],
    ['  @view a(x: usize): void {}', '3:14 unsupported-type', '             ^~~~~'],
    ['  @view a(): Map<string, u8> { return this.m(); }', '3:14 unsupported-type', '             ^~~~~~~~~~~~~~~'],
    ['  @view a(x: u8 = 1): void {}', '3:19 optional-parameter', '                  ^'],
    ['  @view a() { return 1; }', '3:12 TS1110 Type expected', '           ^'],
    ['  @init a(): u8 { return 1; }', '3:14 return-type', '             ^~'],
    ['  @init a(): void {}\n  @init b(): void {}', '4:9 one-init', '        ^'],
    ['  @migrate a(): void {}\n  @migrate b(): void {}', '4:12 one-migrate', '           ^'],
    ['  @view a(): void {}\n  @mutate a(): void {}', '4:11 duplicate-method', '          ^'],
    ['  @view @mutate a(): void {}', '3:17 method-kind', '                ^'],
    ['  @reentrant a(): void {}', '3:3 method-kind', '  ^~~~~~~~~~'],
    ['  @init @reentrant a(): void {}', '3:9 method-kind', '        ^~~~~~~~~~'],
    ['  @view get a(): u8 { return 1; }', '3:13 method-kind', '            ^'],
    ['  @view static a(): u8 { return 1; }', '3:16 method-kind', '               ^'],
    ['  @view then(): void {}', '3:9 method-name', '        ^~~~'],
    ['  @view memory(): void {}', '3:9 method-name', '        ^~~~~~'],
    ['  @view _start(): void {}', '3:9 method-name', '        ^~~~~~'],
    ['  @view $a(): void {}', '3:9 method-name', '        ^~'],
    ['  @init fallback(): void {}', '3:9 method-name', '        ^~~~~~~~'],
    ['  @view fallback(x: u8): void {}', '3:9 method-name', '        ^~~~~~~~'],
    ['  constructor() {}', '3:3 constructor', '  ^~~~~~~~~~~'],
  ])('%s', async (members, start, caret) => {
    const { found, carets } = await refusalOf(contractOf(members));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(start);
    expect(carets[0]!.split('\n')[1]).toBe(caret);
  });
});

describe('the contract class', () => {
  const refused = async (text: string) => (await refusalOf(text)).found;

  test('must be there, once, exported and named', async () => {
    expect(await refused('export class A {}')).toEqual([
      '1:1 one-contract no exported class has @contract("name", "1.0.0")',
    ]);
    expect(await refused('@contract("a", "1") export class A {}\n@contract("b", "1") export class B {}')).toEqual([
      '2:34 one-contract a build has exactly one @contract class',
    ]);
    expect(await refused('@contract("a", "1") class A {}')).toEqual(['1:27 export-contract write: export class A']);
    expect(await refused('@contract("a") export class A {}')).toEqual([
      '1:1 contract-name write: @contract("name", "1.0.0")',
    ]);
    expect(await refused('@contract("a", "1") export class A<T> {}')).toEqual([
      '1:34 generic-contract a contract class has no type parameters',
    ]);
  });

  test('may be without init', async () => {
    await expect(compile(singleSource(contractOf('  @view a(): u8 { return 1; }')))).resolves.toBeDefined();
  });
});
