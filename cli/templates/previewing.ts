// `tally template preview`: what values amount to, as text, Markdown or one file of HTML.

import { extname } from 'node:path';
import { Usage } from '../../engine/base/errors.ts';
import { computedTables } from '../../engine/simulate/computed.ts';
import { openTemplate, type Template } from '../../engine/template/folder.ts';
import { pageHtml } from '../../engine/template/html.ts';
import { proseOf } from '../../engine/template/instance.ts';
import { markdownText, pageMarkdown } from '../../engine/template/markdown.ts';
import { type Page, pageOf } from '../../engine/template/page.ts';
import { over } from '../../engine/template/path.ts';
import { type Language, type Text, Told } from '../../engine/template/text.ts';
import { type Act, type Options, textOption } from '../command.ts';
import { writeWhole } from '../files.ts';
import type { Session } from '../session.ts';
import { checked, clockOf, draftOf } from './input.ts';
import { type Kept, keptInstance } from './instances.ts';
import { invoiceDraft } from './invoice.ts';
import { WORDS } from './words.ts';

const FORMATS = ['text', 'markdown', 'html', 'prose'] as const;

export const preview: Act = async (session, [word], options) => {
  const { output, language } = session;
  const file = textOption(options, 'out');
  const format = textOption(options, 'format') ?? formatOf(file);
  if (!FORMATS.some((each) => each === format))
    throw new Told('USAGE', {
      en: `--format ${format}: expected ${FORMATS.join(', ')}`,
      zh: `--format ${format}：应为 ${FORMATS.join('、')}`,
    });
  if (file !== undefined) checkEnding(file, language);
  const { template, fill, clock } = subjectOf(session, word!, options);
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

/** Values of a template, or of an instance as they were when it was made. */
function subjectOf(session: Session, word: string, options: Options): Kept {
  const template = templateNamed(session, word);
  if (!('manifest' in template))
    return { ...template, clock: textOption(options, 'on') ? clockOf(options) : template.clock };
  const clock = clockOf(options);
  const draft = over(invoiceDraft(template, options), draftOf(template, options, clock));
  return { template, fill: checked(session, template, draft, false, clock), clock };
}

/** A template, or else an instance that is kept here. @throws Usage TEMPLATE_UNKNOWN if it is neither */
function templateNamed(session: Session, word: string): Template | Kept {
  try {
    return openTemplate(word);
  } catch (error) {
    if (!(error instanceof Told) || error.id !== 'TEMPLATE_UNKNOWN') throw error;
    const kept = keptInstance(session, word);
    if (kept !== undefined) return kept;
    throw new Told('TEMPLATE_UNKNOWN', {
      en: `${error.text.en}; no contract of this name has its values kept here either`,
      zh: `${error.text.zh}；此处亦未存有该名称合约的填写内容`,
    });
  }
}

const ENDINGS = ['.txt', '.md', '.html'];

/** What a file is called by its ending must be what it is. @throws Usage USAGE */
function checkEnding(file: string, language: Language): void {
  const ending = extname(file).toLowerCase();
  if (ending === '' || ENDINGS.includes(ending)) return;
  const text: Text = {
    en: `--out ${file}: only ${ENDINGS.join(', ')} can be written; ${ENDINGS[2]} opens in a browser and in a word processor`,
    zh: `--out ${file}：只能写出 ${ENDINGS.join('、')} 文件；${ENDINGS[2]} 可用浏览器和文字处理软件打开`,
  };
  throw new Usage('USAGE', text[language]);
}

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
