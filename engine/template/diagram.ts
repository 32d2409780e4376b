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

/** The diagram in the language of Graphviz. */
export function dot(manifest: Manifest, choices: Choices, language: Language, current?: string): string {
  const { initial } = manifest.states;
  const edges = edgesFor(manifest, choices);
  const states = statesFor(manifest, edges).map((state) => {
    const { title, final } = manifest.states.list[state]!;
    const border = final ? ', peripheries=2' : '';
    const fill = state === current ? ', fillcolor="#cfe3d4"' : '';
    return `  ${state} [label=${quote(padded(title[language]))}${border}${fill}];`;
  });
  const arrows = edges.flatMap((edge) =>
    edge.from.flatMap((from) =>
      edge.to.map((to) => `  ${from} -> ${to} [label=${quote(labelOf(manifest, edge, language))}];`),
    ),
  );
  return [
    'digraph {',
    '  graph [rankdir=TB, bgcolor=transparent, nodesep=0.5, ranksep=0.55, fontname="sans-serif"];',
    '  node [shape=box, style="rounded,filled", fillcolor="#f6f4ee", color="#3d4a42", fontname="sans-serif", fontsize=12];',
    '  edge [color="#6b7a70", fontname="sans-serif", fontsize=10, fontcolor="#3d4a42", arrowsize=0.7];',
    '  start [shape=circle, label="", width=0.14, style=filled, fillcolor="#3d4a42"];',
    ...states,
    `  start -> ${initial};`,
    ...arrows,
    '}',
    '',
  ].join('\n');
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

function labelOf(manifest: Manifest, edge: Edge, language: Language): string {
  return `${edge.title[language]}\n${byText(manifest, edge, language)}`;
}

// Widths are estimated for Latin letters; a Chinese character needs twice as much.
function padded(text: string): string {
  const wide = [...text].filter((char) => char > '\u2e7f').length;
  return text + ' '.repeat(wide === 0 ? 0 : Math.ceil(wide / 2));
}

function quote(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
