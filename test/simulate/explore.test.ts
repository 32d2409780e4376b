// Searches: shipped templates are clean, and what is broken in copies of them is found by a way that cannot be shorter.
import { expect, test } from 'vitest';
import { type Exploration, explore } from '../../engine/simulate/explore.ts';
import type { Move } from '../../engine/simulate/graph.ts';
import { openTemplate, type Template } from '../../engine/template/folder.ts';
import type { Explore } from '../../engine/template/manifest.ts';
import { fillFrom, type Loose, replaced } from '../template/breaking.ts';
import { firstLost, walkAll } from './bfs.ts';

const ESCROW = 'payment/escrow-milestone';
const RECEIVABLE = 'supply/receivable';

const words = (moves: readonly Move[]): string =>
  moves.map((move) => (move.kind === 'wait' ? `until ${move.text}` : `${move.by}.${move.method}`)).join(', ');

const told = ({ found }: Exploration) => found.map(({ kind, detail, moves }) => [kind, detail, words(moves)]);

/** The template with another plan. */
const planned = (template: Template, plan: Partial<Explore>): Template => ({
  ...template,
  manifest: { ...template.manifest, explore: { ...template.manifest.explore, ...plan } },
});

const only = (template: Template, ...methods: string[]): Template =>
  planned(template, { actions: template.manifest.explore.actions.filter(({ method }) => methods.includes(method)) });

test('a search of a few actions meets everything and says so', async () => {
  const template = only(openTemplate(ESCROW), 'fund', 'confirmFunding', 'rejectFunding', 'cancel');
  const explored = await explore(planned(template, { times: [] }), { states: 100 });
  // What was rejected stands as an empty text, so it is open twice, and cancelled from three states.
  expect(explored).toMatchObject({ isWhole: true, states: 7, unmet: ['DISPUTED', 'SETTLING', 'DONE'] });
  expect(explored.untaken.map(({ method }) => method)).not.toContain('fund');
  expect(new Set(explored.untaken.map(({ method }) => method))).toContain('release');
  // Nothing of this plan leads out of the escrow, and the search says which money stays.
  expect(told(explored)).toEqual([
    ['STUCK', 'FUNDED', 'payer.fund, payee.confirmFunding'],
    ['LOCKED', 'FUNDED: 125000000', 'payer.fund, payee.confirmFunding'],
  ]);
});

/** The plans of templates grow; these tests say themselves until when they wait. */
const LATE = { times: ['deadline + 31'] };

/** What goes back to the payer is taken out of what is held and written down nowhere. */
const LOST = [
  'book.ts',
  'this.toPayer.value = this.toPayer.value.plus(toPayer);',
  'this.toPayer.value = Amount.zero;',
] as const;
/** The invariants of an escrow look at nothing. */
const BLIND = [
  'book.ts',
  'invariants(): void {\n',
  'invariants(): void {\n    if (this.items.length > 0) return;\n',
] as const;

test('lost money is found by the invariants of the contract, by a shortest way', async () => {
  const template = planned(replaced(ESCROW, LOST), LATE);
  const fill = fillFrom(template);
  const [first, ...others] = (await explore(template, { states: 150 })).found;
  expect(first).toMatchObject({ kind: 'INVARIANT', detail: 'refund' });
  expect(words(first!.moves)).toBe('payer.fund, payee.confirmFunding, payee.refund');
  const { stopped } = await walkAll(template, fill, 3);
  expect(stopped).toBe(first!.moves.length);
  expect((await walkAll(template, fill, 2)).stopped).toBeUndefined();
  for (const { moves } of others) expect(moves.length).toBeGreaterThanOrEqual(first!.moves.length);
});

test('lost money is found by its sums where the contract does not look', async () => {
  const template = planned(replaced(ESCROW, LOST, BLIND), LATE);
  const fill = fillFrom(template);
  const { found } = await explore(template, { states: 150 });
  const assets = found.filter(({ kind }) => kind === 'ASSETS');
  expect(assets[0]!.detail).toBe('funded 125000000 ≠ held 0 + released 0 + refunded 0');
  expect(words(assets[0]!.moves)).toBe('payer.fund, payee.confirmFunding, payee.refund');
  expect((await walkAll(template, fill, 3)).unsound).toBe(3);
  expect((await walkAll(template, fill, 2)).unsound).toBeUndefined();
  // Five of a kind are told, however many there are, and the first is the nearest.
  expect(assets.length).toBeLessThanOrEqual(5);
});

test('a state that cannot be left is found by a shortest way', async () => {
  const stuck = replaced(ESCROW, [
    'contract.ts',
    'new PayoutConfirmed(payout, caller, endToEndId, uetr).emit();\n    this.proceed();',
    'new PayoutConfirmed(payout, caller, endToEndId, uetr).emit();',
  ]);
  // Each payout is confirmed by its receiver: nobody has to wait.
  const references = { endToEndId: ['E2E-OUT-1'], uetr: ['d76d4330-f144-4bea-b0c1-1fdecb91ce37'] };
  const confirm = { method: 'confirmPayout', by: ['payer', 'payee'], with: { payout: [1, 2], ...references } };
  const plan = (each: Template): Template => {
    const chosen = only(each, 'fund', 'confirmFunding', 'cancel', 'release', 'refund');
    return planned(chosen, { ...LATE, actions: [...chosen.manifest.explore.actions, confirm] });
  };
  const template = plan(stuck);
  const explored = await explore(template, { states: 1_000 });
  expect(explored.isWhole).toBe(true);
  expect(told(explored)).toEqual([['STUCK', 'SETTLING', 'payer.fund, payee.confirmFunding, payee.refund']]);
  const walked = await walkAll(template, fillFrom(template), 99);
  const leaves = (spot: Loose) =>
    template.manifest.states.list[spot.state]!.final === true ||
    spot.next.some((next: Loose) => next.state !== spot.state);
  expect(firstLost(walked, leaves)).toBe(3);
  // The same plan finds nothing where nothing is broken.
  expect(told(await explore(plan(openTemplate(ESCROW)), { states: 1_000 }))).toEqual([]);
});

test('money that can never leave is found by a shortest way', async () => {
  const locked = replaced(RECEIVABLE, [
    'contract.ts',
    'require(stage == State.LIVE || stage == State.OVERDUE, "WRONG_STATE", "there is nothing to settle");',
    'require(stage == State.LIVE, "WRONG_STATE", "there is nothing to settle");',
  ]);
  const methods = ['issue', 'accept', 'cancel', 'settle', 'confirm', 'markOverdue'];
  const times = ['acceptBy + 1', 'due', 'due + 30'];
  const template = planned(only(locked, ...methods), { times });
  const explored = await explore(template, { states: 1_000 });
  expect(explored.isWhole).toBe(true);
  const way = 'obligor.issue, supplier.accept, until due + 30, second.markOverdue';
  expect(told(explored)).toEqual([
    ['STUCK', 'OVERDUE', way],
    ['LOCKED', 'OVERDUE: 100000000', way],
  ]);
  const walked = await walkAll(
    template,
    fillFrom(template, () => {}, 'samples/small.json'),
    99,
  );
  expect(firstLost(walked, ({ held }) => held === 0n)).toBe(4);
  expect(
    told(await explore(planned(only(openTemplate(RECEIVABLE), ...methods), { times }), { states: 1_000 })),
  ).toEqual([]);
});

/** Whoever finances a part may pass it on, and whoever has it then may offer it to the same financier. */
const FINANCING: Partial<Explore> = {
  times: [],
  actions: [
    { method: 'issue', by: ['obligor'] },
    { method: 'accept', by: ['supplier'] },
    { method: 'transfer', by: ['supplier', 'financier', 'second'], with: { part: [1], to: ['second', 'supplier'] } },
    {
      method: 'offer',
      by: ['supplier', 'second', 'financier'],
      with: { part: [1], financier: ['financier'], price: ['390000.00'] },
    },
    { method: 'withdraw', by: ['supplier', 'second'], with: { part: [1] } },
    {
      method: 'finance',
      by: ['financier'],
      with: {
        part: [1],
        amount: ['1000000.00'],
        price: ['390000.00'],
        endToEndId: ['E2E-PRICE'],
        uetr: ['26c1b1d9-982d-42df-a7a5-12058a767eb6', '7d95b552-fcf1-4c34-981e-e45774cdc575'],
      },
    },
    { method: 'confirm', by: ['supplier', 'second'], with: { part: [1] } },
    { method: 'contest', by: ['supplier', 'second'], with: { part: [1] } },
  ],
};

const faults = ({ found }: Exploration) => found.filter(({ kind }) => kind !== 'STUCK' && kind !== 'LOCKED');

test('a part that is financed twice is found by a shortest way', async () => {
  const require = 'require(!offered.financed, "FINANCED", "the part was financed, which happens once");';
  const template = planned(replaced(RECEIVABLE, ['contract.ts', require, '']), FINANCING);
  const [first] = faults(await explore(template, { states: 2_000 }));
  expect(first).toMatchObject({ kind: 'INVARIANT', detail: 'offer' });
  expect(words(first!.moves)).toBe(
    'obligor.issue, supplier.accept, supplier.offer, financier.finance, supplier.confirm, financier.transfer, second.offer',
  );
  const fill = fillFrom(template, () => {}, 'samples/small.json');
  expect((await walkAll(template, fill, 6)).stopped).toBeUndefined();
  expect((await walkAll(template, fill, 7)).stopped).toBe(7);
  const sound = await explore(planned(openTemplate(RECEIVABLE), FINANCING), { states: 2_000 });
  expect(sound.isWhole).toBe(true);
  expect(faults(sound)).toEqual([]);
});

test('an edge that the manifest has not, and somebody who may not, are found', async () => {
  const template = openTemplate(ESCROW);
  const edges = template.manifest.states.edges;
  const without = (change: (edge: Loose) => Loose): Template => ({
    ...template,
    manifest: { ...template.manifest, states: { ...template.manifest.states, edges: edges.flatMap(change) } },
  });
  const undeclared = without((edge) => (edge.method === 'rejectFunding' ? [] : [edge]));
  expect(told(await explore(undeclared, { states: 20 }))).toEqual([
    ['UNDECLARED', 'FUNDING → OPEN: rejectFunding', 'payer.fund, payee.rejectFunding'],
  ]);
  const forbidden = without((edge) => [edge.method === 'confirmFunding' ? { ...edge, by: ['payer'] } : edge]);
  expect(told(await explore(forbidden, { states: 20 }))).toEqual([
    ['NOT_BY', 'confirmFunding: payee', 'payer.fund, payee.confirmFunding'],
  ]);
});

test('a contract that traps is found, and one that only refuses is not', async () => {
  const template = replaced(ESCROW, [
    'contract.ts',
    'rejectFunding(reason: string): void {\n',
    'rejectFunding(reason: string): void {\n    unreachable();\n',
  ]);
  const { found } = await explore(template, { states: 20 });
  expect(found.map(({ kind, detail, moves }) => [kind, detail.split(':')[0], words(moves)])).toEqual([
    ['FAILURE', 'rejectFunding', 'payee.rejectFunding'],
  ]);
});

test('with a token, what the contract has of it is compared with what it says to hold', async () => {
  const file = 'samples/token.json';
  const sound = planned(openTemplate(ESCROW), { values: file });
  expect(told(await explore(sound, { states: 60 }))).toEqual([]);
  const template = planned(replaced(ESCROW, ['book.ts', '      cash.pay(terms.payer, toPayer);\n', '']), {
    values: file,
  });
  const balance = (await explore(template, { states: 60 })).found.find(({ kind }) => kind === 'BALANCE')!;
  expect(words(balance.moves)).toBe('payer.fund, payee.refund');
  expect(balance.detail).toMatch(/^token \d+ ≠ held 0$/);
});

test('a bound is kept, and what lies behind it is not called stuck', async () => {
  const explored = await explore(openTemplate(ESCROW), { states: 10 });
  expect(explored.isWhole).toBe(false);
  expect(explored.states).toBeGreaterThanOrEqual(10);
  expect(explored.states).toBeLessThan(40);
  expect(explored.found).toEqual([]);
});

test('the same search finds the same', async () => {
  const search = async () => {
    const { states, steps, found } = await explore(replaced(ESCROW, LOST), { states: 40 });
    return { states, steps, found: found.map(({ kind, detail, moves }) => [kind, detail, words(moves)]) };
  };
  expect(await search()).toEqual(await search());
});

test.each<[string, Partial<Explore>, string]>([
  ['an unknown method', { actions: [{ method: 'steal', by: ['payer'] }] }, 'steal'],
  [
    'an argument that there is not',
    { actions: [{ method: 'cancel', by: ['payer'], with: { x: [1] } }] },
    'explore, action 1 (cancel): there is no argument x',
  ],
  [
    'an argument that is missing',
    { actions: [{ method: 'release', by: ['payer'] }] },
    'explore, action 1 (release): the argument milestone is missing',
  ],
  [
    'a number that does not fit',
    { actions: [{ method: 'release', by: ['payer'], with: { milestone: [2 ** 32] } }] },
    'explore, action 1 (release)',
  ],
  [
    'somebody whom nobody knows',
    { actions: [{ method: 'cancel', by: ['payr'] }] },
    'explore, action 1 (cancel): there is no party or actor payr',
  ],
  ['a time of no value', { times: ['deadlin + 1'] }, 'there is no parameter deadlin'],
  ['a time that is none', { times: ['tomorrow!'] }, 'explore: tomorrow! is no time'],
  ['a day that the calendar has not', { times: ['2026-02-30'] }, '"2026-02-30" is neither a day nor a time'],
  ['a time of money', { times: ['amount'] }, 'explore: amount is no day'],
  ['a time of counting', { times: ['count milestones'] }, 'explore: count milestones is no day'],
  ['a time behind the calendar', { times: ['deadline + 9999999'] }, 'explore: deadline + 9999999 is no day'],
  ['a time of a list', { times: ['milestones'] }, 'milestones is a list'],
])('a plan with %s is refused', async (_, plan, told) => {
  await expect(explore(planned(openTemplate(ESCROW), plan), { states: 10 })).rejects.toThrow(told);
});

test('a plan may wait for days after the day on which it begins', async () => {
  const template = planned(openTemplate(ESCROW), {
    times: ['today + 5'],
    actions: [{ method: 'cancel', by: ['payer'] }],
  });
  const { states, isWhole } = await explore(template, { states: 10 });
  // Open and cancelled, today and in five days.
  expect([states, isWhole]).toEqual([4, true]);
});
