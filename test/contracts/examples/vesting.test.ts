// Vesting: what is whose on which day, and that every grant is covered.
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Account, type Contract, expectRevert, Sandbox, type Snapshot } from '../../../engine/testing/sandbox.ts';
import { allow, balance, outcome, PURSE, sum, today, tokenFor } from './stage.ts';

const sandbox = new Sandbox({ check: true });
const [firm, eve, max] = [sandbox.account('firm'), sandbox.account('eve'), sandbox.account('max')];
const parties = [firm, eve, max];
const nobody = { address: new Uint8Array(32) };
let [token, vesting] = [] as Contract[] as [Contract, Contract];
let start: Snapshot;
let day: number;

beforeAll(async () => {
  token = await tokenFor(sandbox, parties);
  vesting = await sandbox.deploy('contracts/examples/vesting.ts', { args: { token } });
  allow(token, vesting, parties);
  day = today(sandbox);
  start = sandbox.snapshot();
});
beforeEach(() => sandbox.restore(start));

/** A grant of 1000 over 100 days, with a cliff on day 25. */
const grant = (terms: object = {}, by: Account = firm) => {
  const usual = { holder: eve, amount: 1_000, start: day, cliff: day + 25, end: day + 100, revocable: true };
  return vesting.call('grant', { ...usual, ...terms }, by);
};
const claim = (id = 0, by: Account = eve) => vesting.call('claim', { id }, by).result;
const held = () => [firm, eve, vesting].map((holder) => balance(token, holder));

describe('a grant', () => {
  test('sets the money aside and tells its terms', () => {
    const { result, events } = grant();
    expect([result, held()]).toEqual([0n, [0n, 1_000n, 1_000n]]);
    expect(events.find(({ name }) => name === 'Granted')!.fields).toEqual({
      id: 0n,
      grant: vesting.query('grantOf', { id: 0 })!,
    });
    expect(vesting.query('grantOf', { id: 0 })).toMatchObject({ total: 1_000n, paid: 0n, cliff: day + 25 });
  });

  test('gives nothing before the cliff, then in proportion to the days, and all of it at the end', async () => {
    grant();
    sandbox.advance({ days: 24 });
    const refused = await expectRevert('CLIFF', () => claim());
    expect(refused.reason).toBe('nothing before 2025-01-26');
    sandbox.advance({ days: 1 });
    expect(claim()).toBe(250n);
    await expectRevert('NOTHING', () => claim());
    sandbox.advance({ days: 8 });
    expect([vesting.query('claimable', { id: 0 }), claim()]).toEqual([80n, 80n]);
    sandbox.advance({ days: 1_000 });
    expect([claim(), held()]).toEqual([670n, [0n, 2_000n, 0n]]);
    await expectRevert('NOTHING', () => claim());
  });

  test('with one day for everything is due on that day', async () => {
    grant({ start: day + 3, cliff: day + 3, end: day + 3 });
    sandbox.advance({ days: 2 });
    await expectRevert('CLIFF', () => claim());
    sandbox.advance({ days: 1 });
    expect(claim()).toBe(1_000n);
  });

  test('is claimed by its holder and by nobody else', async () => {
    grant();
    sandbox.advance({ days: 50 });
    for (const by of [firm, max]) await expectRevert('NOT_HOLDER', () => claim(0, by));
    await expectRevert('UNKNOWN', () => claim(1));
  });

  test('needs a holder, an amount, days in order, and the money', async () => {
    await expectRevert('BAD_HOLDER', () => grant({ holder: nobody }));
    await expectRevert('BAD_AMOUNT', () => grant({ amount: 0 }));
    await expectRevert('BAD_DAYS', () => grant({ cliff: day - 1 }));
    await expectRevert('BAD_DAYS', () => grant({ cliff: day + 101 }));
    await expectRevert('BAD_DAYS', () => grant({ end: day + 36_501 }));
    await expectRevert('BALANCE', () => grant({ amount: 1_001 }));
    await expect(sandbox.deploy('contracts/examples/vesting.ts', { args: { token: nobody } })).rejects.toMatchObject({
      code: 'BAD_TOKEN',
    });
  });
});

describe('a revocation', () => {
  const revoke = (by: Account = firm) => vesting.call('revoke', { id: 0 }, by).result;

  test('gives back what has not become the holder’s, and takes nothing that has', async () => {
    grant();
    sandbox.advance({ days: 40 });
    await expectRevert('NOT_FUNDER', () => revoke(eve));
    expect([revoke(), held()]).toEqual([600n, [600n, 1_000n, 400n]]);
    await expectRevert('FINAL', () => revoke());
    sandbox.advance({ days: 400 });
    expect([claim(), held()]).toEqual([400n, [600n, 1_400n, 0n]]);
  });

  test('before the cliff gives all of it back, and nothing is left to claim', async () => {
    grant();
    sandbox.advance({ days: 24 });
    expect(revoke()).toBe(1_000n);
    sandbox.advance({ days: 100 });
    await expectRevert('NOTHING', () => claim());
  });

  test('is not for a grant that was made for good, nor for one that has run out', async () => {
    grant({ revocable: false });
    await expectRevert('FINAL', () => revoke());
    sandbox.restore(start);
    grant();
    sandbox.advance({ days: 100 });
    await expectRevert('NOTHING', () => revoke());
  });
});

test('whatever parties do, it holds what was granted and not paid, and no money appears or vanishes', () => {
  const span = fc.nat(20);
  const step = fc.record({
    method: fc.constantFrom('grant', 'grant', 'claim', 'claim', 'revoke', 'wait'),
    turn: fc.nat(2),
    amount: fc.bigInt(0n, 400n),
    days: fc.tuple(span, span, span),
    id: fc.nat(2),
  });
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 20 }), (steps) => {
      sandbox.restore(start);
      for (const { method, turn, amount, days, id } of steps) {
        // Everybody grants to the next.
        const [by, holder] = [0, 1].map((i) => parties[(turn + i) % 3]!) as [Account, Account];
        const [from, cliff, end] = [days[0], days[0] + days[1], days[0] + days[1] + days[2]];
        if (method === 'wait') sandbox.advance({ days: end });
        else if (method === 'grant')
          outcome(() => grant({ holder, amount, start: day + from, cliff: day + cliff, end: day + end }, by));
        else outcome(() => vesting.call(method, { id }, by));
      }
      const open = [...Array(steps.length).keys()].filter(
        (id) => outcome(() => vesting.query('grantOf', { id })) === 'OK',
      );
      const left = open.map((id) => {
        const { total, paid } = vesting.query('grantOf', { id }) as { total: bigint; paid: bigint };
        expect(vesting.query('claimable', { id })).toBeLessThanOrEqual(total - paid);
        return total - paid;
      });
      expect(balance(token, vesting)).toBe(sum(left));
      expect(sum([vesting, ...parties].map((holder) => balance(token, holder)))).toBe(3n * PURSE);
    }),
    { numRuns: 20 },
  );
});

test('what has become the holder’s never gets less, neither from one day to the next nor by a revocation', () => {
  const span = fc.nat(40);
  const claimable = () => vesting.query('claimable', { id: 0 }) as bigint;
  fc.assert(
    fc.property(fc.bigInt(1n, 1_000n), span, span, fc.nat(90), (amount, toCliff, toEnd, revokedOn) => {
      sandbox.restore(start);
      grant({ amount, cliff: day + toCliff, end: day + toCliff + toEnd });
      let before = 0n;
      for (let passed = 0; passed <= 90; passed += 9) {
        const now = claimable();
        expect(now).toBeGreaterThanOrEqual(before);
        if (passed >= revokedOn) outcome(() => vesting.call('revoke', { id: 0 }, firm));
        expect(claimable()).toBe(now);
        before = now;
        sandbox.advance({ days: 9 });
      }
      expect(balance(token, vesting)).toBe(before);
    }),
    { numRuns: 25 },
  );
});
