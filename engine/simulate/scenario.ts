// A worked case: who does what and when, what it comes to, and whether that is what was expected.
import { STATUS } from '../../spec/errors.ts';
import type { Value } from '../abi/value.ts';
import { statusName, Usage } from '../base/errors.ts';
import { methodOf } from '../client/contract.ts';
import { dayFrom, momentFrom } from '../template/clock.ts';
import type { Clock, Fill } from '../template/fill.ts';
import { readPart, type Template } from '../template/folder.ts';
import type { Given } from '../template/manifest.ts';
import { figureNumber } from '../template/meaning.ts';
import { problemText } from '../template/problem.ts';
import type { Text } from '../template/text.ts';
import { readValues } from '../template/values.ts';
import { answerText, expectedText } from './given.ts';
import { type Place, type Ran, World } from './world.ts';

export interface Step {
  readonly on?: string;
  /** Without these two nothing is done: time passes, and one looks. */
  readonly by?: string;
  readonly do?: string;
  readonly with?: { readonly [parameter: string]: Given };
  /** Answers of views afterwards. */
  readonly expect?: { readonly [view: string]: Given };
  /** The code with which it must fail. */
  readonly refused?: string;
}

export interface Scenario {
  readonly title: Text;
  /** A file of the template, or values. */
  readonly values: string | { readonly [member: string]: unknown };
  readonly on: string;
  /** What actors are called. */
  readonly actors?: { readonly [name: string]: string | Text };
  readonly steps: readonly Step[];
}

/** How a step went. */
export interface Told {
  readonly step: Step;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Code of the refusal, or the name of another failure; undefined if it was done. */
  readonly failed: string | undefined;
  readonly state: string;
  /** Figures behind it, as texts; amounts in major units. */
  readonly figures: { readonly [view: string]: string };
  /** What is not as it was expected. */
  readonly problems: readonly Text[];
}

/** How a scenario went. */
export interface Telling {
  readonly fill: Fill;
  readonly start: { readonly time: number; readonly state: string; readonly figures: Told['figures'] };
  readonly steps: readonly Told[];
}

/** Milliseconds of a day or a moment. @throws Usage TEMPLATE_INVALID */
export function timeOf(text: string): number {
  const day = dayFrom(text);
  const time = day === undefined ? momentFrom(text) : day * DAY + NOON;
  if (time === undefined) throw new Usage('TEMPLATE_INVALID', `${JSON.stringify(text)} is neither a day nor a time`);
  return time;
}

const DAY = 86_400_000;
/** A step on a day happens at this hour of it. */
const NOON = 43_200_000;

/** When samples are filled in and searches begin, unless the template says. */
const START = '2026-01-05';

/** Milliseconds of that day. @throws Usage TEMPLATE_INVALID */
export function beginning({ manifest }: Pick<Template, 'manifest'>): number {
  return timeOf(manifest.explore.on ?? START);
}

/** Reads a scenario of a file. @throws Usage FILE_UNREADABLE, TEMPLATE_INVALID */
export function readScenario(template: Template, file: string): Scenario {
  return checkScenario(readPart(template, file), file);
}

/** All that a step may say: a word that nobody reads would be an expectation that nothing fails. */
const MEMBERS = ['on', 'by', 'do', 'with', 'expect', 'refused'];

/** @throws Usage TEMPLATE_INVALID unless it has the members of a scenario */
export function checkScenario(json: unknown, file: string): Scenario {
  const scenario = json as Partial<Scenario> | null;
  const isWhole =
    typeof scenario === 'object' &&
    scenario !== null &&
    typeof scenario.on === 'string' &&
    Array.isArray(scenario.steps) &&
    scenario.values !== undefined;
  if (!isWhole) throw new Usage('TEMPLATE_INVALID', `${file}: a scenario has title, values, on and steps`);
  scenario.steps!.forEach((step: Partial<Step>, i) => {
    if (typeof step !== 'object' || step === null)
      throw new Usage('TEMPLATE_INVALID', `${file}: step ${i + 1} is no object`);
    for (const name of Object.keys(step))
      if (!MEMBERS.includes(name)) throw new Usage('TEMPLATE_INVALID', `${file}: step ${i + 1} has a member ${name}`);
    if (typeof step.by !== typeof step.do)
      throw new Usage('TEMPLATE_INVALID', `${file}: step ${i + 1} has one of \`by\` and \`do\` only`);
  });
  return { title: { en: file, zh: file }, ...scenario } as Scenario;
}

/** Values of a scenario, at the time at which it begins. @throws Usage VALUE_INVALID */
export function fillOf(template: Template, values: Scenario['values'], time: number): Fill {
  const document = typeof values === 'string' ? readPart(template, values) : values;
  const { fill, problems } = readValues(template.manifest, document, clockAt(time), { accounts: false });
  if (fill === undefined)
    throw new Usage('VALUE_INVALID', problems.map((problem) => problemText(problem, 'en')).join('\n'));
  return fill;
}

export function clockAt(time: number): Clock {
  return { day: Math.floor(time / DAY), time };
}

/**
 * Runs a scenario, with its own values or with others: then nobody knows what figures to expect.
 * @throws Usage TEMPLATE_INVALID if a step cannot be read, VALUE_INVALID if the values are not lawful; CompileError
 */
export async function runScenario(template: Template, scenario: Scenario, values?: Fill): Promise<Telling> {
  const time = timeOf(scenario.on);
  const fill = values ?? fillOf(template, scenario.values, time);
  const actors = Object.keys(scenario.actors ?? {});
  const { world, place: first } = await World.begin(template, fill, { actors, time });
  let place = first;
  const start = { time, ...seen(world, place) };
  const steps: Told[] = [];
  for (const [i, step] of scenario.steps.entries()) {
    place = moved(place, step, i);
    const ran = step.do === undefined ? undefined : orNumbered(i, () => done(world, place, step, actors));
    place = ran?.place ?? place;
    const failed = ran === undefined || ran.status === STATUS.OK ? undefined : (ran.refusal ?? statusName(ran.status));
    steps.push({
      step,
      time: place.time,
      failed,
      ...seen(world, place),
      problems: judged(world, place, values === undefined ? step : { ...step, expect: {} }, failed),
    });
  }
  return { fill, start, steps };
}

/** @throws Usage TEMPLATE_INVALID if it cannot be read */
function done(
  world: World,
  place: Place,
  { by = '', do: method = '', with: given = {} }: Step,
  actors: readonly string[],
): Ran {
  if (!Object.hasOwn(world.fill.parties, by) && !actors.includes(by))
    throw new Usage('TEMPLATE_INVALID', `${by} is neither a party nor an actor`);
  return world.act(place, by, method, given);
}

function moved(place: Place, { on }: Step, i: number): Place {
  // Two steps at the same time are one millisecond apart, as blocks are.
  const time = on === undefined ? place.time : orNumbered(i, () => timeOf(on));
  if (clockAt(time).day < clockAt(place.time).day)
    throw new Usage('TEMPLATE_INVALID', `step ${i + 1}: ${on} is before the step that it follows`);
  return { ...place, time: Math.max(time, place.time + 1) };
}

function orNumbered<T>(i: number, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof Usage) throw new Usage(error.id, `step ${i + 1}: ${error.detail}`);
    throw error;
  }
}

function seen(world: World, place: Place): Pick<Told, 'state' | 'figures'> {
  const { manifest, fill } = world;
  const figures = Object.keys(manifest.figures).map((view) => {
    const { returns } = methodOf(world.abi, view);
    const { as } = manifest.figures[view]!;
    const answer = world.ask(place, view);
    const text = as === undefined ? undefined : figureNumber(as, Number(answer));
    return [view, text ?? answerText({ manifest, fill }, returns as Exclude<typeof returns, 'void'>, answer, view)];
  });
  return { state: String(world.ask(place, manifest.states.view)), figures: Object.fromEntries(figures) };
}

function judged(world: World, place: Place, step: Step, failed: string | undefined): Text[] {
  const problems: Text[] = [];
  if (step.refused !== failed)
    problems.push(
      step.refused === undefined
        ? { en: `fails with ${failed}`, zh: `失败：${failed}` }
        : {
            en: `expected ${step.refused}, ${failed === undefined ? 'and it was done' : `not ${failed}`}`,
            zh: `应被拒绝（${step.refused}），${failed === undefined ? '却已完成' : `实为 ${failed}`}`,
          },
    );
  for (const [view, expected] of Object.entries(step.expect ?? {})) {
    const { returns } = methodOf(world.abi, view);
    const answer: Value = world.ask(place, view);
    const text = answerText(world, returns as Exclude<typeof returns, 'void'>, answer, view, expected);
    const wanted = expectedText(expected);
    if (text !== wanted)
      problems.push({ en: `${view} is ${text}, expected ${wanted}`, zh: `${view} 为 ${text}，应为 ${wanted}` });
  }
  return problems;
}
