// Initialisation: being the first to set a contract up, or setting it up once more.
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Contract, Sandbox, type Snapshot } from '../../../engine/testing/sandbox.ts';
import { CALL_STATUS } from '../../../spec/host.ts';
import { allow, balance, outcome, PURSE, tokenFor } from '../examples/stage.ts';
import { THIEF } from './actors.ts';
import { inputOf } from './borsh.ts';
import { type Change, deployExample, deployWeakened } from './weaken.ts';

const sandbox = new Sandbox({ check: true });
const [ann, seller, eve] = [sandbox.account('ann'), sandbox.account('deployer'), sandbox.account('eve')];
let [token, thief] = [] as Contract[] as [Contract, Contract];
let start: Snapshot;

beforeAll(async () => {
  token = await tokenFor(sandbox, [ann]);
  thief = await sandbox.deploy(THIEF);
  start = sandbox.snapshot();
});
beforeEach(() => sandbox.restore(start));

const ordinary = (example: string): Change => [example, '  @init\n', '  @mutate\n'];

describe('of a coin', () => {
  const args = { name: 'Coin', symbol: 'COI', decimals: 2, cap: 1_000 };

  test('happens in the deployment, so that nobody is faster', async () => {
    const coin = await deployExample(sandbox, 'coin', { args });
    expect(coin.query('owner')).toEqual(seller.address);
  });

  test('by a method that anybody may call is whose call comes first', async () => {
    const coin = await deployWeakened(sandbox, 'coin', [ordinary('coin')]);
    coin.call('setup', args, eve);
    expect(outcome(() => coin.call('setup', args, seller))).toBe('OWNED');
    coin.call('grant', { role: 'MINTER', who: eve }, eve);
    coin.call('mint', { to: eve, amount: 1_000 }, eve);
    expect([coin.query('owner'), balance(coin, eve)]).toEqual([eve.address, 1_000n]);
  });
});

describe('of an auction, once more', () => {
  const terms = () => ({ lot: 'a painting', token, reserve: 100, minutes: 60 });

  /** Everything after the attack: the bid of ann, and who gets the price. */
  function finish(auction: Contract) {
    sandbox.advance({ minutes: 120 });
    auction.call('close');
    const paid = [seller, eve].map((by) => outcome(() => auction.call('withdraw', {}, by)));
    return { seller: auction.query('seller'), paid, price: [seller, eve].map((who) => balance(token, who)) };
  }

  test('is no method that an account or a contract can call', async () => {
    const auction = await deployExample(sandbox, 'auction', { args: terms() });
    allow(token, auction, [ann]);
    auction.call('bid', { amount: PURSE }, ann);
    expect(() => auction.call('setup', terms(), eve)).toThrow('setup is the init of Auction');
    // The same bytes that the weakened contract takes.
    const weak = await deployWeakened(sandbox, 'auction', [ordinary('auction')]);
    const input = inputOf(weak, 'setup', { lot: 'a painting', token: token.address, reserve: 100n, minutes: 60 });
    const attempt = (target: Contract) =>
      thief.call('attempt', { target, method: 'setup', input, gas: 1_000_000_000 }, eve).result;
    expect([attempt(auction), attempt(weak)]).toEqual([CALL_STATUS.REFUSED, CALL_STATUS.OK]);
    expect(finish(auction)).toEqual({ seller: seller.address, paid: ['OK', 'NOTHING'], price: [PURSE, 0n] });
  });

  test('by an ordinary method makes the price somebody else’s', async () => {
    const auction = await deployWeakened(sandbox, 'auction', [ordinary('auction')]);
    auction.call('setup', terms());
    allow(token, auction, [ann]);
    auction.call('bid', { amount: PURSE }, ann);
    auction.call('setup', terms(), eve);
    expect(finish(auction)).toEqual({ seller: eve.address, paid: ['NOTHING', 'OK'], price: [0n, PURSE] });
  });
});
