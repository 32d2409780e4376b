// Rules between values: what each side can say, and which values break them.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Fill } from '../../engine/template/fill.ts';
import type { Comparison, Manifest } from '../../engine/template/manifest.ts';
import { evaluate, parseSide, sideProblem } from '../../engine/template/operand.ts';
import { brokenRules } from '../../engine/template/rules.ts';
import { CLOCK, type Loose, manifestWith } from './breaking.ts';

type Side = string | number;
type Rule = readonly [Side, Comparison, Side];

const text = { en: 'x', zh: 'x' };
const field = (type: string, meaning: string) => ({ type, 'x-type': meaning, 'x-title': text });

/** The manifest of an escrow with a list of everything, and these rules. */
const manifestOf = (...checks: readonly Rule[]): Manifest =>
  manifestWith('payment/escrow-milestone', (m) => {
    m.rules = checks.map((check, i) => ({ code: `R${i}`, check, at: 'amount', ...text }));
    const { properties } = m.parameters;
    Object.assign(properties, {
      count: field('integer', 'integer'),
      at: field('string', 'moment'),
      rate: field('string', 'percent'),
    });
    Object.assign(properties.milestones.items.properties, {
      note: field('string', 'text'),
      late: field('string', 'money'),
    });
  });

const fill = (fields: Loose): Fill => ({
  options: { settlement: 'recorded' },
  parties: {},
  fields: { currency: 'CNY', ...fields },
});

const holds = (rule: Rule, fields: Loose) => brokenRules(manifestOf(rule), fill(fields), CLOCK).length === 0;

test.each<[Rule, Loose, Loose]>([
  [['amount', '=', 'amount'], { amount: '1.00' }, undefined],
  [['amount', '>', 99], { amount: '1.00' }, { amount: '0.99' }],
  [['fundBy', '>=', 'today'], { fundBy: '2026-01-05' }, { fundBy: '2026-01-04' }],
  [['fundBy', '<=', 'today + 10'], { fundBy: '2026-01-15' }, { fundBy: '2026-01-16' }],
  [['fundBy', '!=', 'today - 1'], { fundBy: '2026-01-05' }, { fundBy: '2026-01-04' }],
  [['at', '>', 'now'], { at: '2026-01-05T12:00:01Z' }, { at: '2026-01-05T12:00:00Z' }],
  [['count', '<', 'rate * 2'], { count: 1, rate: '0.01' }, { count: '20000000000000000', rate: '0.01' }],
  [['currency', '!=', 'number'], { number: 'USD' }, { number: 'CNY' }],
  [['count milestones', '=', 2], { milestones: [{}, {}] }, { milestones: [{}] }],
  [
    ['first milestones.due', '<', 'last milestones.due'],
    { milestones: [{ due: '2026-01-01' }, { due: '2026-01-02' }] },
    { milestones: [{ due: '2026-01-01' }] },
  ],
  [
    ['each milestones.due', 'ascends', ''],
    { milestones: [{ due: '2026-01-01' }, { due: '2026-01-02' }] },
    { milestones: [{ due: '2026-01-01' }, { due: '2026-01-01' }] },
  ],
  [
    ['each milestones.amount', '<', 'amount'],
    { amount: '2.00', milestones: [{ amount: '1.99' }] },
    { amount: '2.00', milestones: [{ amount: '1' }, { amount: '2.0' }] },
  ],
  [
    ['sum milestones.amount', '=', 'amount'],
    { amount: '0.30', milestones: [{ amount: '0.1' }, { amount: '0.20' }] },
    { amount: '0.30', milestones: [{ amount: '0.1' }, { amount: '0.21' }] },
  ],
])('%j holds for %j and not for %j', (rule, good, bad) => {
  expect(holds(rule, good)).toBe(true);
  if (bad !== undefined) expect(holds(rule, bad)).toBe(false);
});

test('a rule whose values are not there holds, inside of lists as well', () => {
  expect(holds(['amount', '>', 'deadline'], {})).toBe(true);
  expect(holds(['sum milestones.late', '=', 'amount'], { amount: '1.00' })).toBe(true);
  expect(holds(['each milestones.late', '<', 'amount'], { amount: '1.00', milestones: [{}, { late: '0.50' }] })).toBe(
    true,
  );
  expect(holds(['each milestones.late', '<', 'amount'], { amount: '1.00', milestones: [{}, { late: '1.50' }] })).toBe(
    false,
  );
  expect(
    holds(['each milestones.due', 'ascends', ''], { milestones: [{ due: '2026-01-01' }, {}, { due: '2026-01-01' }] }),
  ).toBe(false);
});

test('a rule of another choice is not asked', () => {
  const manifest = manifestOf(['amount', '>', 'amount']);
  const chosen = { ...manifest, rules: manifest.rules.map((rule) => ({ ...rule, only: { settlement: 'token' } })) };
  expect(brokenRules(manifest, fill({ amount: '1.00' }), CLOCK)).toHaveLength(1);
  expect(brokenRules(chosen, fill({ amount: '1.00' }), CLOCK)).toEqual([]);
});

test('comparisons are those of numbers', () => {
  const signs = {
    '=': (a: number, b: number) => a === b,
    '!=': (a: number, b: number) => a !== b,
    '<': (a: number, b: number) => a < b,
    '<=': (a: number, b: number) => a <= b,
    '>': (a: number, b: number) => a > b,
    '>=': (a: number, b: number) => a >= b,
  };
  const small = fc.integer({ min: -30, max: 30 });
  const manifests = new Map(
    Object.keys(signs).map((sign) => [sign, manifestOf(['count', sign as Comparison, 'other'])]),
  );
  for (const manifest of manifests.values())
    Object.assign(manifest.parameters.properties, { other: field('integer', 'integer') });
  fc.assert(
    fc.property(small, small, (count, other) => {
      for (const [sign, compare] of Object.entries(signs)) {
        const broken = brokenRules(manifests.get(sign)!, fill({ count, other }), CLOCK);
        expect(broken.length === 0).toBe(compare(count, other));
      }
    }),
  );
});

test('a side is a name with a fold before it and a number behind it', () => {
  expect(parseSide('each milestones.due - 3')).toEqual({
    fold: 'each',
    name: 'milestones',
    field: 'due',
    factor: 1n,
    shift: -3n,
  });
  expect(parseSide('minPart * 64')).toMatchObject({ factor: 64n, shift: 0n });
});

test.each([
  'a+1',
  'a + b',
  'a + 1 + 2',
  '1 + a',
  'max a.b',
  'a.b.c',
  'a / 2',
  'a ** 2',
  '(a)',
  'a;b',
  'a\n',
  ' a',
  'process.exit()',
  'a + -1',
  'a + 1.5',
])('%j is no side of a rule', (side) => {
  expect(parseSide(side)).toBeUndefined();
  expect(() => evaluate(manifestOf(), fill({}), side, CLOCK)).toThrow('is no value of a rule');
});

test.each([
  ['nothing', 'there is no parameter nothing'],
  ['constructor', 'there is no parameter constructor'],
  ['__proto__', 'there is no parameter __proto__'],
  ['sum amount', 'amount is no list'],
  ['amount.x', 'amount is no list'],
  ['milestones', 'milestones is a list: say sum, count, first, last or each'],
  ['milestones.amount', 'milestones is a list: say sum, count, first, last or each'],
  ['count milestones.amount', 'count takes a list only'],
  ['sum milestones', 'milestones has no '],
  ['sum milestones.price', 'milestones has no price'],
  ['sum milestones.constructor', 'milestones has no constructor'],
  ['sum milestones.title', 'title of milestones cannot be summed up'],
  ['sum milestones.due', 'due of milestones cannot be summed up'],
  ['sum today', 'there is no parameter today'],
])('%s: %s', (side, problem) => {
  expect(sideProblem(manifestOf(), side)).toBe(problem);
  expect(() => evaluate(manifestOf(), fill({ milestones: [{}] }), side, CLOCK)).toThrow(problem);
});

test('what can be evaluated has no problem', () => {
  for (const side of [
    'today',
    'now',
    'today + 3650',
    'amount',
    'sum milestones.amount',
    'count milestones',
    'each milestones.title',
    5,
    '',
  ])
    expect(sideProblem(manifestOf(), side)).toBeUndefined();
});
