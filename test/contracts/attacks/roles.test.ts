// Roles: getting more rights than one was given.
import { beforeEach, describe, expect, test } from 'vitest';
import { type Contract, Sandbox } from '../../../engine/testing/sandbox.ts';
import { allow, balance, outcome, tokenFor } from '../examples/stage.ts';
import { type Change, deployExample, deployWeakened } from './weaken.ts';

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox({ check: true });
});

describe('of the coin', () => {
  const deployment = { args: { name: 'Coin', symbol: 'COI', decimals: 2, cap: 1_000 } };
  const ROLES = ['MINTER', 'PAUSER'] as const;
  /** How each of these calls of eve ends, who is a pauser, and what she has then. */
  function attack(coin: Contract) {
    const eve = sandbox.account('eve');
    coin.call('grant', { role: 'PAUSER', who: eve });
    const tried = [
      ...ROLES.map((role) => outcome(() => coin.call('grant', { role, who: eve }, eve))),
      outcome(() => coin.call('mint', { to: eve, amount: 7 }, eve)),
      outcome(() => coin.call('acceptOwnership', {}, eve)),
    ];
    return [...tried, balance(coin, eve)];
  }

  test('nobody gives a role to itself, and one role is not another', async () => {
    const coin = await deployExample(sandbox, 'coin', deployment);
    expect(attack(coin)).toEqual(['NOT_OWNER', 'NOT_OWNER', 'NO_ROLE', 'NOT_OFFERED', 0n]);
  });

  test.each<[string, Change, unknown[]]>([
    [
      'a grant that asks nobody',
      [
        'coin',
        '  grant(role: string, who: Address): void {\n    Owner.check();\n',
        '  grant(role: string, who: Address): void {\n',
      ],
      ['OK', 'OK', 'OK', 'NOT_OFFERED', 7n],
    ],
    [
      'a method without a role',
      ['coin', '  @only("MINTER")\n', ''],
      ['NOT_OWNER', 'NOT_OWNER', 'OK', 'NOT_OFFERED', 7n],
    ],
    [
      'a role too many',
      ['coin', '@only("MINTER")', '@only("MINTER", "PAUSER")'],
      ['NOT_OWNER', 'NOT_OWNER', 'OK', 'NOT_OFFERED', 7n],
    ],
  ])('%s lets a pauser make money', async (_, change, ends) => {
    const coin = await deployWeakened(sandbox, 'coin', [change], deployment);
    expect(attack(coin)).toEqual(ends);
  });
});

describe('of the wallet', () => {
  const owners = ['ann', 'ben', 'cho'];
  const deployment = () => ({ args: { owners: owners.map((name) => sandbox.account(name)), threshold: 2 } });
  const attack = (wallet: Contract) => {
    const ann = sandbox.account('ann');
    const end = outcome(() => wallet.call('changeOwners', { owners: [ann], threshold: 1 }, ann));
    return [end, wallet.query('threshold'), (wallet.query('owners') as unknown[]).length];
  };

  test('one owner cannot become the only one', async () => {
    expect(attack(await deployExample(sandbox, 'multisig', deployment()))).toEqual(['NOT_SELF', 2, 3]);
  });

  test('unless the wallet does not ask whether it was itself', async () => {
    const change: Change = [
      'multisig',
      'require(Context.caller == Context.self, "NOT_SELF",',
      'require(true, "NOT_SELF",',
    ];
    const wallet = await deployWeakened(sandbox, 'multisig', [change], deployment());
    expect(attack(wallet)).toEqual(['OK', 1, 1]);
  });
});

describe('of the escrow', () => {
  /** A buyer who is the arbiter as well has the goods, calls the arbiter, and decides. */
  async function attack(escrow: Contract) {
    const [eve, sam] = [sandbox.account('eve'), sandbox.account('sam')];
    const token = await tokenFor(sandbox, [eve]);
    allow(token, escrow, [eve]);
    const deadline = Math.floor(sandbox.time / 86_400_000) + 9;
    return [
      outcome(() => escrow.call('open', { seller: sam, arbiter: eve, token, amount: 400, deadline }, eve)),
      outcome(() => escrow.call('dispute', { id: 0 }, eve)),
      outcome(() => escrow.call('decide', { id: 0, toSeller: 0 }, eve)),
    ];
  }

  test('nobody is judge in its own cause', async () => {
    expect(await attack(await deployExample(sandbox, 'escrow'))).toEqual(['BAD_ARBITER', 'UNKNOWN', 'UNKNOWN']);
  });

  test('unless the escrow lets a party be the arbiter', async () => {
    const change: Change = ['escrow', '!arbiter.isZero && arbiter != buyer && arbiter != seller', 'true'];
    expect(await attack(await deployWeakened(sandbox, 'escrow', [change]))).toEqual(['OK', 'OK', 'OK']);
  });
});
