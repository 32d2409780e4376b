// The coin: who may do what, the cap, allowances, and that no money appears or vanishes.
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Contract, expectRevert, Sandbox, type Snapshot } from '../../../engine/testing/sandbox.ts';
import { balance, outcome, sum } from './stage.ts';

const CAP = 10_000n;
const sandbox = new Sandbox({ check: true });
const [owner, minter, pauser] = [sandbox.account('deployer'), sandbox.account('minter'), sandbox.account('pauser')];
const [ann, ben, cho] = [sandbox.account('ann'), sandbox.account('ben'), sandbox.account('cho')];
const nobody = { address: new Uint8Array(32) };
let coin: Contract;
let start: Snapshot;

beforeAll(async () => {
  const args = { name: 'Coin', symbol: 'COI', decimals: 2, cap: CAP };
  coin = await sandbox.deploy('contracts/examples/coin.ts', { args });
  coin.call('grant', { role: 'MINTER', who: minter });
  coin.call('grant', { role: 'PAUSER', who: pauser });
  coin.call('mint', { to: ann, amount: 1_000 }, minter);
  start = sandbox.snapshot();
});
beforeEach(() => sandbox.restore(start));

describe('money', () => {
  test('moves, and says so', () => {
    const { events } = coin.call('transfer', { to: ben, amount: 400 }, ann);
    expect(events).toEqual([
      {
        contract: coin.address,
        name: 'Transfer',
        fields: { from: ann.address, to: ben.address, amount: 400n },
        topics: [ann.address, ben.address],
      },
    ]);
    expect([balance(coin, ann), balance(coin, ben)]).toEqual([600n, 400n]);
    coin.call('transfer', { to: ann, amount: 600 }, ann);
    expect(balance(coin, ann)).toBe(600n);
  });

  test('is not moved beyond what is held, nor to nobody', async () => {
    const refused = await expectRevert('BALANCE', () => coin.call('transfer', { to: ben, amount: 1_001 }, ann));
    expect(refused.reason).toBe('the balance is 1000, less than 1001');
    await expectRevert('BAD_ADDRESS', () => coin.call('transfer', { to: nobody, amount: 1 }, ann));
    await expectRevert('BAD_ADDRESS', () => coin.call('mint', { to: nobody, amount: 1 }, minter));
    expect([balance(coin, ann), coin.query('totalSupply')]).toEqual([1_000n, 1_000n]);
  });

  test('is made up to the cap, from nowhere', async () => {
    const { events } = coin.call('mint', { to: ben, amount: 9_000 }, minter);
    expect(events[0]).toMatchObject({ name: 'Transfer', fields: { from: nobody.address, to: ben.address } });
    const refused = await expectRevert('CAP', () => coin.call('mint', { to: ben, amount: 1 }, minter));
    expect(refused.reason).toBe('there may be at most 10000');
    expect([coin.query('totalSupply'), coin.query('cap'), balance(coin, ben)]).toEqual([CAP, CAP, 9_000n]);
  });
});

describe('allowances', () => {
  test('let somebody spend so much and no more', async () => {
    coin.call('approve', { spender: ben, current: 0, amount: 100 }, ann);
    coin.call('transferFrom', { from: ann, to: cho, amount: 60 }, ben);
    expect([coin.query('allowance', { holder: ann, spender: ben }), balance(coin, cho)]).toEqual([40n, 60n]);
    await expectRevert('ALLOWANCE', () => coin.call('transferFrom', { from: ann, to: cho, amount: 41 }, ben));
    await expectRevert('ALLOWANCE', () => coin.call('transferFrom', { from: ann, to: cho, amount: 1 }, cho));
  });

  test('change only from what the holder believes them to be', async () => {
    coin.call('approve', { spender: ben, current: 0, amount: 100 }, ann);
    const refused = await expectRevert('CHANGED', () =>
      coin.call('approve', { spender: ben, current: 90, amount: 50 }, ann),
    );
    expect(refused.reason).toBe('the allowance is 100, and not 90');
    expect(coin.call('approve', { spender: ben, current: 100, amount: 50 }, ann).events[0]).toMatchObject({
      name: 'Approval',
      fields: { owner: ann.address, spender: ben.address, amount: 50n },
    });
  });
});

describe('roles', () => {
  test('are given and taken by the owner, who has none', async () => {
    await expectRevert('NO_ROLE', () => coin.call('mint', { to: owner, amount: 1 }, owner));
    await expectRevert('NOT_OWNER', () => coin.call('grant', { role: 'MINTER', who: minter }, minter));
    await expectRevert('BAD_ROLE', () => coin.call('grant', { role: 'MINER', who: ann }));
    expect(coin.call('revoke', { role: 'MINTER', who: minter }).events[0]).toMatchObject({ name: 'RoleRevoked' });
    await expectRevert('NO_ROLE', () => coin.call('mint', { to: ann, amount: 1 }, minter));
    expect(coin.query('hasRole', { role: 'MINTER', who: minter })).toBe(false);
  });

  test('stay as they are when the ownership changes hands, which takes both', async () => {
    coin.call('offerOwnership', { to: cho });
    expect(coin.query('owner')).toEqual(owner.address);
    await expectRevert('NOT_OFFERED', () => coin.call('acceptOwnership', {}, ben));
    coin.call('acceptOwnership', {}, cho);
    await expectRevert('NOT_OWNER', () => coin.call('revoke', { role: 'MINTER', who: minter }, owner));
    coin.call('mint', { to: ann, amount: 1 }, minter);
    expect([coin.query('owner'), coin.query('hasRole', { role: 'PAUSER', who: pauser })]).toEqual([cho.address, true]);
  });

  test('of a pauser stop all money, and only that', async () => {
    await expectRevert('NO_ROLE', () => coin.call('pause', {}, ann));
    coin.call('pause', {}, pauser);
    expect(coin.query('isPaused')).toBe(true);
    coin.call('approve', { spender: ben, current: 0, amount: 5 }, ann);
    for (const [method, args, by] of [
      ['transfer', { to: ben, amount: 1 }, ann],
      ['transferFrom', { from: ann, to: ben, amount: 1 }, ben],
      ['mint', { to: ben, amount: 1 }, minter],
    ] as const)
      await expectRevert('PAUSED', () => coin.call(method, args, by));
    coin.call('resume', {}, pauser);
    coin.call('transferFrom', { from: ann, to: ben, amount: 5 }, ben);
  });
});

test('a coin without a name, with too many digits or with no room is none', async () => {
  const good = { name: 'Coin', symbol: 'COI', decimals: 2, cap: CAP };
  const made = (args: object) =>
    sandbox.deploy('contracts/examples/coin.ts', { args: { ...good, ...args } }).catch((error) => error.code);
  expect(await made({ name: '' })).toBe('BAD_NAME');
  expect(await made({ symbol: '' })).toBe('BAD_NAME');
  expect(await made({ decimals: 31 })).toBe('BAD_DECIMALS');
  expect(await made({ cap: 0 })).toBe('BAD_CAP');
});

test('whatever parties do, balances are what a ledger on paper says, add up to the supply, and stay below the cap', () => {
  const people = { ann, ben, cho, minter, pauser };
  type Name = keyof typeof people;
  const who = fc.constantFrom(...(Object.keys(people) as Name[]));
  const amount = fc.oneof(fc.bigInt(0n, 1_500n), fc.constantFrom(CAP, 2n ** 64n, 2n ** 128n - 1n));
  const step = fc.record({
    method: fc.constantFrom('transfer', 'transferFrom', 'approve', 'mint', 'pause', 'resume'),
    by: who,
    from: who,
    to: who,
    amount,
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 15 }), (steps) => {
      sandbox.restore(start);
      const held: Record<Name, bigint> = { ann: 1_000n, ben: 0n, cho: 0n, minter: 0n, pauser: 0n };
      for (const { method, by, from, to, amount: n } of steps) {
        const current = coin.query('allowance', { holder: people[by], spender: people[to] }) as bigint;
        const { abi } = coin;
        const given = { from: people[from], to: people[to], spender: people[to], current, amount: n };
        const names = abi.methods.find(({ name }) => name === method)!.params.map(({ name }) => name);
        const args = Object.fromEntries(names.map((name) => [name, given[name as keyof typeof given]]));
        if (outcome(() => coin.call(method, args, people[by])) !== 'OK') continue;
        if (method === 'transfer') held[by] -= n;
        if (method === 'transferFrom') held[from] -= n;
        if (method === 'transfer' || method === 'transferFrom' || method === 'mint') held[to] += n;
      }
      for (const [name, amount] of Object.entries(held)) expect(balance(coin, people[name as Name])).toBe(amount);
      const all = sum(Object.values(held));
      expect(coin.query('totalSupply')).toBe(all);
      expect(all).toBeLessThanOrEqual(CAP);
    }),
    { numRuns: 20 },
  );
});
