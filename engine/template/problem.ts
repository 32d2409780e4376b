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
  if (language === 'en') return `${where}: ${given === undefined ? '' : `given ${quoted(given)}; `}${expected.en}`;
  return `${where}：${given === undefined ? '' : `填写为 ${quoted(given)}；`}${expected.zh}`;
}
