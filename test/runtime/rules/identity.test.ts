// Keys, organisations and recovery: whoever loses one key loses no account, and nobody gets one that is not his.
import { beforeEach, describe, expect, test } from 'vitest';
import { type Bytes, toHex } from '../../../engine/base/bytes.ts';
import { survivesLoss } from '../../../engine/runtime/rules/identity.ts';
import { topKey } from '../../../engine/state/key.ts';
import { secret, type TestChain, user } from '../chain.ts';
import { puppet } from '../puppet.ts';
import { among, EMPTY, Life, policyOf } from './life.ts';

let life: Life;
let chain: TestChain;
let contract: Bytes;

beforeEach(() => {
  life = new Life();
  chain = life.chain;
  contract = chain.deploy(puppet());
});

const call = () => ({ to: contract, method: 'run', input: EMPTY });
const terms = (n: number, ...keys: number[]) => {
  return { keys: keys.map(secret), sender: user(n), nonce: BigInt(chain.account(n)?.nonce ?? 0) };
};

describe('keys', () => {
  test('change, and the address stays; the old key is worth nothing then', () => {
    life.ok(1, 'keys', { keys: life.newKeys([10], user(1)), threshold: 1 });
    expect(life.try(1, 'call', call())).toBe('KEY_UNKNOWN');
    expect(life.try(1, 'call', call(), terms(1, 10))).toBe('OK');
    expect(chain.account(1)!.keys).toHaveLength(1);
  });

  test('of an account that has sent nothing yet may be the first thing that it sends', () => {
    expect(chain.account(20)).toBeUndefined();
    life.ok(20, 'keys', { keys: life.newKeys([20, 21], user(20)), threshold: 1 });
    expect(chain.account(20)).toMatchObject({ nonce: 1, threshold: 1 });
    expect(life.try(20, 'call', call(), terms(20, 21))).toBe('OK');
  });

  test('k of n sign, and no fewer; all of n is refused where the loss of one loses everything', () => {
    expect(life.try(1, 'keys', { keys: life.newKeys([1, 10], user(1)), threshold: 2 })).toBe('KEYS_INVALID');
    life.ok(1, 'keys', { keys: life.newKeys([1, 10, 11], user(1)), threshold: 2 });
    expect(life.try(1, 'call', call())).toBe('THRESHOLD');
    for (const pair of [
      [1, 10],
      [1, 11],
      [10, 11],
    ] as const)
      expect(life.try(1, 'call', call(), terms(1, ...pair))).toBe('OK');
    for (const [keys, threshold] of [
      [[1, 10], 0],
      [[1, 10], 3],
      [[], 0],
    ] as const)
      expect(life.try(1, 'keys', { keys: life.newKeys(keys, user(1)), threshold }, terms(1, 1, 10))).toBe(
        'KEYS_INVALID',
      );
  });

  test('that come anew have signed that they want to; that stay have not to', () => {
    const [mine, other] = life.newKeys([1, 10], user(1));
    const without = { keys: [mine!, other!].map((key) => ({ ...key, proof: EMPTY })), threshold: 1 };
    expect(life.try(1, 'keys', without)).toBe('KEYS_INVALID');
    const forOther = { keys: life.newKeys([10], user(2)), threshold: 1 };
    expect(life.try(1, 'keys', forOther)).toBe('KEYS_INVALID');
    life.ok(1, 'keys', { keys: life.newKeys([1, 10], user(1)), threshold: 1 });
    const kept = life.newKeys([1, 10], user(1)).map((key) => ({ ...key, proof: EMPTY }));
    expect(life.try(1, 'keys', { keys: kept, threshold: 1 })).toBe('OK');
  });

  test('belong to one account: not to two, not to another whose first it was, and are free when given up', () => {
    expect(life.try(1, 'keys', { keys: life.newKeys([2], user(1)), threshold: 1 })).toBe('KEY_TAKEN');
    life.ok(1, 'keys', { keys: life.newKeys([1, 10], user(1)), threshold: 1 });
    expect(life.try(2, 'keys', { keys: life.newKeys([2, 10], user(2)), threshold: 1 })).toBe('KEY_TAKEN');
    // The account that its address would be has lost it before it was used.
    expect(life.try(10, 'call', call())).toBe('KEY_UNKNOWN');
    life.ok(1, 'keys', { keys: life.newKeys([1], user(1)), threshold: 1 });
    expect(chain.state.get(topKey('key', user(10)))).toBeUndefined();
    expect(life.try(10, 'call', call())).toBe('OK');
    expect(life.try(1, 'keys', { keys: life.newKeys([1, 10], user(1)), threshold: 1 })).toBe('KEY_TAKEN');
  });
});

describe('an organisation', () => {
  test('has a policy that outlives the loss of any one key, of accounts that exist', () => {
    const found = (policy: ReturnType<typeof among>) =>
      life.try(0, 'found', { salt: new Uint8Array(32), name: 'n', policy });
    expect(found(among([0], 1))).toBe('POLICY_INVALID');
    expect(found(among([0, 1], 2))).toBe('POLICY_INVALID');
    expect(found(policyOf([user(0), new Uint8Array(32).fill(5)], 1))).toBe('ACCOUNT_UNKNOWN');
    expect(found(among([0, 1], 1))).toBe('OK');
    expect(found(among([0, 1], 1))).toBe('ADDRESS_TAKEN');
    const long = { salt: new Uint8Array(32).fill(2), name: '名'.repeat(43), policy: among([0, 1], 1) };
    expect(life.try(0, 'found', long)).toBe('INPUT_TOO_LARGE');
  });

  test('admits who asked, and nobody else; who left is no member', () => {
    const house = life.found([0, 1, 2], 2);
    const admit = { organisation: house, account: user(3) };
    expect(life.tryPropose(0, 'admit', admit)).toBe('MEMBERSHIP');
    life.ok(3, 'join', { organisation: house });
    expect(life.try(0, 'admit', admit)).toBe('NOT_ADMIN');
    const proposal = life.propose(0, 'admit', admit);
    life.ok(2, 'approve', { subject: house, proposal });
    life.ok(0, 'activate', { subject: house, proposal });
    expect(toHex(chain.account(3)!.organisation!)).toBe(toHex(house));
    expect(life.try(3, 'join', { organisation: house })).toBe('MEMBERSHIP');
    life.ok(3, 'leave', { organisation: house });
    expect(chain.account(3)!.organisation).toBeNull();
    expect(life.try(3, 'leave', { organisation: house })).toBe('MEMBERSHIP');
    expect(life.try(4, 'join', { organisation: new Uint8Array(32) })).toBe('ORGANISATION_UNKNOWN');
  });

  test('recovers the account of a member that lost its only key, and of nobody else', () => {
    const house = life.found([0, 1], 1);
    life.ok(3, 'join', { organisation: house });
    life.ok(0, 'admit', { organisation: house, account: user(3) });
    const recovery = { organisation: house, account: user(3), keys: life.newKeys([33], user(3)), threshold: 1 };
    expect(life.try(4, 'recover', recovery)).toBe('NOT_ADMIN');
    expect(life.try(0, 'recover', { ...recovery, account: user(4), keys: life.newKeys([33], user(4)) })).toBe(
      'MEMBERSHIP',
    );
    life.ok(1, 'recover', recovery);
    expect(life.try(3, 'call', call())).toBe('KEY_UNKNOWN');
    expect(life.try(3, 'call', call(), terms(3, 33))).toBe('OK');
  });

  test('lets its members have keys that all have to sign, and goes on with none that could not be recovered', () => {
    const house = life.found([0, 1], 1);
    life.ok(3, 'join', { organisation: house });
    life.ok(0, 'admit', { organisation: house, account: user(3) });
    life.ok(3, 'keys', { keys: life.newKeys([3, 30], user(3)), threshold: 2 });
    expect(life.try(3, 'leave', { organisation: house }, terms(3, 3, 30))).toBe('KEYS_INVALID');
    expect(life.try(0, 'expel', { organisation: house, account: user(3) })).toBe('KEYS_INVALID');
    life.ok(3, 'keys', { keys: life.newKeys([3, 30], user(3)), threshold: 1 }, terms(3, 3, 30));
    expect(life.try(0, 'expel', { organisation: house, account: user(3) })).toBe('OK');
  });

  test('changes its name and people by its own policy', () => {
    const house = life.found([0, 1], 1);
    const other = { organisation: house, name: 'other', policy: among([1, 2, 3], 2) };
    expect(life.try(2, 'constitute', other)).toBe('NOT_ADMIN');
    life.ok(0, 'constitute', other);
    expect(life.try(0, 'constitute', other)).toBe('NOT_ADMIN');
    expect(life.try(1, 'constitute', { ...other, policy: among([1], 1) })).toBe('NOT_ADMIN');
  });
});

test('an account survives the loss of a key unless all of several have to sign', () => {
  expect([survivesLoss(1, 1), survivesLoss(2, 1), survivesLoss(2, 2), survivesLoss(3, 2)]).toEqual([
    true,
    true,
    false,
    true,
  ]);
});
