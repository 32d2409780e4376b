// Mocks: contracts that answer what a test says.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectRevert, type Mock, Sandbox, type Snapshot } from '../../engine/testing/sandbox.ts';
import { SHOP } from './shop.ts';

/** A method of every kind of value. */
const KINDS = {
  abi: 1 as const,
  contract: 'Kinds',
  name: 'kinds',
  version: '1.0.0',
  methods: [
    {
      name: 'latest',
      kind: 'view' as const,
      params: [],
      returns: {
        struct: 'Order',
        fields: [
          { name: 'id', type: 'string' as const },
          { name: 'parts', type: { list: 'u64' as const } },
          { name: 'buyer', type: 'Address' as const },
          {
            name: 'state',
            type: {
              enum: 'State',
              values: [
                { name: 'OPEN', value: 0 },
                { name: 'PAID', value: 5 },
              ],
            },
          },
          { name: 'note', type: { option: 'string' as const } },
        ],
      },
    },
    {
      name: 'close',
      kind: 'mutate' as const,
      reentrant: true as const,
      params: [{ name: 'id', type: 'string' as const }],
      returns: 'bool' as const,
    },
  ],
  events: [],
  errors: [],
  storage: [],
};

const sandbox = new Sandbox({ check: true });
const [ann, bob] = sandbox.accounts('ann', 'bob') as [ReturnType<Sandbox['account']>, ReturnType<Sandbox['account']>];
let token: Mock;
let shop: Awaited<ReturnType<Sandbox['deploy']>>;
let start: Snapshot;

beforeAll(async () => {
  token = await sandbox.mock('contracts/token.ts');
  shop = await sandbox.deploy(SHOP, { args: { token } });
  start = sandbox.snapshot();
}, 120_000);
beforeEach(() => sandbox.restore(start));

describe('answers', () => {
  test('are for any arguments, or for some, which go before', () => {
    token.returns('balanceOf', 5n);
    token.returns('balanceOf', { holder: ann }, 7);
    expect([ann, bob].map((holder) => token.query('balanceOf', { holder }))).toEqual([7n, 5n]);
    expect([ann, bob].map((who) => shop.query('held', { who }))).toEqual([7n, 5n]);
    token.returns('balanceOf', { holder: ann }, 8n);
    expect(shop.query('held', { who: ann })).toBe(8n);
  });

  test('of methods that change something are for other contracts and for tests', () => {
    token.returns('transferFrom');
    token.returns('balanceOf', { holder: shop }, 40n);
    expect(shop.call('buy', { price: 40 }, ann).result).toBe(40n);
    expect(token.call('transferFrom', { from: ann, to: bob, amount: 1 }, bob).result).toBeUndefined();
  });

  test('may be refusals, whose code and message come through', async () => {
    token.reverts('transferFrom', 'BALANCE', 'the balance is 3');
    token.returns('transferFrom', { from: bob, to: shop, amount: 9 });
    token.returns('balanceOf', 0n);
    const refused = await expectRevert('BALANCE', () => shop.call('buy', { price: 9 }, ann));
    expect([refused.reason, refused.line]).toEqual(['the balance is 3', undefined]);
    expect(shop.call('buy', { price: 9 }, bob).result).toBe(0n);
    expect(shop.call('tryToBuy', { price: 9 }, ann).result).toBe(1);
    token.reverts('transferFrom', { from: bob, to: shop, amount: 9 }, 'LATE');
    await expectRevert('LATE', () => shop.call('buy', { price: 9 }, bob));
  });

  test('that were not given are refusals that name method and arguments, through other contracts too', async () => {
    const asked = await expectRevert('NO_ANSWER', () => token.query('balanceOf', { holder: ann }));
    expect(asked.message).toBe(
      'token.balanceOf: NO_ANSWER: the mock was given no answer for token.balanceOf(holder=ann)\n  in token.balanceOf(holder=ann) by nobody',
    );
    const bought = await expectRevert('NO_ANSWER', () => shop.call('buy', { price: 12 }, bob));
    expect(bought.reason).toMatch(
      /^the mock was given no answer for token\.transferFrom\(from=bob, to=tc1[a-z0-9]+, amount=12\)$/,
    );
    await expectRevert('NO_ANSWER', () => token.call('approve', { spender: ann, amount: 1 }));
  });

  test('must be of the types of the ABI', () => {
    expect(() => token.returns('balanceOf', 'much')).toThrow('what balanceOf returns');
    expect(() => token.returns('transfer', { to: ann, amount: 1 }, 5n)).toThrow('transfer returns nothing');
    expect(() => token.returns('balanceOf', { who: ann }, 5n)).toThrow('it takes holder (Address)');
    expect(() => token.returns('balanceof', 5n)).toThrow('did you mean balanceOf?');
    expect(() => token.reverts('transfer', 'two words')).toThrow('is no code');
  });

  test('take no block and no time, and are gone in a state from before', async () => {
    const { height, time } = sandbox;
    token.returns('balanceOf', 5n);
    expect([sandbox.height, sandbox.time]).toEqual([height, time]);
    const middle = sandbox.snapshot();
    token.returns('balanceOf', 6n);
    sandbox.restore(middle);
    expect(token.query('balanceOf', { holder: ann })).toBe(5n);
    sandbox.restore(start);
    await expectRevert('NO_ANSWER', () => token.query('balanceOf', { holder: ann }));
  });
});

describe('calls', () => {
  const buy = (price: bigint, caller = ann) => ({
    args: { from: caller.address, to: shop.address, amount: price },
    caller: shop.address,
  });

  beforeEach(() => {
    token.returns('transferFrom');
    token.returns('balanceOf', 0n);
  });

  test('are listed with decoded arguments and caller, in order', () => {
    shop.call('buy', { price: 1 }, ann);
    shop.call('tryToBuy', { price: 2 }, bob);
    token.call('transferFrom', { from: ann, to: bob, amount: 3 }, bob);
    const own = { args: { from: ann.address, to: bob.address, amount: 3n }, caller: bob.address };
    expect(token.calls('transferFrom')).toEqual([buy(1n), buy(2n, bob), own]);
    expect(token.calls('transfer')).toEqual([]);
  });

  test('of views are listed too, whoever asks', () => {
    shop.call('buy', { price: 1 }, ann);
    shop.query('held', { who: bob });
    token.query('balanceOf', { holder: ann }, bob);
    expect(token.calls('balanceOf')).toEqual([
      { args: { holder: shop.address }, caller: shop.address },
      { args: { holder: bob.address }, caller: shop.address },
      { args: { holder: ann.address }, caller: bob.address },
    ]);
  });

  test('are dropped with what was refused, and with states that were left', async () => {
    shop.call('buy', { price: 1 }, ann);
    const middle = sandbox.snapshot();
    await expectRevert('REGRET', () => shop.call('buyAndRegret', { price: 2 }, ann));
    token.reverts('transferFrom', 'BALANCE');
    shop.call('tryToBuy', { price: 3 }, ann);
    expect(token.calls('transferFrom')).toEqual([buy(1n)]);
    sandbox.restore(middle);
    shop.call('buy', { price: 4 }, bob);
    expect(token.calls('transferFrom')).toEqual([buy(1n), buy(4n, bob)]);
    sandbox.restore(start);
    expect(token.calls('transferFrom')).toEqual([]);
  });
});

test('two mocks know their own answers and calls', async () => {
  const other = await sandbox.mock('contracts/token.ts');
  token.returns('balanceOf', 1n);
  other.returns('balanceOf', 2n);
  expect([token, other].map((each) => each.query('balanceOf', { holder: ann }))).toEqual([1n, 2n]);
  expect([token, other].map((each) => each.calls('balanceOf').length)).toEqual([1, 1]);
});

test('an ABI or a file of one is enough, for values of every kind', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tally-mock-'));
  try {
    const file = join(folder, 'kinds.abi.json');
    writeFileSync(file, JSON.stringify(KINDS));
    for (const like of [KINDS, file]) {
      const mock = await sandbox.mock(like);
      const order = { id: 'A-1', parts: [1n, 2n ** 64n - 1n], buyer: ann.address, state: 'PAID', note: null };
      mock.returns('latest', { ...order, buyer: ann });
      mock.returns('close', { id: 'A-1' }, true);
      mock.returns('close', false);
      expect(mock.query('latest')).toEqual(order);
      expect(['A-1', 'A-2'].map((id) => mock.call('close', { id }).result)).toEqual([true, false]);
      expect(mock.abi).toMatchObject({ name: 'kinds', methods: [{ kind: 'view' }, { reentrant: true }] });
    }
    await expect(sandbox.mock(join(folder, 'none.abi.json'))).rejects.toMatchObject({ id: 'FILE_UNREADABLE' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
