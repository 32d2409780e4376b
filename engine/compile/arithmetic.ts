// Numbers that meet amounts, decimals, days and rates, which the compiler does not mix: what to write instead.

/** A message of the compiler's and the place that it is about. */
export interface Stumble {
  /** With the compiler's number and short names of types: `TS2322 Type 'i32' is not …`. */
  readonly said: string;
  /** The author's text at the place, and all that stands before it. */
  readonly text: string;
  readonly before: string;
}

const NUMBER = /^([iu](8|16|32|64|size)|bool)$/;
const COMPARED = /(?<!=)(===?|!==?|<=?|>=?)\s*$/;
// An operand that can be said again: a name, or names with dots between.
const OPERAND = String.raw`[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*`;

/** What to write, if this is about such a number. */
export function tellNumbers(stumble: Stumble): string | undefined {
  const { said, text } = stumble;
  const [, from, to] = /^TS2322 Type '(.+?)' is not assignable to type '(.+?)'/.exec(said) ?? [];
  if (from !== undefined && to !== undefined) return assigned(from, to, stumble);
  const [, sign, left, right] =
    /^TS2365 Operator '(.+)' cannot be applied to types '(.+?)' and '(.+?)'/.exec(said) ?? [];
  const money = [left, right].find((type) => type !== undefined && isMoney(type));
  if ((sign === '&&' || sign === '||') && money !== undefined) return noBool(money, 'x');
  if (sign !== undefined && NUMBER.test(left!)) return asFirst(sign, right!, text);
  const [, alone, type] = /^TS2469 The '(.+)' operator cannot be applied to type '(Amount|Decimal)'/.exec(said) ?? [];
  if (alone !== undefined) return asOnly(alone, type!);
  const [, equal, one, other] = /^AS240 .*'(.+?)' \(.*'(\w+)#\w+' and '(\w+)#\w+'\)/.exec(said) ?? [];
  if (equal !== undefined)
    return `'${equal}' compares two of one type, not ${withArticle(one!)} with ${withArticle(other!)}${conversion(one!, other!)}`;
  return undefined;
}

const isMoney = (type: string) => type === 'Amount' || type === 'Decimal';

function noBool(type: string, text: string): string {
  return `${withArticle(type)} is no bool: write !${text}.isZero`;
}

/** One type where another is wanted: an argument, a value, or what stands behind an operator. */
function assigned(from: string, to: string, { text, before }: Stumble): string | undefined {
  const left = new RegExp(String.raw`(?:^|[^\w$.)\]])(${OPERAND})\s*[^\w\s()]+\s*$`).exec(before)?.[1];
  if (to === 'bool' && isMoney(from)) return noBool(from, named(text, 'x'));
  if (from === 'bool' && isMoney(to)) return noBool(to, 'x');
  if (NUMBER.test(from) && (to === 'Amount' || to === 'Decimal')) return fromNumber(to, text, before, left);
  if (from === 'Amount' && to === 'Decimal') return amountForDecimal(text, before, left);
  if (from === 'Decimal' && to === 'Amount') return decimalForAmount(text, before, left);
  if (from === 'Amount' && NUMBER.test(to))
    return `an Amount is no plain number: ${named(text, 'x')}.toU64() makes a u64 of it`;
  if (from === 'Decimal' && NUMBER.test(to)) return decimalForNumber(text, before);
  if (to === 'Day') return 'a day is a u32, days since 1970-01-01: write u32 for its type';
  if (to === 'Rate') return 'a rate is a u32, basis points, or a Decimal: write that for its type';
  if (from === 'string' && /\bDay\.\w+\([^()]*$/.test(before))
    return `a day is a u32: Day.parse("2025-03-31") reads a text`;
  return undefined;
}

function fromNumber(to: 'Amount' | 'Decimal', text: string, before: string, left: string | undefined): string {
  const sign = COMPARED.exec(before)?.[1];
  const made = /^\d[\d_]*$/.test(text) || text.length < 20 ? `${to}.of(${text})` : `${to}.of(…)`;
  const why = `${withArticle(to)} is no plain number`;
  if (sign !== undefined && /^0+$/.test(text)) return `${why}: ${zeroTest(sign, to, left ?? 'x')}${made}`;
  return `${why}: write ${made}`;
}

/** How a comparison with 0 is asked without making a 0. */
function zeroTest(sign: string, type: string, of: string): string {
  const isSigned = type === 'Decimal';
  if (/^==/.test(sign)) return `write ${of}.isZero, or compare with `;
  if (/^!=/.test(sign) || (sign === '>' && !isSigned)) return `write !${of}.isZero, or compare with `;
  if (sign === '<' && isSigned) return `write ${of}.isNegative, or compare with `;
  return 'compare with ';
}

function amountForDecimal(text: string, before: string, left: string | undefined): string {
  if (/[^*]\*\s*$/.test(before))
    return `a Decimal times an Amount is ${left ?? 'x'}.ofAmount(${named(text, 'amount')})`;
  return `a Decimal and an Amount do not mix: Decimal.of(${named(text, 'amount')}) makes a Decimal of its minor units`;
}

function decimalForAmount(text: string, before: string, left: string | undefined): string {
  const number = named(text, 'x');
  if (/[^*]\*\s*$/.test(before)) return `a Decimal times an Amount is ${number}.ofAmount(${left ?? 'amount'})`;
  if (/\/\s*$/.test(before))
    return `an Amount divided by a Decimal is Decimal.of(${left ?? 'amount'}).div(${number}).toAmount()`;
  return `an Amount and a Decimal do not mix: ${number}.toAmount() makes an Amount of it, in whole minor units`;
}

function decimalForNumber(text: string, before: string): string {
  const number = named(text, 'x');
  if (/\bRate\.\w+\([^()]*$/.test(before))
    return `a Rate is told in basis points; so much of an amount is ${number}.ofAmount(amount)`;
  return `a Decimal is no plain number: ${number}.toAmount() makes an Amount of it, and that has toU64()`;
}

/** A plain number before the operator. */
function asFirst(sign: string, type: string, text: string): string | undefined {
  if (type !== 'Amount' && type !== 'Decimal') return undefined;
  const number = text.split(sign)[0]!.trim();
  const behind = text.slice(text.indexOf(sign) + sign.length).trim();
  // 0 < amount asks what amount > 0 asks.
  return fromNumber(type, number, COMPARED.test(sign) ? turned(sign) : '', named(behind, 'x'));
}

const turned = (sign: string) => sign.replace(/[<>]/, (each) => (each === '<' ? '>' : '<'));

function asOnly(sign: string, type: string): string {
  if (sign.length > 1) return `'${sign}' is for plain numbers: write x = x ${sign[0]} ${type}.of(1)`;
  return sign === '-' && type === 'Amount'
    ? 'an Amount is never below 0: subtract it, or write a Decimal'
    : `'${sign}' is for plain numbers`;
}

function conversion(one: string, other: string): string {
  const both = [one, other].sort().join();
  return both === 'Amount,Decimal' ? ': Decimal.of(amount) makes a Decimal, x.toAmount() an Amount' : '';
}

function withArticle(type: string): string {
  return `${/^[AEIOU]/.test(type) ? 'an' : 'a'} ${type}`;
}

// What is short enough is said as it stands.
function named(text: string, otherwise: string): string {
  return new RegExp(`^${OPERAND}(\\(\\))?$`).test(text) && text.length < 40 ? text : otherwise;
}
