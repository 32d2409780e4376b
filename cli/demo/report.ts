// The report: what the demonstration came to, as a short table for people and as one document for programs.
import Table from 'cli-table3';
import { toHex } from '../../engine/base/bytes.ts';
import { formatMoney } from '../../engine/template/currency.ts';
import type { Language, Text } from '../../engine/template/text.ts';
import { type Colours, grouped } from '../print.ts';
import type { StepKind } from './plan.ts';
import type { DemoResult } from './run.ts';
import { COUNTED, LABELS, SENTENCES } from './text.ts';

/** Everything, amounts in minor units. */
export function demoDocument(result: DemoResult): object {
  const { csv, checked, folder, artifacts, plan, executed, head, replayed, parties, books } = result;
  return {
    match: replayed.match,
    csv,
    invoices: checked.invoices.length,
    skipped: checked.bad,
    dir: folder.dir,
    chain: folder.chain,
    genesis: head.chain,
    contracts: { token: artifacts.token.codeId, receivable: artifacts.receivable.codeId },
    parties: parties.length,
    steps: stepCounts(result),
    currencies: plan.sums,
    books,
    height: head.height,
    blocks: head.height + 1,
    transactions: result.transactions,
    gasUsed: BigInt(result.gasUsed),
    hash: head.hash,
    stateRoot: head.header.stateRoot,
    measured: { transactions: executed.transactions, ...pace(executed) },
    replay: replayed,
  };
}

function pace({ transactions, milliseconds }: DemoResult['executed']): { seconds: number; perSecond: number } {
  return { seconds: Math.round(milliseconds) / 1000, perSecond: Math.round((transactions * 1000) / milliseconds) };
}

function stepCounts({ plan }: DemoResult): Partial<Record<StepKind, number>> {
  const counts: Partial<Record<StepKind, number>> = {};
  for (const { kind, steps } of plan.stages) counts[kind] = (counts[kind] ?? 0) + steps.length;
  return counts;
}

/** Two tables of at most 80 columns, unless the money or a path is longer: sums by currency, then facts. */
export function demoText(result: DemoResult, language: Language, colours: Colours): string {
  const facts = bare({ middle: '  ' });
  for (const [label, text] of factsOf(result, language, colours))
    facts.push([colours.dim(LABELS[label][language]), text]);
  const text = ['', sumsTable(result, language, colours), '', facts.toString(), ''].join('\n');
  return text.replace(/ +$/gm, '');
}

function factsOf(result: DemoResult, language: Language, colours: Colours): [keyof typeof LABELS, string][] {
  const { checked, executed, head, replayed, folder } = result;
  const tell = (text: Text) => text[language];
  const count = (pick: (invoice: (typeof checked.invoices)[number]) => unknown[]) =>
    new Set(checked.invoices.flatMap(pick)).size;
  const tiers = count(({ tier }) => [tier]);
  const companies = count(({ obligor, supplier }) => [obligor.lei, supplier.lei]);
  const { perSecond, seconds } = pace(executed);
  const replay = colours.green(colours.bold(tell(SENTENCES.match)));
  return [
    ['invoices', tell(SENTENCES.invoices(checked.invoices.length, tiers, companies, skippedRows(result)))],
    ['steps', stepsText(result, language)],
    ['books', tell(SENTENCES.books)],
    ['chain', tell(SENTENCES.chain(...figures(result)))],
    ['speed', tell(SENTENCES.speed(grouped(perSecond), seconds.toFixed(1)))],
    ['genesis', toHex(head.chain)],
    ['stateRoot', toHex(head.header.stateRoot)],
    ['replay', `${replay}${tell(SENTENCES.replay((replayed.milliseconds / 1000).toFixed(1)))}`],
    ['folder', folder.dir],
  ];
}

function skippedRows({ checked }: DemoResult): number {
  return new Set(checked.bad.map(({ row }) => row)).size;
}

function figures({ head, transactions, gasUsed }: DemoResult): [string, string, string] {
  return [grouped(head.height + 1), grouped(transactions), grouped(gasUsed)];
}

// Two lines: what became of the certificates, then what was paid for them.
function stepsText(result: DemoResult, language: Language): string {
  const counts = stepCounts(result);
  const told = Object.entries(COUNTED).map(
    ([kind, text]) => `${grouped(counts[kind as StepKind] ?? 0)} ${text[language]}`,
  );
  const comma = language === 'zh' ? '，' : ', ';
  return `${told.slice(0, 3).join(comma)}\n${told.slice(3).join(comma)}`;
}

function sumsTable({ plan }: DemoResult, language: Language, colours: Colours): string {
  const columns = ['currency', 'certificates', 'issued', 'financed', 'settled', 'outstanding'] as const;
  const table = bare(
    { middle: '  ' },
    columns.map((_, i) => (i === 0 ? 'left' : 'right')),
  );
  table.push(columns.map((column) => colours.dim(LABELS[column][language])));
  for (const { currency, decimals, certificates, issued, financed, settled, outstanding } of plan.sums) {
    const money = [issued, financed, settled, outstanding].map((minor) => formatMoney(minor, decimals, ','));
    table.push([colours.bold(currency), grouped(certificates), ...money]);
  }
  return table.toString();
}

/** A table without lines; cells keep their own line breaks. */
function bare(chars: { readonly middle: string }, colAligns: ('left' | 'right')[] = []): InstanceType<typeof Table> {
  const lines = ['top', 'bottom', 'left', 'right', 'mid', 'top-mid', 'bottom-mid', 'left-mid', 'right-mid', 'mid-mid'];
  const corners = ['top-left', 'top-right', 'bottom-left', 'bottom-right'];
  const none = Object.fromEntries([...lines, ...corners].map((name) => [name, '']));
  const style = { 'padding-left': 0, 'padding-right': 0, border: [] };
  return new Table({ chars: { ...none, ...chars }, colAligns, style });
}
