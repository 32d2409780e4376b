// What is wrong with something that was filled in: where, what was given, what is expected.
import { type Language, quoted, type Text } from './text.ts';

export interface Problem {
  /** The value, as a path: `parties.payer.id`, `milestones[2].due`. */
  readonly at: string;
  /** What people call it. */
  readonly title: Text;
  /** Absent if nothing was. */
  readonly given?: string;
  /** What it should be. */
  readonly expected: Text;
  /** The rule that does not hold, or what kind of problem it is. */
  readonly code: string;
}

/** A problem in one line. */
export function problemText({ at, title, given, expected }: Problem, language: Language): string {
  const where = title[language] === at ? at : language === 'en' ? `${title.en} (${at})` : `${title.zh}（${at}）`;
  // Some texts begin with what was given.
  const isQuoted = given === undefined || expected[language].startsWith(quoted(given));
  // The rule of a template is a sentence of its own.
  const stop = /^[A-Z]/.test(expected.en) ? '.' : ';';
  if (language === 'en') return `${where}: ${isQuoted ? '' : `given ${quoted(given)}${stop} `}${expected.en}`;
  return `${where}：${isQuoted ? '' : `填写为 ${quoted(given)}；`}${expected.zh}`;
}
