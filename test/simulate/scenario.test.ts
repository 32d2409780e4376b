// Scenarios: those of shipped templates hold, and what is not as it is expected is told step by step.
import { expect, test } from 'vitest';
import {
  beginning,
  checkScenario,
  clockAt,
  fillOf,
  readScenario,
  runScenario,
  type Step,
  timeOf,
} from '../../engine/simulate/scenario.ts';
import { World } from '../../engine/simulate/world.ts';
import { openTemplate, templateIds } from '../../engine/template/folder.ts';
import { fillFrom, type Loose, NOON } from '../template/breaking.ts';

const ESCROW = openTemplate('payment/escrow-milestone');
const FUND = { endToEndId: 'E2E-IN-1', uetr: '5bc8fbbc-bde5-4099-8164-d8399f767c45' };
const fund: Step = { by: 'payer', do: 'fund', with: FUND };

const run = (steps: readonly Loose[], more: Loose = {}) =>
  runScenario(
    ESCROW,
    checkScenario(
      { values: 'samples/plain.json', on: '2026-01-05', actors: { second: 'x' }, steps, ...more },
      'x.json',
    ),
  );

const problems = async (...steps: readonly Loose[]) =>
  (await run(steps)).steps.map((step) => step.problems.map(({ en }) => en));

test('all scenarios of all shipped templates hold', async () => {
  for (const id of templateIds()) {
    const template = openTemplate(id);
    for (const file of template.manifest.scenarios) {
      const { steps } = await runScenario(template, readScenario(template, file));
      expect([id, file, steps.flatMap((step) => step.problems)]).toEqual([id, file, []]);
    }
  }
});

test('a telling has the state, the figures and the time of every step', async () => {
  const { start, steps } = await run([
    fund,
    { on: '2026-01-06', by: 'payee', do: 'confirmFunding' },
    { on: '2026-01-07T00:00:00Z' },
  ]);
  expect(start).toEqual({
    time: NOON,
    state: 'OPEN',
    figures: { funded: '0.00', held: '0.00', released: '0.00', refunded: '0.00' },
  });
  expect(steps.map(({ state, failed }) => [state, failed])).toEqual([
    ['FUNDING', undefined],
    ['FUNDED', undefined],
    ['FUNDED', undefined],
  ]);
  expect(steps[1]!.figures).toMatchObject({ funded: '1250000.00', held: '1250000.00' });
  expect(steps.map(({ time }) => new Date(time).toISOString())).toEqual([
    '2026-01-05T12:00:00.002Z',
    '2026-01-06T12:00:00.000Z',
    '2026-01-07T00:00:00.000Z',
  ]);
});

test('a step that should have been refused, or refused otherwise, is told', async () => {
  expect(await problems({ ...fund, refused: 'NOT_PAYER' })).toEqual([['expected NOT_PAYER, and it was done']]);
  expect(await problems({ ...fund, by: 'second', refused: 'NOT_OPEN' })).toEqual([
    ['expected NOT_OPEN, not NOT_PAYER'],
  ]);
  expect(await problems({ ...fund, by: 'second' })).toEqual([['fails with NOT_PAYER']]);
  expect(await problems({ ...fund, by: 'second', refused: 'NOT_PAYER' })).toEqual([[]]);
  expect(await problems({ refused: 'NOT_PAYER' })).toEqual([['expected NOT_PAYER, and it was done']]);
});

test('what is refused changes nothing', async () => {
  const { steps } = await run([{ ...fund, by: 'second', refused: 'NOT_PAYER' }, { expect: { state: 'OPEN' } }, fund]);
  expect(steps.flatMap((step) => step.problems)).toEqual([]);
});

test('answers that are not as expected are told, whole lists among them', async () => {
  expect(await problems({ ...fund, expect: { state: 'FUNDED', held: '1.00' } })).toEqual([
    ['state is FUNDING, expected FUNDED', 'held is 0.00, expected 1.00'],
  ]);
  expect(await problems({ expect: { cancelFrom: '2026-02-01' } })).toEqual([[]]);
  expect(await problems({ expect: { cancelFrom: '2026-02-02' } })).toEqual([
    ['cancelFrom is 2026-02-01, expected 2026-02-02'],
  ]);
  const [[told]] = (await problems({ expect: { milestones: [{ title: 'something else' }, {}] } })) as [[string]];
  expect(told).toMatch(
    /^milestones is \[\{"amount":"500000\.00",.*"title":"轧机主体到货验收".*\], expected \[\{"title":"something else"\},\{\}\]$/,
  );
});

test.each<[string, readonly Loose[], string]>([
  ['somebody whom nobody knows', [{ ...fund, by: 'payr' }], 'step 1: payr is neither a party nor an actor'],
  ['a name that objects inherit', [{ ...fund, by: 'toString' }], 'step 1: toString is neither a party nor an actor'],
  ['a method that there is not', [fund, { by: 'payer', do: 'steal' }], 'steal'],
  [
    'an argument that there is not',
    [{ by: 'payer', do: 'fund', with: { ...FUND, x: 1 } }],
    'step 1: there is no argument x',
  ],
  ['an argument that is missing', [{ by: 'payer', do: 'fund' }], 'step 1: the argument endToEndId is missing'],
  ['a number that does not fit', [{ by: 'payer', do: 'release', with: { milestone: 2 ** 32 } }], 'step 1: '],
  ['a day that the calendar has not', [{ on: '2026-02-30' }], 'step 1: "2026-02-30" is neither a day nor a time'],
  [
    'a day before the step that it follows',
    [{ on: '2026-02-01' }, { on: '2026-01-31' }],
    'step 2: 2026-01-31 is before the step that it follows',
  ],
  ['a view that there is not', [{ expect: { heldd: '0.00' } }], 'heldd'],
])('a scenario with %s is refused', async (_, steps, told) => {
  await expect(run(steps)).rejects.toThrow(told);
});

test.each<[string, Loose, string]>([
  ['nothing', null, 'x.json: a scenario has title, values, on and steps'],
  ['no steps', { values: 'x', on: '2026-01-05' }, 'a scenario has title, values, on and steps'],
  ['no values', { on: '2026-01-05', steps: [] }, 'a scenario has title, values, on and steps'],
  ['a step of null', { values: 'x', on: '2026-01-05', steps: [null] }, 'x.json: step 1 is no object'],
  [
    'a step with half a deed',
    { values: 'x', on: '2026-01-05', steps: [{ by: 'payer' }] },
    'x.json: step 1 has one of `by` and `do` only',
  ],
  [
    'a step with a word that nobody reads',
    { values: 'x', on: '2026-01-05', steps: [{ expects: {} }] },
    'x.json: step 1 has a member expects',
  ],
])('%s is no scenario', (_, json, told) => {
  expect(() => checkScenario(json, 'x.json')).toThrow(told);
});

test('values of a scenario are checked at its own time', async () => {
  await expect(run([], { on: '2026-02-01' })).rejects.toThrow(
    'The last day for paying in may not be before today (2026-02-01).',
  );
  await expect(run([], { values: '../plain.json' })).rejects.toThrow('plain.json');
  await expect(run([], { on: 'soon' })).rejects.toThrow('"soon" is neither a day nor a time');
});

test('with other values nobody knows figures, and refusals still count', async () => {
  const scenario = checkScenario(
    { values: 'samples/plain.json', on: '2026-01-05', steps: [{ ...fund, expect: { state: 'DONE' }, refused: 'X' }] },
    'x',
  );
  const { steps } = await runScenario(ESCROW, scenario, fillFrom(ESCROW));
  expect(steps[0]!.problems).toEqual([{ en: 'expected X, and it was done', zh: '应被拒绝（X），却已完成' }]);
});

test('a day is its noon, and a time is itself', () => {
  expect(timeOf('2026-01-05')).toBe(NOON);
  expect(timeOf('2026-01-05T00:00:00Z')).toBe(NOON - 43_200_000);
  expect(clockAt(NOON)).toEqual({ day: 20_458, time: NOON });
  expect(beginning(ESCROW)).toBe(NOON);
  expect(fillOf(ESCROW, 'samples/plain.json', NOON)).toEqual(fillFrom(ESCROW));
});

test('states of a world are values: what is done in one leaves it as it is', async () => {
  const { world, place } = await World.begin(ESCROW, fillFrom(ESCROW), { actors: [], time: NOON });
  const funded = world.act(place, 'payer', 'fund', FUND).place;
  const cancelled = world.act(place, 'payer', 'cancel', {}).place;
  const states = [place, funded, cancelled].map((each) => world.ask(each, 'state'));
  expect(states).toEqual(['OPEN', 'FUNDING', 'CANCELLED']);
  const refused = world.act(cancelled, 'payer', 'fund', FUND);
  expect([refused.refusal, refused.place]).toEqual(['NOT_OPEN', cancelled]);
  expect(world.act(funded, 'payee', 'confirmFunding', {}).refusal).toBeUndefined();
});

test('names stand for parties, actors, tokens and the instance, and for nothing else', async () => {
  const { world } = await World.begin(
    ESCROW,
    fillFrom(ESCROW, () => {}, 'samples/token.json'),
    { actors: ['second'], time: NOON },
  );
  const all = ['payer', 'payee', 'second', 'instance', String(world.fill.fields['token'])].map((name) =>
    world.address(name).join(),
  );
  expect(new Set(all).size).toBe(5);
  for (const name of ['nobody', '', 'constructor', '__proto__'])
    expect(() => world.address(name)).toThrow('is neither a party nor an actor');
});

test('a token that is called like a party is no party', async () => {
  const called = fillFrom(
    ESCROW,
    (document) => {
      document.token = 'payer';
    },
    'samples/token.json',
  );
  const { world, place } = await World.begin(ESCROW, called, { actors: [], time: NOON });
  expect(world.address('payer')).toEqual(world.account('payer').address);
  expect(world.address('payer')).not.toEqual(world.tokens.get('token'));
  expect(world.act(place, 'payer', 'fund', { endToEndId: '', uetr: '' }).refusal).toBeUndefined();
});

test('values that the contract refuses are refused in its words, and in those of the other language', async () => {
  const fill = fillFrom(ESCROW);
  const late = NOON + 40 * 86_400_000;
  await expect(World.begin(ESCROW, fill, { actors: [], time: late })).rejects.toMatchObject({
    id: 'INSTANCE_REFUSED',
    text: {
      en: 'the contract answers: BAD_FUND_BY: the last day for paying in must not be before today',
      zh: expect.stringMatching(/^合约答复：BAD_FUND_BY：\p{Script=Han}/u),
    },
  });
});

test('with a token everybody has plenty of it, and paying moves it', async () => {
  const { world, place } = await World.begin(
    ESCROW,
    fillFrom(ESCROW, () => {}, 'samples/token.json'),
    { actors: ['second'], time: NOON },
  );
  expect(world.balance(place, 'token')).toBe(0n);
  const ran = world.act(place, 'payer', 'fund', { endToEndId: '', uetr: '' });
  expect(ran.refusal).toBeUndefined();
  expect(world.balance(ran.place, 'token')).toBe(world.ask(ran.place, 'held'));
  expect(world.balance(ran.place, 'token')).toBeGreaterThan(0n);
});
