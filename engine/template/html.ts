// Pages as one file of HTML that needs nothing else, and prints well.
import { escapeHtml, markdownHtml } from './markdown.ts';
import type { Page, Section } from './page.ts';

const STYLE = `
  :root { color-scheme: light; --ink: #1f2a24; --soft: #5c6b62; --line: #d9ddd6; --paper: #fffefb; --tint: #f3f1ea; --green: #2f6b4f; }
  * { box-sizing: border-box; }
  body { margin: 0; background: #e9e7e0; color: var(--ink); font: 15px/1.6 "Noto Serif", Georgia, "Times New Roman", "Noto Serif CJK SC", "Songti SC", SimSun, serif; }
  main { max-width: 52rem; margin: 2rem auto; padding: 3rem 3.5rem; background: var(--paper); box-shadow: 0 1px 6px rgb(0 0 0 / 12%); }
  header { border-bottom: 2px solid var(--green); margin-bottom: 1.6rem; padding-bottom: 1rem; }
  h1 { font-size: 1.65rem; line-height: 1.25; margin: 0 0 .4rem; }
  header p { margin: 0; color: var(--soft); }
  h2 { font-size: 1.08rem; margin: 2rem 0 .6rem; color: var(--green); }
  h3, h4, h5 { font-size: 1rem; margin: 1.3rem 0 .3rem; }
  table { width: 100%; border-collapse: collapse; font-size: .92rem; }
  th { text-align: left; font-weight: 600; color: var(--soft); border-bottom: 1px solid var(--line); }
  th, td { padding: .34rem .7rem .34rem 0; vertical-align: top; }
  td { border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
  .right { text-align: right; padding-right: 1.6rem; font-variant-numeric: tabular-nums; white-space: nowrap; }
  .plain td:first-child { color: var(--soft); width: 38%; }
  .prose:lang(zh) { text-align: justify; }
  .prose li { margin: .25rem 0; }
  figure { margin: 0; text-align: center; }
  figure svg { max-width: 100%; height: auto; }
  footer { margin-top: 2.4rem; padding-top: .8rem; border-top: 1px solid var(--line); color: var(--soft); font: .74rem/1.5 ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
  :lang(zh) { line-height: 1.75; }
  @media (max-width: 40rem) { main { margin: 0; padding: 1.4rem 1.1rem; } }
  @media print {
    @page { size: A4; margin: 20mm 18mm; }
    body { background: none; font-size: 10.5pt; }
    main { max-width: none; margin: 0; padding: 0; box-shadow: none; }
    h2, h3, h4 { break-after: avoid; }
    tr, figure { break-inside: avoid; }
  }
`;

/** A page as HTML. Whatever stands in values is text: no HTML of theirs, no scripts, nothing from elsewhere. */
export function pageHtml({ language, title, subtitle, sections, footer }: Page): string {
  return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<header>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(subtitle)}</p>
</header>
${sections.map(sectionHtml).join('\n')}
<footer>
${footer.map((line) => `<div>${escapeHtml(line)}</div>`).join('\n')}
</footer>
</main>
</body>
</html>
`;
}

function sectionHtml(section: Section): string {
  const title = `<h2>${escapeHtml(section.title)}</h2>`;
  if (section.kind === 'prose')
    return `<section class="prose">\n${title}\n${markdownHtml(section.markdown.replace(/^(#{1,4}) /gm, '##$1 ')).trim()}\n</section>`;
  if (section.kind === 'diagram') return `<section>\n${title}\n<figure>\n${section.svg.trim()}\n</figure>\n</section>`;
  return `<section>\n${title}\n${tableHtml(section)}\n</section>`;
}

function tableHtml({ head, rows, right }: Extract<Section, { kind: 'table' }>): string {
  const cells = (row: readonly string[], tag: 'td' | 'th') =>
    row.map((cell, i) => `<${tag}${right.includes(i) ? ' class="right"' : ''}>${escapeHtml(cell)}</${tag}>`).join('');
  const hasHead = head.some((cell) => cell !== '');
  const top = hasHead ? `<thead><tr>${cells(head, 'th')}</tr></thead>\n` : '';
  const body = rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('\n');
  return `<table${hasHead ? '' : ' class="plain"'}>\n${top}<tbody>\n${body}\n</tbody>\n</table>`;
}
