// Tokens of a TypeScript source, for what the compiler's parser does not take: words, numbers, texts and signs with their places.

/** A token; texts, templates and regular expressions are one each. */
export interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly kind: 'word' | 'number' | 'text' | 'sign';
  /** Open braces around it. */
  readonly depth: number;
}

const BLANK = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))+/y;
const WORD = /#?[\p{L}_$][\p{L}\p{N}_$]*/uy;
const NUMBER = /\d[\w.]*/y;
const TEXT = /"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?/y;
const REGEXP = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y;
const SIGN =
  />>>=|\.\.\.|===|!==|\*\*=|<<=|>>=|&&=|\|\|=|\?\?=|=>|==|!=|<=|>=|&&|\|\||\?\?|\?\.(?!\d)|\+\+|--|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|\*\*|[\s\S]/y;
/** What may stand before a regular expression. */
const BEFORE_REGEXP = /^(?:[([{,;:=!&|?+\-*%~^<>]|=>|==|===|!=|!==|&&|\|\||return|case|typeof)$/;

/** All tokens of a source, in order. Any text has some: this never fails. */
export function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let depth = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
  };
  for (at += match(BLANK)?.length ?? 0; at < source.length; at += match(BLANK)?.length ?? 0) {
    const mayBeRegexp = BEFORE_REGEXP.test(tokens.at(-1)?.text ?? ';');
    const [kind, text] = read(match, source[at] === '`' ? templateAt(source, at) : undefined, mayBeRegexp);
    if (text === '}') depth -= 1;
    tokens.push({ text, start: at, end: at + text.length, kind, depth });
    if (text === '{') depth += 1;
    at += text.length;
  }
  return tokens;
}

function read(
  match: (pattern: RegExp) => string | undefined,
  template: string | undefined,
  mayBeRegexp: boolean,
): [kind: Token['kind'], text: string] {
  if (template !== undefined) return ['text', template];
  const word = match(WORD);
  if (word !== undefined) return ['word', word];
  const number = match(NUMBER);
  if (number !== undefined) return ['number', number];
  const text = match(TEXT) ?? (mayBeRegexp ? match(REGEXP) : undefined);
  return text === undefined ? ['sign', match(SIGN)!] : ['text', text];
}

// What stands in ${…} belongs to the template, with templates inside of it.
function templateAt(source: string, start: number): string {
  let depth = 0;
  for (let at = start + 1; at < source.length; at++) {
    const char = source[at]!;
    if (char === '\\') at += 1;
    else if (depth === 0 && char === '`') return source.slice(start, at + 1);
    else if (depth === 0 && char === '$' && source[at + 1] === '{') depth = 1;
    else if (depth > 0 && char === '`') at += templateAt(source, at).length - 1;
    else if (depth > 0 && char === '{' && source[at - 1] !== '$') depth += 1;
    else if (depth > 0 && char === '}') depth -= 1;
  }
  return source.slice(start);
}
