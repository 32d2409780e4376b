// Checks of a whole template: a shipped one passes, and each part that is broken is told under its name.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkTemplate } from '../../engine/simulate/check.ts';
import { openTemplate, type Template } from '../../engine/template/folder.ts';
import { copyOf, type Loose, manifestWith, replaced, sampleOf } from '../template/breaking.ts';

const ESCROW = 'payment/escrow-milestone';

/** What was looked at, and what of it has problems. */
async function check(template: Template) {
  const looked: string[] = [];
  const told: string[] = [];
  for await (const { what, which, problems } of checkTemplate(template)) {
    looked.push(`${what} ${which}`);
    told.push(...problems.map((problem) => `${what} ${which}: ${problem}`));
  }
  return { looked, told };
}

/** A template with few parts, so that a check is quick. */
const small = (change: (manifest: Loose) => void = () => {}, template: Template = openTemplate(ESCROW)): Template => ({
  ...template,
  manifest: manifestWith(ESCROW, (m) => {
    Object.assign(m, { samples: ['samples/plain.json'], scenarios: ['scenario.json'] });
    m.explore.actions = m.explore.actions.filter(({ method }: Loose) => ['fund', 'cancel'].includes(method));
    m.explore.times = [];
    change(m);
  }),
});

test('a shipped template passes, and everything of it was looked at', async () => {
  const { looked, told } = await check(openTemplate(ESCROW));
  expect(told).toEqual([]);
  const { samples, scenarios, explore } = openTemplate(ESCROW).manifest;
  expect(looked).toEqual([
    'manifest template.json',
    'contract recorded',
    'contract token',
    'refusals text/refusals.json',
    ...samples.map((file) => `sample ${file}`),
    ...scenarios.map((file) => `scenario ${file}`),
    `explore ${explore.values}`,
  ]);
});

test('a manifest that does not agree with itself is told, and nothing breaks after it', async () => {
  const { told } = await check(small((m) => Object.assign(m.rules[5], { check: ['a ? b', '=', 'amount'] })));
  expect(told[0]).toBe('manifest template.json: rule MILESTONES_SUM: "a ? b" is no value of a rule');
  expect(told).toContain('sample samples/plain.json: "a ? b" is no value of a rule');
});

test('a contract that does not compile is told with its line, and nothing is run on it', async () => {
  const template = small(
    () => {},
    replaced(ESCROW, [
      'contract.ts',
      'this.current.value = State.OPEN;\n    this.plan',
      'this.current.value = State.NEW;\n    this.plan',
    ]),
  );
  const { looked, told } = await check(template);
  expect(told[0]).toMatch(/^contract recorded: contract\/contract\.ts:\d+ .*NEW/);
  expect(looked).toEqual([
    'manifest template.json',
    'contract recorded',
    'contract token',
    'sample samples/plain.json',
  ]);
});

test('a contract that lacks what the manifest says is told once for each set of choices', async () => {
  const { told } = await check(small((m) => Object.assign(m.figures, { owed: { en: 'x', zh: 'x' } })));
  expect(told).toEqual(['contract recorded: there is no view owed', 'contract token: there is no view owed']);
});

test('a sample that is not lawful, and one that is none, are told', async () => {
  const folder = copyOf(ESCROW);
  const template = (): Template => small(() => {}, openTemplate(folder));
  const sample = sampleOf(template());
  writeFileSync(join(folder, 'samples/plain.json'), JSON.stringify({ ...sample, disputeDays: 91 }));
  expect((await check(template())).told).toEqual(
    expect.arrayContaining([
      'sample samples/plain.json: Days for a dispute (disputeDays): given "91"; expected at most 90',
      'sample samples/plain.json: /disputeDays must be <= 90 (<=)',
    ]),
  );
  for (const text of ['null', '[]', '7', '{', '"x"']) {
    writeFileSync(join(folder, 'samples/plain.json'), text);
    const { told } = await check(template());
    expect(told.filter((line) => line.startsWith('sample ')).length).toBeGreaterThan(0);
  }
});

test('a refusal that is not told in both languages is told, by what the contract says', async () => {
  const folder = copyOf(ESCROW);
  const rows = [{ code: 'WRONG_STATE', says: 'no such message', zh: '无' }];
  writeFileSync(join(folder, 'text/refusals.json'), JSON.stringify(rows));
  const { told } = await check(small(() => {}, openTemplate(folder)));
  expect(told.filter((line) => line.startsWith('refusals text/refusals.json: nothing tells ')).length).toBeGreaterThan(
    20,
  );
  writeFileSync(join(folder, 'text/refusals.json'), '{}');
  expect((await check(small(() => {}, openTemplate(folder)))).told).toEqual([
    'refusals text/refusals.json: text/refusals.json: expected a list',
  ]);
});

test('a scenario that does not hold is told with its step', async () => {
  const folder = copyOf(ESCROW);
  const steps = [{}, { by: 'payer', do: 'cancel', expect: { state: 'OPEN' } }];
  writeFileSync(
    join(folder, 'scenario.json'),
    JSON.stringify({ values: 'samples/plain.json', on: '2026-01-05', steps }),
  );
  expect((await check(small(() => {}, openTemplate(folder)))).told).toContain(
    'scenario scenario.json: step 2: state is CANCELLED, expected OPEN',
  );
});

test('what a search finds is told with its way', async () => {
  const { told } = await check(
    small((m) => {
      m.states.edges = m.states.edges.filter(
        ({ method, from }: Loose) => !(method === 'cancel' && from[0] === 'FUNDING'),
      );
    }),
  );
  expect(told).toContain(
    'explore samples/plain.json: UNDECLARED FUNDING → CANCELLED: cancel after payer.fund, payer.cancel',
  );
});

test('a plan that cannot be read is told', async () => {
  const { told } = await check(
    small((m) => {
      m.explore.times = ['someday'];
    }),
  );
  expect(told).toEqual(['explore samples/plain.json: there is no parameter someday']);
});
