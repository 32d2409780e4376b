// The language of prose: what it can say, how lines go, and that no value becomes Markdown.
import fc from 'fast-check';
import { marked, type Token } from 'marked';
import { expect, test } from 'vitest';
import { openTemplate } from '../../engine/template/folder.ts';
import { markdownHtml } from '../../engine/template/markdown.ts';
import { escapeMarkdown, namedPaths, parseProse, renderProse, unknownPaths } from '../../engine/template/prose.ts';
import { fillFrom, type Loose } from './breaking.ts';

const ESCROW = openTemplate('payment/escrow-milestone');
const { manifest } = ESCROW;
const FILL = fillFrom(ESCROW);
const ALONE = fillFrom(ESCROW, (document) => delete document.parties.arbiter);

const render = (source: string, fill = FILL, language: 'en' | 'zh' = 'en') =>
  renderProse(parseProse(source), manifest, fill, language);

test.each([
  ['{{number}}', 'ES-2026-001', 'ES-2026-001'],
  ['{{amount}}', 'CNY 1,250,000.00', 'CNY 1,250,000.00'],
  ['{{amount | plain}}', '1250000.00', '1250000.00'],
  ['{{ deadline }}', '30 September 2026', '2026年9月30日'],
  ['{{amount | words}}', 'one million two hundred and fifty thousand', '人民币壹佰贰拾伍万元整'],
  ['{{parties.payer.id}}', '91310000MA1K35X74R', '91310000MA1K35X74R'],
  ['{{parties.payer}}', '上海华星钢铁有限公司', '上海华星钢铁有限公司'],
  ['{{options.settlement}}', 'By bank, and recorded here', '银行划转并在此登记'],
  ['{{options.settlement | plain}}', 'recorded', 'recorded'],
  ['{{governingLaw}}', "the People's Republic of China", '中华人民共和国法律'],
  ['{{token}}', '—', '—'],
  ['{{#each milestones}}{{@number}}{{/each}}', '12', '12'],
])('%s is %s', (source, en, zh) => {
  expect(render(source).toLowerCase()).toContain(en.toLowerCase());
  expect(render(source, FILL, 'zh')).toContain(zh);
});

test('conditions ask whether something is there, or is a text', () => {
  const source = '{{#if parties.arbiter}}with{{else}}without{{/if}}';
  expect([render(source), render(source, ALONE)]).toEqual(['with', 'without']);
  const option = '{{#if options.settlement = token}}T{{else}}R{{/if}}{{#if options.settlement = recorded}}!{{/if}}';
  expect(render(option)).toBe('R!');
  expect(render('{{#if governingLaw = CN}}c{{/if}}{{#if governingLaw = HK}}h{{/if}}{{#if token}}t{{/if}}')).toBe('c');
});

test('conditions and lists stand in each other', () => {
  const source =
    '{{#each milestones}}{{#if parties.arbiter}}{{#if title = 安装调试及试生产合格}}[{{amount}}]{{else}}({{@number}}){{/if}}{{/if}}{{/each}}';
  expect(render(source)).toBe('(1)[CNY 750,000.00]');
  expect(render(source, ALONE)).toBe('');
  expect(render('{{#if parties.arbiter}}{{#each milestones}}{{due}};{{/each}}{{/if}}')).toBe(
    '30 April 2026;31 August 2026;',
  );
});

test('inside of a list the values of an item come before those of the whole', () => {
  expect(render('{{amount}} {{#each milestones}}{{amount}} {{number}} {{/each}}{{amount}}')).toBe(
    'CNY 1,250,000.00 CNY 500,000.00 ES-2026-001 CNY 750,000.00 ES-2026-001 CNY 1,250,000.00',
  );
});

test('a tag that stands alone takes its line with it, and one inside of a line does not', () => {
  expect(render('a\n{{#if parties.arbiter}}\nb\n{{else}}\nc\n{{/if}}\nd\n')).toBe('a\nb\nd\n');
  expect(render('a\r\n  {{#if parties.arbiter}}\t\r\nb\r\n{{/if}}\r\nd')).toBe('a\r\nb\r\nd');
  expect(render('a {{#if parties.arbiter}}\nb{{/if}}\nc')).toBe('a \nb\nc');
  expect(render('{{#each milestones}}\n- {{@number}}\n{{/each}}\n')).toBe('- 1\n- 2\n');
  expect(render('{{number}}\nx')).toBe('ES-2026-001\nx');
  expect(render('{{#if parties.arbiter}}\nb\n{{/if}}')).toBe('b\n');
});

test.each([
  ['a\n{{#if x}}', 'line 2: {{#if}} is not closed'],
  ['{{#each x}}\n', 'line 1: {{#each}} is not closed'],
  ['{{/if}}', 'line 1: {{/if}} closes nothing'],
  ['a\nb\n{{#if x}}{{/each}}', 'line 3: {{/each}} closes nothing'],
  ['{{#if x}}{{#each y}}{{/if}}{{/each}}', 'line 1: {{/if}} closes nothing'],
  ['{{else}}', 'line 1: {{else}} belongs to no {{#if}}'],
  ['{{#if x}}{{else}}{{else}}{{/if}}', 'line 1: {{else}} belongs to no {{#if}}'],
  ['{{#each x}}{{else}}{{/each}}', 'line 1: {{else}} belongs to no {{#if}}'],
  ['{{#unless x}}', 'line 1: {{#unless x}} is not of the language of prose'],
  ['{{a + b}}', 'line 1: {{a + b}} is not of the language of prose'],
  ['{{a | shout}}', 'line 1: {{a | shout}} is not of the language of prose'],
  ['{{a.b.c.d}}', 'line 1: {{a.b.c.d}} is not of the language of prose'],
  ['{{a[0]}}', 'line 1: {{a[0]}} is not of the language of prose'],
  ['{{}}', 'line 1: {{}} is not of the language of prose'],
  ['{{process.exit()}}', 'line 1: {{process.exit()}} is not of the language of prose'],
  ['ok\nThe {{amount} is', 'line 2: there are braces that are no tag'],
  ['ok\n\nThe {amount}} is', 'line 3: there are braces that are no tag'],
  ['{{number}} {{a{b}}', 'line 1: there are braces that are no tag'],
  ['fine\n\u202eevil', 'line 2: there is a hidden character'],
  ['fine\n\u001b[2J', 'line 2: there is a hidden character'],
  ['\ufeff# Title', 'line 1: there is a hidden character'],
])('%j is refused: %s', (source, told) => {
  expect(() => parseProse(source)).toThrow(told);
});

test.each([
  '# A\n{{nothing}}',
  '{{parties.broker.name}}',
  '{{parties.payer.account}}',
  '{{parties.constructor.name}}',
  '{{parties.__proto__}}',
  '{{toString}}',
  '{{constructor}}',
  '{{options.toString}}',
  '{{options.x}}',
  '{{options.settlement.x}}',
  '{{milestones}}',
  '{{@number}}',
  '{{title}}',
  '{{number | words}}',
  '{{#if options.settlement}}{{/if}}',
  '{{#if options.settlement = cash}}{{/if}}',
  '{{#if options.settlement = toString}}{{/if}}',
  '{{#if parties.payer = x}}{{/if}}',
  '{{#each amount}}{{/each}}',
  '{{#each parties}}{{/each}}',
  '{{#if @number}}{{/if}}',
  '{{amount.x}}',
  '{{#each milestones}}{{constructor}}{{/each}}',
])('%j names what the manifest knows nothing of', (source) => {
  expect(unknownPaths(parseProse(source), manifest)).toHaveLength(1);
  // And whoever prints it all the same gets nothing that objects inherit.
  expect(render(source)).not.toMatch(/function|native|\[object/);
});

test('what the manifest knows is not told', () => {
  for (const source of [
    '{{amount | words}}',
    '{{#each milestones}}{{@number}}{{title}}{{number}}{{/each}}',
    '{{#if milestones}}x{{/if}}',
    '{{#if options.settlement = token}}x{{/if}}',
    '{{parties.payer}}',
  ])
    expect(unknownPaths(parseProse(source), manifest)).toEqual([]);
});

test('all that is named is found in every branch', () => {
  expect(namedPaths(parseProse('{{a}}{{#if b}}{{c}}{{else}}{{#each d}}{{e}}{{/each}}{{/if}}'))).toEqual(
    new Set(['a', 'b', 'c', 'd', 'e']),
  );
});

/** The text of Markdown, and the kinds of its tokens. */
function readBack(markdown: string): { text: string; kinds: Set<string> } {
  const kinds = new Set<string>();
  const textOf = (tokens: readonly Token[]): string =>
    tokens
      .map((token: Loose): string => {
        kinds.add(token.type);
        if (token.type === 'space') return '';
        const cells =
          token.type === 'table' ? [...token.header, ...token.rows.flat()].flatMap((cell: Loose) => cell.tokens) : [];
        if (cells.length > 0) return textOf(cells);
        if (token.tokens) return textOf(token.tokens);
        if (token.items) return token.items.map((item: Loose) => textOf(item.tokens)).join('');
        return token.text;
      })
      .join('');
  const text = textOf(marked.lexer(markdown));
  return { text, kinds };
}

const HARMLESS = ['paragraph', 'text', 'escape', 'heading', 'list', 'list_item', 'strong', 'table', 'space'];
const mean = fc.constantFrom(
  ...'\\`*_{}[]()<>#|~!&@+-=.:/;$^\'"',
  ' ',
  'a',
  '1',
  '9',
  'www.',
  'http://',
  'https://',
  'a@b.co',
  '<b>',
  '&amp;',
  '&#60;',
  '![',
  '](',
  '**',
  '__',
  '~~',
  '1.',
  '1)',
  '- ',
  '+ ',
  '# ',
  '> ',
  '---',
  ':---',
  '===',
  '```',
  '<!--',
  '-->',
  'mailto:',
  'ftp://',
  '华',
  '。',
  '（',
  '）',
);
const texts = fc
  .oneof(
    fc.array(mean, { minLength: 1, maxLength: 8 }).map((parts) => parts.join('')),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
  )
  .map((text) =>
    text
      .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}]/gu, '')
      .replace(/\s+/g, ' ')
      .trim(),
  )
  .filter((text) => text !== '');

test('whatever text is put in, Markdown that is read back has that text and nothing else', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const { text: back, kinds } = readBack(escapeMarkdown(text));
      expect(back).toBe(text);
      for (const kind of kinds) expect(HARMLESS).toContain(kind);
    }),
    { numRuns: 3_000 },
  );
});

test('the same in the middle of a line, in bold, in a list, in a heading and in a table', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const safe = escapeMarkdown(text);
      expect(readBack(`The ${safe} of it`).text).toBe(`The ${text} of it`);
      expect(readBack(`- ${safe}\n`).text).toBe(text);
      expect(readBack(`1. x\n2. ${safe}\n`).text).toBe(`x${text}`);
      expect(readBack(`## ${safe}\n`).text).toBe(text);
      expect(readBack(`| h |\n| --- |\n| ${safe} |\n`).text).toBe(`h${text}`);
      expect(readBack(`para\n${safe}`).text).toBe(`para\n${text}`);
    }),
    { numRuns: 1_500 },
  );
});

test('HTML of a value is its text alone', () => {
  const plain = (html: string) =>
    html
      .replace(/^<p>|<\/p>\n$/g, '')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&');
  fc.assert(
    fc.property(texts, (text) => {
      const html = markdownHtml(escapeMarkdown(text));
      expect(plain(html)).toBe(text);
      expect(html.match(/<[^>]*>/g)).toEqual(['<p>', '</p>']);
    }),
    { numRuns: 1_500 },
  );
});

test('a name that looks like Markdown stands in the prose as it is', () => {
  const name = '**华星** [支付](https://evil.example) <script>alert(1)</script> # ![x](y) www.evil.example a@b.co';
  const fill = fillFrom(ESCROW, (document) => {
    document.parties.payer.name = name;
  });
  const html = markdownHtml(renderProse(ESCROW.prose.en, manifest, fill, 'en'));
  expect(html).not.toMatch(/<(script|a|img)\b/);
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(html).not.toContain('\\');
});
