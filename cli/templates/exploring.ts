// `tally template explore`: everything that can happen to an instance, and what of it must not.
import { type Exploration, type Found, prepareSearch } from '../../engine/simulate/explore.ts';
import type { Move } from '../../engine/simulate/graph.ts';
import { beginning } from '../../engine/simulate/scenario.ts';
import { formatMoment } from '../../engine/template/dates.ts';
import { roleTitle } from '../../engine/template/diagram.ts';
import { openTemplate, type Template } from '../../engine/template/folder.ts';
import type { Given } from '../../engine/template/manifest.ts';
import { type Act, textOption } from '../command.ts';
import { EXIT } from '../exit.ts';
import { counted, grouped } from '../print.ts';
import { type Session, wholeNumber } from '../session.ts';
import { tryingFill } from './trying.ts';
import { FAULT_TEXTS, WORDS } from './words.ts';

/** Distinct states that are walked unless more or fewer are wanted. */
const STATES = 10_000;

export const explore: Act = async (session, [word], options) => {
  const { output } = session;
  const template = openTemplate(word!);
  const states = textOption(options, 'states');
  const bound = states === undefined ? STATES : wholeNumber(states, '--states');
  const { values } = template.manifest.explore;
  const tried = tryingFill(session, template, options, values, beginning(template), false);
  const own = tried === undefined ? {} : { fill: tried.fill, time: tried.clock.time };
  const progress = (count: number, steps: number) => output.progress(`${grouped(count)} / ${grouped(steps)}`);
  const walk = await prepareSearch(template, { states: bound, ...own, progress });
  const begun = process.hrtime.bigint();
  const done = walk();
  const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
  output.progress('');
  output.result(exploreDocument(done, seconds), explorationText(session, template, done));
  output.note(`${seconds.toFixed(1)} s, ${grouped(Math.round(done.steps / seconds))} / s`);
  return done.found.length > 0 ? EXIT.build : undefined;
};

function explorationText(session: Session, template: Template, done: Exploration): string {
  const { output, language } = session;
  const { found, isWhole, unmet, untaken } = done;
  const en = language === 'en';
  const sums = en
    ? `${counted(done.states, 'state')} checked (${isWhole ? 'all there are' : 'the limit; --states takes more'}), ${counted(done.steps, 'step')}`
    : `已检查 ${grouped(done.states)} 个状态（${isWhole ? '已穷尽' : '达到上限，可加 --states'}），${grouped(done.steps)} 步`;
  const none = en ? 'nothing found that must not happen' : '未发现不应发生的情形';
  const some = en
    ? `${counted(found.length, 'thing')} found that must not happen`
    : `发现 ${found.length} 种不应发生的情形`;
  const verdict = found.length === 0 ? none : some;
  const titles = template.manifest.states.list;
  const mark = found.length === 0 ? output.colours.green('✓') : output.colours.red('✗');
  const missed = unmet.map((state) => titles[state]!.title[language]).join(en ? ', ' : '、');
  const ways = untaken
    .map(({ title, from }) => `${title[language]} (${from.map((state) => titles[state]!.title[language]).join(', ')})`)
    .join(en ? ', ' : '、');
  return [
    `${mark} ${verdict}${en ? '; ' : '；'}${sums}`,
    ...found.map((each) => foundText(session, template, each)),
    ...(missed === '' ? [] : [`${en ? 'states that were not met: ' : '未到达的状态：'}${missed}`]),
    ...(ways === '' ? [] : [`${en ? 'ways that were not taken: ' : '未经过的状态变化：'}${ways}`]),
  ].join('\n');
}

function exploreDocument({ states, steps, isWhole, found, unmet, untaken }: Exploration, seconds: number): object {
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
