// Parts of a template that do not agree: each disagreement has its sentence, by breaking a shipped manifest in one place.
import { expect, test } from 'vitest';
import type { Abi } from '../../engine/abi/types.ts';
import { allChoices, buildTemplate } from '../../engine/template/build.ts';
import { contractProblems, inconsistencies } from '../../engine/template/consistency.ts';
import { openTemplate, type Template, templateIds } from '../../engine/template/folder.ts';
import { parseProse } from '../../engine/template/prose.ts';
import { type Loose, manifestWith } from './breaking.ts';

const ESCROW = openTemplate('payment/escrow-milestone');

const told = (change: (manifest: Loose) => void): string[] =>
  inconsistencies({ ...ESCROW, manifest: manifestWith('payment/escrow-milestone', change) });

test('shipped templates agree with themselves and with their contracts, whatever is chosen', async () => {
  for (const id of templateIds()) {
    const template = openTemplate(id);
    expect(inconsistencies(template)).toEqual([]);
    const [choices] = allChoices(template.manifest.options);
    const { abi } = await buildTemplate(template, choices!);
    expect(contractProblems(template.manifest, abi)).toEqual([]);
  }
});

test.each<[string, (m: Loose) => void]>([
  ['parameters.required: there is no parameter nothing', (m) => m.parameters.required.push('nothing')],
  ['parameters.required: there is no parameter constructor', (m) => m.parameters.required.push('constructor')],
  ['key: there is no parameter nothing', (m) => [m.key.push('nothing'), m.parameters.required.push()]],
  ['key: escrowAccount may be left out', (m) => m.key.push('escrowAccount')],
  ['amounts: there is no parameter nothing', (m) => Object.assign(m, { amounts: { amount: 'nothing' } })],
  ['tables: there is no parameter nothing', (m) => Object.assign(m.tables[0], { rows: 'nothing' })],
  ['tables: rows or view', (m) => delete m.tables[0].rows],
  ['options.settlement: cash is none of its values', (m) => Object.assign(m.options.settlement, { default: 'cash' })],
  ['together: there is no party broker', (m) => Object.assign(m, { together: [['payer', 'broker']] })],
  [
    'parties.arbiter: there is no choice settlement = cash',
    (m) => Object.assign(m.parties.arbiter, { only: { settlement: 'cash' } }),
  ],
  [
    'number: there is no choice payment = token',
    (m) => Object.assign(m.parameters.properties.number, { only: { payment: 'token' } }),
  ],
  [
    'MILESTONES_SUM: there is no choice settlement = cash',
    (m) => Object.assign(m.rules[5], { only: { settlement: 'cash' } }),
  ],
  [
    'fund: there is no choice settlement = cash',
    (m) => Object.assign(m.states.edges[0], { only: { settlement: 'cash' } }),
  ],
  ['assets: owed is no figure', (m) => m.assets.parts.push('owed')],
  ['assets: owed is no figure', (m) => m.assets.held.push('owed')],
  ['assets: owed is no figure', (m) => Object.assign(m.assets, { total: 'owed' })],
  ['assets: owed is no figure', (m) => Object.assign(m.assets, { balance: 'owed' })],
  ['states.initial: there is no state NEW', (m) => Object.assign(m.states, { initial: 'NEW' })],
  ['edge fund: there is no state GONE', (m) => m.states.edges[0].to.push('GONE')],
  ['edge fund: there is no role broker', (m) => m.states.edges[0].by.push('broker')],
  ['edge fund: amount is no date', (m) => Object.assign(m.states.edges[0], { until: 'amount' })],
  ['edge fund: milestones is no date', (m) => Object.assign(m.states.edges[0], { after: 'milestones' })],
  [
    'no edges lead to LOST',
    (m) => Object.assign(m.states.list, { LOST: { title: { en: 'x', zh: 'x' }, final: true } }),
  ],
  ['CANCELLED is not final and no edge leads out of it', (m) => delete m.states.list.CANCELLED.final],
  ['OPEN is final and an edge leads out of it', (m) => Object.assign(m.states.list.OPEN, { final: true })],
  [
    'rule MILESTONES_SUM: milestones has no price',
    (m) => Object.assign(m.rules[5], { check: ['sum milestones.price', '=', 'amount'] }),
  ],
  [
    'rule MILESTONES_SUM: "a ? b" is no value of a rule',
    (m) => Object.assign(m.rules[5], { check: ['amount', '=', 'a ? b'] }),
  ],
  ['rule MILESTONES_SUM: there is no value nothing to mend', (m) => Object.assign(m.rules[5], { at: 'nothing' })],
])('%s', (sentence, change) => {
  expect(told((m) => void change(m)).filter((line) => line === sentence)).toHaveLength(1);
});

test('a template in which no state is final is told', () => {
  const sentences = told((m) => {
    for (const state of Object.values<Loose>(m.states.list)) delete state.final;
  });
  expect(sentences).toContain('no state is final');
});

test('prose that names what there is not, or in one language only, is told with its line', () => {
  const prose = (en: string, zh: string) =>
    inconsistencies({ ...ESCROW, prose: { en: parseProse(en), zh: parseProse(zh) } } as Template);
  expect(prose('{{amount}}', 'x\n{{amount}}')).toEqual([]);
  expect(prose('x\n{{price}}', '{{price}}')).toEqual(['text/en.md, line 2: price', 'text/zh.md, line 1: price']);
  expect(prose('{{amount}}{{number}}', '{{amount}}')).toEqual(['text/zh.md does not tell number, and text/en.md does']);
  expect(prose('{{amount}}', '{{amount}}{{number}}')).toEqual(['text/en.md does not tell number, and text/zh.md does']);
});

const { abi: ABI } = await buildTemplate(ESCROW, { settlement: 'recorded' });

const lacking = (change: (abi: Loose, manifest: Loose) => void): string[] => {
  const abi: Loose = structuredClone(ABI);
  let manifest: Loose;
  const changed = manifestWith('payment/escrow-milestone', (m) => {
    manifest = m;
  });
  change(abi, manifest);
  return contractProblems(changed, abi as Abi);
};
const method = (abi: Loose, name: string) => abi.methods.find((each: Loose) => each.name === name);
const without = (abi: Loose, name: string) => {
  abi.methods = abi.methods.filter((each: Loose) => each.name !== name);
};

test.each<[string, (abi: Loose, manifest: Loose) => void]>([
  ['there is no view released', (abi) => without(abi, 'released')],
  ['there is no view nextRelease', (abi) => without(abi, 'nextRelease')],
  ['there is no view invariants', (abi) => without(abi, 'invariants')],
  ['there is no view state', (abi) => without(abi, 'state')],
  ['there is no view schedule', (_, m) => m.tables.push({ ...m.tables[0], rows: undefined, view: 'schedule' })],
  [
    'the view held has parameters',
    (abi) => Object.assign(method(abi, 'held'), { params: [{ name: 'x', type: 'u32' }] }),
  ],
  ['the view state gives no enum', (abi) => Object.assign(method(abi, 'state'), { returns: 'string' })],
  ['the contract has no state PAUSED', (_, m) => Object.assign(m.states.list, { PAUSED: m.states.list.OPEN })],
  ['states.list lacks DONE, which the contract has', (_, m) => delete m.states.list.DONE],
  ['assets: held gives no Amount', (abi) => Object.assign(method(abi, 'held'), { returns: 'u64' })],
  ['edge fund: there is no such @mutate method', (abi) => without(abi, 'fund')],
  ['edge fund: there is no such @mutate method', (abi) => Object.assign(method(abi, 'fund'), { kind: 'view' })],
  [
    'init asks for fee, which the manifest has not',
    (abi) => abi.methods.find((each: Loose) => each.kind === 'init').params.push({ name: 'fee', type: 'u32' }),
  ],
  [
    'init asks for constructor, which the manifest has not',
    (abi) => abi.methods.find((each: Loose) => each.kind === 'init').params.push({ name: 'constructor', type: 'u32' }),
  ],
  [
    'the contract never refuses with COUNTS',
    (abi) => Object.assign(abi, { errors: abi.errors.filter((each: Loose) => each.code !== 'COUNTS') }),
  ],
])('of a contract: %s', (sentence, change) => {
  expect(lacking((abi, manifest) => void change(abi, manifest)).filter((line) => line === sentence)).toHaveLength(1);
});
