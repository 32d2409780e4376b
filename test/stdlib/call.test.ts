import { beforeAll, expect, test } from 'vitest';
import { address, type FakeChain, Reverted, reverts } from '../contracts/fake.ts';
import type { Value } from '../contracts/values.ts';
import { AT, contractWith } from './build.ts';

let chain: FakeChain;
let run: (method: string, ...args: Value[]) => Value | undefined;
const OTHER = address(0x71);

beforeAll(async () => {
  const {
    chain: made,
    run: call,
    built,
  } = await contractWith(`
  n: Value<u32>;
  @mutate set(x: u32): void { this.n.value = x; require(x != 13, "UNLUCKY", "thirteen"); }
  @view get(): u32 { return this.n.value; }
  @view twice(x: string): string { return x + x; }
  @mutate trap(): u32 { return <u32>(1 / this.n.value); }
  @mutate doSet(to: Address, x: u32): u32 { return call(to, "set", new Writer().put(x)).status; }
  @mutate mustSet(to: Address, x: u32): void { callOrRevert(to, "set", new Writer().put(x)).finish(); }
  @mutate mustCall(to: Address, method: string): void { callOrRevert(to, method, new Writer()); }
  @mutate status(to: Address, method: string): u32 { return call(to, method, new Writer()).status; }
  @view askTwice(to: Address, x: string): string { return callOrRevert(to, "twice", new Writer().put(x)).get<string>(); }
  @view misread(to: Address): u64 { return callOrRevert(to, "get", new Writer()).get<u64>(); }
  @view payload(to: Address): u32 { const r = call(to, "set", new Writer().put<u32>(13)); return r.isOk ? 0 : r.length; }`);
  chain = made;
  chain.deploy(OTHER, built);
  run = call;
});

test('a call changes the other contract and brings its result back', () => {
  expect(run('doSet', OTHER, 7)).toBe(0);
  expect(chain.call(AT, OTHER, 'get')).toBe(7);
  expect(run('get')).toBe(0);
  expect(run('askTwice', OTHER, 'ab')).toBe('abab');
  expect(run('askTwice', OTHER, 'ä'.repeat(1_000))).toBe('ä'.repeat(2_000));
});

test('a refused call leaves the other as it was, and the caller goes on', () => {
  run('doSet', OTHER, 7);
  expect(run('doSet', OTHER, 13)).toBe(1);
  expect(chain.call(AT, OTHER, 'get')).toBe(7);
  expect([run('status', OTHER, 'nothing'), run('status', address(99), 'get')]).toEqual([4, 4]);
  run('doSet', OTHER, 0);
  expect(run('status', OTHER, 'trap')).toBe(2);
});

test('callOrRevert passes on the code, message and line of the callee', () => {
  expect(reverts(() => run('mustSet', OTHER, 13))).toEqual({ code: 'UNLUCKY', message: 'thirteen', line: 5 });
  expect(reverts(() => run('mustCall', OTHER, 'nothing'))).toMatchObject({
    code: 'CALLEE_REFUSED',
    message: 'nothing',
  });
  expect(reverts(() => run('mustCall', OTHER, 'trap'))).toMatchObject({ code: 'CALLEE_TRAPPED', message: 'trap' });
  expect(() => run('mustSet', OTHER, 14)).not.toThrow(Reverted);
});

test('a result of another form is refused', () => {
  expect(reverts(() => run('misread', OTHER)).code).toBe('BAD_RESULT');
});

test('a revert payload can be read', () => {
  expect(run('payload', OTHER)).toBe(4 + 'UNLUCKY'.length + 4 + 4 + 'thirteen'.length + 4);
});
