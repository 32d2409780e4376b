import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toHex } from '../../engine/base/bytes.ts';
import { encodeUtf8 } from '../../engine/base/utf8.ts';
import { type Compiled, compile } from '../../engine/compile/asc.ts';
import { HASHING } from '../../engine/compile/slots.ts';
import { loadSources, singleSource } from '../../engine/compile/sources.ts';
import { inspect } from '../../engine/wasm/prepare.ts';
import { HOST_FUNCTIONS } from '../../spec/host.ts';
import { METHOD_FLAGS } from '../../spec/records.ts';
import { importNames, section, Wasm } from '../contracts/webassembly.ts';
import { contractOf, refusalOf } from './sample.ts';

const SHIPPED = ['contracts/token.ts', 'contracts/receivable.ts', 'contracts/examples/token_v2.ts'];
const built = new Map<string, Promise<Compiled>>();
const build = (path: string): Promise<Compiled> => {
  if (!built.has(path)) built.set(path, compile(loadSources(path)));
  return built.get(path)!;
};

describe.each(SHIPPED)('%s', (path) => {
  test('gives the same bytes again, and in another folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'elsewhere-'));
    try {
      cpSync('contracts', join(folder, 'deep', 'contracts'), { recursive: true });
      const there = await compile(loadSources(join(folder, 'deep', path)));
      expect(toHex(there.wasm)).toBe(toHex((await build(path)).wasm));
    } finally {
      rmSync(folder, { recursive: true });
    }
    const again = await compile(loadSources(path), { sourceMap: true });
    expect(toHex(again.wasm)).toBe(toHex((await build(path)).wasm));
  });

  test('is a lawful module that imports host rows and nothing else', async () => {
    const { wasm } = await build(path);
    expect(inspect(wasm).problems).toEqual([]);
    const rows = HOST_FUNCTIONS.map((row) => `tally.${row.name}`);
    expect(rows).toEqual(expect.arrayContaining(importNames(wasm)));
  });

  test('exports memory, _start and its methods', async () => {
    const { wasm, abi } = await build(path);
    const exports = Wasm.Module.exports(new Wasm.Module(wasm)).map((e) => `${e.kind} ${e.name}`);
    const flags = METHOD_FLAGS.map((f) => (f ? `#${f}` : ''))
      .join('|')
      .replaceAll('+', '\\+');
    expect(exports.slice(0, 2)).toEqual(['memory memory', 'function _start']);
    expect(exports.slice(2).map((e) => e.replace(new RegExp(`^function (\\w+)(${flags})$`), '$1'))).toEqual(
      abi.methods.map((m) => m.name),
    );
  });

  test('carries its ABI and what it was built from', async () => {
    const { wasm, abi } = await build(path);
    expect(JSON.parse(section(wasm, 'tally.abi')!)).toEqual(abi);
    const files = loadSources(path).files;
    expect(JSON.parse(section(wasm, 'tally.build')!)).toEqual({
      compiler: 'assemblyscript 0.28.20',
      tallystick: 'tally-1',
      sources: [...files]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([file, text]) => ({ path: file, sha256: toHex(HASHING.sha256(encodeUtf8(text))) })),
    });
    expect(abi.errors.every(({ code }) => /^[A-Z_]+$/.test(code))).toBe(true);
  });
});

test('comments change the metadata and not the code', async () => {
  const [a, b] = await Promise.all(
    ['/** One. */', '/** Two! */'].map((doc) =>
      compile(singleSource(contractOf(`  ${doc} @view a(): u8 { return 1; }`))),
    ),
  );
  const [codeA, codeB] = [inspect(a!.wasm), inspect(b!.wasm)];
  expect(toHex(a!.wasm)).not.toBe(toHex(b!.wasm));
  expect(toHex(codeA.metered!)).toBe(toHex(codeB.metered!));
});

test('a source map names the author file', async () => {
  const { sourceMap } = await compile(loadSources('contracts/token.ts'), { sourceMap: true });
  const { sources } = JSON.parse(sourceMap!) as { sources: string[] };
  expect(sources).toContain('contract/token.ts');
  expect(sources.every((path) => /^(contract|~lib)\//.test(path))).toBe(true);
});

describe('refused, with a caret:', () => {
  test('every compiler error at once', async () => {
    const { id, text } = await refusalOf(
      contractOf(
        '  @view a(): u8 { return "x"; }\n  @view b(): u8 { return nothing; }\n  @view c(): bool { return this.d(); }',
      ),
    );
    expect(id).toBe('COMPILE_FAILED');
    expect(text).toContain(
      `contract/contract.ts:3:26: Type 'string' is not assignable to type 'u8'. [TS2322]
  @view a(): u8 { return "x"; }
                         ^~~`,
    );
    expect(text).toContain("contract/contract.ts:4:26: Cannot find name 'nothing'. [TS2304]");
    expect(text).toContain('contract/contract.ts:5:');
  });

  test('a broken line', async () => {
    const { id, found, carets } = await refusalOf('export class {');
    expect([id, found[0]]).toEqual(['COMPILE_FAILED', '1:8 TS1003 Identifier expected.']);
    expect(carets[0]).toBe('export class {\n       ^~~~~');
  });

  test('a file or package that is not there', async () => {
    const { id, found } = await refusalOf(
      'import { a } from "./missing";\nimport { b } from "as-bignum";\nexport class A {}',
    );
    expect(id).toBe('COMPILE_FAILED');
    expect(found).toEqual([
      '1:19 TS6054 there is no file missing.ts in the folder of the contract',
      `2:19 no-package 'as-bignum': contracts import from "tally" and from files beside them, and from no package`,
    ]);
  });

  test('a module that is not lawful though its source looked so', async () => {
    // The parameter hides the name that the rule looks for.
    const { id, codes } = await refusalOf(
      contractOf('  @view a(Math: u8): u8 { return Math; }\n  @view b(n: u32): u32 { return u32(Math.max(n, 3)); }'),
    );
    expect(id).toBe('LINT_FAILED');
    expect(codes).toContain('FEATURE_FLOAT');
  });
});

test('of what the library says nothing is told', async () => {
  const { diagnostics } = await compile(singleSource(contractOf('  @view f(): string | null { return null; }')));
  expect(diagnostics).toEqual([]);
});

describe('what follows a < is read as what it is', () => {
  const IMPORTS = 'import { Amount, Day, Decimal, Value, require } from "tally";';
  test.each([
    ['a call of a method whose name is a word of the language', 'require(due < Amount.of(40), "NO");'],
    ['two of them', 'require(due < Amount.of(40) && Decimal.one < Decimal.of(4), "NO");'],
    ['types', 'require(max<u64>(day, 3) < Day.of(2025, 1, 1), "NO");'],
  ])('%s', async (_, statement) => {
    const text = `${IMPORTS}
@contract("a", "1.0.0") export class A {
  @mutate go(due: Amount, day: u32): void { ${statement} }
}`;
    const { abi } = await compile(singleSource(text));
    expect(abi.methods.map(({ name }) => name)).toEqual(['go']);
  });

  test('and what is wrong in types is told of the types', async () => {
    const told = await refusalOf(contractOf('@mutate go(n: u64): void { max<u64.of>(n, 1); }'));
    expect(told.text).toContain("'u64' has no 'of'");
  });
});
