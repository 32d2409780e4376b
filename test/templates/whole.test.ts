// Every template that ships: whole by its own check, printed as it was looked at, its worked cases as they were told, and nothing to be found in it.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { computedTables } from '../../engine/simulate/computed.ts';
import { explore } from '../../engine/simulate/explore.ts';
import { beginning, clockAt, fillOf, readScenario, runScenario } from '../../engine/simulate/scenario.ts';
import { buildTemplate, optionsSource, singleChoices } from '../../engine/template/build.ts';
import { contractProblems, inconsistencies } from '../../engine/template/consistency.ts';
import { formatMoment } from '../../engine/template/dates.ts';
import { dot } from '../../engine/template/diagram.ts';
import { openTemplate, type Template, templateIds } from '../../engine/template/folder.ts';
import { pageMarkdown } from '../../engine/template/markdown.ts';
import { pageOf } from '../../engine/template/page.ts';

const GOLDEN = join(import.meta.dirname, 'golden');

/** Compares with a file; BLESS=1 writes it. */
function golden(name: string, text: string): void {
  const path = join(GOLDEN, name);
  if (process.env['BLESS']) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  expect(existsSync(path) ? readFileSync(path, 'utf8') : '').toBe(text);
}

async function printed(template: Template, language: 'en' | 'zh'): Promise<string> {
  const { manifest } = template;
  const { time } = clockAt(beginning(template));
  const fill = fillOf(template, manifest.samples[0]!, time);
  const page = await pageOf(template, fill, language, { computed: await computedTables(template, fill, time) });
  return `${pageMarkdown(page)}\n\`\`\`\n${dot(manifest, fill.options, language)}\`\`\`\n`;
}

async function told(template: Template, file: string): Promise<string> {
  const { steps } = await runScenario(template, readScenario(template, file));
  const lines = steps.map(({ step, time, failed, state, figures, problems }) => {
    const what =
      step.do === undefined ? 'nothing' : `${step.by} ${step.do}${failed === undefined ? '' : `, refused ${failed}`}`;
    const sums = Object.entries(figures).map(([view, text]) => `${view} ${text}`);
    return [formatMoment(time), what, state, ...sums, ...problems].join(' · ');
  });
  return lines.map((line) => `${line}\n`).join('');
}

/** States that are walked here; `tally template explore` walks all there are, or ten thousand. */
const STATES = 300;

describe.each(templateIds())('%s', (id) => {
  const template = openTemplate(id);
  const name = id.replace('/', '-');

  test.each(['en', 'zh'] as const)('is printed in %s as it was looked at', async (language) => {
    golden(`${name}.${language}.md`, await printed(template, language));
  });

  test.each(template.manifest.scenarios)('%s goes as it was told', async (file) => {
    golden(`${name}.${file.replace('.json', '')}.txt`, await told(template, file));
  });

  test('its constants are those of the usual choices', () => {
    const file = readFileSync(join(template.folder, 'options.ts'), 'utf8');
    expect(file).toBe(optionsSource(template.manifest.options, {}));
  });

  test('its parts agree with each other', () => {
    expect(inconsistencies(template)).toEqual([]);
  });

  const choices = singleChoices(template.manifest.options);
  test.each(choices)('the contract has what the manifest says, compiled for %o', async (choice) => {
    expect(contractProblems(template.manifest, (await buildTemplate(template, choice)).abi)).toEqual([]);
  });

  test('in the states that are come to first, money is conserved, nothing is stuck, and every step is one that the manifest knows', async () => {
    const { found, states } = await explore(template, { states: STATES });
    expect(found).toEqual([]);
    expect(states).toBeGreaterThanOrEqual(Math.min(STATES, 150));
  });
});
