// Manifests and schemas: the shape that template.json must have, and names that would be taken for what objects inherit.
import { expect, test } from 'vitest';
import { openTemplate, templateIds } from '../../engine/template/folder.ts';
import { currencyOf, isChosen, isList } from '../../engine/template/manifest.ts';
import { manifestProblems } from '../../engine/template/schema.ts';
import { type Loose, manifestWith } from './breaking.ts';

const ESCROW = 'payment/escrow-milestone';
const problems = (change: (manifest: Loose) => void) => manifestProblems(manifestWith(ESCROW, change));

test('all shipped manifests have the shape', () => {
  expect(templateIds().length).toBeGreaterThan(2);
  for (const id of templateIds()) expect(manifestProblems(openTemplate(id).manifest)).toEqual([]);
});

test('nothing else that JSON can be is a manifest', () => {
  for (const json of [null, 7, 'x', true, [], [{}]])
    expect(manifestProblems(json)).toEqual(['/ must be object (object)']);
  expect(manifestProblems({})).toContain("/ must have required property 'tally' (tally)");
});

test.each<[string, (manifest: Loose) => void, string]>([
  [
    'another version of manifests',
    (m) => Object.assign(m, { tally: 'template/2' }),
    '/tally must be equal to constant',
  ],
  ['an unknown member', (m) => Object.assign(m, { scripts: {} }), '/ must NOT have additional properties (scripts)'],
  ['a text without Chinese', (m) => delete m.title.zh, "/title must have required property 'zh' (zh)"],
  ['an empty text', (m) => Object.assign(m.title, { zh: '' }), '/title/zh must NOT have fewer than 1 characters'],
  ['a file above the folder', (m) => Object.assign(m, { contract: '../contract.ts' }), '/contract must match pattern'],
  ['an absolute file', (m) => Object.assign(m.prose, { en: '/etc/passwd' }), '/prose/en must match pattern'],
  ['a file with a step back', (m) => m.samples.push('samples/../../x.json'), '/samples/3 must match pattern'],
  [
    'an option of one value',
    (m) => delete m.options.settlement.values.token,
    '/options/settlement/values must NOT have fewer than 2',
  ],
  [
    'an unknown kind of identifier',
    (m) => m.parties.payer.ids.push('DUNS'),
    '/parties/payer/ids/2 must be equal to one of',
  ],
  [
    'an unknown comparison',
    (m) => Object.assign(m.rules[0], { check: ['a', '~', 'b'] }),
    '/rules/0/check/1 must be equal to one of',
  ],
  ['a rule of four parts', (m) => m.rules[0].check.push(1), '/rules/0/check must NOT have more than 3 items'],
  ['a version that is none', (m) => Object.assign(m, { version: '1.0' }), '/version must match pattern'],
  [
    'a list in a list',
    (m) =>
      Object.assign(m.parameters.properties.milestones.items.properties, { more: m.parameters.properties.milestones }),
    '/parameters/properties/milestones',
  ],
  [
    'an unknown meaning',
    (m) => Object.assign(m.parameters.properties.number, { 'x-type': 'email' }),
    '/parameters/properties/number',
  ],
])('%s is told with its place', (_, change, told) => {
  expect(problems((manifest) => void change(manifest)).some((line) => line.startsWith(told))).toBe(true);
});

test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'])(
  '%s names no parameter, party, option, choice, state or figure',
  (name) => {
    const add = (pick: (manifest: Loose) => Loose) =>
      problems((manifest) => {
        const where = pick(manifest);
        Object.defineProperty(where, name, { value: Object.values(where)[0], enumerable: true });
      });
    for (const pick of [
      (m: Loose) => m.parameters.properties,
      (m: Loose) => m.parameters.properties.milestones.items.properties,
      (m: Loose) => m.parties,
      (m: Loose) => m.options,
      (m: Loose) => m.states.list,
      (m: Loose) => m.figures,
      (m: Loose) => m.options.settlement.values,
    ])
      expect(add(pick).length).toBeGreaterThan(0);
  },
);

test.each<[string, Loose, string]>([
  ['number', { pattern: '(' }, 'parameter number: ( is no pattern'],
  ['number', { pattern: '\\p' }, 'parameter number: \\p is no pattern'],
  ['disputeDays', { type: 'string' }, 'parameter disputeDays: x-type integer has type integer, not string'],
  ['amount', { type: 'integer' }, 'parameter amount: x-type money has type string, not integer'],
  ['amount', { 'x-minimum': 'x' }, 'parameter amount: x-minimum is a number as a text, of money, percent or decimal'],
  ['number', { 'x-maximum': '5' }, 'parameter number: x-maximum is a number as a text, of money, percent or decimal'],
])('%s with %j is told', (name, change, told) => {
  expect(problems((m) => Object.assign(m.parameters.properties[name], change))).toEqual([told]);
});

test('fields of lists are looked at as well', () => {
  expect(
    problems((m) => Object.assign(m.parameters.properties.milestones.items.properties.title, { pattern: '[' })),
  ).toEqual(['parameter milestones.title: [ is no pattern']);
});

test('something is there if all its choices are made', () => {
  expect(isChosen(undefined, {})).toBe(true);
  expect(isChosen({ a: 'x', b: 'y' }, { a: 'x', b: 'y', c: 'z' })).toBe(true);
  expect(isChosen({ a: 'x', b: 'y' }, { a: 'x', b: 'n' })).toBe(false);
  expect(isChosen({ a: 'x' }, {})).toBe(false);
});

test('money is in `currency` unless the manifest says where', () => {
  const manifest = { amounts: { payout: 'payoutCurrency' } };
  expect([currencyOf(manifest, 'payout'), currencyOf(manifest, 'amount'), currencyOf({}, 'payout')]).toEqual([
    'payoutCurrency',
    'currency',
    'currency',
  ]);
});

test('lists are told from single values', () => {
  const { properties } = openTemplate(ESCROW).manifest.parameters;
  expect(Object.entries(properties).flatMap(([name, field]) => (isList(field) ? [name] : []))).toEqual(['milestones']);
});
