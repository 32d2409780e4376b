// What the texts among the values mean: which are lawful, what a contract gets for them, how people read them.
import { decimalOf, decimalText } from '../abi/decimal.ts';
import type { Value } from '../abi/value.ts';
import { fromHex } from '../base/bytes.ts';
import { dayFrom, momentFrom } from './clock.ts';
import { decimalsOf, formatMoney, parseMoney } from './currency.ts';
import {
  dayInWords,
  formatDay,
  momentInWords,
  type ParsedDay,
  type ParsedMoment,
  parseDay,
  parseMoment,
} from './dates.ts';
import type { Field, Meaning } from './manifest.ts';
import type { Language, Text } from './text.ts';

/** A value as it is written in JSON. */
export type Raw = string | number | boolean;

/** Why a value is not lawful, as what is expected; undefined if it is. `currency` is that of a money value, if it is known. */
export function expectation(field: Field, raw: unknown, currency: string | undefined): Text | undefined {
  const isLawful = field.type === 'integer' ? Number.isSafeInteger(raw) : field.type === typeof raw;
  if (!isLawful) return typeof raw === 'number' ? unquoted(field, raw, currency) : KINDS[field.type];
  const disguised = typeof raw === 'string' ? disguise(field['x-type'], raw) : undefined;
  if (disguised !== undefined) return disguised;
  const form = FORMS[field['x-type']]?.(raw as never, field, currency);
  return form ?? limited(field, raw as Raw, currency);
}

const KINDS = {
  string: { en: 'expected a text', zh: '应为文本' },
  integer: { en: 'expected a whole number', zh: '应为整数' },
  boolean: { en: 'expected true or false', zh: '应为 true 或 false' },
} as const;

/** A number where a text is wanted: JSON that lacks quotation marks. */
function unquoted(field: Field, raw: number, currency: string | undefined): Text {
  if (field.type !== 'string') return KINDS[field.type];
  const decimals = field['x-type'] === 'money' ? decimalsOf(currency ?? '') : undefined;
  // What has lost digits on its way is no example.
  const isWhole = Number.isFinite(raw) && Math.abs(raw) <= Number.MAX_SAFE_INTEGER;
  const text = decimals !== undefined && !hasMore(raw, decimals) ? raw.toFixed(decimals) : String(raw);
  const example = isWhole && !/e/.test(text) ? JSON.stringify(text) : undefined;
  if (field['x-type'] === 'money')
    return {
      en: `an amount stands in quotation marks${example === undefined ? '' : `: ${example}`}`,
      zh: `金额须加引号${example === undefined ? '' : `：${example}`}`,
    };
  return {
    en: `a text stands in quotation marks${example === undefined ? '' : `: ${example}`}`,
    zh: `文本须加引号${example === undefined ? '' : `：${example}`}`,
  };
}

function hasMore(raw: number, decimals: number): boolean {
  return (String(raw).split('.')[1] ?? '').length > decimals;
}

const WIDE = /[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/u;
const SCIENTIFIC = /^[+-]?\d(?:\.\d+)?e\+\d{2,}$/i;
const SPACED = /^\d+(?:\s+\d+)+$/;

/** What a spreadsheet or an input method made of a number or a code. Chinese names may have wide letters, nothing else. */
function disguise(meaning: Meaning, raw: string): Text | undefined {
  const wide = WIDE.exec(raw)?.[0];
  if (wide !== undefined && !/\p{Script=Han}/u.test(raw)) {
    const narrow = wide.normalize('NFKC');
    return {
      en: `it has the full-width character "${wide}": write the half-width ${narrow}`,
      zh: `含全角字符"${wide}"，请改为半角 ${narrow}`,
    };
  }
  if (SCIENTIFIC.test(raw))
    return {
      en: 'it looks like a number that a spreadsheet rewrote: set its column to "text"',
      zh: '疑为电子表格改写的号码，请将该列设为"文本"',
    };
  if ((meaning === 'text' || meaning === 'reference') && SPACED.test(raw))
    return { en: 'a number has no spaces between its digits', zh: '号码的数字之间不应有空格' };
  return undefined;
}

/** One of some words, with what they are called. */
export function oneOf(words: readonly (readonly [word: string, title: Text | undefined])[]): Text {
  const list = (language: Language) =>
    words.map(([word, title]) =>
      title === undefined || title[language] === word
        ? word
        : language === 'en'
          ? `${word} (${title.en})`
          : `${word}（${title.zh}）`,
    );
  return { en: `expected one of: ${list('en').join('; ')}`, zh: `应为以下之一：${list('zh').join('；')}` };
}

type Form = (raw: string, field: Field, currency: string | undefined) => Text | undefined;

const CURRENCY: Text = {
  en: 'expected a currency of ISO 4217, such as CNY or USD',
  zh: '应为 ISO 4217 货币代码，例如 CNY 或 USD',
};
/** What people write for codes that there are. */
const MEANT: { readonly [written: string]: string } = {
  RMB: 'CNY',
  CNH: 'CNY',
  人民币: 'CNY',
  人民币元: 'CNY',
  元: 'CNY',
  '￥': 'CNY',
  '¥': 'CNY',
  美元: 'USD',
  $: 'USD',
  欧元: 'EUR',
  '€': 'EUR',
  英镑: 'GBP',
  日元: 'JPY',
  港元: 'HKD',
  港币: 'HKD',
};

function currencyForm(raw: string): Text | undefined {
  if (decimalsOf(raw) !== undefined) return undefined;
  const upper = raw.trim().toUpperCase();
  const meant = Object.hasOwn(MEANT, upper) ? MEANT[upper] : decimalsOf(upper) === undefined ? undefined : upper;
  if (meant === undefined) return CURRENCY;
  return { en: `${CURRENCY.en}; did you mean ${meant}?`, zh: `${CURRENCY.zh}；是否指 ${meant}？` };
}

const PERCENT = /^(0|[1-9]\d{0,4})(\.\d{1,2})?$/;
const DECIMAL = /^(0|[1-9]\d{0,17})(\.\d{1,18})?$/;
const REFERENCE = /^[A-Za-z0-9/?:().,'+ -]{1,35}$/;
const UETR = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** What is expected of the form of each meaning. */
const FORMS: { readonly [meaning in Meaning]?: Form } = {
  text: (raw) => lineForm(raw),
  currency: (raw) => currencyForm(raw),
  money: (raw, field, currency) => moneyForm(raw, field, currency),
  date: (raw) => problemOf(parseDay(raw)),
  moment: (raw) => problemOf(parseMoment(raw)),
  percent: (raw) =>
    PERCENT.test(raw)
      ? undefined
      : {
          en: 'expected a percentage with at most two decimals, such as 4.35',
          zh: '应为百分数，至多两位小数，例如 4.35',
        },
  decimal: (raw) =>
    DECIMAL.test(raw)
      ? undefined
      : { en: 'expected a decimal number such as 7.2435', zh: '应为十进制小数，例如 7.2435' },
  hash: (raw) =>
    /^[0-9a-f]{64}$/.test(raw)
      ? undefined
      : {
          en: 'expected a SHA-256 hash: 64 hexadecimal digits in small letters',
          zh: '应为 SHA-256 摘要：64 位小写十六进制数字',
        },
  reference: (raw) =>
    REFERENCE.test(raw)
      ? undefined
      : {
          en: "expected a payment reference of ISO 20022: at most 35 letters, digits and / - ? : ( ) . , ' + or spaces",
          zh: "应为 ISO 20022 付款编号：至多 35 个字母、数字及 / - ? : ( ) . , ' + 或空格",
        },
  uetr: (raw) =>
    UETR.test(raw)
      ? undefined
      : { en: 'expected a UETR: a UUID of version 4 in small letters', zh: '应为 UETR：小写的第 4 版 UUID' },
  token: (raw) =>
    raw === '' ? { en: 'expected the address or the name of a token', zh: '应为代币合约的地址或名称' } : lineForm(raw),
};

function problemOf(parsed: ParsedDay | ParsedMoment): Text | undefined {
  return 'problem' in parsed ? parsed.problem : undefined;
}

/** Characters that are not seen or change the direction of a line could make a contract read otherwise than it is. */
function lineForm(raw: string): Text | undefined {
  if (!/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}]/u.test(raw) && raw.trim() === raw) return undefined;
  return {
    en: 'expected one line of text without hidden characters or spaces around it',
    zh: '应为一行文本，不含隐藏字符，首尾无空格',
  };
}

function moneyForm(raw: string, field: Field, currency: string | undefined): Text | undefined {
  const decimals = currency === undefined ? undefined : decimalsOf(currency);
  // The currency is wrong, and that is told already.
  if (decimals === undefined) return undefined;
  const [, whole, fraction = ''] = /^(0|[1-9]\d*)(?:\.(\d+))?$/.exec(raw) ?? [];
  const example = formatMoney(125_000_000n, decimals);
  if (whole === undefined)
    return {
      en: `expected an amount without currency and separators, such as ${example}`,
      zh: `应为不带币种和千位分隔符的金额，例如 ${example}`,
    };
  if (fraction.length > decimals)
    return {
      en: `expected at most ${decimals} decimals: ${currency} has ${decimals}, and this has ${fraction.length}`,
      zh: `小数至多 ${decimals} 位：${currency} 有 ${decimals} 位小数，所填为 ${fraction.length} 位`,
    };
  if (/^[0.]*$/.test(raw)) {
    const isLawful = field['x-minimum'] !== undefined && /^[0.]*$/.test(field['x-minimum']);
    return isLawful ? undefined : { en: 'expected more than nothing', zh: '金额应大于零' };
  }
  return 'problem' in parseMoney(raw, currency!, decimals)
    ? { en: 'expected less: no contract can hold so much', zh: '金额过大，合约无法记录' }
    : undefined;
}

function limited(field: Field, raw: Raw, currency: string | undefined): Text | undefined {
  if (typeof raw === 'number') return ranged(field.minimum, field.maximum, raw, (a, b) => a - b);
  if (typeof raw === 'boolean') return undefined;
  const { minLength = 0, maxLength = 256, pattern, enum: words } = field;
  const length = [...raw].length;
  if (length < minLength || length > maxLength)
    return { en: `expected ${minLength} to ${maxLength} characters`, zh: `应为 ${minLength} 至 ${maxLength} 个字符` };
  if (words !== undefined && !words.includes(raw)) return oneOf(words.map((word) => [word, field['x-labels']?.[word]]));
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(raw)) {
    const example = field['x-example'] === undefined ? pattern : String(field['x-example']);
    return { en: `expected the form of ${example}`, zh: `格式应如 ${example}` };
  }
  // Without its currency nobody knows how much it is.
  if (field['x-type'] === 'money' && decimalsOf(currency ?? '') === undefined) return undefined;
  const amount = (text: string) => comparable(field['x-type'], text, currency) as bigint;
  return ranged(field['x-minimum'], field['x-maximum'], raw, (a, b) => Number(sign(amount(a) - amount(b))));
}

const sign = (value: bigint) => (value > 0n ? 1 : value < 0n ? -1 : 0);

function ranged<T extends string | number>(
  least: T | undefined,
  most: T | undefined,
  raw: T,
  order: (a: T, b: T) => number,
): Text | undefined {
  if (least !== undefined && order(raw, least) < 0)
    return { en: `expected at least ${least}`, zh: `应不小于 ${least}` };
  if (most !== undefined && order(raw, most) > 0) return { en: `expected at most ${most}`, zh: `应不大于 ${most}` };
  return undefined;
}

/** Something that values of the same meaning are compared by. */
export function comparable(meaning: Meaning, raw: Raw, currency: string | undefined): bigint | string {
  const text = String(raw);
  switch (meaning) {
    case 'money':
      return minorUnits(text, currency);
    case 'date':
      return BigInt(dayFrom(text)!);
    case 'moment':
      return BigInt(momentFrom(text)!);
    case 'percent':
    case 'decimal':
      return decimalOf(text);
    case 'integer':
      return BigInt(raw);
    default:
      return text;
  }
}

/** Minor units of a lawful amount. */
export function minorUnits(text: string, currency: string | undefined): bigint {
  const decimals = decimalsOf(currency ?? '') ?? 0;
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
}

/** What a contract gets. A token is resolved by `resolve`, which has no other use. */
export function abiValue(
  meaning: Meaning,
  raw: Raw,
  currency: string | undefined,
  resolve: (text: string) => Value,
): Value {
  const text = String(raw);
  switch (meaning) {
    case 'money':
      return minorUnits(text, currency);
    case 'date':
      return dayFrom(text)!;
    case 'moment':
      return BigInt(momentFrom(text)!);
    case 'percent':
      return Number(decimalOf(text) / 10n ** 16n);
    case 'decimal':
      return decimalText(decimalOf(text));
    case 'hash':
      return fromHex(text)!;
    case 'token':
      return resolve(text);
    case 'integer':
    case 'boolean':
      return raw;
    default:
      return text;
  }
}

/** What a contract gets for a value that is not there. */
export function emptyValue(meaning: Meaning): Value {
  if (meaning === 'money' || meaning === 'moment') return 0n;
  if (meaning === 'date' || meaning === 'percent' || meaning === 'integer') return 0;
  if (meaning === 'boolean') return false;
  if (meaning === 'hash') return new Uint8Array(0);
  if (meaning === 'token') return new Uint8Array(32);
  return meaning === 'decimal' ? '0' : '';
}

/** As people of a language read it. */
export function shown(
  field: Pick<Field, 'x-type' | 'x-labels'>,
  raw: Raw,
  currency: string | undefined,
  language: Language,
): string {
  const text = String(raw);
  switch (field['x-type']) {
    case 'money':
      return moneyText(minorUnits(text, currency), currency ?? '');
    case 'date':
      return dayInWords(dayFrom(text)!, language);
    case 'moment':
      return momentInWords(momentFrom(text)!, language);
    case 'percent':
      return `${text}%`;
    case 'boolean':
      return language === 'en' ? (raw ? 'yes' : 'no') : raw ? '是' : '否';
    default:
      return field['x-labels']?.[text]?.[language] ?? text;
  }
}

/** A number of a figure by what it means: days since 1970, 0 for none, or hundredths of a percent, the greatest of 32 bits for none. */
export function figureNumber(as: 'date' | 'percent', value: number): string {
  if (as === 'percent') return value === 0xffff_ffff ? '–' : `${formatMoney(BigInt(value), 2)}%`;
  return value === 0 ? '–' : formatDay(value);
}

/** An amount with its currency: `CNY 1,250,000.00`. */
export function moneyText(minor: bigint, currency: string): string {
  return `${currency} ${formatMoney(minor, decimalsOf(currency) ?? 0, ',')}`;
}
