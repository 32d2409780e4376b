// What somebody is shown before they agree to it: a contract before it is made, a batch before it is approved.
import { currencyFor, type Fill, titleAt } from '../../engine/template/fill.ts';
import type { Template } from '../../engine/template/folder.ts';
import { keyText } from '../../engine/template/instance.ts';
import { isList, type Manifest } from '../../engine/template/manifest.ts';
import { minorUnits, moneyText, shown } from '../../engine/template/meaning.ts';
import { type Section, summaryOf } from '../../engine/template/page.ts';
import type { Language, Text } from '../../engine/template/text.ts';
import { grouped } from '../print.ts';
import type { Session } from '../session.ts';
import { table } from '../table.ts';

export const MAKE: Text = {
  en: 'Make it? It cannot be changed afterwards',
  zh: '确认创建？创建后不可更改',
};
export const APPROVE: Text = { en: 'Approve these rows?', zh: '确认复核通过？' };

/** A contract that is about to be made, in a few tables. */
export function contractText({ output, language }: Session, { manifest }: Template, fill: Fill): string {
  const parts = summaryOf(manifest, fill, language).map((section) => sectionText(section, output.colours));
  return ['', output.colours.bold(`${manifest.title[language]} ${keyText({ manifest }, fill)}`.trim()), ...parts].join(
    '\n',
  );
}

function sectionText(section: Section, colours: Session['output']['colours']): string {
  if (section.kind !== 'table') return '';
  const { title, head, rows, right } = section;
  const lines = table(head, rows, colours, right).split('\n');
  const body = head.every((cell) => cell === '') ? lines.slice(1) : lines;
  return [colours.bold(title), ...body.map((line) => `  ${line}`)].join('\n');
}

/** Rows of a batch that are shown unless all are wanted. */
const SHOWN = 20;

/** The amount that an agreement is about: the first that must be filled in. */
function mainAmount({ parameters }: Manifest): string | undefined {
  const { properties, required } = parameters;
  return required.find((name) => {
    const field = properties[name];
    return field !== undefined && !isList(field) && field['x-type'] === 'money';
  });
}

/** The last day that an agreement names. */
function lastDay({ parameters }: Manifest, { fields }: Fill): string | undefined {
  const days = Object.entries(parameters.properties).filter(
    ([name, field]) => !isList(field) && field['x-type'] === 'date' && fields[name] !== undefined,
  );
  const sorted = days.map(([name]) => name).sort((a, b) => (String(fields[a]) < String(fields[b]) ? -1 : 1));
  return sorted.at(-1);
}

/** Sums of the main amount by currency. */
export function totalsOf(manifest: Manifest, fills: readonly Fill[]): { readonly [currency: string]: bigint } {
  const name = mainAmount(manifest);
  const totals: Record<string, bigint> = {};
  for (const fill of name === undefined ? [] : fills) {
    const currency = currencyFor(manifest, fill, name!) ?? '';
    totals[currency] = (totals[currency] ?? 0n) + minorUnits(String(fill.fields[name!] ?? '0'), currency);
  }
  return totals;
}

/** A batch: its template, how many rows and how much in all, and the rows. */
export function batchText(
  { output, language }: Session,
  { manifest }: Template,
  fills: readonly Fill[],
  isWhole: boolean,
): string {
  const en = language === 'en';
  const totals = Object.entries(totalsOf(manifest, fills)).map(([currency, sum]) => moneyText(sum, currency));
  const { id, version, title } = manifest;
  const facts = [
    `${title[language]}  ${id} ${version}`,
    `${en ? 'rows' : '行数'}  ${grouped(fills.length)}`,
    ...(totals.length === 0 ? [] : [`${en ? 'total' : '合计'}  ${totals.join(en ? ', ' : '，')}`]),
  ];
  const first = isWhole ? fills : fills.slice(0, SHOWN);
  const more =
    first.length === fills.length
      ? []
      : [
          en
            ? `… and ${grouped(fills.length - first.length)} more: --all`
            : `… 另有 ${grouped(fills.length - first.length)} 行：--all`,
        ];
  return [...facts, rowsText(manifest, first, language, output.colours), ...more].join('\n');
}

function rowsText(
  manifest: Manifest,
  fills: readonly Fill[],
  language: Language,
  colours: Session['output']['colours'],
): string {
  const amount = mainAmount(manifest);
  const day = fills[0] === undefined ? undefined : lastDay(manifest, fills[0]);
  const roles = Object.keys(manifest.parties).slice(0, 2);
  const title = (at: string) => titleAt(manifest, at)[language];
  const number = manifest.key[0];
  const head = [
    number === undefined ? '' : title(number),
    ...roles.map((role) => title(`parties.${role}`)),
    ...(amount === undefined ? [] : [title(amount)]),
    ...(day === undefined ? [] : [title(day)]),
  ];
  const rows = fills.map((fill) => [
    keyText({ manifest }, fill),
    ...roles.map((role) => fill.parties[role]?.name ?? ''),
    ...(amount === undefined ? [] : [amountText(manifest, fill, amount, language)]),
    ...(day === undefined ? [] : [String(fill.fields[day] ?? '')]),
  ]);
  return table(head, rows, colours, amount === undefined ? [] : [roles.length + 1]);
}

function amountText(manifest: Manifest, fill: Fill, name: string, language: Language): string {
  return shown({ 'x-type': 'money' }, String(fill.fields[name] ?? '0'), currencyFor(manifest, fill, name), language);
}
