// `tally template simulate` and `explore`: worked cases, and everything that can happen.
import {
  clockAt,
  runScenario,
  type Scenario,
  type Step,
  type Telling,
  timeOf,
} from '../../engine/simulate/scenario.ts';
import { decimalsOf, formatMoney } from '../../engine/template/currency.ts';
import { formatDay, formatMoment, parseDay } from '../../engine/template/dates.ts';
import { roleTitle } from '../../engine/template/diagram.ts';
import { type Clock, currencyFor, documentOf, type Fill } from '../../engine/template/fill.ts';
import { openTemplate, readPart, type Template } from '../../engine/template/folder.ts';
import type { Given, Manifest } from '../../engine/template/manifest.ts';
import { minorUnits } from '../../engine/template/meaning.ts';
import { type Draft, later } from '../../engine/template/path.ts';
import { lawfulClock } from '../../engine/template/rules.ts';
import type { Language, Text } from '../../engine/template/text.ts';
import { readValues } from '../../engine/template/values.ts';
import { type Act, type Options, textOption } from '../command.ts';
import { EXIT } from '../exit.ts';
import type { Session } from '../session.ts';
import { table } from '../table.ts';
import { caseOf, playing } from './cases.ts';
import { clockOf, draftOf, ValueProblems, withSets } from './input.ts';
import { WORDS } from './words.ts';

export const simulate: Act = async (session, [word], options) => {
  const template = openTemplate(word!);
  const given = caseOf(template, options);
  const tried = tryingFill(session, template, options, given.scenario.values, timeOf(given.scenario.on), given.isOwn);
  const scenario = tried === undefined ? given.scenario : begunOn(given.scenario, tried.clock);
  const told = await playing(given, () => runScenario(template, scenario, tried?.fill));
  // With other values what was expected of the first ones does not count.
  const telling =
    tried === undefined ? told : { ...told, steps: told.steps.map((each) => ({ ...each, problems: [] })) };
  session.output.result(documentFor(telling), tellingText(session, template, scenario, telling));
  return telling.steps.some(({ problems }) => problems.length > 0) ? EXIT.build : undefined;
};

/** Values that are tried, and when they are filled in. */
export interface Tried {
  readonly fill: Fill;
  readonly clock: Clock;
}

/**
 * Values that the options name, over those that are tried usually; undefined if they name none. They are filled in when the case begins,
 * or on the day of `--on`, or, where the case may begin on another day, on the nearest on which they are lawful.
 * @throws Usage VALUE_INVALID
 */
export function tryingFill(
  session: Session,
  template: Template,
  options: Options,
  usual: Scenario['values'],
  time: number,
  isFixed: boolean,
): Tried | undefined {
  if (['values', 'sample', 'set', 'on'].every((option) => options[option] === undefined)) return undefined;
  const isDated = textOption(options, 'on') !== undefined;
  const clock = isDated ? clockOf(options) : clockAt(time);
  const named = draftOf(template, { ...options, set: undefined }, clock);
  const own = typeof usual === 'string' ? readPart(template, usual) : usual;
  const { manifest } = template;
  // Days of the template's own values go with the day on which they are filled in.
  const days = isDated && !isFixed ? clock.day - clockAt(time).day : 0;
  const base = Object.keys(named).length > 0 ? named : later(manifest, structuredClone(own) as Draft, days);
  const draft = withSets(template, base, options);
  const { fill, problems } = readValues(manifest, draft, clock, { accounts: false });
  if (fill !== undefined) return { fill, clock };
  const free = readValues({ ...manifest, rules: [] }, draft, clock, { accounts: false }).fill;
  const fitting = free === undefined || isFixed || isDated ? undefined : lawfulClock(manifest, free, clock);
  if (fitting === undefined) throw new ValueProblems(problems, session.language);
  return { fill: free!, clock: fitting };
}

/** A case that begins on another day, with all of its days as far from it as they were. */
function begunOn(scenario: Scenario, { day }: Clock): Scenario {
  const days = day - clockAt(timeOf(scenario.on)).day;
  if (days === 0) return scenario;
  const moved = (text: string) => {
    const parsed = parseDay(text.slice(0, 10));
    return 'day' in parsed ? formatDay(parsed.day + days) + text.slice(10) : text;
  };
  const steps = scenario.steps.map((step) => (step.on === undefined ? step : { ...step, on: moved(step.on) }));
  return { ...scenario, on: moved(scenario.on), steps };
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
  const { fill } = telling;
  const figureTitles = views.map((view) => figureTitle(manifest, fill, view));
  const words = [WORDS.time, WORDS.who, WORDS.does, WORDS.state, ...figureTitles];
  const stateText = (state: string) => manifest.states.list[state]?.title[language] ?? state;
  const rest = (state: string, figures: Figures) => [
    stateText(state),
    ...views.map((view) => figureText(manifest, fill, view, figures[view]!)),
  ];
  const first = ['', timeText(start.time), '', WORDS.start[language], ...rest(start.state, start.figures)];
  const rows = steps.map(({ step, time, failed, state, figures, problems }, i) => {
    const mark =
      problems.length > 0 ? colours.red('✗') : failed === undefined ? colours.green('✓') : colours.yellow('–');
    const deed = deedText(manifest, step, (i === 0 ? start : steps[i - 1]!).state, language);
    const what = [deed, givenText(step.with ?? {})].filter((text) => text !== '').join('  ');
    return [
      `${mark} ${i + 1}`,
      timeText(time),
      actorText(manifest, scenario, step.by, language),
      failed === undefined ? what : `${what}  ${WORDS.refused[language]} ${failed}`,
      ...rest(state, figures),
    ];
  });
  const wrong = wrongLines(telling, language).map(colours.red);
  const head = ['', ...words.map((text) => text[language])];
  const right = views.map((_, i) => i + 5);
  return [table(head, [first, ...rows], colours, right), ...wrong].join('\n');
}

/** What is not as it was expected, a line each. */
function wrongLines({ steps }: Telling, language: Language): string[] {
  return steps.flatMap(({ problems }, i) =>
    problems.map((problem) => `${WORDS.step[language]} ${i + 1}${language === 'en' ? ': ' : '：'}${problem[language]}`),
  );
}

/** Figures of amounts say their currency once, above the column. */
function figureTitle(manifest: Manifest, fill: Fill, view: string): Text {
  const { as, en, zh } = manifest.figures[view]!;
  const currency = as === undefined ? currencyFor(manifest, fill, view) : undefined;
  return currency === undefined ? { en, zh } : { en: `${en} (${currency})`, zh: `${zh}（${currency}）` };
}

function figureText(manifest: Manifest, fill: Fill, view: string, text: string): string {
  if (manifest.figures[view]!.as !== undefined || !/^\d+(\.\d+)?$/.test(text)) return text;
  const currency = currencyFor(manifest, fill, view);
  return formatMoney(minorUnits(text, currency), decimalsOf(currency ?? '') ?? 0, ',');
}

const LONGEST = 20;
const WIDEST = 44;

/** What a step gives, in a line; what is long, such as a hash, is cut, and so is the line. */
function givenText(given: { readonly [name: string]: Given }): string {
  const line = Object.entries(given)
    .map(([name, value]) => {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      return `${name}=${text.length > LONGEST ? `${text.slice(0, LONGEST - 8)}…` : text}`;
    })
    .join(' ');
  return line.length > WIDEST ? `${line.slice(0, WIDEST - 1)}…` : line;
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
