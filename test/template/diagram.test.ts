// Diagrams: the DOT of a shipped template as it is, and names and titles that could be read as something else.
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { diagramLines, diagramSvg, dot, edgesFor, roleTitle, statesFor } from '../../engine/template/diagram.ts';
import { openTemplate } from '../../engine/template/folder.ts';
import { type Loose, manifestWith } from './breaking.ts';

const RECEIVABLE = openTemplate('supply/receivable').manifest;
const CHOICES = { settlement: 'recorded', financing: 'allowed' };

/** A file of this folder is as it was accepted; BLESS=1 accepts anew. */
function expectGolden(file: string, text: string): void {
  const path = new URL(file, import.meta.url);
  if (process.env['BLESS']) writeFileSync(path, text);
  expect(text).toBe(readFileSync(path, 'utf8'));
}

test.each(['en', 'zh'] as const)('the diagram of a receivable in %s is as it was accepted', (language) => {
  expectGolden(`./pages/receivable.${language}.dot`, dot(RECEIVABLE, CHOICES, language, 'LIVE'));
});

test('every way between two states is an arrow, and what stays is in its box', () => {
  const text = dot(RECEIVABLE, CHOICES, 'en');
  for (const edge of edgesFor(RECEIVABLE, CHOICES))
    for (const from of edge.from)
      for (const to of edge.to) {
        const line = text
          .split('\n')
          .find((each) => each.startsWith(from === to ? `  "${from}" [` : `  "${from}" -> "${to}"`));
        expect(line).toContain(edge.title.en);
      }
  expect(text.match(/peripheries=2/g)).toHaveLength(2);
  expect(dot(RECEIVABLE, CHOICES, 'en', 'LIVE').match(/#cfe3d4/g)).toHaveLength(1);
});

test('edges of another choice are left out, with states that only they know', () => {
  const manifest = manifestWith('payment/escrow-milestone', (m) => {
    for (const edge of m.states.edges) if (edge.method === 'dispute') edge.only = { settlement: 'token' };
  });
  const methods = (settlement: string) => edgesFor(manifest, { settlement }).map(({ method }) => method);
  expect(methods('token')).toContain('dispute');
  expect(methods('recorded')).not.toContain('dispute');
  expect(
    statesFor(
      manifest,
      edgesFor(manifest, {}).filter(({ method }) => method === 'cancel'),
    ),
  ).toEqual(['OPEN', 'FUNDING', 'CANCELLED']);
});

test('states that are called like words of DOT are states all the same', async () => {
  const rename = (word: string) => (m: Loose) => {
    const text = JSON.stringify(m.states).replaceAll('"DISPUTED"', `"${word}"`);
    m.states = JSON.parse(text);
  };
  for (const word of ['node', 'EDGE', 'graph', 'digraph', 'subgraph', 'strict', 'start', '_']) {
    const manifest = manifestWith('payment/escrow-milestone', rename(word));
    const svg = await diagramSvg(manifest, { settlement: 'recorded' }, 'en', word);
    const names = [...svg.matchAll(/<title>([^<]*)<\/title>/g)].map(([, name]) => name);
    expect(names).toContain(word);
    expect(names.filter((name) => !name!.includes('&#45;&gt;') && name !== '%3' && name !== '*').sort()).toEqual(
      Object.keys(manifest.states.list).sort(),
    );
    expect(svg).toContain('#cfe3d4');
  }
});

test('titles with characters of XML are drawn as they are', async () => {
  const title = { en: 'A <b>bold</b> & "quoted" <script>x</script>', zh: '<' };
  const manifest = manifestWith('payment/escrow-milestone', (m) => {
    m.states.list.OPEN.title = title;
    for (const edge of m.states.edges) edge.title = title;
  });
  for (const language of ['en', 'zh'] as const) {
    const svg = await diagramSvg(manifest, { settlement: 'recorded' }, language);
    expect(svg).not.toMatch(/<(script|b|a|image)\b/);
    expect(svg.startsWith('<svg')).toBe(true);
  }
});

test('each way is a line that says who may take it', () => {
  const lines = diagramLines(RECEIVABLE, CHOICES, 'en');
  expect(lines).toHaveLength(RECEIVABLE.states.edges.length);
  const lapse = RECEIVABLE.states.edges.findIndex(({ method }) => method === 'lapse');
  expect(lines[lapse]).toBe(
    'Prepared / Issued, to be accepted → Cancelled: End what was not accepted in time (anyone)',
  );
  expect(diagramLines(RECEIVABLE, CHOICES, 'zh')[lapse]).toBe(
    '待开立 / 已开立待签收 → 已作废：逾期未签收失效（任何人）',
  );
  expect(roleTitle(RECEIVABLE, 'holder', 'zh')).toBe('份额持有人');
  expect(roleTitle(RECEIVABLE, 'nobody', 'en')).toBe('nobody');
});
