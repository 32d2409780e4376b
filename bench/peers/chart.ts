// The comparison as a picture: bars for transfers, points on a logarithmic axis for kernels. Plain SVG, for light and dark pages.
import { middle } from '../figure.ts';
import { readable } from '../report.ts';
import { outcomeOf } from './figures.ts';
import { KERNEL_WORKS, OURS, PEERS, type Peer, type Results, WORKS, type Work } from './works.ts';

const WIDTH = 860;
/** Where bars and points begin, behind the names, and how far they may go. */
const LEFT = 210;
const RIGHT = WIDTH - 150;
const ROW = 26;
const BAR = 14;
const HEAD = 34;
const GAP = 22;
const MARGIN = 20;
const PLAYERS = [OURS, ...PEERS];

const STYLE = `
text { font: 13px system-ui, sans-serif; fill: #1f2328; }
.title { font-size: 15px; font-weight: 600; }
.small { font-size: 11px; fill: #59636e; }
.page { fill: #ffffff; }
.line { stroke: #d1d9e0; stroke-width: 1; }
.span { stroke: #1f2328; stroke-width: 1.2; }
.ours { fill: #0969da; } .litesvm { fill: #8250df; } .edr { fill: #bc4c00; }
.anvil { fill: #1a7f37; } .ethereumjs { fill: #bf8700; } .cosmwasm { fill: #bf3989; }
.tag { font-weight: 600; }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc; }
  .small { fill: #9198a1; }
  .page { fill: #0d1117; }
  .line { stroke: #3d444d; }
  .span { stroke: #f0f6fc; }
  .ours { fill: #4493f8; } .litesvm { fill: #ab7df8; } .edr { fill: #db6d28; }
  .anvil { fill: #3fb950; } .ethereumjs { fill: #d29922; } .cosmwasm { fill: #db61a2; }
}`;

/** A part of the picture, and how much height it takes. */
interface Panel {
  readonly height: number;
  readonly marks: readonly string[];
}

/** The whole picture, a document of its own. */
export function chartOf(results: Results, where: string): string {
  const bars = WORKS.filter(({ id }) => id.startsWith('transfer.')).map((work) => barPanel(results, work));
  const panels = [headPanel(where), ...bars, pointPanel(results)];
  let y = MARGIN;
  const groups = panels.map(({ height, marks }) => {
    const group = `<g transform="translate(0 ${y})">\n${marks.join('\n')}\n</g>`;
    y += height + GAP;
    return group;
  });
  const open = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" width="${WIDTH}" height="${y}" role="img" aria-label="Tallystick and its peers">`;
  const page = `<rect class="page" x="0" y="0" width="${WIDTH}" height="${y}"/>`;
  return `${[open, `<style>${STYLE}\n</style>`, page, ...groups, '</svg>'].join('\n')}\n`;
}

function headPanel(where: string): Panel {
  const title = text(MARGIN, 12, 'Tallystick and its peers, side by side', 'title');
  const how = 'Medians of the runs; thin lines reach from the smallest to the largest';
  return { height: 50, marks: [title, text(MARGIN, 32, where, 'small'), text(MARGIN, 48, how, 'small')] };
}

function text(x: number, y: number, words: string, kind = '', anchor = 'start'): string {
  return `<text x="${tidy(x)}" y="${tidy(y)}" class="${kind}" text-anchor="${anchor}">${escaped(words)}</text>`;
}

const line = (kind: string, x1: number, y1: number, x2: number, y2: number) =>
  `<line class="${kind}" x1="${tidy(x1)}" y1="${tidy(y1)}" x2="${tidy(x2)}" y2="${tidy(y2)}"/>`;

const tidy = (value: number) => Math.round(value * 10) / 10;

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const kindOf = ({ id }: Peer) => (id === OURS.id ? 'ours' : id);

/** Names without what stands in brackets behind them. */
const shortName = ({ title }: Peer) => title.replace(/ \(.*\)$/, '');

/** Runs as rates, so that the longer bar is always the quicker; undefined if there are none. */
function ratesOf(results: Results, peer: Peer, work: Work): number[] | undefined {
  const values = outcomeOf(results, peer, work)?.values ?? [];
  if (values.length === 0) return undefined;
  return work.unit === 'tx/s' ? [...values] : values.map((micros) => 1e6 / micros);
}

function barPanel(results: Results, work: Work): Panel {
  const rows = PLAYERS.map((peer) => ({ peer, rates: ratesOf(results, peer, work) }));
  const most = Math.max(1, ...rows.flatMap(({ rates }) => rates ?? []));
  const marks = rows.flatMap(({ peer, rates }, i) => {
    const y = HEAD + i * ROW;
    const name = text(LEFT - 10, y + 12, shortName(peer), peer === OURS ? 'tag' : '', 'end');
    return [
      name,
      ...(rates ? bar(peer, rates, most, y) : [text(LEFT + 6, y + 12, whyNot(results, peer, work), 'small')]),
    ];
  });
  const title = text(MARGIN, 12, titleOf(work), 'tag');
  const axis = line('line', LEFT, HEAD - 6, LEFT, HEAD + rows.length * ROW - 6);
  return { height: HEAD + rows.length * ROW, marks: [title, axis, ...marks] };
}

const TITLES: { readonly [work: string]: string } = {
  'transfer.execution.us': 'Token transfers a second, execution only, 1,000 holders',
  'transfer.execution.us.1m': 'Token transfers a second, execution only, 1,000,000 holders',
  'transfer.signed.tps': 'Signed token transfers a second, end to end, 10,000 senders',
};

const titleOf = ({ id }: Work) => TITLES[id] ?? id;

function bar(peer: Peer, rates: readonly number[], most: number, y: number): string[] {
  const scale = (value: number) => LEFT + ((RIGHT - LEFT) * value) / most;
  const [low, high] = [scale(Math.min(...rates)), scale(Math.max(...rates))];
  const end = scale(middle(rates));
  const width = Math.max(1, end - LEFT);
  return [
    `<rect class="${kindOf(peer)}" x="${LEFT}" y="${y}" width="${tidy(width)}" height="${BAR}"/>`,
    line('span', low, y + BAR / 2, high, y + BAR / 2),
    text(high + 8, y + 12, `${readable(middle(rates))} tx/s`),
  ];
}

function whyNot(results: Results, peer: Peer, work: Work): string {
  const missing = outcomeOf(results, peer, work)?.missing;
  if (missing === undefined) return 'not measured';
  const most = 100;
  return missing.length <= most ? missing : `${missing.slice(0, missing.lastIndexOf(' ', most))} …`;
}

/** Powers of ten around all values. */
function decades(values: readonly number[]): { first: number; last: number } {
  if (values.length === 0) return { first: 0, last: 1 };
  const first = Math.floor(Math.log10(Math.min(...values)));
  return { first, last: Math.max(first + 1, Math.ceil(Math.log10(Math.max(...values)))) };
}

function pointPanel(results: Results): Panel {
  const rows = KERNEL_WORKS.map((work) => ({
    work,
    points: PLAYERS.map((peer) => ({ peer, values: outcomeOf(results, peer, work)?.values ?? [] })).filter(
      ({ values }) => values.length > 0,
    ),
  }));
  const { first, last } = decades(rows.flatMap(({ points }) => points.flatMap(({ values }) => values)));
  const scale = (value: number) => LEFT + ((RIGHT - LEFT) * (Math.log10(value) - first)) / (last - first);
  const bottom = HEAD + rows.length * ROW;
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => first + i).flatMap((power) => [
    line('line', scale(10 ** power), HEAD - 6, scale(10 ** power), bottom),
    text(scale(10 ** power), bottom + 16, axisText(power), 'small', 'middle'),
  ]);
  const marks = rows.flatMap(({ work, points }, i) => {
    const y = HEAD + i * ROW + BAR / 2;
    return [
      text(LEFT - 10, y + 5, work.id.split('.')[1]!, '', 'end'),
      line('line', LEFT, y, RIGHT, y),
      ...points.map(({ peer, values }) => point(peer, scale(middle(values)), y)),
    ];
  });
  const title = text(MARGIN, 12, 'Kernels in a contract, milliseconds a call, logarithmic: left is quicker', 'tag');
  const outside = gaps(results).map((words, i) => text(LEFT, bottom + 62 + i * 16, words, 'small'));
  const height = bottom + 48 + outside.length * 16;
  return { height, marks: [title, ...ticks, ...marks, ...legend(results, bottom + 40), ...outside] };
}

/** Who is not among the points, and why, for kernels that others ran. */
function gaps(results: Results): string[] {
  return PLAYERS.flatMap((peer) => {
    const names = KERNEL_WORKS.filter((work) => outcomeOf(results, peer, work)?.missing !== undefined);
    if (names.length === 0) return [];
    const which = names.length === KERNEL_WORKS.length ? '' : `, ${names.map(({ id }) => id.split('.')[1]).join(', ')}`;
    return [`${shortName(peer)}${which}: ${whyNot(results, peer, names[0]!)}`];
  });
}

function point(peer: Peer, x: number, y: number): string {
  return `<circle class="${kindOf(peer)}" cx="${tidy(x)}" cy="${tidy(y)}" r="${peer === OURS ? 7 : 5.5}"/>`;
}

const axisText = (power: number) => (power < 3 ? `${10 ** power} ms` : `${10 ** (power - 3)} s`);

function legend(results: Results, y: number): string[] {
  const shown = PLAYERS.filter((peer) => KERNEL_WORKS.some((work) => outcomeOf(results, peer, work)?.values.length));
  const step = (WIDTH - MARGIN - LEFT) / Math.max(1, shown.length);
  return shown.flatMap((peer, i) => [
    `<circle class="${kindOf(peer)}" cx="${tidy(LEFT + i * step)}" cy="${y - 4}" r="5"/>`,
    text(LEFT + i * step + 10, y, shortName(peer)),
  ]);
}
