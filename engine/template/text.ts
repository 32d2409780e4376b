// A text in both languages, mistakes that are told in one, and how what somebody wrote is quoted.
import { Usage } from '../base/errors.ts';

/** Languages that templates are written in. */
export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A text in every language. */
export interface Text {
  readonly en: string;
  readonly zh: string;
}

/** A mistake of whoever typed it, in both languages; its detail is the English one. */
export class Told extends Usage {
  override name = 'Told';
  readonly text: Text;
  constructor(id: Usage['id'], text: Text) {
    super(id, text.en);
    this.text = text;
  }
}

const LONGEST_QUOTE = 40;

/** What was given, in quotation marks, control characters escaped and cut if it is long. */
export function quoted(given: string): string {
  const characters = [...given];
  const cut = characters.length > LONGEST_QUOTE ? `${characters.slice(0, LONGEST_QUOTE - 3).join('')}...` : given;
  return JSON.stringify(cut);
}
