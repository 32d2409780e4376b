// Pages as Markdown, and Markdown as text for a terminal and as HTML.
import { marked, type Token, type Tokens } from 'marked';
import type { Page, Section } from './page.ts';
import { escapeMarkdown } from './prose.ts';
import { widthOf } from './width.ts';

/** A page as Markdown. The diagram is a list of the ways between states. */
export function pageMarkdown({ title, subtitle, sections, footer }: Page): string {
  const parts = sections.map((section) => `## ${escapeMarkdown(section.title)}\n\n${sectionMarkdown(section)}`);
  const foot = footer.map((line) => `- ${escapeMarkdown(line)}`).join('\n');
  return `# ${escapeMarkdown(title)}\n\n${escapeMarkdown(subtitle)}\n\n${parts.join('\n\n')}\n\n---\n\n${foot}\n`;
}

function sectionMarkdown(section: Section): string {
  if (section.kind === 'prose') return deepened(section.markdown).trim();
  if (section.kind === 'diagram') return section.lines.map((line) => `- ${escapeMarkdown(line)}`).join('\n');
  const { head, rows, right } = section;
  const line = (cells: readonly string[]) => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  const rule = `| ${head.map((_, i) => (right.includes(i) ? '---:' : '---')).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

/** Headings of prose stand below those of the page. */
function deepened(markdown: string): string {
  return markdown.replace(/^(#{1,4}) /gm, '##$1 ');
}

/** Markdown as HTML. HTML in it, links and pictures are shown as the text that they are. */
export function markdownHtml(markdown: string): string {
  return marked.parse(markdown, {
    async: false,
    gfm: true,
    walkTokens: (token) => {
      if (token.type === 'link' || token.type === 'image' || token.type === 'html') asText(token);
    },
  });
}

/** Makes a token of another kind the text that it was written as. */
function asText(token: Token): void {
  const { raw } = token;
  Object.assign(token, { type: 'text', text: escapeHtml(raw), escaped: true, tokens: undefined });
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** How parts of a text are set off; on paper they are not. */
export interface Emphasis {
  heading(text: string): string;
  strong(text: string): string;
}

/** Markdown as lines of text no wider than `width` columns. */
export function markdownText(markdown: string, width: number, emphasis: Emphasis): string {
  return blocks(marked.lexer(markdown), width, emphasis).join('\n\n');
}

function blocks(tokens: readonly Token[], width: number, emphasis: Emphasis): string[] {
  return tokens.flatMap((token) => {
    const text = block(token, width, emphasis);
    return text === undefined ? [] : [text];
  });
}

function block(token: Token, width: number, emphasis: Emphasis): string | undefined {
  switch (token.type) {
    case 'space':
      return undefined;
    case 'hr':
      return '─'.repeat(Math.min(width, 40));
    case 'heading':
      return emphasis.heading(inline((token as Tokens.Heading).tokens, emphasis));
    case 'list':
      return listText(token as Tokens.List, width, emphasis);
    case 'table':
      return tableText(token as Tokens.Table, emphasis);
    case 'blockquote':
      return indented(blocks((token as Tokens.Blockquote).tokens, width - 2, emphasis).join('\n\n'), '│ ', '│ ');
    default:
      return wrapped('tokens' in token && token.tokens ? inline(token.tokens, emphasis) : token.raw.trim(), width);
  }
}

function listText({ items, ordered, start }: Tokens.List, width: number, emphasis: Emphasis): string {
  const lines = items.map((item, i) => {
    const mark = ordered ? `${Number(start || 1) + i}. ` : '• ';
    const inner = blocks(item.tokens, width - mark.length, emphasis).join('\n');
    return indented(inner, mark, ' '.repeat(mark.length));
  });
  return lines.join('\n');
}

function indented(text: string, first: string, others: string): string {
  return text
    .split('\n')
    .map((line, i) => (i === 0 ? first : others) + line)
    .join('\n');
}

function tableText({ header, rows, align }: Tokens.Table, emphasis: Emphasis): string {
  const cells = [header, ...rows].map((row) => row.map((cell) => inline(cell.tokens, emphasis)));
  return columns(
    cells,
    align.map((each) => each === 'right'),
  );
}

/** Rows of cells with their columns in line. */
export function columns(cells: readonly (readonly string[])[], right: readonly boolean[]): string {
  const widths = cells[0]!.map((_, i) => Math.max(...cells.map((row) => widthOf(row[i] ?? ''))));
  return cells
    .map((row) =>
      row
        .map((cell, i) => {
          const pad = ' '.repeat(widths[i]! - widthOf(cell));
          return right[i] ? pad + cell : cell + pad;
        })
        .join('  ')
        .trimEnd(),
    )
    .filter((line) => line !== '')
    .join('\n');
}

function inline(tokens: readonly Token[], emphasis: Emphasis): string {
  return tokens
    .map((token) => {
      if (token.type === 'br') return '\n';
      const inner = 'tokens' in token && token.tokens ? inline(token.tokens, emphasis) : plain(token);
      return token.type === 'strong' ? emphasis.strong(inner) : inner;
    })
    .join('');
}

function plain(token: Token): string {
  return 'text' in token && typeof token.text === 'string' ? token.text : token.raw;
}

/** Breaks lines between words, and between Chinese characters but not before what closes nor behind what opens. */
export function wrapped(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line, width))
    .join('\n');
}

const NO_START = /^[，。、；：？！）》」』】〕〉％…—”’·]/u;
const NO_END = /[（《「『【〔〈“‘]$/u;

function wrapLine(line: string, width: number): string {
  const lines: string[] = [];
  let current: string[] = [];
  for (const piece of piecesOf(line, width)) {
    if (current.length === 0 || widthOf(current.join('')) + widthOf(piece.trimEnd()) <= width) {
      current.push(piece);
      continue;
    }
    const at = breakBefore(current, piece, width);
    lines.push(current.slice(0, at).join('').trimEnd());
    current = [...current.slice(at), piece.trimStart()];
  }
  return [...lines, current.join('').trimEnd()].join('\n');
}

/** Words, spaces and Chinese characters; a word that is wider than a line is cut. */
function piecesOf(line: string, width: number): string[] {
  const pieces = line.match(/[\u2e80-\uffe6]|[^\s\u2e80-\uffe6]+|\s+/gu) ?? [];
  return pieces.flatMap((piece) => {
    if (widthOf(piece) <= width || piece.trim() === '') return [piece];
    const cuts = [''];
    for (const char of piece) {
      if (widthOf(cuts.at(-1)! + char) > width && cuts.at(-1) !== '') cuts.push('');
      cuts[cuts.length - 1] += char;
    }
    return cuts;
  });
}

/** Which piece begins the next line: one before the punctuation that follows or an opening bracket, if there is room for both. */
function breakBefore(pieces: readonly string[], next: string, width: number): number {
  let at = pieces.length;
  if (NO_START.test(next)) {
    at -= 1;
    while (at > 0 && NO_START.test(pieces[at]!)) at--;
  }
  while (at > 0 && NO_END.test(pieces[at - 1]!)) at--;
  const hasRoom = widthOf(pieces.slice(at).join('')) + widthOf(next) <= width;
  return at > 0 && hasRoom ? at : pieces.length;
}
