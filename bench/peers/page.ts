// The comparison as a text for terminals and as Markdown: where, who, and a table for each work.
import type { Colours } from '../../cli/print.ts';
import { table as columns } from '../../cli/table.ts';
import { middle } from '../figure.ts';
import { readable } from '../report.ts';
import { figuresOf, idOf, outcomeOf } from './figures.ts';
import { KERNEL_WORKS, OURS, type Outcome, PEERS, type Peer, type Results, WORKS, type Work } from './works.ts';

const PLAYERS = [OURS, ...PEERS];

/** All tables, under a line on the machine. */
export function pageOf(results: Results, where: string): string {
  const transfers = WORKS.filter(({ id }) => id.startsWith('transfer.'));
  const parts = [
    where,
    'Medians of the runs, with the smallest and the largest; “Tallystick is” tells how many times faster it was, as the median of the ratios of neighbouring runs.',
    players(results),
    ...transfers.map((work) => transferTable(results, work)),
    kernelTable(results),
    ratioTable(results),
  ];
  return `${parts.join('\n\n')}\n`;
}

const table = (head: readonly string[], rule: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

function players({ versions }: Results): string {
  const rows = PLAYERS.map((peer) => [peer.title, versions[peer.id] ?? '–', peer.how]);
  return table(['who', 'version', 'how'], ['---', '---', '---'], rows);
}

const upper = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);

function transferTable(results: Results, work: Work): string {
  const head = ['who', work.unit, 'min', 'max', 'runs', 'Tallystick is', 'cores', 'memory, MiB', 'figure'];
  const rule = ['---', '---:', '---:', '---:', '---:', '---:', '---:', '---:', '---'];
  const rows = PLAYERS.map((peer) => transferRow(peer, work, outcomeOf(results, peer, work)));
  return `**${upper(work.text)}**\n\n${table(head, rule, rows)}`;
}

function transferRow(peer: Peer, work: Work, outcome: Outcome | undefined): string[] {
  if (!outcome || outcome.missing !== undefined || outcome.values.length === 0) {
    return [peer.title, '–', '', '', '', '', '', '', outcome?.missing ?? 'not measured'];
  }
  const { values, cores, memory } = outcome;
  const numbers = [middle(values), Math.min(...values), Math.max(...values)].map(readable);
  const rest = [cores === undefined ? '' : cores.toFixed(1), memory === undefined ? '' : readable(memory)];
  return [peer.title, ...numbers, String(values.length), ratioText(outcome), ...rest, `\`${idOf(peer, work)}\``];
}

function ratioText({ ratios }: Outcome): string {
  return ratios.length > 0 ? `${readable(middle(ratios))} ×` : '';
}

function kernelTable(results: Results): string {
  const head = ['ms', ...KERNEL_WORKS.map(({ id }) => `\`${id}\``)];
  const rule = ['---', ...KERNEL_WORKS.map(() => '---:')];
  const rows = PLAYERS.map((peer) => [
    peer.title,
    ...KERNEL_WORKS.map((work) => kernelCell(outcomeOf(results, peer, work))),
  ]);
  const texts = KERNEL_WORKS.map(({ text }) => text).join('; ');
  return `**Kernels: ${texts}**\n\n${table(head, rule, rows)}\n\n${reasons(results)}`;
}

function kernelCell(outcome: Outcome | undefined): string {
  if (!outcome || outcome.missing !== undefined || outcome.values.length === 0) return '–';
  const { values } = outcome;
  const span = `${readable(middle(values))} [${readable(Math.min(...values))}–${readable(Math.max(...values))}]`;
  const ratio = ratioText(outcome);
  return ratio === '' ? span : `${span} ${ratio}`;
}

/** Why there are dashes, each reason of a peer once. */
function reasons(results: Results): string {
  const lines = PLAYERS.flatMap((peer) => {
    const missing = KERNEL_WORKS.map(
      (work) => [work.id.split('.')[1]!, outcomeOf(results, peer, work)?.missing] as const,
    );
    const texts = new Set(missing.map(([, why]) => why).filter((why) => why !== undefined));
    return [...texts].map((text) => {
      const names = missing.filter(([, why]) => why === text).map(([name]) => name);
      return `- ${peer.title}, ${names.length === KERNEL_WORKS.length ? 'all kernels' : names.join(', ')}: ${text}`;
    });
  });
  return lines.length > 0 ? `Dashes:\n\n${lines.join('\n')}` : 'Everybody ran every kernel.';
}

function ratioTable(results: Results): string {
  const ratios = figuresOf(results).filter(({ unit }) => unit === '×');
  const rows = ratios.map(({ id, value, runs, min, max }) => [
    `\`${id}\``,
    ...[value, min, max].map(readable),
    String(runs),
  ]);
  return table(['figure', '×', 'min', 'max', 'pairs of runs'], ['---', '---:', '---:', '---:', '---:'], rows);
}

/** The same for a terminal, shorter: who, how quick, and how many times faster Tallystick was. */
export function textOf(results: Results, where: string, colours: Colours): string {
  const works = WORKS.map((work) => {
    const rows = PLAYERS.map((peer) => textRow(peer, outcomeOf(results, peer, work)));
    return `${upper(work.text)}\n${columns(['who', work.unit, 'min', 'max', 'runs', 'ours is', ''], rows, colours, [1, 2, 3, 4, 5])}`;
  });
  const ratios = figuresOf(results).filter(({ unit }) => unit === '×');
  const lines = ratios.map(({ id, value, min, max, runs }) => [id, ...[value, min, max].map(readable), String(runs)]);
  const last = columns(['figure', '×', 'min', 'max', 'runs'], lines, colours, [1, 2, 3, 4]);
  return `${[where, ...works, last].join('\n\n')}\n`;
}

function textRow({ title }: Peer, outcome: Outcome | undefined): string[] {
  if (!outcome || outcome.values.length === 0) return [title, '–', '', '', '', '', outcome?.missing ?? 'not measured'];
  const { values } = outcome;
  const numbers = [middle(values), Math.min(...values), Math.max(...values)].map(readable);
  return [title, ...numbers, String(values.length), ratioText(outcome), ''];
}
