// `tally template simulate` and `explore`: worked cases, and everything that can happen.
import { readFileSync } from 'node:fs';
import { parse as parseCsv } from 'csv-parse/sync';
import { Usage } from '../../engine/base/errors.ts';
import {
  checkScenario,
  clockAt,
  readScenario,
  runScenario,
  type Scenario,
  type Step,
  type Telling,
  timeOf,
} from '../../engine/simulate/scenario.ts';
import { formatMoment } from '../../engine/template/dates.ts';
import { roleTitle } from '../../engine/template/diagram.ts';
import { documentOf, type Fill } from '../../engine/template/fill.ts';
import { openTemplate, readPart, type Template } from '../../engine/template/folder.ts';
import type { Manifest } from '../../engine/template/manifest.ts';
import type { Language } from '../../engine/template/text.ts';
import { readValues } from '../../engine/template/values.ts';
import { type Act, type Options, textOption } from '../command.ts';
import { EXIT } from '../exit.ts';
import type { Session } from '../session.ts';
import { table } from '../table.ts';
import { draftOf, textFile, ValueProblems, withSets } from './input.ts';
import { WORDS } from './words.ts';

export const simulate: Act = async (session, [word], options) => {
  const template = openTemplate(word!);
  const scenario = scenarioOf(template, options);
  const fill = tryingFill(session, template, options, scenario.values, timeOf(scenario.on));
  const told = await runScenario(template, scenario, fill);
  // With other values what was expected of the first ones does not count.
  const telling = fill === undefined ? told : { ...told, steps: told.steps.map((each) => ({ ...each, problems: [] })) };
  session.output.result(documentFor(telling), tellingText(session, template, scenario, telling));
  return telling.steps.some(({ problems }) => problems.length > 0) ? EXIT.build : undefined;
};

/** Values that the options name, over those that are tried usually; undefined if they name none. @throws Usage VALUE_INVALID */
export function tryingFill(
  session: Session,
  template: Template,
  options: Options,
  usual: Scenario['values'],
  time: number,
): Fill | undefined {
  if (['values', 'sample', 'set'].every((option) => options[option] === undefined)) return undefined;
  const named = draftOf(template, { ...options, set: undefined }, clockAt(time));
  const own = typeof usual === 'string' ? readPart(template, usual) : usual;
  const base = Object.keys(named).length > 0 ? named : (structuredClone(own) as Record<string, unknown>);
  return lawful(session, template, withSets(template, base, options), time);
}

function lawful(session: Session, template: Template, draft: object, time: number): Fill {
  const { fill, problems } = readValues(template.manifest, draft, clockAt(time), { accounts: false });
  if (fill === undefined) throw new ValueProblems(problems, session.language);
  return fill;
}

function scenarioOf(template: Template, options: Options): Scenario {
  const named = textOption(options, 'scenario');
  const { scenarios } = template.manifest;
  if (named === undefined) return readScenario(template, scenarios[0]!);
  if (scenarios.includes(named)) return readScenario(template, named);
  if (named.endsWith('.csv')) return scenarioFromCsv(template, named, textFile(named, options));
  return checkScenario(parsed(named), named);
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Usage('FILE_UNREADABLE', `${path}: ${(error as Error).message}`);
  }
}

/** Steps of a table: columns on, by, do, and the names of parameters. Values are those of the first scenario unless others are given. */
function scenarioFromCsv(template: Template, path: string, text: string): Scenario {
  const rows = parseCsv(text, { columns: true, skip_empty_lines: true, trim: true }) as Record<string, string>[];
  const first = readScenario(template, template.manifest.scenarios[0]!);
  const steps = rows.map(({ on, by, do: method, refused, ...more }) => {
    const given = Object.entries(more).filter(([, value]) => value !== '');
    return { ...(on ? { on } : {}), by, do: method, ...(refused ? { refused } : {}), with: Object.fromEntries(given) };
  });
  const actors = Object.fromEntries(
    steps.flatMap(({ by }) => (by && !template.manifest.parties[by] ? [[by, by]] : [])),
  );
  return checkScenario(
    {
      ...first,
      title: { en: path, zh: path },
      on: rows[0]?.['on'] || first.on,
      actors: { ...first.actors, ...actors },
      steps,
    },
    path,
  );
}

function documentFor({ fill, start, steps }: Telling): object {
  const shown = steps.map(({ step, time, failed, state, figures, problems }) => ({
    ...step,
    time: formatMoment(time),
    failed: failed ?? null,
    state,
    figures,
    problems: problems.map(({ en }) => en),
  }));
  return { values: documentOf(fill), start: { ...start, time: formatMoment(start.time) }, steps: shown };
}

/** What somebody is called who acts in a case. */
function actorText(manifest: Manifest, { actors }: Scenario, by: string | undefined, language: Language): string {
  if (by === undefined) return '';
  const actor = actors?.[by];
  return actor === undefined ? roleTitle(manifest, by, language) : typeof actor === 'string' ? actor : actor[language];
}

/** A step by the title of its edge and, as who writes cases needs it, by its method. */
function deedText({ states }: Manifest, { do: method }: Step, state: string, language: Language): string {
  if (method === undefined) return '–';
  const edges = states.edges.filter((edge) => edge.method === method);
  const title = (edges.find(({ from }) => from.includes(state)) ?? edges[0])?.title[language];
  if (title === undefined) return method;
  return language === 'en' ? `${title} (${method})` : `${title}（${method}）`;
}

function tellingText(
  { output, language }: Session,
  { manifest }: Template,
  scenario: Scenario,
  telling: Telling,
): string {
  const { colours } = output;
  const { start, steps } = telling;
  const views = viewsOf(manifest, telling);
  const words = [WORDS.time, WORDS.who, WORDS.does, WORDS.state, ...views.map((view) => manifest.figures[view]!)];
  const stateText = (state: string) => manifest.states.list[state]?.title[language] ?? state;
  const rest = (state: string, figures: Figures) => [stateText(state), ...views.map((view) => figures[view]!)];
  const first = ['', timeText(start.time), '', WORDS.start[language], ...rest(start.state, start.figures)];
  const rows = steps.map(({ step, time, failed, state, figures, problems }, i) => {
    const mark =
      problems.length > 0 ? colours.red('✗') : failed === undefined ? colours.green('✓') : colours.yellow('–');
    const what = deedText(manifest, step, (i === 0 ? start : steps[i - 1]!).state, language);
    return [
      `${mark} ${i + 1}`,
      timeText(time),
      actorText(manifest, scenario, step.by, language),
      failed === undefined ? what : `${what}  ${WORDS.refused[language]} ${failed}`,
      ...rest(state, figures),
    ];
  });
  const wrong = steps.flatMap(({ problems }, i) =>
    problems.map((problem) =>
      colours.red(`${WORDS.step[language]} ${i + 1}${language === 'en' ? ': ' : '：'}${problem[language]}`),
    ),
  );
  const head = ['', ...words.map((text) => text[language])];
  const right = views.map((_, i) => i + 5);
  return [table(head, [first, ...rows], colours, right), ...wrong].join('\n');
}

type Figures = Telling['start']['figures'];

/** Figures that are told: a column with nothing in it tells nothing. */
function viewsOf({ figures }: Manifest, { start, steps }: Telling): string[] {
  const told = [start, ...steps].map((each) => each.figures);
  return Object.keys(figures).filter((view) => told.some((each) => !/^(0(\.0+)?%?|–)$/.test(each[view]!)));
}

function timeText(time: number): string {
  return formatMoment(time).slice(0, 16).replace('T', ' ');
}
