// The race for an allowance: a spender who sees the holder lower it spends the old one first, and then the new one.
import { beforeEach, expect, test } from 'vitest';
import { type Contract, Sandbox } from '../../../engine/testing/sandbox.ts';
import { balance, outcome } from '../examples/stage.ts';
import { deployExample, deployWeakened } from './weaken.ts';

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox({ check: true });
});

const deployment = { args: { name: 'Coin', symbol: 'COI', decimals: 2, cap: 1_000 } };

/** Ann allowed a hundred and wants it to be fifty. Eve is faster. */
function attack(coin: Contract) {
  const [ann, eve] = [sandbox.account('ann'), sandbox.account('eve')];
  coin.call('grant', { role: 'MINTER', who: ann });
  coin.call('mint', { to: ann, amount: 1_000 }, ann);
  coin.call('approve', { spender: eve, current: 0, amount: 100 }, ann);
  const spend = (amount: number) => outcome(() => coin.call('transferFrom', { from: ann, to: eve, amount }, eve));
  const first = spend(100);
  const lowered = outcome(() => coin.call('approve', { spender: eve, current: 100, amount: 50 }, ann));
  return { first, lowered, second: spend(50), won: balance(coin, eve) };
}

test('is lost where the allowance is only changed from what the holder believes it to be', async () => {
  const coin = await deployExample(sandbox, 'coin', deployment);
  expect(attack(coin)).toEqual({ first: 'OK', lowered: 'CHANGED', second: 'ALLOWANCE', won: 100n });
});

test('is won where it is set to whatever the holder says', async () => {
  const check = 'require(allowed == current, "CHANGED",';
  const coin = await deployWeakened(
    sandbox,
    'coin',
    [['coin', check, check.replace('allowed == current', 'true')]],
    deployment,
  );
  expect(attack(coin)).toEqual({ first: 'OK', lowered: 'OK', second: 'OK', won: 150n });
});
