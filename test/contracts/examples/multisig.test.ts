// The wallet of several owners: what it takes to make it do something.
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Account, type Contract, expectRevert, Sandbox, type Snapshot } from '../../../engine/testing/sandbox.ts';
import { inputOf } from '../attacks/borsh.ts';
import { balance, outcome, tokenFor } from './stage.ts';

const sandbox = new Sandbox({ check: true });
const [ann, ben, cho, eve] = [
  sandbox.account('ann'),
  sandbox.account('ben'),
  sandbox.account('cho'),
  sandbox.account('eve'),
];
let [token, wallet] = [] as Contract[] as [Contract, Contract];
let start: Snapshot;

beforeAll(async () => {
  token = await tokenFor(sandbox, [eve]);
  wallet = await sandbox.deploy('contracts/examples/multisig.ts', { args: { owners: [ann, ben, cho], threshold: 2 } });
  token.call('transfer', { to: wallet, amount: 500 }, eve);
  start = sandbox.snapshot();
});
beforeEach(() => sandbox.restore(start));

const propose = (to: Contract, method: string, args: Parameters<typeof inputOf>[2], by: Account = ann) =>
  wallet.call('propose', { to, method, input: inputOf(to, method, args) }, by).result as bigint;
const pay = (amount: bigint, by: Account = ann) => propose(token, 'transfer', { to: eve.address, amount }, by);
const change = (owners: readonly Account[], threshold: number, by: Account = ann) =>
  propose(wallet, 'changeOwners', { owners: owners.map(({ address }) => address), threshold }, by);
const act = (method: 'confirm' | 'revoke' | 'execute', id: bigint, by: Account) => wallet.call(method, { id }, by);

describe('a call', () => {
  test('is made once enough owners confirmed it, and once only', async () => {
    const id = pay(200n);
    const refused = await expectRevert('NOT_ENOUGH', () => act('execute', id, ann));
    expect(refused.reason).toBe('1 of 2 confirmations');
    expect(act('confirm', id, ben).events).toMatchObject([{ name: 'Confirmed', fields: { id, by: ben.address } }]);
    const { events } = act('execute', id, cho);
    expect(events.map(({ name }) => name)).toEqual(['Executed', 'Transfer']);
    expect([balance(token, wallet), balance(token, eve)]).toEqual([300n, 700n]);
    for (const method of ['execute', 'confirm', 'revoke'] as const)
      await expectRevert('DONE', () => act(method, id, ann));
    expect(wallet.query('proposalOf', { id })).toMatchObject({ method: 'transfer', isDone: true });
  });

  test('is for owners to propose, confirm and have made', async () => {
    await expectRevert('NOT_OWNER', () => pay(1n, eve));
    const id = pay(1n);
    act('confirm', id, ben);
    for (const method of ['confirm', 'revoke', 'execute'] as const)
      await expectRevert('NOT_OWNER', () => act(method, id, eve));
    await expectRevert('UNKNOWN', () => act('confirm', 7n, ann));
  });

  test('needs different owners, and waits again when one takes the confirmation back', async () => {
    const id = pay(1n);
    await expectRevert('CONFIRMED', () => act('confirm', id, ann));
    await expectRevert('NOT_CONFIRMED', () => act('revoke', id, ben));
    act('confirm', id, ben);
    act('revoke', id, ann);
    expect(wallet.query('confirmations', { id })).toBe(1);
    await expectRevert('NOT_ENOUGH', () => act('execute', id, ben));
    act('confirm', id, cho);
    act('execute', id, ben);
  });

  test('that is refused has the callee’s own code, and can be tried again', async () => {
    const id = pay(501n);
    act('confirm', id, ben);
    const refused = await expectRevert('BALANCE', () => act('execute', id, ann));
    expect(refused.reason).toBe('the balance is 500, less than 501');
    token.call('transfer', { to: wallet, amount: 1 }, eve);
    act('execute', id, ann);
    expect(balance(token, wallet)).toBe(0n);
  });
});

describe('owners', () => {
  test('are changed by the wallet itself and by nobody else', async () => {
    await expectRevert('NOT_SELF', () => wallet.call('changeOwners', { owners: [ann], threshold: 1 }, ann));
    const id = change([ann, eve], 1);
    act('confirm', id, ben);
    const { events } = act('execute', id, ann);
    expect(events.map(({ name }) => name)).toEqual(['Executed', 'OwnersChanged']);
    expect([wallet.query('owners'), wallet.query('threshold')]).toEqual([[ann.address, eve.address], 1]);
    act('execute', pay(5n, eve), eve);
    await expectRevert('NOT_OWNER', () => pay(1n, ben));
  });

  test('who left no longer count, with whatever they confirmed before', async () => {
    const payment = pay(100n, ben);
    act('confirm', payment, cho);
    const id = change([ann, eve, cho], 2);
    act('confirm', id, cho);
    act('execute', id, cho);
    expect(wallet.query('confirmations', { id: payment })).toBe(1);
    await expectRevert('NOT_ENOUGH', () => act('execute', payment, cho));
    act('confirm', payment, eve);
    act('execute', payment, cho);
  });

  test('are 1 to 16, each once, and it takes at least one and at most all', async () => {
    const nobody = { address: new Uint8Array(32) };
    const many = [...Array(17).keys()].map((i) => sandbox.account(`owner${i}`));
    const made = (owners: readonly (Account | typeof nobody)[], threshold: number) =>
      sandbox.deploy('contracts/examples/multisig.ts', { args: { owners, threshold } }).then(
        () => 'OK',
        (error) => error.code,
      );
    for (const owners of [[], many, [ann, ann], [nobody]]) expect(await made(owners, 1)).toBe('BAD_OWNERS');
    for (const threshold of [0, 3]) expect(await made([ann, ben], threshold)).toBe('BAD_THRESHOLD');
    expect(await made(many.slice(1), 16)).toBe('OK');
    const id = change([ann, ann], 1);
    act('confirm', id, ben);
    await expectRevert('BAD_OWNERS', () => act('execute', id, ann));
  });
});

test('whatever parties do, nothing leaves the wallet that two owners did not confirm, and nothing twice', () => {
  const step = fc.record({
    method: fc.constantFrom('pay', 'confirm', 'confirm', 'confirm', 'revoke', 'execute', 'execute', 'execute'),
    by: fc.constantFrom(ann, ben, cho, ann, ben, eve),
    amount: fc.bigInt(1n, 150n),
    id: fc.bigInt(0n, 1n),
  });
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 20 }), (steps) => {
      sandbox.restore(start);
      const proposals: { amount: bigint; by: Set<Account>; made: number }[] = [];
      pay(100n);
      proposals.push({ amount: 100n, by: new Set([ann]), made: 0 });
      let left = 500n;
      for (const { method, by, amount, id } of steps) {
        const call = () => (method === 'pay' ? pay(amount, by) : act(method, id, by));
        const isDone = outcome(call) === 'OK';
        if (method === 'pay' && isDone) proposals.push({ amount, by: new Set([by]), made: 0 });
        else if (method === 'confirm' && isDone) proposals[Number(id)]!.by.add(by);
        else if (method === 'revoke' && isDone) proposals[Number(id)]!.by.delete(by);
        else if (method === 'execute' && isDone) {
          const proposal = proposals[Number(id)]!;
          expect(proposal.by.size).toBeGreaterThanOrEqual(2);
          expect(proposal.by).not.toContain(eve);
          expect(++proposal.made).toBe(1);
          left -= proposal.amount;
        }
      }
      expect(balance(token, wallet)).toBe(left);
    }),
    { numRuns: 20 },
  );
});
