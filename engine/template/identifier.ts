// Identifiers of organisations: which kind was given, and what is wrong with it.
import { leiProblem } from './lei.ts';
import { quoted, type Text } from './text.ts';
import { usccProblem } from './uscc.ts';

/** LEI of ISO 17442, or unified social credit code of GB 32100. */
export type IdentifierKind = 'LEI' | 'USCC';

interface Kind {
  readonly length: number;
  readonly name: Text;
  readonly problem: (text: string) => Text | undefined;
}

const KINDS: { readonly [kind in IdentifierKind]: Kind } = {
  LEI: { length: 20, name: { en: 'an LEI', zh: 'LEI' }, problem: leiProblem },
  USCC: {
    length: 18,
    name: { en: 'a unified social credit code', zh: '统一社会信用代码' },
    problem: usccProblem,
  },
};

/** Which kind a text can only be meant as, by its length; undefined if neither. */
export function kindOf(text: string): IdentifierKind | undefined {
  const { length } = [...text];
  return (Object.keys(KINDS) as IdentifierKind[]).find((kind) => KINDS[kind].length === length);
}

/** Why a text is no lawful identifier of one of these kinds; undefined if it is one. */
export function identifierProblem(text: string, kinds: readonly IdentifierKind[]): Text | undefined {
  const meant = kindOf(text);
  if (meant !== undefined && kinds.includes(meant)) return KINDS[meant].problem(text);
  const count = [...text].length;
  const list = (language: 'en' | 'zh', long: (name: string, length: number) => string) =>
    kinds.map((kind) => long(KINDS[kind].name[language], KINDS[kind].length));
  const en = list('en', (name, length) => `${name} of ${length} characters`).join(' or ');
  const zh = list('zh', (name, length) => `${length} 位的${spaced(name)}`)
    .join('或 ')
    .trimEnd();
  return {
    en: `${quoted(text)} has ${count} ${count === 1 ? 'character' : 'characters'}${meant ? ` like ${KINDS[meant].name.en}` : ''}: expected ${en}`,
    zh: `${quoted(text)} 有 ${count} 位${meant ? `，像${spaced(KINDS[meant].name.zh)}` : ''}，应为 ${zh}`,
  };
}

/** Latin letters stand apart from Chinese characters. */
function spaced(name: string): string {
  return /^[A-Z]/.test(name) ? ` ${name} ` : name;
}
