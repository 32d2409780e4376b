// Grammar of TypeScript that the compiler's parser does not take: it would only say that something else was expected.
import type { Report } from './findings.ts';
import { DESTRUCTURING, PACKAGES } from './language.ts';
import { type Token, tokensOf } from './tokens.ts';
import type { Source } from './tree.ts';

/** A rule looks at the token `at` and those around it, and says what is wrong and where it ends. */
type Rule = (tokens: readonly Token[], at: number) => { code: string; message: string; to: number } | undefined;

const VARIABLE = new Set(['const', 'let', 'var']);
const MODIFIERS = new Set(['static', 'public', 'private', 'protected', 'export', 'default', 'override', 'readonly']);
const NULLISH: { readonly [sign: string]: string } = {
  '?.': 'test for null first: x !== null ? x.y : z',
  '??': 'write x !== null ? x : y',
  '??=': 'write if (x === null) x = y',
  '&&=': 'write if (x) x = y',
  '||=': 'write if (!x) x = y',
};
const STATEMENTS: { readonly [word: string]: string } = {
  debugger: '`tally replay tx ID --step` stops at any line',
  with: 'name the object each time',
};

const textAt = (tokens: readonly Token[], at: number) => tokens[at]?.text ?? '';
const isWord = (tokens: readonly Token[], at: number) => tokens[at]?.kind === 'word';

const loops: Rule = (tokens, at) => {
  if (textAt(tokens, at) !== 'for' || textAt(tokens, at + 1) !== '(') return undefined;
  const end = closing(tokens, at + 1);
  const inside = tokens.slice(at + 2, end);
  const found = inside.findIndex(({ text }, i) => (text === 'in' || text === 'of') && i > 0);
  if (found < 0 || inside.some(({ text }) => text === ';')) return undefined;
  const message = `there is no for … ${inside[found]!.text}: write for (let i = 0; i < list.length; i++)`;
  return { code: 'no-iteration', message, to: end };
};

const waiting: Rule = (tokens, at) => {
  const [word, next] = [textAt(tokens, at), tokens[at + 1]];
  const isAsync = word === 'async' && (next?.kind === 'word' || next?.text === '(');
  const isAwait = word === 'await' && (next?.kind === 'word' || next?.text === '(');
  if (!isAsync && !isAwait) return undefined;
  return { code: 'no-async', message: `there is no ${word}: a call runs to its end at once, so leave it out`, to: at };
};

const generators: Rule = (tokens, at) => {
  const before = textAt(tokens, at - 1);
  const isFunction =
    before === 'function' || (/^[{};]$/.test(before) && isWord(tokens, at + 1)) || MODIFIERS.has(before);
  if (textAt(tokens, at) !== '*' || !isFunction || textAt(tokens, at + 2) === '=') return undefined;
  return { code: 'no-generator', message: 'there are no generators: fill an array and return it', to: at };
};

const attempts: Rule = (tokens, at) => {
  if (textAt(tokens, at) !== 'try' || textAt(tokens, at + 1) !== '{') return undefined;
  const message = 'there is no try: what fails ends the call and undoes it; test before with if';
  return { code: 'no-try', message: `${message}, and call others with call(), which gives a status`, to: at };
};

const nullish: Rule = (tokens, at) => {
  const sign = textAt(tokens, at);
  if (tokens[at]?.kind !== 'sign' || !Object.hasOwn(NULLISH, sign)) return undefined;
  return { code: 'no-nullish', message: `there is no '${sign}': ${NULLISH[sign]}`, to: at };
};

const patterns: Rule = (tokens, at) => {
  const isPattern = VARIABLE.has(textAt(tokens, at)) && /^[[{]$/.test(textAt(tokens, at + 1));
  const isLoop = textAt(tokens, at - 1) === '(' && textAt(tokens, at - 2) === 'for';
  const isEnum = textAt(tokens, at + 1) === 'enum';
  if (!isPattern || isLoop || isEnum) return undefined;
  return { code: 'no-destructuring', message: DESTRUCTURING, to: closing(tokens, at + 1) };
};

const numbers: Rule = (tokens, at) => {
  const found = tokens[at]!;
  if (found.kind !== 'number' || !/^[\da-fox_]+n$/i.test(found.text)) return undefined;
  const message = `there are no bigints: write ${found.text.slice(0, -1)}, a u64 where one is wanted`;
  return { code: 'no-bigint', message, to: at };
};

const types: Rule = (tokens, at) => {
  const [before, sign] = [textAt(tokens, at - 1), textAt(tokens, at)];
  const isAnnotation =
    sign === ':' && (before === ')' || (isWord(tokens, at - 1) && VARIABLE.has(textAt(tokens, at - 2))));
  const isParameter = sign === ':' && isParameterAt(tokens, before === '?' ? at - 2 : at - 1);
  const isAlias = sign === '=' && isWord(tokens, at - 1) && textAt(tokens, at - 2) === 'type';
  const next = textAt(tokens, at + 1);
  const isArgument = sign === '<' && isWord(tokens, at - 1) && next === '{';
  if (!isAnnotation && !isParameter && !isAlias && !isArgument) return undefined;
  const told = (what: string, instead: string, to: number) => ({
    code: 'no-type',
    message: `there are no ${what}: ${instead}`,
    to,
    from: at + 1,
  });
  if (next === '{')
    return told('types of objects', 'write a class, with @struct if it is a value', closing(tokens, at + 1));
  if (next === '[') return told('tuples', 'write a class with a field for each part', closing(tokens, at + 1));
  if (next === 'keyof' || next === 'typeof') return told(`types with ${next}`, 'name the type', at + 1);
  if (tokens[at + 1]?.kind === 'number')
    return told('types of one number', 'name a type such as u64, or an enum', at + 1);
  if (isWord(tokens, at + 1) && textAt(tokens, at + 2) === '&')
    return told('intersections of types', 'write a class that extends another', at + 3);
  return undefined;
};

const assertions: Rule = (tokens, at) => {
  const isThat = textAt(tokens, at) === 'satisfies' && isWord(tokens, at + 1) && tokens[at - 1]?.kind !== 'sign';
  return isThat
    ? { code: 'no-type', message: "there is no 'satisfies': give the variable its type", to: at }
    : undefined;
};

const spreads: Rule = (tokens, at) => {
  const isSpread = textAt(tokens, at) === '...' && /^[{,]$/.test(textAt(tokens, at - 1));
  if (!isSpread || textAt(tokens, opening(tokens, at)) !== '{') return undefined;
  return { code: 'no-spread', message: 'there is no spread: make a new object, and set its fields', to: at };
};

const names: Rule = (tokens, at) => {
  const { kind, text } = tokens[at]!;
  if (kind !== 'word' || !text.startsWith('#')) return undefined;
  return { code: 'no-private-name', message: `there are no names with #: write private ${text.slice(1)}`, to: at };
};

const imports: Rule = (tokens, at) => {
  if (textAt(tokens, at) === 'import' && textAt(tokens, at + 1) === '(')
    return { code: 'no-package', message: `nothing is imported while a contract runs: ${PACKAGES}`, to: at };
  const isType = textAt(tokens, at) === 'type' && /^(import|[{,])$/.test(textAt(tokens, at - 1));
  if (!isType || !(isWord(tokens, at + 1) || textAt(tokens, at + 1) === '{')) return undefined;
  const isImport = tokens.slice(Math.max(0, at - 40), at).some(({ text, depth }) => text === 'import' && depth === 0);
  if (!isImport || /^(from|,|})$/.test(textAt(tokens, at + 1))) return undefined;
  return { code: 'no-import-type', message: "types are imported like all else: leave 'type' out", to: at };
};

const statements: Rule = (tokens, at) => {
  const [before, word, next] = [textAt(tokens, at - 1), textAt(tokens, at), textAt(tokens, at + 1)];
  const startsHere = /^[{};)]$/.test(before) || before === 'else';
  const isOne = Object.hasOwn(STATEMENTS, word) && (word === 'debugger' || next === '(');
  if (startsHere && isOne) return { code: 'no-statement', message: `there is no ${word}: ${STATEMENTS[word]}`, to: at };
  const isLabel = startsHere && isWord(tokens, at) && next === ':' && /^(for|while|do)$/.test(textAt(tokens, at + 2));
  if (!isLabel) return undefined;
  return {
    code: 'no-statement',
    message: 'there are no labels: put the loop into a method and return from it',
    to: at,
  };
};

const declarations: Rule = (tokens, at) => {
  const { text, depth } = tokens[at]!;
  const isDeclaration =
    /^(interface|enum)$/.test(text) && isWord(tokens, at + 1) && /^([{<]|extends)$/.test(textAt(tokens, at + 2));
  if (!isDeclaration || depth < 2) return undefined;
  return { code: 'nested-declaration', message: `an ${text} stands at the top of a file: move it there`, to: at + 1 };
};

const RULES: readonly Rule[] = [
  loops,
  waiting,
  generators,
  attempts,
  nullish,
  patterns,
  numbers,
  types,
  assertions,
  spreads,
  names,
  imports,
  statements,
  declarations,
];

/** Reports what the parser could not read in a source, as far as it is known. */
export function checkGrammar(source: Source, report: Report): void {
  const tokens = tokensOf(source.text);
  for (const [at, token] of tokens.entries())
    for (const rule of RULES) {
      const found = rule(tokens, at) as (ReturnType<Rule> & { from?: number }) | undefined;
      if (!found) continue;
      const { start } = tokens[found.from ?? at] ?? token;
      const range = { start, end: (tokens[found.to] ?? token).end, source, atStart: source.range.atStart };
      report({ range }, found.code, found.message);
    }
}

/** Whether a name stands among parameters: behind a bracket or a comma, and the brackets around it are round. */
function isParameterAt(tokens: readonly Token[], at: number): boolean {
  if (!isWord(tokens, at) || !/^[(,]$/.test(textAt(tokens, at - 1))) return false;
  const open = opening(tokens, at);
  return textAt(tokens, open) === '(' && isWord(tokens, open - 1);
}

/** Index of the bracket that is open at a token; -1 if none is. */
function opening(tokens: readonly Token[], at: number): number {
  let closed = 0;
  for (let i = at - 1; i >= 0; i--) {
    const text = tokens[i]!.kind === 'sign' ? tokens[i]!.text : '';
    if (/^[)\]}]$/.test(text)) closed += 1;
    if (/^[([{]$/.test(text) && closed-- === 0) return i;
  }
  return -1;
}

/** Index of the bracket that closes the one at `open`, or of the last token. */
function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    const { kind, text } = tokens[at]!;
    if (kind !== 'sign') continue;
    if (/^[([{]$/.test(text)) depth += 1;
    else if (/^[)\]}]$/.test(text)) depth -= 1;
    if (depth === 0) return at;
  }
  return tokens.length - 1;
}
