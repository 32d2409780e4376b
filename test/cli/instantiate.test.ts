// docs/instantiate.md and its Chinese twin: their commands run in their order, and print what the pages show; their pictures are those of the template.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { diagramSvg } from '../../engine/template/diagram.ts';
import { openTemplate } from '../../engine/template/folder.ts';
import { writePage } from './page.ts';
import { testPage } from './pages.ts';

testPage('instantiate.md');
testPage('instantiate.zh.md');

test.each(['en', 'zh'] as const)('the picture of %s is that of the template', async (language) => {
  const { manifest } = openTemplate('supply/receivable');
  const usual = Object.fromEntries(Object.entries(manifest.options).map(([option, row]) => [option, row.default]));
  // Pages may be dark, and its letters are too.
  const svg = (await diagramSvg(manifest, usual, language)).replace('<svg ', '<svg style="background:#fffefb" ');
  const name = `receivable.${language}.svg`;
  if (process.env['BLESS'] === '1') writePage(name, svg);
  expect(readFileSync(fileURLToPath(new URL(`../../docs/${name}`, import.meta.url)), 'utf8')).toBe(svg);
});
