// Values as they come in: from a file of JSON or YAML, an invoice, a sample, and single ones on the command line.
import { parse as parseYaml } from 'yaml';
import { Usage } from '../../engine/base/errors.ts';
import { beginning, clockAt } from '../../engine/simulate/scenario.ts';
import { dayFrom } from '../../engine/template/clock.ts';
import { decodeText, type Encoding } from '../../engine/template/encoding.ts';
import type { Clock, Fill } from '../../engine/template/fill.ts';
import { readPart, type Template } from '../../engine/template/folder.ts';
import { columnPath, type Draft, later, named, over, put, remove, typedDocument } from '../../engine/template/path.ts';
import { type Problem, problemText } from '../../engine/template/problem.ts';
import { type Language, Told } from '../../engine/template/text.ts';
import { readValues } from '../../engine/template/values.ts';
import { listOption, type Options, textOption } from '../command.ts';
import { readBytes } from '../files.ts';
import type { Session } from '../session.ts';

const DAY = 86_400_000;

/** The time at which values are filled in. */
export function clockNow(): Clock {
  return clockAt(Date.now());
}

/** The same, or noon of the day that `--on` names. @throws Usage USAGE */
export function clockOf(options: Options): Clock {
  const text = textOption(options, 'on');
  if (text === undefined) return clockNow();
  const day = dayFrom(text);
  if (day === undefined)
    throw new Told('USAGE', {
      en: `--on ${text}: expected a day such as 2026-03-31`,
      zh: `--on ${text}：应为日期，例如 2026-03-31`,
    });
  return clockAt(day * DAY + DAY / 2);
}

/** The document that the options make up; empty without any. The dates of a sample are as far from `clock` as they are from its own day. @throws Usage */
export function draftOf(template: Template, options: Options, clock: Clock): Draft {
  const sample = later(template.manifest, sampleOf(template, options), clock.day - clockAt(beginning(template)).day);
  const draft = over(sample, fileOf(template, options));
  return withSets(template, draft, options);
}

/** The same with single values put in. @throws Usage USAGE */
export function withSets(template: Template, draft: Draft, options: Options): Draft {
  for (const word of listOption(options, 'set')) {
    const [, path, text] = /^([^=]+)=(.*)$/s.exec(word) ?? [];
    if (path === undefined)
      throw new Told('USAGE', { en: `--set ${word}: expected PATH=VALUE`, zh: `--set ${word}：应写作 项=内容` });
    const at = columnPath(template.manifest, path);
    // Nothing takes away what a sample or a file has.
    if (text === '') remove(draft, at);
    else put(template.manifest, draft, at, text!);
  }
  return draft;
}

function sampleOf(template: Template, options: Options): Draft {
  const wanted = options['sample'];
  if (wanted === undefined) return {};
  const { samples } = template.manifest;
  const found =
    wanted === true ? samples[0] : samples.find((file) => file === wanted || file === `samples/${String(wanted)}.json`);
  if (found === undefined)
    throw new Told('SAMPLE_UNKNOWN', {
      en: `sample ${String(wanted)}; there are ${samples.join(', ')}`,
      zh: `示例 ${String(wanted)}；现有：${samples.join('、')}`,
    });
  return structuredClone(readPart(template, found)) as Draft;
}

function fileOf({ manifest }: Template, options: Options): Draft {
  const path = textOption(options, 'values');
  if (path === undefined) return {};
  return readDocument(manifest, path, textFile(path, options));
}

/** The text of a file in the encoding that the options name. @throws Usage FILE_UNREADABLE, TEXT_ENCODING */
export function textFile(path: string, options: Options): string {
  const [bytes, encoding] = [readBytes(path), encodingOf(options)];
  // It is said of the table: files beside it, such as values that were saved here, may be in UTF-8 all the same.
  const isTable = /\.csv$/i.test(path);
  return decodeText(path, bytes, isTable || !isUtf8(bytes) ? encoding : undefined);
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

export function encodingOf(options: Options): Encoding | undefined {
  const word = textOption(options, 'encoding');
  if (word === undefined) return undefined;
  const plain = word.toLowerCase().replaceAll(/[-_ ]/g, '');
  if (plain === 'utf8') return 'utf-8';
  // What spreadsheets call by older names is a part of it.
  if (['gb18030', 'gbk', 'gb2312', 'cp936', 'ansi'].includes(plain)) return 'gb18030';
  throw new Told('USAGE', {
    en: `--encoding ${word}: expected utf-8 or gb18030`,
    zh: `--encoding ${word}：应为 utf-8 或 gb18030`,
  });
}

function readDocument(manifest: Template['manifest'], path: string, text: string): Draft {
  try {
    if (/\.ya?ml$/i.test(path))
      return typedDocument(manifest, parseYaml(text, { schema: 'failsafe', maxAliasCount: 0 }));
    const document: unknown = JSON.parse(text);
    const isObject = typeof document === 'object' && document !== null && !Array.isArray(document);
    return isObject ? named(manifest, document as Draft) : (document as Draft);
  } catch (error) {
    throw new Usage('VALUE_INVALID', `${path}: ${(error as Error).message}`);
  }
}

/** The values of a document. @throws Usage VALUE_INVALID with every problem, in the language of the session */
export function checked(session: Session, template: Template, draft: Draft, accounts: boolean, clock: Clock): Fill {
  const { fill, problems } = readValues(template.manifest, draft, clock, { accounts });
  if (fill !== undefined) return fill;
  throw new ValueProblems(problems, session.language);
}

function missingText(count: number, language: Language): string {
  if (language === 'zh') return `有 ${count} 项未填写，可加 --ask 逐项填写`;
  return `${count} ${count === 1 ? 'value is' : 'values are'} missing; --ask asks for one after the other`;
}

/** Values that are not lawful, with everything that is wrong. */
export class ValueProblems extends Usage {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[], language: Language) {
    const missing = problems.filter(({ code }) => code === 'MISSING').length;
    const isMissing = missing === problems.length;
    const lines = problems.map((problem) => problemText(problem, language));
    const sum = missing === 0 ? [] : [missingText(missing, language)];
    super(isMissing ? 'VALUES_MISSING' : 'VALUE_INVALID', [...sum, ...lines].join('\n'));
    this.problems = problems;
  }
}
