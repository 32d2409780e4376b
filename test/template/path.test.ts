// Values by their paths: what is put where, and paths that lead nowhere.
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { openTemplate } from '../../engine/template/folder.ts';
import {
  columnPath,
  type Draft,
  fieldAt,
  later,
  named,
  over,
  pathOf,
  pathTitles,
  put,
  typedDocument,
} from '../../engine/template/path.ts';
import { readValues } from '../../engine/template/values.ts';
import { CLOCK, type Loose, sampleOf } from './breaking.ts';

const ESCROW = openTemplate('payment/escrow-milestone');
const { manifest } = ESCROW;
const inherited = Object.getOwnPropertyNames(Object.prototype).length;

const filled = (...pairs: readonly (readonly [string, string])[]): Draft => {
  const draft: Draft = {};
  for (const [path, text] of pairs) put(manifest, draft, path, text);
  return draft;
};
const told = (draft: Draft) =>
  readValues(manifest, draft, CLOCK, { accounts: false }).problems.map(({ at, code }) => `${at} ${code}`);

afterEach(() => {
  expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(inherited);
  expect(({} as Loose).x).toBeUndefined();
});

test('values are put where their paths lead, by their types', () => {
  const draft = filled(
    ['number', 'ES-1'],
    ['disputeDays', '10'],
    ['payer.name', 'A'],
    ['parties.payer.id', 'B'],
    ['options.settlement', 'token'],
    ['milestones[2].amount', '5.00'],
    ['milestones.1.title', 'First'],
    ['amount', ''],
  );
  expect(draft).toEqual({
    number: 'ES-1',
    disputeDays: 10,
    parties: { payer: { name: 'A', id: 'B' } },
    options: { settlement: 'token' },
    milestones: [{ title: 'First' }, { amount: '5.00' }],
  });
});

test('what is no number stays a text, for the check to tell', () => {
  expect(filled(['disputeDays', 'ten'])).toEqual({ disputeDays: 'ten' });
  expect(filled(['disputeDays', '1e3'])).toEqual({ disputeDays: '1e3' });
  expect(filled(['disputeDays', '9'.repeat(16)])).toEqual({ disputeDays: '9'.repeat(16) });
  expect(filled(['number', '10'])).toEqual({ number: '10' });
});

test.each([
  '__proto__.x',
  '__proto__',
  'constructor.prototype.x',
  'parties.__proto__.x',
  'parties.payer.__proto__.x',
  'parties.payer.constructor.prototype.x',
  'milestones[1].__proto__.x',
  'milestones.__proto__.x',
  'milestones[1].constructor.prototype.x',
  'options.__proto__.x',
  'toString.x',
])('%s gives no object anything, and is told', (path) => {
  const known = told(sampleOf(ESCROW));
  expect(known).toEqual([]);
  const draft = sampleOf(ESCROW);
  put(manifest, draft, path, 'polluted');
  expect(Object.getPrototypeOf(draft)).toBe(Object.prototype);
  expect(told(draft).length).toBeGreaterThan(0);
});

test.each([
  'milestones[0].due',
  'milestones[999999999].due',
  'milestones[1000000000000].due',
  'milestones.due',
  'milestones[-1].due',
  'milestones[1001].due',
])('%s is no place of a list, and is told as it was written', (path) => {
  const draft = sampleOf(ESCROW);
  put(manifest, draft, path, '2026-04-30');
  expect(draft.milestones).toEqual(sampleOf(ESCROW).milestones);
  expect(told(draft)).toEqual([`${path} UNKNOWN`]);
});

test('a place that is too far behind for the template is told by the length of the list', () => {
  const draft = sampleOf(ESCROW);
  put(manifest, draft, 'milestones[13].due', '2026-04-30');
  expect(told(draft)).toEqual(['milestones FORM']);
});

test('a place behind a gap is told by what is missing in the gap', () => {
  const draft = sampleOf(ESCROW);
  for (const [name, text] of Object.entries({ title: 'x', amount: '1.00', due: '2026-04-30' }))
    put(manifest, draft, `milestones[4].${name}`, text);
  expect(told(draft)).toEqual(['title', 'amount', 'due'].map((name) => `milestones[3].${name} MISSING`));
});

test.each([
  ['parties.payer.name.x', 'parties.payer.name FORM'],
  ['amount.x', 'amount FORM'],
  ['milestones[1].due.x', 'milestones[1].due FORM'],
  ['parties.payer', 'parties.payer MISSING'],
  ['parties', 'parties FORM'],
  ['options', 'options FORM'],
  ['milestones', 'milestones FORM'],
  ['nowhere', 'nowhere UNKNOWN'],
  ['parties.broker.name', 'parties.broker UNKNOWN'],
  ['milestones[1].price', 'milestones[1].price UNKNOWN'],
])('%s leads nowhere: %s', (path, problem) => {
  const draft = sampleOf(ESCROW);
  put(manifest, draft, path, 'x');
  expect(told(draft)).toContain(problem);
});

test('no path at all breaks anything but the draft', () => {
  const steps = fc.constantFrom(
    '__proto__',
    'constructor',
    'prototype',
    'parties',
    'payer',
    'name',
    'milestones',
    '1',
    '0',
    '99',
    'due',
    'amount',
    'options',
    'length',
    '',
    'x',
  );
  const paths = fc
    .array(fc.tuple(steps, fc.constantFrom('.', '[', ']', '].', '[].')), { maxLength: 6 })
    .map((parts) => parts.flat().join(''));
  fc.assert(
    fc.property(fc.array(paths, { maxLength: 4 }), (all) => {
      const draft: Draft = {};
      for (const path of all) put(manifest, draft, path, 'x');
      expect(({} as Loose).x).toBeUndefined();
      expect(told(draft).length).toBeGreaterThan(0);
    }),
    { numRuns: 300 },
  );
});

test('a path has one form', () => {
  expect(pathOf(manifest, ' payer.name ')).toBe('parties.payer.name');
  expect(pathOf(manifest, 'payer')).toBe('payer');
  expect(pathOf(manifest, 'milestones.2.due')).toBe('milestones[2].due');
  expect(pathOf(manifest, 'constructor.name')).toBe('constructor.name');
});

test('fields are found by their paths, and nothing that objects inherit is one', () => {
  expect(fieldAt(manifest, 'milestones[3].due')?.['x-type']).toBe('date');
  expect(fieldAt(manifest, 'amount')?.['x-type']).toBe('money');
  for (const path of [
    'milestones',
    'milestones[1]',
    'amount.x',
    'toString',
    '__proto__',
    'constructor',
    'milestones[1].toString',
    '',
  ])
    expect(fieldAt(manifest, path)).toBeUndefined();
});

test('columns are found by what people call them in both languages, or by path', () => {
  for (const [path, { en, zh }] of pathTitles(manifest)) {
    expect(columnPath(manifest, ` ${en.toUpperCase()} `)).toBe(columnPath(manifest, en));
    expect(columnPath(manifest, path)).toBe(path);
    expect([...pathTitles(manifest).keys()]).toContain(columnPath(manifest, zh));
  }
  expect(columnPath(manifest, '付款方名称')).toBe('parties.payer.name');
  expect(columnPath(manifest, 'Payer identifier')).toBe('parties.payer.id');
  expect(columnPath(manifest, 'no such thing')).toBe('no such thing');
});

test('no two things that are asked for are called the same', () => {
  for (const language of ['en', 'zh'] as const) {
    const titles = [...pathTitles(manifest).values()].map((title) => title[language]);
    expect(new Set(titles).size).toBe(titles.length);
  }
});

test('a document in which everything is text becomes the document of the sample', () => {
  const texts = (node: Loose): Loose =>
    Array.isArray(node)
      ? node.map(texts)
      : typeof node === 'object'
        ? Object.fromEntries(Object.entries(node).map(([name, value]) => [name, texts(value)]))
        : String(node);
  expect(typedDocument(manifest, texts(sampleOf(ESCROW)))).toEqual(sampleOf(ESCROW));
});

test('a document that is deep or has inherited names is told, and changes nothing else', () => {
  const deep = JSON.parse(`${'{"a":['.repeat(20_000)}1${']}'.repeat(20_000)}`);
  expect(told(typedDocument(manifest, deep))).toContain('a UNKNOWN');
  const hostile = JSON.parse('{"__proto__":{"x":"1"},"constructor":{"prototype":{"x":"1"}}}');
  expect(told(typedDocument(manifest, hostile))).toEqual(
    expect.arrayContaining(['__proto__ UNKNOWN', 'constructor UNKNOWN']),
  );
});

test('a document some days later has all its days later and is the same otherwise', () => {
  const moved = later(manifest, sampleOf(ESCROW), 30);
  expect(moved).toEqual({
    ...sampleOf(ESCROW),
    fundBy: '2026-03-02',
    deadline: '2026-10-30',
    milestones: [
      { ...sampleOf(ESCROW).milestones[0], due: '2026-05-30' },
      { ...sampleOf(ESCROW).milestones[1], due: '2026-09-30' },
    ],
  });
  expect(later(manifest, moved, -30)).toEqual(sampleOf(ESCROW));
});

test('what is no day stays as it is when days are moved', () => {
  const draft = { ...sampleOf(ESCROW), fundBy: 'soon', deadline: 5, number: '2026-01-01' };
  expect(later(manifest, draft, 1)).toMatchObject({ fundBy: 'soon', deadline: 5, number: '2026-01-01' });
});

test('a document over another one names what it changes, and leaves the rest', () => {
  const under = {
    parties: { payer: { name: 'A', id: 'B' } },
    milestones: [{ title: 'x' }, { title: 'y' }],
    amount: '1',
  };
  const upper = { parties: { payer: { account: 'k' } }, milestones: [{ title: 'z' }] };
  const both = { ...under, parties: { payer: { name: 'A', id: 'B', account: 'k' } }, milestones: [{ title: 'z' }] };
  expect(over(under, upper)).toEqual(both);
  expect(over({}, under)).toEqual(under);
  expect(under.parties).toEqual({ payer: { name: 'A', id: 'B' } });
});

test('a document that was read cannot change what objects inherit', () => {
  const merged = over({}, JSON.parse('{ "__proto__": { "evil": 1 } }') as Draft);
  expect(({} as Loose)['evil']).toBeUndefined();
  expect((merged as Loose)['evil']).toBeUndefined();
});

test('a document may call its values by their titles in either language, parties and lists among them', () => {
  const { manifest } = openTemplate('payment/escrow-milestone');
  const list = manifest.parameters.properties['milestones']!;
  const title = manifest.parameters.properties['amount']!['x-title'];
  const party = manifest.parties['payer']!.title;
  expect(
    named(manifest, { [title.zh]: '1.00', [party.zh]: { 名称: 'A' }, [`${party.en} identifier`]: 'B', other: 1 }),
  ).toEqual({ amount: '1.00', parties: { payer: { name: 'A', id: 'B' } }, other: 1 });
  expect(named(manifest, { [list['x-title'].zh]: [{ amount: '1' }] })).toEqual({ milestones: [{ amount: '1' }] });
});
