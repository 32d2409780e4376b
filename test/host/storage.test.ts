// Storage rows: values, absence, order, what passing over removed keys costs, and the result buffer behind them.
import { beforeEach, describe, expect, test } from 'vitest';
import { type Bytes, EMPTY } from '../../engine/base/bytes.ts';
import { LIMITS } from '../../spec/limits.ts';
import { PRICES } from '../../spec/prices.ts';
import { TestChain } from '../runtime/chain.ts';
import { play, told } from '../runtime/play.ts';
import { puppet, SCRATCH, type Step } from '../runtime/puppet.ts';

let chain: TestChain;
let at: Bytes;

beforeEach(() => {
  chain = new TestChain();
  at = chain.deploy(puppet());
});

const set = (...keys: string[]): Step[] => keys.map((key) => ['set', key, `${key}!`]);
const text = (bytes: Bytes | undefined) => bytes && Buffer.from(bytes).toString('latin1');
/** Steps that walk all keys behind a prefix from a key on, so many times. */
const walk = (prefix: string, afters: readonly string[]): Step[] =>
  afters.flatMap((after): Step[] => [
    ['next', prefix, after, 8],
    ['show', SCRATCH, 1],
  ]);

describe('get, set and remove', () => {
  test('a value is kept for later transactions; the last write counts', () => {
    play(chain, at, [
      ['set', 'a', 'one'],
      ['set', 'a', 'two'],
      ['set', 'b', 'x'],
      ['remove', 'b'],
    ]);
    expect([text(chain.stored(at, 'a')), chain.stored(at, 'b')]).toEqual(['two', undefined]);
    expect(
      told(chain, at, [
        ['get', 'a', 8],
        ['show', SCRATCH, 3],
        ['get', 'b', 8],
      ]),
    ).toEqual([3n, '74776f', -1n]);
  });

  test('an empty value is there, an absent one is not', () => {
    expect(
      told(chain, at, [
        ['set', 'a', EMPTY],
        ['get', 'a', 0],
        ['get', 'b', 0],
      ]),
    ).toEqual([0n, -1n]);
  });

  test('removing what is absent does nothing', () => {
    const before = chain.contract(at);
    expect(play(chain, at, [['remove', 'nothing']]).status).toBe(0);
    expect(chain.contract(at)).toEqual(before);
  });

  test('a value is copied when it is set: later writes to memory do not reach it', () => {
    play(chain, at, [
      ['store', SCRATCH, 0x41n],
      ['set', 'a', { at: SCRATCH, size: 1 }],
      ['store', SCRATCH, 0x42n],
    ]);
    expect(text(chain.stored(at, 'a'))).toBe('A');
  });

  test('a value of the largest size comes back whole', () => {
    const largest = { at: 0, size: LIMITS.value.max };
    play(chain, at, [
      ['store', 65_528, -1],
      ['set', 'a', largest],
    ]);
    const value = chain.stored(at, 'a')!;
    expect(value).toHaveLength(LIMITS.value.max);
    expect([...value.subarray(-9)]).toEqual([0, 255, 255, 255, 255, 255, 255, 255, 255]);
  });

  test('contracts do not see each other', () => {
    const other = chain.deploy(puppet());
    play(chain, at, [['set', 'a', 'mine']]);
    expect(
      told(chain, other, [
        ['get', 'a', 8],
        ['next', '', '', 8],
      ]),
    ).toEqual([-1n, -1n]);
  });
});

describe('next', () => {
  test('walks committed and new keys in byte order, within the prefix', () => {
    play(chain, at, set('a\xff', 'a', 'b', 'a\x00'));
    const steps: Step[] = [...set('a\x01', 'c'), ['remove', 'a\x00'], ['set', 'a', 'again']];
    const found = told(chain, at, [
      ...steps,
      ['next', 'a', '', 0],
      ['next', 'a', 'a', { at: SCRATCH, size: 2 }],
      ['show', SCRATCH, 2],
      ['next', 'a', 'a\x01', { at: SCRATCH, size: 2 }],
      ['show', SCRATCH, 2],
      ['next', 'a', 'a\xff', 0],
      ['next', '', 'b', 0],
      ['next', '', 'c', 0],
      ['next', 'b', 'a', 0],
      ['next', 'b', 'z', 0],
    ]);
    expect(found).toEqual([1n, 2n, '6101', 2n, '61ff', -1n, 1n, -1n, 1n, -1n]);
  });

  test('an empty `after` begins with the prefix itself', () => {
    expect(told(chain, at, [...set('a', 'ab'), ...walk('a', ['', 'a'])])).toEqual([1n, '61', 2n, '61']);
  });

  /** Gas of the same search, with so many removed keys before what it finds. */
  const searched = (removals: readonly Step[], committed: readonly Step[]) => {
    const own = chain.deploy(puppet());
    play(chain, own, [...committed, ...set('z')]);
    const steps: Step[] = [...removals, ['gas_left'], ['next', '', '', 0], ['gas_left']];
    const [before, length, after] = told(chain, own, steps) as [bigint, bigint, bigint];
    expect(length).toBe(1n);
    return Number(before - after);
  };

  test('each removed key that it passes over is paid for, once, wherever it was removed from', () => {
    const per = PRICES['next.perSkipped'].gas;
    const none = searched([], []);
    const gone: Step[] = ['a', 'b', 'c'].map((key) => ['remove', key]);
    expect(searched(gone, set('a', 'b', 'c'))).toBe(none + 3 * per);
    expect(searched([...set('a', 'b', 'c'), ...gone], [])).toBe(none + 3 * per);
    expect(searched(gone.slice(0, 1), set('a'))).toBe(none + per);
    expect(searched([['remove', 'zz']], set('zz'))).toBe(none);
  });

  test('a key that was removed by an earlier frame and again by this one is passed over once', () => {
    play(chain, at, set('a', 'z'));
    const search: Step[] = [['gas_left'], ['next', '', '', 0], ['gas_left']];
    const [before, , after] = told(chain, at, [['remove', 'a'], ...search]) as [bigint, bigint, bigint];
    const twice = chain.deploy(puppet());
    play(chain, twice, set('a', 'z'));
    const removal: Step = ['call', twice, 'run', [['remove', 'a']], 1_000_000, 0];
    const again: Step = ['call', twice, 'run', [['remove', 'a'], ...search], 1_000_000, 0];
    const spent = told(chain, at, [removal, again, ['result', 0, 24], ['show', SCRATCH, 24]]).at(-1) as string;
    const [first, , last] = [0, 8, 16].map((i) => Buffer.from(spent, 'hex').readBigInt64LE(i)) as [
      bigint,
      bigint,
      bigint,
    ];
    expect(first - last).toBe(before - after);
  });

  test('passing over more than the gas pays for runs out of gas', () => {
    const keys = Array.from({ length: 40 }, (_, i) => `k${i}`);
    const receipt = play(chain, at, [
      ...set(...keys),
      ...keys.map((key): Step => ['remove', key]),
      ['next', '', '', 0],
    ]);
    expect(receipt.status).toBe(0);
    const limit = BigInt(receipt.gasUsed - 39 * PRICES['next.perSkipped'].gas);
    const again: Step[] = [...set(...keys), ...keys.map((key): Step => ['remove', key]), ['next', '', '', 0]];
    expect(play(chain, at, again, 'run', { gasLimit: limit }).status).toBe(2100);
  });
});

describe('the result buffer', () => {
  test('holds the whole value or key that was read last', () => {
    play(chain, at, [['set', 'key', 'value']]);
    const steps: Step[] = [
      ['result_size'],
      ['get', 'key', 0],
      ['result_size'],
      ['result', 1, 3],
      ['show', SCRATCH, 3],
      ['next', '', '', 0],
      ['result_size'],
      ['result', 0, 8],
      ['show', SCRATCH, 3],
    ];
    expect(told(chain, at, steps)).toEqual([0n, 5n, 5n, 4n, '616c75', 3n, 3n, 3n, '6b6579']);
  });

  test('is left alone by a read that finds nothing', () => {
    const steps: Step[] = [
      ['set', 'k', 'abc'],
      ['get', 'k', 0],
      ['get', 'x', 0],
      ['next', 'x', '', 0],
      ['result_size'],
    ];
    expect(told(chain, at, steps)).toEqual([3n, -1n, -1n, 3n]);
  });

  test('may be read from its end and not from beyond', () => {
    expect(
      told(chain, at, [
        ['set', 'k', 'abc'],
        ['get', 'k', 0],
        ['result', 3, 8],
      ]),
    ).toEqual([3n, 0n]);
    expect(
      play(chain, at, [
        ['get', 'k', 0],
        ['result', 4, 8],
      ]).status,
    ).toBe(2006);
    expect(play(chain, at, [['result', 0xffff_ffff, 0]]).status).toBe(2006);
  });
});
