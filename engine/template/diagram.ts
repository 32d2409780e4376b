// The states of a template as a picture, and as lines of text.
import type { Viz } from '@viz-js/viz';
import { type Choices, type Edge, isChosen, type Manifest } from './manifest.ts';
import type { Language } from './text.ts';

let viz: Promise<Viz> | undefined;

/** The diagram as SVG; `current` is drawn filled. */
export async function diagramSvg(
  manifest: Manifest,
  choices: Choices,
  language: Language,
  current?: string,
): Promise<string> {
  // A megabyte that most commands do without.
  viz ??= import('@viz-js/viz').then(({ instance }) => instance());
  const svg = (await viz).renderString(dot(manifest, choices, language, current), { format: 'svg' });
  return svg.slice(svg.indexOf('<svg')).replace(/<!--.*?-->\n?/gs, '');
}

/** The diagram in the language of Graphviz, names in quotes since some are its words: one arrow between two states, and what leaves a state as it is inside of it. */
export function dot(manifest: Manifest, choices: Choices, language: Language, current?: string): string {
  const { initial, list } = manifest.states;
  const edges = edgesFor(manifest, choices);
  const titles = (from: string, to: string) =>
    unique(
      edges.filter((edge) => edge.from.includes(from) && edge.to.includes(to)).map(({ title }) => title[language]),
    );
  const states = statesFor(manifest, edges);
  const boxes = states.map((state) => {
    const { title, final } = list[state]!;
    const fill = state === current ? ', fillcolor="#cfe3d4"' : '';
    return `  "${state}" [label=${boxLabel(title[language], titles(state, state))}${final ? ', peripheries=2' : ''}${fill}];`;
  });
  const arrows = states.flatMap((from) =>
    states
      .filter((to) => to !== from)
      .flatMap((to) => {
        const lines = titles(from, to);
        return lines.length === 0 ? [] : [`  "${from}" -> "${to}" [label=${arrowLabel(lines)}];`];
      }),
  );
  return [
    'digraph {',
    '  graph [rankdir=TB, bgcolor=transparent, nodesep=0.6, ranksep=0.6, fontname="Arial"];',
    '  node [shape=box, style="rounded,filled", fillcolor="#f6f4ee", color="#3d4a42", fontname="Arial", fontsize=13, margin="0.12,0.04"];',
    '  edge [color="#6b7a70", fontname="Arial", fontsize=10, fontcolor="#3d4a42", arrowsize=0.7];',
    '  "*" [shape=circle, label="", width=0.14, style=filled, fillcolor="#3d4a42"];',
    ...boxes,
    `  "*" -> "${initial}";`,
    ...arrows,
    '}',
    '',
  ].join('\n');
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

/** The name of a state, and below it what can be done without leaving it. */
function boxLabel(title: string, inside: readonly string[]): string {
  const rows = [
    `<b>${padded(title)}</b>`,
    ...inside.map((line) => `<font point-size="10" color="#5c6b62">${padded(line)}</font>`),
  ];
  const cells = rows.map((row) => `<tr><td>${row}</td></tr>`).join('');
  return `<<table border="0" cellborder="0" cellspacing="0" cellpadding="2">${cells}</table>>`;
}

/** What leads along an arrow, a line each. The space keeps it off the arrow. */
function arrowLabel(lines: readonly string[]): string {
  return `<${lines.map((line) => `&#160;${padded(line)}<br align="left"/>`).join('')}>`;
}

/** Each way between states in a line. */
export function diagramLines(manifest: Manifest, choices: Choices, language: Language): string[] {
  const { list } = manifest.states;
  return edgesFor(manifest, choices).map((edge) => {
    const names = (states: readonly string[]) => states.map((state) => list[state]!.title[language]).join(' / ');
    const by = byText(manifest, edge, language);
    return language === 'en'
      ? `${names(edge.from)} → ${names(edge.to)}: ${edge.title.en} (${by})`
      : `${names(edge.from)} → ${names(edge.to)}：${edge.title.zh}（${by}）`;
  });
}

/** Ways that are there with these choices. */
export function edgesFor({ states }: Manifest, choices: Choices): Edge[] {
  return states.edges.filter(({ only }) => isChosen(only, choices));
}

/** States that some way leads to or from. */
export function statesFor({ states }: Manifest, edges: readonly Edge[]): string[] {
  const met = new Set([states.initial, ...edges.flatMap(({ from, to }) => [...from, ...to])]);
  return Object.keys(states.list).filter((state) => met.has(state));
}

/** Who may take a way, in words. */
export function byText(manifest: Manifest, { by }: Pick<Edge, 'by'>, language: Language): string {
  return by.map((role) => roleTitle(manifest, role, language)).join(language === 'en' ? ' or ' : '或');
}

export function roleTitle({ parties, states }: Manifest, role: string, language: Language): string {
  if (role === 'anyone') return language === 'en' ? 'anyone' : '任何人';
  return (parties[role]?.title ?? states.roles?.[role])?.[language] ?? role;
}

// Widths are estimated for Latin letters; a Chinese character needs about twice as much.
function padded(text: string): string {
  const wide = [...text].filter((char) => char > '\u2e7f').length;
  return escapeXml(text) + '&#160;'.repeat(Math.ceil(wide / 2));
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
