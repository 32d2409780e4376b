// Where a running instance stands, in words: its state, its figures, and who may do what next, and by when.
import { type AbiMethod, typeText } from '../abi/types.ts';
import type { Struct, Value } from '../abi/value.ts';
import { type Bytes, toHex } from '../base/bytes.ts';
import { formatDay } from './dates.ts';
import { edgesFor, roleTitle } from './diagram.ts';
import { currencyFor, type Fill } from './fill.ts';
import type { Template } from './folder.ts';
import type { Column, Edge, Manifest } from './manifest.ts';
import { figureNumber, moneyText, shown } from './meaning.ts';
import { numbersAmong } from './page.ts';
import type { Language } from './text.ts';

/** What a running instance is asked. */
export interface Answers {
  /** Undefined if there is none of this name. */
  method(name: string): AbiMethod | undefined;
  /** Of a view without parameters. */
  ask(view: string): Promise<Value>;
  /** What people call an address. */
  name(address: Bytes): string;
}

/** Something that may be done next. */
export interface Next {
  readonly method: string;
  readonly title: string;
  /** Who may, by role and name. */
  readonly by: string;
  /** The roles of these. */
  readonly roles: readonly string[];
  /** What it takes, and what people call that. */
  readonly params: readonly { readonly name: string; readonly type: string; readonly title: string }[];
  /** Days as ISO texts; absent where there is no bound. */
  readonly after?: string;
  readonly until?: string;
}

export interface Standing {
  readonly state: string;
  readonly title: string;
  readonly isFinal: boolean;
  readonly figures: readonly { readonly view: string; readonly title: string; readonly text: string }[];
  readonly tables: readonly StandingTable[];
  readonly next: readonly Next[];
}

/** A list that the contract keeps, as it is now. */
export interface StandingTable {
  readonly view: string;
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns of numbers. */
  readonly right: readonly number[];
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
  const told = await Promise.all(edges.map((edge) => nextOf(template, fill, edge, answers, language)));
  // Edges that lead from one state to several are one step for whoever takes it.
  const next = told.filter((each, i) => told.findIndex((other) => isSame(other, each)) === i);
  const tables = await tablesOf(template, fill, answers, language);
  const row = states.list[state];
  return { state, title: row?.title[language] ?? state, isFinal: row?.final === true, figures, tables, next };
}

function isSame(a: Next, b: Next): boolean {
  return a.method === b.method && a.by === b.by && a.after === b.after && a.until === b.until;
}

async function tablesOf(
  { manifest }: Template,
  fill: Fill | undefined,
  answers: Answers,
  language: Language,
): Promise<StandingTable[]> {
  const found: StandingTable[] = [];
  for (const { view, title, columns } of manifest.tables ?? []) {
    if (view === undefined || answers.method(view) === undefined) continue;
    const items = (await answers.ask(view)) as readonly Struct[];
    if (items.length === 0) continue;
    const cell = (item: Struct, column: Column) =>
      cellOf(manifest, fill, column, item[column.field]!, answers, language);
    found.push({
      view,
      title: title[language],
      head: columns.map((column) => column.title[language]),
      rows: items.map((item) => columns.map((column) => cell(item, column))),
      right: numbersAmong(columns),
    });
  }
  return found;
}

function cellOf(
  manifest: Manifest,
  fill: Fill | undefined,
  { field, as, labels }: Column,
  value: Value,
  answers: Answers,
  language: Language,
): string {
  if (as === 'date' || as === 'percent') return figureNumber(as, Number(value));
  if (value instanceof Uint8Array) return value.length === 32 ? answers.name(value) : toHex(value);
  if (typeof value === 'boolean') return shown({ 'x-type': 'boolean' }, value, undefined, language);
  const currency = as === 'money' && fill ? currencyFor(manifest, fill, field) : undefined;
  if (currency !== undefined) return moneyText(value as bigint, currency);
  return labels?.[String(value)]?.[language] ?? String(value);
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
    return name === undefined ? title : language === 'en' ? `${title}, ${name}` : `${title} ${name}`;
  });
  const params = (answers.method(edge.method)?.params ?? []).map(({ name, type }) => {
    return { name, type: typeText(type), title: manifest.arguments?.[name]?.[language] ?? name };
  });
  const [after, until] = await Promise.all([edge.after, edge.until].map((word) => dayOf(fill, word, answers)));
  return {
    method: edge.method,
    title: edge.title[language],
    by: by.join(language === 'en' ? ' or ' : '或'),
    roles: edge.by,
    params,
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
