// The plan: what the contracts' rules would make of it, and that no cent is lost or made on the way.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkInvoices, type Invoice } from '../../../cli/demo/invoice.ts';
import { discounted, makePlan, type Plan } from '../../../cli/demo/plan.ts';
import { readTable } from '../../../cli/demo/table.ts';
import { Books } from './model.ts';
import { sampleCsv } from './sample.ts';

const FINANCIERS = ['f1', 'f2', 'f3'];
const TODAY = 20_000;

function planOf(invoices: readonly Invoice[], today = TODAY): Plan {
  return makePlan(invoices, { operator: 'bank', financiers: FINANCIERS, today });
}

/** Trees of invoices as checkInvoices would give them: by tier, parts within the whole, sometimes all of it. */
const forests = fc
  .array(
    fc.record({
      parent: fc.nat(),
      share: fc.integer({ min: 1, max: 100 }),
      amount: fc.bigInt({ min: 1n, max: 10n ** 20n }),
      due: fc.integer({ min: TODAY - 9000, max: TODAY + 100 }),
      currency: fc.constantFrom('CNY', 'JPY', 'KWD'),
      root: fc.boolean(),
      supplier: fc.integer({ min: 1, max: 6 }),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((seeds) => {
    const made: (Invoice & { rest: bigint })[] = [];
    for (const [i, seed] of seeds.entries()) {
      const whole = seed.root ? undefined : made[seed.parent % Math.max(made.length, 1)];
      const supplier = { name: '', lei: whole?.supplier.lei === `s${seed.supplier}` ? 's7' : `s${seed.supplier}` };
      const own = { row: i, number: `n${i}`, supplier, issueDay: TODAY - 9100, document: '' };
      if (!whole) {
        const { amount, currency, due: dueDay } = seed;
        const obligor = { name: '', lei: `o${i % 3}` };
        made.push({ ...own, tier: 1, obligor, currency, amount, rest: amount, dueDay, parent: '' });
        continue;
      }
      const amount = (whole.rest * BigInt(seed.share)) / 100n;
      if (amount === 0n) continue;
      whole.rest -= amount;
      made.push({ ...whole, ...own, tier: whole.tier + 1, amount, rest: amount, parent: whole.number });
    }
    return made.sort((a, b) => a.tier - b.tier);
  });

test('whatever the invoices, every step is lawful in its turn and the sums are those of the books', () => {
  fc.assert(
    fc.property(forests, (invoices) => {
      const plan = planOf(invoices);
      const books = new Books(TODAY).run(plan);
      for (const sum of plan.sums) {
        const held = [...books.certificates.values()].filter(({ currency }) => currency === sum.currency);
        const total = (settled: boolean) =>
          held.filter((one) => one.settled === settled).reduce((n, { amount }) => n + amount, 0n);
        expect(held).toHaveLength(sum.certificates);
        expect(total(true)).toBe(sum.settled);
        expect(total(false)).toBe(sum.outstanding);
        expect(sum.settled + sum.outstanding).toBe(sum.issued);
        const firsts = invoices.filter(({ tier, currency }) => tier === 1 && currency === sum.currency);
        expect(firsts.reduce((n, { amount }) => n + amount, 0n)).toBe(sum.issued);
        const money = [...books.balances].filter(([key]) => key.startsWith(sum.currency));
        expect(money.reduce((n, [, amount]) => n + amount, 0n)).toBe(sum.minted);
      }
      expect([...books.allowed.values()].every((left) => left === 0n)).toBe(true);
    }),
  );
});

test('what is due is settled and what is not stays outstanding', () => {
  fc.assert(
    fc.property(forests, (invoices) => {
      const books = new Books(TODAY).run(planOf(invoices));
      for (const { settled, dueDay } of books.certificates.values()) expect(settled).toBe(dueDay <= TODAY);
    }),
  );
});

test('a buyer pays the amount less simple interest, actual/360, rounded half to even', () => {
  expect(discounted(1_000_000n, 90)).toBe(988_000n);
  expect(discounted(100n, 0)).toBe(100n);
  expect(discounted(100n, -5)).toBe(100n);
  // 7500 days at 4.8 % a year of 360 days are exactly 1; 3750 are a half.
  expect([1n, 3n, 5n, 7n].map((amount) => amount - discounted(amount, 3750))).toEqual([0n, 2n, 2n, 4n]);
  expect(discounted(12_345n, 7500)).toBe(0n);
});

test('the sample splits, passes on whole, finances a third and settles all of it a year later', () => {
  const { invoices } = checkInvoices(readTable(sampleCsv()));
  const plan = planOf(invoices, Date.UTC(2026, 0, 1) / 86_400_000);
  const count = Object.fromEntries(plan.stages.map(({ kind }) => [kind, 0]));
  for (const { kind, steps } of plan.stages) count[kind]! += steps.length;
  expect(count['issue']! + count['split']! + count['transfer']!).toBe(invoices.length);
  expect(count['transfer']).toBeGreaterThan(10);
  expect(count['accept']).toBe(Math.ceil((count['issue']! + count['split']!) / 3));
  expect(count['settle']).toBe(count['issue']! + count['split']!);
  expect(plan.sums.map(({ currency, outstanding }) => [currency, outstanding])).toEqual([
    ['CNY', 0n],
    ['EUR', 0n],
    ['USD', 0n],
  ]);
});
