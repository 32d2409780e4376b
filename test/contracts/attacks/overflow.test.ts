// Overflow: amounts that are too large for the numbers that a contract counts in.
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Contract, Sandbox, type Snapshot } from '../../../engine/testing/sandbox.ts';
import { balance, outcome } from '../examples/stage.ts';
import { type Change, deployExample, deployWeakened } from './weaken.ts';

const CAP = 1_000n;
const sandbox = new Sandbox({ check: true });
const [ann, eve] = [sandbox.account('ann'), sandbox.account('eve')];
let start: Snapshot;

beforeAll(() => {
  start = sandbox.snapshot();
});
beforeEach(() => sandbox.restore(start));

/** A coin of which ann holds ten, and that eve may mint. */
async function coinWith(...changes: Change[]): Promise<Contract> {
  const args = { name: 'Coin', symbol: 'COI', decimals: 2, cap: CAP };
  const coin = await (changes.length === 0
    ? deployExample(sandbox, 'coin', { args })
    : deployWeakened(sandbox, 'coin', changes, { args }));
  coin.call('grant', { role: 'MINTER', who: eve });
  coin.call('mint', { to: ann, amount: 10 }, eve);
  return coin;
}

const SUPPLY = 'const supply = this.supply.value.plus(amount);';
const LESS = 'this.balances.set(from, held.minus(amount));';
const HELD = 'require(held >= amount, "BALANCE",';

describe('a sum that wraps at 2^64 gets below the cap again', () => {
  const amount = 2n ** 64n - 5n;
  const attack = (coin: Contract) => outcome(() => coin.call('mint', { to: eve, amount }, eve));

  test('not where money is counted in Amount', async () => {
    const coin = await coinWith();
    expect([attack(coin), balance(coin, eve), coin.query('totalSupply')]).toEqual(['CAP', 0n, 10n]);
  });

  test('but where it is counted in u64', async () => {
    const coin = await coinWith([
      'coin',
      SUPPLY,
      'const supply = Amount.of(this.supply.value.toU64() + amount.toU64());',
    ]);
    expect([attack(coin), balance(coin, eve), coin.query('totalSupply')]).toEqual(['OK', amount, 5n]);
  });
});

describe('a sum that wraps at 2^128 gets below the cap again', () => {
  const amount = 2n ** 128n - 5n;
  const attack = (coin: Contract) => outcome(() => coin.call('mint', { to: eve, amount }, eve));

  test('not with Amount, which refuses', async () => {
    const coin = await coinWith();
    expect([attack(coin), balance(coin, eve), coin.query('totalSupply')]).toEqual(['OVERFLOW', 0n, 10n]);
  });

  test('but with a sum that wraps', async () => {
    const room = 'Amount.max.minus(this.supply.value)';
    const wrapping = `const room = ${room};
    const supply = amount > room ? amount.minus(room).minus(Amount.of(1)) : this.supply.value.plus(amount);`;
    const coin = await coinWith(['coin', SUPPLY, wrapping]);
    expect([attack(coin), balance(coin, eve), coin.query('totalSupply')]).toEqual(['OK', amount, 5n]);
  });
});

const FORGOTTEN = HELD.replace('held >= amount', 'true');

describe('a difference below nothing is a fortune', () => {
  const attack = (coin: Contract) => outcome(() => coin.call('transfer', { to: ann, amount: 1 }, eve));

  test('not where the balance is asked first', async () => {
    const coin = await coinWith();
    expect([attack(coin), balance(coin, eve)]).toEqual(['BALANCE', 0n]);
  });

  test('nor where that was forgotten: Amount refuses', async () => {
    const coin = await coinWith(['coin', HELD, FORGOTTEN]);
    expect([attack(coin), balance(coin, eve)]).toEqual(['OVERFLOW', 0n]);
  });

  test('but where it was forgotten and u64 wraps', async () => {
    const wrapping = 'this.balances.set(from, Amount.of(held.toU64() - amount.toU64()));';
    const coin = await coinWith(['coin', HELD, FORGOTTEN], ['coin', LESS, wrapping]);
    expect([attack(coin), balance(coin, eve)]).toEqual(['OK', 2n ** 64n - 1n]);
  });
});
