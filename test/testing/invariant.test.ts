// Invariants: planted bugs that random calls find, told as the fewest calls that show them.
import fc from 'fast-check';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { ValueType } from '../../engine/abi/types.ts';
import { encodeValue, type Value } from '../../engine/abi/value.ts';
import { formatAddress } from '../../engine/client/address.ts';
import { meant } from '../../engine/client/given.ts';
import { Values } from '../../engine/testing/arbitrary.ts';
import { type Contract, InvariantFailed, invariant, Sandbox } from '../../engine/testing/sandbox.ts';

/** A token that takes a fee of a tenth, and notes what there is. */
const FEES = `import { Address, Amount, Context, Map, require, Value } from "tally";
@contract("fees", "1.0.0")
export class Fees {
  private supply: Value<Amount>;
  private held: Map<Address, Amount>;
  private house: Value<Address>;
  @init setup(house: Address): void { this.house.value = house; }
  @mutate mint(to: Address, amount: Amount): void {
    this.supply.value = this.supply.value + amount;
    this.held.set(to, this.balanceOf(to) + amount);
  }
  @mutate pay(to: Address, amount: Amount): void {
    const from = Context.caller;
    const fee = amount / Amount.of(10);
    require(this.balanceOf(from) >= amount, "BALANCE", "too little");
    this.held.set(from, this.balanceOf(from) - amount);
    this.held.set(to, this.balanceOf(to) + amount - fee);
    this.held.set(this.house.value, this.balanceOf(this.house.value) + fee);
  }
  @mutate crash(at: u64): void { if (at == 18446744073709551615) unreachable(); }
  @view balanceOf(who: Address): Amount { return this.held.getOr(who, Amount.zero); }
  @view sum(): Amount { return this.supply.value; }
}`;
/** The fee is put on top for the house, and the payee gets the whole as well. */
const WRONG = FEES.replace('+ amount - fee', '+ amount').replace('"fees"', '"wrong fees"');

const sandbox = new Sandbox();
const [ann, bob, house] = ['ann', 'bob', 'house'].map((name) => sandbox.account(name)) as [Party, Party, Party];
type Party = ReturnType<Sandbox['account']>;
const parties = [ann, bob];
let fees: Contract;
let wrong: Contract;

const whole = (token: Contract) => () => {
  const held = [ann, bob, house].map((who) => token.query('balanceOf', { who }) as bigint);
  const sum = held.reduce((a, b) => a + b);
  const supply = token.query('sum');
  if (sum !== supply) throw new Error(`all balances are ${sum}, and the supply is ${supply}`);
};

const failureOf = (run: Promise<unknown>) =>
  run.then(
    () => undefined,
    (error: unknown) => error as InvariantFailed,
  );

beforeAll(async () => {
  fees = await sandbox.deploy(FEES, { args: { house } });
  wrong = await sandbox.deploy(WRONG, { args: { house } });
}, 120_000);

describe('an invariant', () => {
  test('warns of an action that was always refused, which tries nothing', async () => {
    const warned: unknown[] = [];
    vi.spyOn(console, 'warn').mockImplementation((text) => void warned.push(text));
    const actions = [{ contract: fees, method: 'pay', args: { amount: 5 } }];
    const tried = await invariant(sandbox, { name: 'empty', actions, parties, check: () => true, seed: 1, runs: 5 });
    vi.restoreAllMocks();
    const [{ done, refused }] = tried as [(typeof tried)[number]];
    expect([done, refused > 0]).toEqual([0, true]);
    expect(warned).toEqual([
      `the invariant "empty" tried fees.pay ${refused} times, and it was always refused: give it args or a state that it takes`,
    ]);
  });

  test('that holds is found to hold, over many sequences', async () => {
    let checks = 0;
    const check = () => {
      checks += 1;
      whole(fees)();
    };
    const actions = ['mint', 'pay'].map((method) => ({ contract: fees, method }));
    const { height, time } = sandbox;
    const tried = await invariant(sandbox, { actions, parties, check, runs: 150, seed: 1 });
    expect(tried.map(({ action }) => action)).toEqual(['fees.mint', 'fees.pay']);
    for (const { done, refused } of tried) expect(Math.min(done, refused)).toBeGreaterThan(10);
    expect(checks).toBeGreaterThan(1_000);
    expect([sandbox.height, sandbox.time, fees.query('sum')]).toEqual([height, time, 0n]);
  });

  test('that does not hold is told as the fewest calls, as code, with a seed', async () => {
    const actions = [wrong, { advance: { days: 1 } }];
    const failed = await failureOf(invariant(sandbox, { actions, parties, check: whole(wrong), seed: 2025 }));
    expect(failed).toBeInstanceOf(InvariantFailed);
    expect(failed!.message).toBe(
      [
        'the invariant does not hold after 2 calls: all balances are 11, and the supply is 10',
        '',
        'wrongFees.call("mint", { to: ann, amount: 10n }, ann);',
        'wrongFees.call("pay", { to: ann, amount: 10n }, ann);',
        '',
        'found in run 2 of 100; to have it again: invariant(sandbox, { …, seed: 2025 })',
      ].join('\n'),
    );
    expect(wrong.query('sum')).toBe(0n);
    // What it prints is code: pasted into a test it fails as well.
    const pasted = new Function('sandbox', 'wrongFees', 'ann', failed!.steps.join('\n'));
    const before = sandbox.snapshot();
    pasted(sandbox, wrong, ann);
    expect(whole(wrong)).toThrow('all balances are 11, and the supply is 10');
    sandbox.restore(before);
  });

  test('is found again by the seed', async () => {
    const options = { actions: [wrong], parties, check: whole(wrong) };
    const first = await failureOf(invariant(sandbox, options));
    const again = await failureOf(invariant(sandbox, { ...options, seed: first!.seed }));
    expect(again!.message).toBe(first!.message);
  });

  test('may fail before any call, and by an answer of false', async () => {
    const failed = await failureOf(invariant(sandbox, { actions: [fees], parties, check: () => false, seed: 3 }));
    expect(failed!.message).toBe(
      [
        'the invariant does not hold before any call: the check returned false',
        'found in run 1 of 100; to have it again: invariant(sandbox, { …, seed: 3 })',
      ].join('\n'),
    );
  });

  test('is told by its name, or by that of the check', async () => {
    const isSolvent = () => false;
    const told = async (more: object) => {
      const failed = await failureOf(invariant(sandbox, { actions: [fees], parties: ann, check: isSolvent, ...more }));
      return failed!.message.split('\n')[0];
    };
    expect(await told({ name: 'the sum is right' })).toBe(
      'the invariant "the sum is right" does not hold before any call: the check returned false',
    );
    expect(await told({})).toBe('the invariant "isSolvent" does not hold before any call: the check returned false');
  });

  test('may wait for what it checks', async () => {
    const check = async () => {
      await Promise.resolve();
      return fees.query('sum') === 0n;
    };
    const actions = [{ contract: fees, method: 'mint', args: { to: bob, amount: 7n }, from: [ann] }];
    const failed = await failureOf(invariant(sandbox, { actions, parties, check, seed: 3 }));
    expect(failed!.steps).toEqual(['fees.call("mint", { to: bob, amount: 7n }, ann);']);
  });
});

describe('calls', () => {
  const check = () => undefined;

  test('that trap are failures, and edge values find them', async () => {
    const failed = await failureOf(invariant(sandbox, { actions: [fees], parties, check, seed: 1 }));
    expect(failed!.steps).toHaveLength(1);
    expect(failed!.steps[0]).toMatch(/^fees\.call\("crash", \{ at: 18446744073709551615n \}, (ann|bob)\);$/);
    expect(failed!.broke).toMatchObject({ code: 'UNREACHABLE' });
    // Test runners print what an error is caused by with everything in it.
    expect([failed!.cause, JSON.parse(JSON.stringify(failed))]).toEqual([
      undefined,
      { name: 'InvariantFailed', message: failed!.message },
    ]);
  });

  test('may be refused, unless they must not', async () => {
    const pay = { contract: fees, method: 'pay', args: { amount: fc.bigInt(1n, 5n) } };
    await invariant(sandbox, { actions: [pay], parties, check, seed: 1 });
    const failed = await failureOf(
      invariant(sandbox, { actions: [{ ...pay, mustNotRevert: true }], parties, check, seed: 1 }),
    );
    expect(failed!.steps).toEqual(['fees.call("pay", { to: ann, amount: 1n }, ann);']);
    expect(failed!.message).toContain('BALANCE');
  });

  test('take arguments that are given, and come as often as they weigh', async () => {
    const seen: bigint[] = [];
    const actions = [
      { contract: fees, method: 'mint', args: { to: house, amount: fc.constantFrom(3n, 4n) }, weight: 9 },
      { advance: { hours: 2 }, weight: 1 },
    ];
    const note = () => void seen.push(fees.query('balanceOf', { who: house }) as bigint);
    await invariant(sandbox, { actions, parties, check: note, runs: 30, seed: 4 });
    const steps = seen.map((sum, i) => sum - (seen[i - 1] ?? 0n)).filter((step) => step >= 0n && step < 5n);
    expect(new Set(steps)).toEqual(new Set([0n, 3n, 4n]));
    expect(seen.length).toBeGreaterThan(150);
  });

  test('may come from one party, which needs no list, and may go to addresses as text', async () => {
    const text = formatAddress('account', bob.address);
    const mint = { contract: fees, method: 'mint', args: { to: text }, from: ann };
    const isNone = () => fees.query('balanceOf', { who: text }) === 0n;
    const failed = await failureOf(
      invariant(sandbox, { actions: [mint], parties: house, addresses: [text], check: isNone, seed: 3 }),
    );
    expect(failed!.steps).toEqual([`fees.call("mint", { to: "${text}", amount: 1n }, ann);`]);
  });

  test('that cannot be made are told before any is', async () => {
    const run = (options: object) => invariant(sandbox, { actions: [fees], parties, check, ...options });
    await expect(run({ parties: [] })).rejects.toThrow('needs a party');
    await expect(run({ actions: [] })).rejects.toThrow('needs an action');
    await expect(run({ actions: [{ contract: fees, method: 'pai' }] })).rejects.toThrow('did you mean pay?');
    const odd = [{ contract: fees, method: 'pay', args: { amout: 1n } }];
    await expect(run({ actions: odd })).rejects.toThrow('amout');
  });

  test('of two contracts of one name have two names', async () => {
    const second = await sandbox.deploy(FEES, { args: { house } });
    const actions = [fees, second].map((contract) => ({
      contract,
      method: 'mint',
      args: { to: contract, amount: 1n },
    }));
    const isApart = () => fees.query('sum') === 0n || second.query('sum') === 0n;
    const failed = await failureOf(invariant(sandbox, { actions, parties, check: isApart, seed: 1 }));
    expect([...failed!.steps].map((step) => step.replace(/ann|bob/g, 'x')).sort()).toEqual([
      'fees.call("mint", { to: fees, amount: 1n }, x);',
      'fees2.call("mint", { to: fees2, amount: 1n }, x);',
    ]);
  });
});

describe('values', () => {
  const leaf = fc.constantFrom(
    'bool',
    'u8',
    'u16',
    'u32',
    'u64',
    'i8',
    'i16',
    'i32',
    'i64',
    'string',
    'bytes',
    'Address',
    'Amount',
  );
  const types = fc.letrec<{ type: ValueType }>((tie) => ({
    type: fc.oneof(
      { depthSize: 'small' },
      leaf as fc.Arbitrary<ValueType>,
      tie('type').map((list): ValueType => ({ list })),
      leaf.map((option) => ({ option }) as ValueType),
      fc.constant<ValueType>({
        enum: 'State',
        values: [
          { name: 'OPEN', value: 0 },
          { name: 'PAID', value: 5 },
        ],
      }),
      fc.array(tie('type'), { minLength: 1, maxLength: 3 }).map(
        (fields): ValueType => ({
          struct: 'Parts',
          fields: fields.map((type, i) => ({ name: `f${i}`, type })),
        }),
      ),
    ),
  })).type;

  test('of any type of an ABI are of that type', () => {
    const values = new Values(fc, parties);
    fc.assert(
      fc.property(
        types.chain((type) => values.of(type).map((value) => ({ type, value }))),
        ({ type, value }) => void encodeValue(type, meant(type, value) as Value),
      ),
      { numRuns: 300 },
    );
  });

  test('of numbers have their edges among them', () => {
    const drawn = fc.sample(new Values(fc, parties).of('Amount'), { numRuns: 500, seed: 1 });
    expect(drawn).toEqual(expect.arrayContaining([0n, 1n, 2n ** 64n, 2n ** 128n - 1n]));
    expect(new Set(fc.sample(new Values(fc, parties).of('Address'), { numRuns: 50, seed: 1 }))).toEqual(
      new Set(parties),
    );
  });
});
