// Pages of a filled-in template: those of a shipped one as they were accepted, and what is on them.
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { computedTables } from '../../engine/simulate/computed.ts';
import { openTemplate } from '../../engine/template/folder.ts';
import { pageHtml } from '../../engine/template/html.ts';
import { pageMarkdown } from '../../engine/template/markdown.ts';
import { type Page, pageOf, type Section } from '../../engine/template/page.ts';
import { fillFrom, NOON } from './breaking.ts';

const ESCROW = openTemplate('payment/escrow-milestone');
const INSTALMENTS = openTemplate('payment/instalments');
const FILL = fillFrom(ESCROW);

function expectGolden(file: string, text: string): void {
  const path = new URL(`./pages/${file}`, import.meta.url);
  if (process.env['BLESS']) writeFileSync(path, text);
  expect(text).toBe(readFileSync(path, 'utf8'));
}

const table = (page: Page, title: string) =>
  page.sections.find(
    (section): section is Extract<Section, { kind: 'table' }> => section.kind === 'table' && section.title === title,
  );

test.each(['en', 'zh'] as const)('the page of an escrow in %s is as it was accepted', async (language) => {
  const page = await pageOf(ESCROW, FILL, language);
  expectGolden(`escrow-milestone.${language}.md`, pageMarkdown(page));
  expectGolden(`escrow-milestone.${language}.html`, pageHtml(page));
});

test('every value is on the page in both languages, as people write it', async () => {
  for (const [language, wanted] of [
    [
      'en',
      [
        'CNY 1,250,000.00',
        '31 January 2026',
        '30 September 2026',
        'CNY 500,000.00',
        '上海华星钢铁有限公司',
        'the People',
      ],
    ],
    [
      'zh',
      [
        'CNY 1,250,000.00',
        '人民币壹佰贰拾伍万元整',
        '2026年1月31日',
        '2026年8月31日',
        '91330200MA2AF8K354',
        '中华人民共和国法律',
      ],
    ],
  ] as const) {
    const cells = (await pageOf(ESCROW, FILL, language)).sections.flatMap((section) =>
      section.kind === 'table' ? section.rows.flat() : [],
    );
    for (const text of wanted) expect(cells.some((cell) => cell.includes(text))).toBe(true);
  }
});

test('dates stand in their order, those of lists among the others', async () => {
  const { rows } = table(await pageOf(ESCROW, FILL, 'en'), 'Dates')!;
  expect(rows.map(([day]) => day)).toEqual(['31 January 2026', '30 April 2026', '31 August 2026', '30 September 2026']);
  expect(rows[1]![1]).toBe('Due: 轧机主体到货验收');
});

test('a party or a value that is left out is not on the page', async () => {
  const alone = fillFrom(ESCROW, (document) => delete document.parties.arbiter);
  expect(table(await pageOf(ESCROW, alone, 'en'), 'Parties')!.rows).toHaveLength(2);
  expect(table(await pageOf(ESCROW, FILL, 'en'), 'Parties')!.rows).toHaveLength(3);
  expect(table(await pageOf(ESCROW, FILL, 'en'), 'Terms')!.rows.map(([name]) => name)).not.toContain('Token');
});

test('what a contract computes is printed as it computes it', async () => {
  const fill = fillFrom(INSTALMENTS, () => {}, 'samples/small.json');
  const computed = await computedTables(INSTALMENTS, fill, NOON);
  const [[view, { rows }] = ['', { rows: [] }]] = [...computed];
  const { title, columns } = INSTALMENTS.manifest.tables!.find((each) => each.view === view)!;
  const printed = table(await pageOf(INSTALMENTS, fill, 'en', { computed }), title.en)!;
  expect(rows.length).toBeGreaterThan(1);
  expect(printed.rows).toHaveLength(rows.length);
  expect(printed.head).toEqual(columns.map((column) => column.title.en));
  for (const row of printed.rows) for (const cell of row) expect(cell).not.toMatch(/undefined|NaN|object/);
  expect(table(await pageOf(INSTALMENTS, fill, 'en'), title.en)).toBeUndefined();
});

test('the title has the key, and the footer what proves the page', async () => {
  const page = await pageOf(ESCROW, FILL, 'zh');
  expect(page.title).toBe('里程碑资金托管 ES-2026-001');
  expect(page.footer).toEqual([
    expect.stringMatching(/^payment\/escrow-milestone \d+\.\d+\.\d+$/),
    expect.stringMatching(/^参数摘要 [0-9a-f]{64}$/),
    expect.stringMatching(/^正文摘要 [0-9a-f]{64}$/),
  ]);
});

test('values that look like HTML are texts on the page', async () => {
  const evil = '<script>alert(1)</script>';
  const fill = fillFrom(ESCROW, (document) => {
    document.parties.payer.name = evil;
    document.escrowAccount = evil;
    document.milestones[0].title = evil;
    document.number = '<img src=x onerror=1>';
  });
  const html = pageHtml(await pageOf(ESCROW, fill, 'en'));
  expect(html).not.toMatch(/<(script|img)\b/);
  expect(html).toContain('&lt;script&gt;');
});
