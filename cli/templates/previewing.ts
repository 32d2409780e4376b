// `tally template preview`: what values amount to, as text, Markdown or one file of HTML.

import { computedTables } from '../../engine/simulate/computed.ts';
import { openTemplate } from '../../engine/template/folder.ts';
import { pageHtml } from '../../engine/template/html.ts';
import { proseOf } from '../../engine/template/instance.ts';
import { markdownText, pageMarkdown } from '../../engine/template/markdown.ts';
import { type Page, pageOf } from '../../engine/template/page.ts';
import { over } from '../../engine/template/path.ts';
import { Told } from '../../engine/template/text.ts';
import { type Act, textOption } from '../command.ts';
import { writeWhole } from '../files.ts';
import type { Session } from '../session.ts';
import { checked, clockOf, draftOf } from './input.ts';
import { invoiceDraft } from './invoice.ts';
import { WORDS } from './words.ts';

const FORMATS = ['text', 'markdown', 'html', 'prose'] as const;

export const preview: Act = async (session, [word], options) => {
  const { output, language } = session;
  const template = openTemplate(word!);
  const file = textOption(options, 'out');
  const format = textOption(options, 'format') ?? formatOf(file);
  if (!FORMATS.some((each) => each === format))
    throw new Told('USAGE', {
      en: `--format ${format}: expected ${FORMATS.join(', ')}`,
      zh: `--format ${format}：应为 ${FORMATS.join('、')}`,
    });
  const clock = clockOf(options);
  const draft = over(invoiceDraft(template, options), draftOf(template, options, clock));
  const fill = checked(session, template, draft, false, clock);
  const computed = await computedTables(template, fill, clock.time);
  const page = await pageOf(template, fill, language, { computed });
  const text = format === 'prose' ? proseOf(template, fill)[language] : pageText(session, page, format);
  if (file === undefined) {
    output.result({ format, page }, text);
    return undefined;
  }
  writeWhole(file, text);
  output.result({ format, file }, `${output.colours.green('✓')} ${WORDS.saved[language]} ${file}`);
  return undefined;
};

function pageText(session: Session, page: Page, format: string): string {
  if (format === 'html') return pageHtml(page);
  return format === 'markdown' ? pageMarkdown(page) : terminalText(session, page);
}

function formatOf(file: string | undefined): string {
  if (file?.endsWith('.html')) return 'html';
  return file?.endsWith('.md') ? 'markdown' : 'text';
}

const WIDTH = 88;

function terminalText({ output }: Session, page: Page): string {
  const { colours } = output;
  return markdownText(pageMarkdown(page), WIDTH, {
    heading: (text) => colours.bold(colours.green(text)),
    strong: (text) => colours.bold(text),
  });
}
