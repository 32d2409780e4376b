// `tally template simulate` and `explore`: worked cases, and everything that can happen.
import { readFileSync } from 'node:fs';
import { parse as parseCsv } from 'csv-parse/sync';
import { Usage } from '../../engine/base/errors.ts';
import { type Found, explore as walk } from '../../engine/simulate/explore.ts';
import type { Move } from '../../engine/simulate/graph.ts';
import {
  beginning,
  checkScenario,
  clockAt,
  fillOf,
  readScenario,
  runScenario,
  type Scenario,
  type Telling,
  timeOf,
} from '../../engine/simulate/scenario.ts';
import { formatMoment } from '../../engine/template/dates.ts';
import { roleTitle } from '../../engine/template/diagram.ts';
import { documentOf, type Fill } from '../../engine/template/fill.ts';
import { openTemplate, readPart, type Template } from '../../engine/template/folder.ts';
import type { Given } from '../../engine/template/manifest.ts';
import { readValues } from '../../engine/template/values.ts';
import { type Act, type Options, textOption } from '../command.ts';
import { EXIT } from '../exit.ts';
import { counted, grouped } from '../print.ts';
import { type Session, wholeNumber } from '../session.ts';
import { table } from '../table.ts';
import { draftOf, textFile, ValueProblems, withSets } from './input.ts';
import { FAULT_TEXTS, WORDS } from './words.ts';

export const simulate: Act = async (session, [word], options) => {
  const template = openTemplate(word!);
  const scenario = scenarioOf(template, options);
  const time = timeOf(scenario.on);
  const own = typeof scenario.values === 'string' ? readPart(template, scenario.values) : scenario.values;
  const isOther = ['values', 'sample', 'set'].some((option) => options[option] !== undefined);
  const named = draftOf(template, { ...options, set: undefined }, clockAt(time));
  const base = Object.keys(named).length > 0 ? named : (structuredClone(own) as Record<string, unknown>);
  const fill = isOther ? lawful(session, template, withSets(template, base, options), time) : undefined;
  const telling = await runScenario(template, scenario, fill);
  const { output } = session;
  output.result(documentFor(telling), tellingText(session, template, telling));
  // With other values what was expected of the first ones does not count.
  return !isOther && telling.steps.some(({ problems }) => problems.length > 0) ? EXIT.build : undefined;
};

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
    problems,
  }));
  return { values: documentOf(fill), start: { ...start, time: formatMoment(start.time) }, steps: shown };
}

function tellingText({ output, language }: Session, { manifest }: Template, { start, steps }: Telling): string {
  const { colours } = output;
  const views = Object.keys(manifest.figures);
  const head = [
    '',
    WORDS.time[language],
    WORDS.who[language],
    WORDS.does[language],
    WORDS.state[language],
    ...views.map((view) => manifest.figures[view]![language]),
  ];
  const stateText = (state: string) => manifest.states.list[state]?.title[language] ?? state;
  const timeText = (time: number) => formatMoment(time).slice(0, 16).replace('T', ' ');
  const first = [
    '',
    timeText(start.time),
    '',
    WORDS.start[language],
    stateText(start.state),
    ...views.map((view) => start.figures[view]!),
  ];
  const rows = steps.map(({ step, time, failed, state, figures, problems }, i) => {
    const mark =
      problems.length > 0 ? colours.red('✗') : failed === undefined ? colours.green('✓') : colours.yellow('–');
    const does = failed === undefined ? step.do : `${step.do}  ${WORDS.refused[language]} ${failed}`;
    return [
      `${mark} ${i + 1}`,
      timeText(time),
      roleTitle(manifest, step.by, language),
      does,
      stateText(state),
      ...views.map((view) => figures[view]!),
    ];
  });
  const right = views.map((_, i) => i + 5);
  const wrong = steps.flatMap(({ problems }, i) =>
    problems.map((problem) => colours.red(`${WORDS.step[language]} ${i + 1}: ${problem}`)),
  );
  return [table(head, [first, ...rows], colours, right), ...wrong].join('\n');
}

/** Distinct states that are walked unless more or fewer are wanted. */
const STATES = 10_000;

export const explore: Act = async (session, [word], options) => {
  const { output, language } = session;
  const template = openTemplate(word!);
  const states = textOption(options, 'states');
  const bound = states === undefined ? STATES : wholeNumber(states, '--states');
  const { explore: plan } = template.manifest;
  const time = beginning(template);
  const isOther = ['values', 'sample', 'set'].some((option) => options[option] !== undefined);
  const named = draftOf(template, { ...options, set: undefined }, clockAt(time));
  const base =
    Object.keys(named).length > 0
      ? named
      : (structuredClone(readPart(template, plan.values)) as Record<string, unknown>);
  const fill = isOther
    ? lawful(session, template, withSets(template, base, options), time)
    : fillOf(template, plan.values, time);
  const begun = process.hrtime.bigint();
  const progress = (count: number, steps: number) => output.progress(`${grouped(count)} / ${grouped(steps)}`);
  const done = await walk(template, { states: bound, fill, progress });
  const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
  output.progress('');
  const { found, isWhole, unmet, untaken, steps } = done;
  const speed = `${seconds.toFixed(1)} s, ${grouped(Math.round(steps / seconds))} / s`;
  const whole =
    language === 'en' ? (isWhole ? 'all there are' : 'and there are more') : isWhole ? '已穷尽' : '尚未穷尽';
  const sums =
    language === 'en'
      ? `${counted(done.states, 'state')} (${whole}), ${counted(steps, 'step')}`
      : `${grouped(done.states)} 个状态（${whole}），${grouped(steps)} 步`;
  const titles = template.manifest.states.list;
  const lines = [
    `${found.length === 0 ? output.colours.green('✓') : output.colours.red('✗')} ${sums}`,
    ...found.map((each) => foundText(session, template, each)),
    ...(unmet.length > 0
      ? [
          `${language === 'en' ? 'states that were not met' : '未到达的状态'}: ${unmet.map((state) => titles[state]!.title[language]).join(', ')}`,
        ]
      : []),
    ...(untaken.length > 0
      ? [
          `${language === 'en' ? 'ways that were not taken' : '未经过的状态变化'}: ${untaken.map(({ method, from }) => `${method} (${from.join(', ')})`).join(', ')}`,
        ]
      : []),
  ];
  output.result(exploreDocument(done, seconds), lines.join('\n'));
  output.note(speed);
  return found.length > 0 ? EXIT.build : undefined;
};

function exploreDocument(
  { states, steps, isWhole, found, unmet, untaken }: Awaited<ReturnType<typeof walk>>,
  seconds: number,
): object {
  const shown = found.map(({ kind, detail, moves }) => ({ kind, detail, moves: moves.map(moveDocument) }));
  return {
    states,
    steps,
    isWhole,
    seconds,
    found: shown,
    unmet,
    untaken: untaken.map(({ method, from, to }) => ({ method, from, to })),
  };
}

function moveDocument(move: Move): object {
  return move.kind === 'wait' ? { wait: formatMoment(move.time) } : { by: move.by, do: move.method, with: move.given };
}

function foundText({ output, language }: Session, { manifest }: Template, { kind, detail, moves }: Found): string {
  const given = (move: { readonly [name: string]: Given }) =>
    Object.entries(move)
      .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
      .join(' ');
  const lines = moves.map((move, i) =>
    move.kind === 'wait'
      ? `  ${i + 1}. ${WORDS.waits[language]} ${formatMoment(move.time).slice(0, 10)}`
      : `  ${i + 1}. ${roleTitle(manifest, move.by, language)}: ${move.method} ${given(move.given)}`.trimEnd(),
  );
  return [`${output.colours.red(kind)} ${FAULT_TEXTS[kind][language]} ${detail}`, ...lines].join('\n');
}
