import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { toHex } from '../../engine/base/bytes.ts';
import type { Compiled } from '../../engine/compile/asc.ts';
import { address, FakeChain, reverts } from '../contracts/fake.ts';
import type { Value } from '../contracts/values.ts';
import { AT, CALLER, contractWith } from './build.ts';

let built: Compiled;
let chain: FakeChain;
const run = (method: string, ...args: Value[]) => chain.call(CALLER, AT, method, ...args);

beforeAll(async () => {
  ({ built } = await contractWith(`
  text: Value<string>; flag: Value<bool>; blob: Value<Bytes>; owner: Value<Address>; sum: Value<Amount>; n: Value<i16>;
  many: Map<string, string>; pairs: Map2<u8, u8, u64>;
  @view getText(): string { return this.text.value; }
  @mutate setText(x: string): void { this.text.value = x; }
  @view isSet(): bool { return this.text.isSet; }
  @mutate removeText(): void { this.text.remove(); }
  @view zeros(): bool { return !this.flag.value && this.blob.value.length == 0 && this.owner.value.isZero && this.sum.value.isZero && this.n.value == 0; }
  @mutate setAll(): void { this.flag.value = true; this.blob.value = new Uint8Array(3); this.owner.value = Context.caller; this.sum.value = Amount.max; this.n.value = -3; }
  @view getN(): i16 { return this.n.value; }
  @view getFlag(): bool { return this.flag.value; }
  @view get(k: string): string { return this.many[k]; }
  @view getOr(k: string, f: string): string { return this.many.getOr(k, f); }
  @mutate put(k: string, v: string): void { this.many[k] = v; }
  @view has(k: string): bool { return this.many.has(k); }
  @mutate remove(k: string): void { this.many.remove(k); }
  @mutate putPair(a: u8, b: u8, v: u64): void { this.pairs.set(a, b, v); }
  @view getPair(a: u8, b: u8): u64 { return this.pairs.get(a, b); }
  @view hasPair(a: u8, b: u8): bool { return this.pairs.has(a, b); }
  @mutate removePair(a: u8, b: u8): void { this.pairs.remove(a, b); }
  @view orPair(a: u8, b: u8): u64 { return this.pairs.getOr(a, b, 99); }`));
});

beforeEach(() => {
  chain = new FakeChain();
  chain.deploy(AT, built);
});

describe('a value', () => {
  test('reads as the zero of its type until it is set', () => {
    expect([run('getText'), run('zeros'), run('getN'), run('isSet')]).toEqual(['', true, 0, false]);
  });

  test('keeps what is set, and an empty one is not an absent one', () => {
    run('setText', '');
    expect(run('isSet')).toBe(true);
    run('removeText');
    expect(run('isSet')).toBe(false);
    run('setAll');
    expect([run('zeros'), run('getN'), run('getFlag')]).toEqual([false, -3, true]);
  });

  test('is stored as Borsh', () => {
    run('setAll');
    const slot = (field: string) => built.abi.storage.find((f) => f.field === `Test.${field}`)!.slot;
    const stored = (field: string) => toHex(chain.storage(AT).get(slot(field))!);
    expect(['flag', 'blob', 'owner', 'sum', 'n'].map(stored)).toEqual([
      '01',
      '03000000000000',
      '01'.repeat(32),
      'ff'.repeat(16),
      'fdff',
    ]);
  });

  test('of any length comes back, a short one in one host call', () => {
    for (const length of [0, 251, 252, 253, 5_000]) {
      run('setText', 'x'.repeat(length));
      expect(run('getText')).toBe('x'.repeat(length));
      const reads = length <= 252 ? ['get'] : ['get', 'result'];
      expect(chain.hostCalls).toEqual(['input', ...reads, 'output']);
    }
  });

  test('that is not of its type is refused, not misread', () => {
    const slot = built.abi.storage.find((f) => f.field === 'Test.flag')!.slot;
    for (const bytes of [[2], [], [1, 0]]) {
      chain.storage(AT).set(slot, Uint8Array.from(bytes));
      expect(reverts(() => run('getFlag')).code).toBe('BAD_STATE');
    }
  });
});

describe('a map', () => {
  test('reverts where nothing is, or takes the fallback', () => {
    expect(reverts(() => run('get', 'a')).code).toBe('NOT_FOUND');
    expect([run('getOr', 'a', 'f'), run('has', 'a')]).toEqual(['f', false]);
    run('put', 'a', 'b');
    expect([run('get', 'a'), run('getOr', 'a', 'f'), run('has', 'a')]).toEqual(['b', 'b', true]);
    run('remove', 'a');
    expect(run('has', 'a')).toBe(false);
  });

  test('of pairs tells them apart', () => {
    run('putPair', 1, 2, 12n);
    run('putPair', 2, 1, 21n);
    expect([run('getPair', 1, 2), run('getPair', 2, 1), run('orPair', 1, 1)]).toEqual([12n, 21n, 99n]);
    expect([run('hasPair', 1, 2), run('hasPair', 1, 1)]).toEqual([true, false]);
    run('removePair', 1, 2);
    expect(reverts(() => run('getPair', 1, 2)).code).toBe('NOT_FOUND');
  });
});

test('what reverts changes nothing', () => {
  run('put', 'a', 'b');
  const before = [...chain.storage(AT)];
  expect(() => run('put', 'k'.repeat(300), 'v')).toThrow();
  expect([...chain.storage(AT)]).toEqual(before);
  expect(run('get', 'a')).toBe('b');
  expect(address(1)).toEqual(CALLER);
});
