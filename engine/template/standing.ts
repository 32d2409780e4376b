// Where a running instance stands, in words: its state, its figures, and who may do what next, and by when.
import type { AbiMethod } from '../abi/types.ts';
import type { Value } from '../abi/value.ts';
import { formatDay } from './dates.ts';
import { edgesFor, roleTitle } from './diagram.ts';
import { currencyFor, type Fill } from './fill.ts';
import type { Template } from './folder.ts';
import type { Edge } from './manifest.ts';
import { figureNumber, moneyText } from './meaning.ts';
import type { Language } from './text.ts';

/** Answers of views without parameters. */
export interface Answers {
  /** Undefined if there is no such view. */
  method(view: string): AbiMethod | undefined;
  ask(view: string): Promise<Value>;
}

/** Something that may be done next. */
export interface Next {
  readonly method: string;
  readonly title: string;
  /** Who may, by role and name. */
  readonly by: string;
  /** Days as ISO texts; absent where there is no bound. */
  readonly after?: string;
  readonly until?: string;
}

export interface Standing {
  readonly state: string;
  readonly title: string;
  readonly isFinal: boolean;
  readonly figures: readonly { readonly view: string; readonly title: string; readonly text: string }[];
  readonly next: readonly Next[];
}

/** Where an instance stands. Without its values parties are told by their roles only. */
export async function standingOf(
  template: Template,
  fill: Fill | undefined,
  answers: Answers,
  language: Language,
): Promise<Standing> {
  const { manifest } = template;
  const { states } = manifest;
  const state = String(await answers.ask(states.view));
  const figures = await Promise.all(
    Object.entries(manifest.figures).map(async ([view, title]) => ({
      view,
      title: title[language],
      text: figureText(template, fill, view, answers.method(view), await answers.ask(view)),
    })),
  );
  const edges = edgesFor(manifest, fill?.options ?? {}).filter(({ from }) => from.includes(state));
  const next = await Promise.all(edges.map((edge) => nextOf(template, fill, edge, answers, language)));
  const row = states.list[state];
  return { state, title: row?.title[language] ?? state, isFinal: row?.final === true, figures, next };
}

function figureText(
  { manifest }: Template,
  fill: Fill | undefined,
  view: string,
  method: AbiMethod | undefined,
  value: Value,
): string {
  const { as } = manifest.figures[view]!;
  if (as !== undefined) return figureNumber(as, Number(value));
  const currency = fill && currencyFor(manifest, fill, view);
  return method?.returns === 'Amount' && currency !== undefined ? moneyText(value as bigint, currency) : String(value);
}

async function nextOf(
  template: Template,
  fill: Fill | undefined,
  edge: Edge,
  answers: Answers,
  language: Language,
): Promise<Next> {
  const { manifest } = template;
  const by = edge.by.map((role) => {
    const name = fill?.parties[role]?.name;
    const title = roleTitle(manifest, role, language);
    return name === undefined ? title : language === 'en' ? `${title} (${name})` : `${title}（${name}）`;
  });
  const [after, until] = await Promise.all([edge.after, edge.until].map((word) => dayOf(fill, word, answers)));
  return {
    method: edge.method,
    title: edge.title[language],
    by: by.join(language === 'en' ? ' or ' : '或'),
    ...(after === undefined ? {} : { after }),
    ...(until === undefined ? {} : { until }),
  };
}

/** The day that a word names: a value that was filled in, or a view; 0 stands for none. */
async function dayOf(fill: Fill | undefined, word: string | undefined, answers: Answers): Promise<string | undefined> {
  if (word === undefined) return undefined;
  const written = fill?.fields[word];
  if (typeof written === 'string') return written;
  if (answers.method(word) === undefined) return undefined;
  const day = Number(await answers.ask(word));
  return day === 0 ? undefined : formatDay(day);
}
