// Re-entrancy: a token tells whoever is paid, and that calls back into the contract that pays.
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Account, type Contract, Sandbox, type Snapshot } from '../../../engine/testing/sandbox.ts';
import { CALL_STATUS } from '../../../spec/host.ts';
import { allow, balance } from '../examples/stage.ts';
import { TELLING_TOKEN, THIEF } from './actors.ts';
import { inputOf } from './borsh.ts';
import { type Change, deployExample, deployWeakened } from './weaken.ts';

const sandbox = new Sandbox({ check: true });
const [ann, ben, mia] = [sandbox.account('ann'), sandbox.account('ben'), sandbox.account('mia')];
let [token, thief] = [] as Contract[] as [Contract, Contract];
let start: Snapshot;

beforeAll(async () => {
  token = await sandbox.deploy(TELLING_TOKEN, { args: { name: 'Bell', symbol: 'BEL', decimals: 0 } });
  thief = await sandbox.deploy(THIEF);
  for (const to of [ann, ben, mia, thief]) token.call('mint', { to, amount: 1_000 });
  start = sandbox.snapshot();
});
beforeEach(() => sandbox.restore(start));

type Values = Parameters<typeof inputOf>[2];
const act = (target: Contract, method: string, args: Values = {}) =>
  thief.call('act', { target, method, input: inputOf(target, method, args) });
const arm = (target: Contract, method: string, args: Values, rounds: number) =>
  thief.call('arm', { target, method, input: inputOf(target, method, args), rounds });

// Without this even a contract that may be re-entered is safe here: the token, which waits for the call that it makes, refuses.
const LETS_TOKEN_BE_ENTERED: readonly Change[] = [
  ['cash', 'import { Address, Amount, Context,', 'import { Address, ALLOW_REENTRY, Amount, call, Context, Writer,'],
  [
    'cash',
    'this.token.transfer(to, amount);',
    `const input = new Writer().put<Address>(to).put<Amount>(amount);
    require(call(this.token.at, "transfer", input, u64.MAX_VALUE, ALLOW_REENTRY).isOk, "UNPAID");`,
  ],
];

describe('the same method: an outbid bidder withdraws, and again while being paid', () => {
  const REENTRANT: Change = ['auction', '  @mutate\n  withdraw()', '  @mutate\n  @reentrant\n  withdraw()'];
  const REMOVE = '    this.debts.remove(Context.caller);\n';
  const PAY = '    new Cash(this.cash.value).pay(Context.caller, amount);\n';
  const PAYS_FIRST: readonly Change[] = [
    ['auction', REMOVE, ''],
    ['auction', PAY, PAY + REMOVE],
  ];
  const deployment = () => ({ args: { lot: 'a painting', token, reserve: 100, minutes: 60 } });

  /** What the thief has in the end of the thousand that it had, what is not covered, and how its call back ended. */
  function attack(auction: Contract): { won: bigint; missing: bigint; back: unknown } {
    allow(token, auction, [ann, ben]);
    act(token, 'approve', { spender: auction.address, amount: 1_000n });
    auction.call('bid', { amount: 200 }, ann);
    act(auction, 'bid', { amount: 300n });
    auction.call('bid', { amount: 500 }, ben);
    arm(auction, 'withdraw', {}, 2);
    act(auction, 'withdraw');
    const owed = [ann, ben, thief].map((who) => auction.query('owed', { who }) as bigint);
    const due = owed.reduce((all, each) => all + each, auction.query('highestBid') as bigint);
    return {
      won: balance(token, thief) - 1_000n,
      missing: due - balance(token, auction),
      back: thief.query('backStatus'),
    };
  }
  const nothing = { won: 0n, missing: 0n };

  test('is refused by the engine', async () => {
    const auction = await deployExample(sandbox, 'auction', deployment());
    expect(attack(auction)).toEqual({ ...nothing, back: CALL_STATUS.REFUSED });
  });

  test('is refused by the engine even if the auction pays before it writes', async () => {
    const auction = await deployWeakened(sandbox, 'auction', [...LETS_TOKEN_BE_ENTERED, ...PAYS_FIRST], deployment());
    expect(attack(auction)).toEqual({ ...nothing, back: CALL_STATUS.REFUSED });
  });

  test('finds nothing to take even if the auction may be re-entered', async () => {
    const auction = await deployWeakened(sandbox, 'auction', [...LETS_TOKEN_BE_ENTERED, REENTRANT], deployment());
    expect(attack(auction)).toEqual({ ...nothing, back: CALL_STATUS.REVERT });
  });

  test('is refused by the token even if the auction may be re-entered and pays before it writes', async () => {
    const auction = await deployWeakened(sandbox, 'auction', [REENTRANT, ...PAYS_FIRST], deployment());
    expect(attack(auction)).toEqual({ ...nothing, back: CALL_STATUS.REVERT });
  });

  test('empties the auction without all of that', async () => {
    const changes = [...LETS_TOKEN_BE_ENTERED, REENTRANT, ...PAYS_FIRST];
    const auction = await deployWeakened(sandbox, 'auction', changes, deployment());
    expect(attack(auction)).toEqual({ won: 600n, missing: 600n, back: CALL_STATUS.OK });
  });
});

describe('across methods: a seller is paid, and gives the money back while being paid', () => {
  const REENTRANT: Change = ['escrow', '  @mutate\n  refund(', '  @mutate\n  @reentrant\n  refund('];
  const CLOSE = '    deal.state = State.CLOSED;\n    this.deals.set(id, deal);\n';
  const PAY_BACK = '    if (!toBuyer.isZero) new Cash(deal.token).pay(deal.buyer, toBuyer);\n';
  const PAYS_FIRST: readonly Change[] = [
    ['escrow', CLOSE, ''],
    ['escrow', PAY_BACK, PAY_BACK + CLOSE],
  ];

  /** What the thief and its accomplice, who buys from it, have won together, and what is left for the honest deal of 500. */
  function attack(escrow: Contract): { won: bigint; left: bigint; back: unknown } {
    allow(token, escrow, [ann, mia]);
    const open = (seller: Account | Contract, amount: number, by: Account) => {
      const deadline = Math.floor(sandbox.time / 86_400_000) + 9;
      return escrow.call('open', { seller, arbiter: sandbox.account('art'), token, amount, deadline }, by).result;
    };
    open(ben, 500, ann);
    const id = open(thief, 300, mia) as bigint;
    arm(escrow, 'refund', { id }, 1);
    escrow.call('release', { id }, mia);
    const won = balance(token, thief) + balance(token, mia) - 2_000n;
    return { won, left: balance(token, escrow), back: thief.query('backStatus') };
  }

  test('is refused by the engine', async () => {
    const escrow = await deployExample(sandbox, 'escrow');
    expect(attack(escrow)).toEqual({ won: 0n, left: 500n, back: CALL_STATUS.REFUSED });
  });

  test('finds the deal closed even if the escrow may be re-entered', async () => {
    const escrow = await deployWeakened(sandbox, 'escrow', [...LETS_TOKEN_BE_ENTERED, REENTRANT]);
    expect(attack(escrow)).toEqual({ won: 0n, left: 500n, back: CALL_STATUS.REVERT });
  });

  test('takes from the honest deal if it is closed only after the payment', async () => {
    const escrow = await deployWeakened(sandbox, 'escrow', [...LETS_TOKEN_BE_ENTERED, REENTRANT, ...PAYS_FIRST]);
    expect(attack(escrow)).toEqual({ won: 300n, left: 200n, back: CALL_STATUS.OK });
  });
});
