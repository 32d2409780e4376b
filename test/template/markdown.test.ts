// Pages as Markdown, Markdown as HTML and as text: nothing in it acts, and lines are as wide as they may be.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pageHtml } from '../../engine/template/html.ts';
import {
  columns,
  type Emphasis,
  escapeHtml,
  markdownHtml,
  markdownText,
  pageMarkdown,
  wrapped,
} from '../../engine/template/markdown.ts';
import type { Page } from '../../engine/template/page.ts';
import { padded, widthOf } from '../../engine/template/width.ts';

const PLAIN: Emphasis = { heading: (text) => text, strong: (text) => text };
const EVIL =
  '<script>alert(1)</script><img src=x onerror=alert(1)> [pay](javascript:alert(1)) ![x](http://e.example/x.png) "\'&';

const page = (text: string): Page => ({
  language: 'en',
  title: text,
  subtitle: text,
  sections: [
    { kind: 'table', title: text, head: [text, text], rows: [[text, text]], right: [1] },
    { kind: 'prose', title: text, markdown: `# Head\n\n${text}\n` },
    { kind: 'diagram', title: text, svg: '<svg></svg>', lines: [text] },
  ],
  footer: [text],
});

test('a page with hostile texts has no script, no link, no picture and no handler of theirs', () => {
  const html = pageHtml(page(EVIL));
  expect(html).not.toMatch(/<(script|img|a|iframe|object|link|form)\b/i);
  expect(html.match(/<[^>]*\bon\w+=/g)).toBeNull();
  expect(html.match(/<[^>]*(href|src)=/g)).toBeNull();
  expect(html).toContain("default-src 'none'");
  expect(html.split('&lt;script&gt;alert(1)&lt;/script&gt;')).toHaveLength(13);
});

test('a page of Markdown that is read again has no HTML, link or picture either', () => {
  const html = markdownHtml(pageMarkdown(page(EVIL)));
  expect(html).not.toMatch(/<(script|img|a|iframe)\b/i);
});

test.each([
  ['<b>x</b>', '<p>&lt;b&gt;x&lt;/b&gt;</p>'],
  ['<div>\nx\n</div>', '&lt;div&gt;'],
  ['<!-- x -->', '&lt;!-- x --&gt;'],
  ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
  ['[x](https://e.example)', '<p>[x](https://e.example)</p>'],
  ['![x](https://e.example)', '<p>![x](https://e.example)</p>'],
  ['https://e.example', '<p>https://e.example</p>'],
  ['a@b.example', '<p>a@b.example</p>'],
  ['<https://e.example>', '<p>&lt;https://e.example&gt;</p>'],
  ['[x]\n\n[x]: https://e.example', '<p>[x]</p>'],
  ['- [x](y) **b**', '<li>[x](y) <strong>b</strong></li>'],
  ['| [x](y) |\n| --- |\n| <i>z</i> |', '<td>&lt;i&gt;z&lt;/i&gt;</td>'],
  ['# <i>z</i>', '<h1>&lt;i&gt;z&lt;/i&gt;</h1>'],
  ['> <i>z</i>', '&lt;i&gt;z&lt;/i&gt;'],
  ['**[a](b)**', '<strong>[a](b)</strong>'],
  ['```"><script>\nx\n```', '&quot;&gt;&lt;script&gt;'],
])('%j of a prose is shown as %s', (markdown, html) => {
  expect(markdownHtml(markdown)).toContain(html);
  expect(markdownHtml(markdown)).not.toMatch(/<(a|img|script|i|b|div)\b/);
});

test('headings of prose stand below those of the page', () => {
  const text = pageMarkdown({
    ...page('T'),
    sections: [{ kind: 'prose', title: 'P', markdown: '# A\n\n#### B\n\n#none\n' }],
  });
  expect(text).toContain('\n### A\n');
  expect(text).toContain('\n###### B\n');
  expect(text).toContain('\n#none\n');
  expect(pageHtml({ ...page('T'), sections: [{ kind: 'prose', title: 'P', markdown: '# A\n' }] })).toContain(
    '<h3>A</h3>',
  );
});

test('all five characters of HTML are written as entities', () => {
  expect(escapeHtml(`<a href="x">'&'</a>`)).toBe('&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;');
});

test('cells with bars and backslashes stay cells', () => {
  const text = pageMarkdown({
    ...page('T'),
    sections: [{ kind: 'table', title: 'T', head: ['a', 'b'], rows: [['x | y \\', '\\| z']], right: [] }],
  });
  const html = markdownHtml(text);
  expect(html.match(/<td>.*?<\/td>/g)).toEqual(['<td>x | y \\</td>', '<td>\\| z</td>']);
});

const chinese = fc.constantFrom(...'合同总价款为人民币整，。；：、（）《》');
const word = fc.string({ unit: fc.constantFrom(...'abcxyz0189'), minLength: 1, maxLength: 12 });
const prose = fc.array(fc.oneof(chinese, word, fc.constant(' ')), { maxLength: 120 }).map((parts) => parts.join(''));

test('lines that were broken are no wider than they may be, and nothing is lost', () => {
  fc.assert(
    fc.property(prose, fc.integer({ min: 14, max: 60 }), (text, width) => {
      const lines = wrapped(text, width).split('\n');
      for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
    }),
    { numRuns: 1_000 },
  );
});

test('no line begins with Chinese punctuation that belongs to the one before', () => {
  const text = '甲方应当在收到发票之日起三十日内，将全部价款支付至乙方指定的账户；逾期支付的，应当承担违约责任。';
  for (let width = 10; width < 60; width++)
    for (const line of wrapped(text, width).split('\n')) {
      expect(line).not.toMatch(/^[，。；]/u);
      expect(widthOf(line)).toBeLessThanOrEqual(width);
    }
});

test('what has no place to break is broken all the same', () => {
  const hash = 'a'.repeat(64);
  expect(wrapped(hash, 30)).toBe(`${'a'.repeat(30)}\n${'a'.repeat(30)}\naaaa`);
  expect(wrapped(`see ${hash}`, 66).split('\n')).toEqual([`see`, hash]);
});

test('Chinese characters take two columns and colours none', () => {
  expect(['abc', '合同', '合a', '，', '\u001b[1m合\u001b[0m', ''].map(widthOf)).toEqual([3, 4, 3, 2, 2, 0]);
  expect(padded('合同', 6)).toBe('合同  ');
  expect(padded('合同合同', 6)).toBe('合同合同');
});

test('columns are in line whatever they are written in', () => {
  expect(
    columns(
      [
        ['项目', 'Amount'],
        ['a', '1.00'],
        ['合同总价', '12.00'],
      ],
      [false, true],
    ),
  ).toBe(['项目      Amount', 'a           1.00', '合同总价   12.00'].join('\n'));
});

test('Markdown as text has its lists, tables, headings and quotes', () => {
  const emphasis: Emphasis = { heading: (text) => `=${text}=`, strong: (text) => `*${text}*` };
  const text = markdownText(
    '# Title **x**\n\nOne **two**.\n\n3. a\n4. b\n\n- c\n  - d\n\n> q\n\n---\n\n| h | k |\n| --- | ---: |\n| 合 | 5 |\n',
    30,
    emphasis,
  );
  expect(text).toBe(
    ['=Title *x*=', 'One *two*.', '3. a\n4. b', '• c\n  • d', '│ q', '─'.repeat(30), 'h   k\n合  5'].join('\n\n'),
  );
});

test('links and HTML are texts there as well', () => {
  expect(markdownText('a <b>c</b> `d`', 80, PLAIN)).toBe('a <b>c</b> d');
});

test('no line ends with what opens, and none begins with what closes', () => {
  const text = '甲方（以下简称“甲方”）与乙方（以下简称“乙方”）就《买卖合同》达成如下协议，双方共同遵守。';
  for (let width = 8; width < 60; width++)
    for (const line of wrapped(text, width).split('\n').slice(0, -1)) expect(line, `${width}`).not.toMatch(/[（《“]$/u);
});
