// A build for a debugger is the same code as the one for the chain, and says what its functions, variables and fields are called.
import { expect, test } from 'vitest';
import { toHex } from '../../engine/base/bytes.ts';
import { compile, compileForDebugger } from '../../engine/compile/asc.ts';
import { loadSources, singleSource } from '../../engine/compile/sources.ts';
import { inspect } from '../../engine/wasm/prepare.ts';
import { contractOf, refusalOf } from './sample.ts';

test.each(['contracts/token.ts', 'contracts/receivable.ts', 'contracts/examples/token_v2.ts'])('%s', async (path) => {
  const sources = loadSources(path);
  const { release, debug } = await compileForDebugger(sources);
  expect(toHex(release.wasm)).toBe(toHex((await compile(sources)).wasm));
  expect(inspect(debug.wasm).problems).toEqual([]);
  const names = (of: typeof debug) => new Set([...of.symbols.functions.values()].map(({ name }) => name));
  expect([...names(release)].some((name) => name.startsWith('contract/'))).toBe(true);
  expect(names(debug).size).toBeGreaterThan(names(release).size);
});

test('variables and fields have the names and types of the source; what the compiler wrote is told apart', async () => {
  const source = contractOf(
    `  owner: Value<Address>;
  @mutate put(what: Box, n: u8): void { for (let i: u32 = 0; i < 2; i++) { const t: i64 = n + i; } for (let i: u8 = 0; i < n; i++) {} }`
      .replace('what: Box, ', '')
      .replace('{ for', '{ let box: Box | null = new Box(n); for'),
    `class Box { next: Box | null = null; constructor(public n: u8) {} }
/** It. */
@event class It extends Event { constructor(public n: u8) { super(); } }`,
  );
  const { debug, release } = await compileForDebugger(singleSource(source));
  const { functions, classes, contract } = debug.symbols;
  expect(contract).toBe('contract/contract/Sample');
  const named = (name: string) => [...functions.values()].find((each) => each.name === `contract/contract/${name}`)!;
  const put = named('Sample#put');
  expect(put.isGenerated).toBe(false);
  const locals = [...put.locals.values()].map(({ name, type }) => `${name}: ${type}`);
  expect(locals.slice(0, 3)).toEqual(['this: contract/contract/Sample', 'n: u8', 'box: contract/contract/Box | null']);
  expect(locals.filter((local) => local.startsWith('i: '))).toHaveLength(2);
  expect(classes.get('contract/contract/Box')).toEqual([
    { name: 'next', type: 'contract/contract/Box | null', offset: 0 },
    { name: 'n', type: 'u8', offset: 4 },
  ]);
  expect(named('Sample#constructor').isGenerated).toBe(true);
  expect([...release.symbols.functions.values()].every(({ locals: none }) => none.size === 0)).toBe(true);
});

test('what does not compile is refused as everywhere', async () => {
  const source = contractOf('  @view f(): u32 { return missing; }');
  await expect(compileForDebugger(singleSource(source))).rejects.toThrow((await refusalOf(source)).text);
});
