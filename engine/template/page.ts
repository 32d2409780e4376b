// What a filled-in template is shown as: parties, money, dates, lists, prose and diagram, whatever it is printed on.
import { toHex } from '../base/bytes.ts';
import { diagramLines, diagramSvg } from './diagram.ts';
import { currencyFor, type Entry, type Fill, type Item } from './fill.ts';
import type { Template } from './folder.ts';
import { keyText, parameterHash, proseHash, proseOf } from './instance.ts';
import { type Column, type Field, isChosen, isList, type ListField, type Manifest } from './manifest.ts';
import { comparable, minorUnits, shown } from './meaning.ts';
import { amountInWords } from './money.ts';
import type { Language, Text } from './text.ts';

/** One part of a page. Cells are texts as they are, no Markdown. */
export type Section =
  | {
      readonly kind: 'table';
      readonly title: string;
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
      /** Columns that are numbers, which stand to the right. */
      readonly right: readonly number[];
    }
  | { readonly kind: 'prose'; readonly title: string; readonly markdown: string }
  | { readonly kind: 'diagram'; readonly title: string; readonly svg: string; readonly lines: readonly string[] };

export interface Page {
  readonly language: Language;
  readonly title: string;
  readonly subtitle: string;
  readonly sections: readonly Section[];
  readonly footer: readonly string[];
}

/** A table that the contract computed: rows of a view, by the title of a row of `tables`. */
export interface Computed {
  /** Texts and integers of each row, by field. */
  readonly rows: readonly { readonly [field: string]: string | number | boolean }[];
}

const TITLES = {
  parties: { en: 'Parties', zh: '各方' },
  money: { en: 'Money', zh: '金额' },
  dates: { en: 'Dates', zh: '日期' },
  terms: { en: 'Terms', zh: '条款要素' },
  choices: { en: 'Choices', zh: '选项' },
  prose: { en: 'Agreement', zh: '合同正文' },
  diagram: { en: 'What can happen', zh: '状态流转' },
} as const satisfies Record<string, Text>;

/** What is known beyond the values. */
export interface Known {
  /** By view. */
  readonly computed?: ReadonlyMap<string, Computed>;
  /** State of a running instance. */
  readonly state?: string;
}

/** The page of these values in a language. */
export async function pageOf(
  template: Template,
  fill: Fill,
  language: Language,
  { computed, state }: Known = {},
): Promise<Page> {
  const { manifest } = template;
  const sections: (Section | undefined)[] = [
    partiesOf(manifest, fill, language),
    moneyOf(manifest, fill, language),
    datesOf(manifest, fill, language),
    termsOf(manifest, fill, language),
    ...tablesOf(manifest, fill, language, computed ?? new Map()),
    { kind: 'prose', title: TITLES.prose[language], markdown: proseOf(template, fill)[language] },
    {
      kind: 'diagram',
      title: TITLES.diagram[language],
      svg: await diagramSvg(manifest, fill.options, language, state),
      lines: diagramLines(manifest, fill.options, language),
    },
  ];
  const key = keyText(template, fill);
  return {
    language,
    title: `${manifest.title[language]}${key === '' ? '' : ` ${key}`}`,
    subtitle: manifest.summary[language],
    sections: sections.filter((section) => section !== undefined),
    footer: [
      `${manifest.id} ${manifest.version}`,
      `${language === 'en' ? 'values' : '参数摘要'} ${toHex(parameterHash(template, fill))}`,
      `${language === 'en' ? 'prose' : '正文摘要'} ${toHex(proseHash(template, fill))}`,
    ],
  };
}

/** What somebody must look at before they agree: parties, money, days and choices. */
export function summaryOf(manifest: Manifest, fill: Fill, language: Language): readonly Section[] {
  const choices = Object.entries(manifest.options).map(([option, { title, values }]) => [
    title[language],
    values[fill.options[option]!]![language],
  ]);
  const sections: (Section | undefined)[] = [
    partiesOf(manifest, fill, language),
    moneyOf(manifest, fill, language),
    datesOf(manifest, fill, language),
    choices.length === 0
      ? undefined
      : { kind: 'table', title: TITLES.choices[language], head: ['', ''], rows: choices, right: [] },
  ];
  return sections.filter((section) => section !== undefined);
}

function partiesOf({ parties }: Manifest, fill: Fill, language: Language): Section {
  const en = language === 'en';
  const rows = Object.entries(fill.parties).map(([role, { name, id }]) => [parties[role]!.title[language], name, id]);
  const head = en ? ['Role', 'Name', 'LEI or credit code'] : ['角色', '名称', '识别码'];
  return { kind: 'table', title: TITLES.parties[language], head, rows, right: [] };
}

/** Fields that are no lists, with what was filled in. */
function single(manifest: Manifest, fill: Fill): [string, Field, Entry][] {
  return Object.entries(manifest.parameters.properties).flatMap(([name, field]) => {
    const raw = fill.fields[name];
    return isList(field) || raw === undefined || Array.isArray(raw) ? [] : [[name, field, raw as Entry]];
  });
}

function moneyOf(manifest: Manifest, fill: Fill, language: Language): Section | undefined {
  const rows = single(manifest, fill)
    .filter(([, field]) => field['x-type'] === 'money')
    .map(([name, field, raw]) => {
      const currency = currencyFor(manifest, fill, name);
      const words = amountInWords(minorUnits(String(raw), currency), currency ?? '', language);
      return [field['x-title'][language], shown(field, raw, currency, language), words];
    });
  const head = language === 'en' ? ['', 'Amount', 'In words'] : ['项目', '金额', '大写'];
  return rows.length === 0 ? undefined : { kind: 'table', title: TITLES.money[language], head, rows, right: [1] };
}

/** All dates in their order: a timeline. */
function datesOf(manifest: Manifest, fill: Fill, language: Language): Section | undefined {
  const own = single(manifest, fill)
    .filter(([, field]) => isDate(field))
    .map(([, field, raw]) => dated(field, raw, field['x-title'][language], language));
  const inside = Object.entries(manifest.parameters.properties).flatMap(([name, field]) =>
    isList(field)
      ? ((fill.fields[name] ?? []) as readonly Item[]).flatMap((item) => datesIn(field, item, language))
      : [],
  );
  const rows = [...own, ...inside].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  if (rows.length === 0) return undefined;
  const head = language === 'en' ? ['Date', 'What'] : ['日期', '事项'];
  return { kind: 'table', title: TITLES.dates[language], head, rows: rows.map(({ row }) => row), right: [] };
}

const isDate = (field: Field) => field['x-type'] === 'date' || field['x-type'] === 'moment';

const DAY = 86_400_000n;

function dated(field: Field, raw: Entry, title: string, language: Language): { at: bigint; row: readonly string[] } {
  const order = comparable(field['x-type'], raw, undefined) as bigint;
  return { at: field['x-type'] === 'date' ? order * DAY : order, row: [shown(field, raw, undefined, language), title] };
}

/** An item's dates are called by its first text. */
function datesIn({ items }: ListField, item: Item, language: Language): { at: bigint; row: readonly string[] }[] {
  const fields = Object.entries(items.properties);
  const [naming] = fields.find(([, field]) => field['x-type'] === 'text') ?? [];
  return fields
    .filter(([name, field]) => isDate(field) && item[name] !== undefined)
    .map(([name, field]) => {
      const title = field['x-title'][language];
      const named = naming === undefined ? title : `${title}${language === 'en' ? ': ' : '：'}${String(item[naming])}`;
      return dated(field, item[name]!, named, language);
    });
}

function termsOf(manifest: Manifest, fill: Fill, language: Language): Section {
  const choices = Object.entries(manifest.options).map(([option, { title, values }]) => [
    title[language],
    values[fill.options[option]!]![language],
  ]);
  const others = single(manifest, fill)
    .filter(([, field]) => field['x-type'] !== 'money' && !isDate(field))
    .map(([, field, raw]) => [field['x-title'][language], shown(field, raw, undefined, language)]);
  const head = language === 'en' ? ['', ''] : ['', ''];
  return { kind: 'table', title: TITLES.terms[language], head, rows: [...others, ...choices], right: [] };
}

function tablesOf(
  manifest: Manifest,
  fill: Fill,
  language: Language,
  computed: ReadonlyMap<string, Computed>,
): Section[] {
  return (manifest.tables ?? []).flatMap(({ title, rows, view, columns, running }): Section[] => {
    if (running) return [];
    const field = rows === undefined ? undefined : manifest.parameters.properties[rows];
    if (field && !isChosen(field.only, fill.options)) return [];
    const items = view === undefined ? (fill.fields[rows!] as readonly Item[] | undefined) : computed.get(view)?.rows;
    // A list of what comes later is empty when a contract begins.
    if (items === undefined || items.length === 0) return [];
    const right = numbersAmong(columns);
    const cells = items.map((item) =>
      columns.map((column) => cellOf(manifest, fill, column, item[column.field], language)),
    );
    return [
      { kind: 'table', title: title[language], head: columns.map((each) => each.title[language]), rows: cells, right },
    ];
  });
}

/** Indexes of the columns that have numbers. */
export function numbersAmong(columns: readonly Column[]): number[] {
  return columns.flatMap(({ as }, i) => (as === 'money' || as === 'integer' || as === 'percent' ? [i] : []));
}

function cellOf(
  manifest: Manifest,
  fill: Fill,
  { field, as = 'text', labels = {} }: Column,
  raw: string | number | boolean | undefined,
  language: Language,
): string {
  if (raw === undefined) return '';
  return shown({ 'x-type': as, 'x-labels': labels }, raw, currencyFor(manifest, fill, field), language);
}
