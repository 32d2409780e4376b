import { beforeAll, describe, expect, test } from 'vitest';
import { readAbi } from '../../engine/abi/abi.ts';
import { encodeUtf8 } from '../../engine/base/utf8.ts';
import { type Compiled, compile } from '../../engine/compile/asc.ts';
import { singleSource } from '../../engine/compile/sources.ts';
import { address, FakeChain, reverts } from '../contracts/fake.ts';
import { contractOf, refusalOf } from './sample.ts';

const MEMBERS = `  calls: Value<u32>;
  @mutate plain(ok: bool): void { require(ok, "PLAIN", "no"); }
  @mutate bare(ok: bool): void {
    require(ok,
      "BARE");
  }
  @mutate give(): void { revert("GIVE", "up"); }
  @mutate nested(ok: bool): void { if (!ok) require(false, "NESTED"); else if (ok) revert("ELSE"); }
  @mutate lazy(ok: bool): void { require(ok, "LAZY", this.text()); }
  @mutate long(length: u32, text: string): void { revert("LONG", "x".repeat(length) + text.repeat(400)); }
  @mutate broken(): void { throw new Error("thrown"); }
  @mutate bounds(at: i32): u8 { return new StaticArray<u8>(2)[at]; }
  @view count(): u32 { return this.calls.value; }
  private text(): string { this.calls.value = this.calls.value + 1; return "counted"; }`;

let built: Compiled;
let chain: FakeChain;
const run = (method: string, ...args: (boolean | number | string)[]) =>
  chain.call(address(1), address(7), method, ...args);

beforeAll(async () => {
  built = await compile(singleSource(contractOf(MEMBERS)));
  chain = new FakeChain();
  chain.deploy(address(7), built);
});

describe('a refusal', () => {
  test('tells its code, its message and the line of the author', () => {
    expect(run('plain', true)).toBeUndefined();
    expect(reverts(() => run('plain', false))).toEqual({ code: 'PLAIN', message: 'no', line: 4 });
    expect(reverts(() => run('bare', false))).toEqual({ code: 'BARE', message: '', line: 6 });
    expect(reverts(() => run('give'))).toEqual({ code: 'GIVE', message: 'up', line: 9 });
    expect(reverts(() => run('nested', false))).toEqual({ code: 'NESTED', message: '', line: 10 });
    expect(reverts(() => run('nested', true))).toEqual({ code: 'ELSE', message: '', line: 10 });
  });

  test('puts its message together only when it is needed', () => {
    run('lazy', true);
    expect(run('count')).toBe(0);
    expect(reverts(() => run('lazy', false)).message).toBe('counted');
  });

  test('cuts a long message between characters, so that it always fits', () => {
    expect(reverts(() => run('long', 0, 'a')).message).toBe('a'.repeat(300));
    expect(reverts(() => run('long', 0, '中')).message).toBe('中'.repeat(300));
    expect(reverts(() => run('long', 0, '😀')).message).toBe('😀'.repeat(150));
    expect(reverts(() => run('long', 1, '😀')).message).toBe(`x${'😀'.repeat(149)}`);
  });

  test('is what throw and array bounds become', () => {
    expect(reverts(() => run('broken'))).toEqual({
      code: 'ABORT',
      message: 'thrown at contract/contract.ts:13:28',
      line: 13,
    });
    expect(run('bounds', 1)).toBe(0);
    expect(reverts(() => run('bounds', 2)).code).toBe('ABORT');
  });

  test('stands in the ABI, with its message where that is written out', () => {
    expect(built.abi.errors).toEqual([
      { code: 'PLAIN', message: 'no' },
      { code: 'BARE' },
      { code: 'GIVE', message: 'up' },
      { code: 'NESTED' },
      { code: 'ELSE' },
      { code: 'LAZY' },
      { code: 'LONG' },
    ]);
  });
});

test('a code that the host would not take is refused with a caret', async () => {
  const { found, carets } = await refusalOf(contractOf('  @view a(): void { require(false, "NO WAY"); }'));
  expect(found).toEqual(['3:36 refusal-code a code is 1 to 64 characters of A-Z a-z 0-9 _ and .']);
  expect(carets[0]!.split('\n')[1]).toBe(`${' '.repeat(35)}^~~~~~~~`);
});

test('one code in several words gives an ABI that can be read', async () => {
  const { abi } = await compile(
    singleSource(
      contractOf(`  @mutate a(ok: bool): void { require(ok, "NO", "not so"); }
  @mutate b(ok: bool): void { require(ok, "NO", "nor so"); require(ok, "NO", "not so"); require(ok, "NO"); }`),
    ),
  );
  expect(abi.errors).toEqual([{ code: 'NO', message: 'not so' }, { code: 'NO', message: 'nor so' }, { code: 'NO' }]);
  expect(readAbi(encodeUtf8(JSON.stringify(abi)))).toEqual(abi);
});
