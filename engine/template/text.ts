// A text in both languages, and how what somebody wrote is quoted in one.

/** Languages that templates are written in. */
export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A text in every language. */
export interface Text {
  readonly en: string;
  readonly zh: string;
}

const LONGEST_QUOTE = 40;

/** What was given, in quotation marks, control characters escaped and cut if it is long. */
export function quoted(given: string): string {
  const characters = [...given];
  const cut = characters.length > LONGEST_QUOTE ? `${characters.slice(0, LONGEST_QUOTE - 3).join('')}...` : given;
  return JSON.stringify(cut);
}
