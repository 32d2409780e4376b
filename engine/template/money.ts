// Amounts of money in words: financial capitals as Chinese banks ask for them on bills, and English.
import { Usage } from '../base/errors.ts';
import { decimalsOf } from './currency.ts';
import type { Language } from './text.ts';

/** One, many, and the Chinese name. A currency that is not here goes by its code. */
const NAMES: { readonly [code: string]: readonly [one: string, many: string, zh: string] } = {
  AED: ['UAE dirham', 'UAE dirhams', '阿联酋迪拉姆'],
  AUD: ['Australian dollar', 'Australian dollars', '澳大利亚元'],
  BRL: ['Brazilian real', 'Brazilian reais', '巴西雷亚尔'],
  CAD: ['Canadian dollar', 'Canadian dollars', '加拿大元'],
  CHF: ['Swiss franc', 'Swiss francs', '瑞士法郎'],
  CNY: ['Chinese yuan', 'Chinese yuan', '人民币'],
  CZK: ['Czech koruna', 'Czech koruny', '捷克克朗'],
  DKK: ['Danish krone', 'Danish kroner', '丹麦克朗'],
  EUR: ['euro', 'euros', '欧元'],
  GBP: ['pound sterling', 'pounds sterling', '英镑'],
  HKD: ['Hong Kong dollar', 'Hong Kong dollars', '港元'],
  HUF: ['Hungarian forint', 'Hungarian forints', '匈牙利福林'],
  IDR: ['Indonesian rupiah', 'Indonesian rupiahs', '印度尼西亚盾'],
  INR: ['Indian rupee', 'Indian rupees', '印度卢比'],
  JPY: ['Japanese yen', 'Japanese yen', '日元'],
  KRW: ['South Korean won', 'South Korean won', '韩元'],
  KWD: ['Kuwaiti dinar', 'Kuwaiti dinars', '科威特第纳尔'],
  MOP: ['Macanese pataca', 'Macanese patacas', '澳门元'],
  MXN: ['Mexican peso', 'Mexican pesos', '墨西哥比索'],
  MYR: ['Malaysian ringgit', 'Malaysian ringgit', '马来西亚林吉特'],
  NOK: ['Norwegian krone', 'Norwegian kroner', '挪威克朗'],
  NZD: ['New Zealand dollar', 'New Zealand dollars', '新西兰元'],
  PHP: ['Philippine peso', 'Philippine pesos', '菲律宾比索'],
  PLN: ['Polish zloty', 'Polish zlotys', '波兰兹罗提'],
  RUB: ['Russian rouble', 'Russian roubles', '俄罗斯卢布'],
  SAR: ['Saudi riyal', 'Saudi riyals', '沙特里亚尔'],
  SEK: ['Swedish krona', 'Swedish kronor', '瑞典克朗'],
  SGD: ['Singapore dollar', 'Singapore dollars', '新加坡元'],
  THB: ['Thai baht', 'Thai baht', '泰铢'],
  TRY: ['Turkish lira', 'Turkish liras', '土耳其里拉'],
  TWD: ['New Taiwan dollar', 'New Taiwan dollars', '新台币'],
  USD: ['US dollar', 'US dollars', '美元'],
  VND: ['Vietnamese dong', 'Vietnamese dong', '越南盾'],
  ZAR: ['South African rand', 'South African rand', '南非兰特'],
};

/**
 * An amount in minor units in words: `人民币壹佰贰拾伍万元整`, `one million two hundred and fifty thousand Chinese yuan`,
 * `… and 50/100`. In Chinese every currency counts in 元, 角, 分 and 厘, behind its name or, if it has none here, its code.
 * @throws Usage VALUE_INVALID for an amount below zero, or a code that ISO 4217 does not have
 */
export function amountInWords(minor: bigint, code: string, language: Language): string {
  const decimals = decimalsOf(code);
  if (decimals === undefined) throw new Usage('VALUE_INVALID', `${code} is no currency code of ISO 4217`);
  if (minor < 0n) throw new Usage('VALUE_INVALID', `${minor} minor units of ${code} are below zero`);
  const unit = 10n ** BigInt(decimals);
  const [whole, rest] = [minor / unit, minor % unit];
  const [one, many, zh] = NAMES[code] ?? [code, code, code];
  if (language === 'zh') return zh + chineseAmount(whole, String(rest + unit).slice(1));
  const fraction = rest === 0n ? '' : ` and ${String(rest + unit).slice(1)}/${unit}`;
  return `${englishNumber(whole)} ${whole === 1n ? one : many}${fraction}`;
}

const DIGITS = '零壹贰叁肆伍陆柒捌玖';
const PLACES = ['仟', '佰', '拾', ''];
const PARTS = '角分厘';

// Where the rules of the People's Bank leave 零 to the writer, it stands only before what follows a 元 whose own digit is 0.
function chineseAmount(whole: bigint, fraction: string): string {
  const digits = [...fraction].map(Number);
  const last = digits.findLastIndex((digit) => digit > 0);
  const yuan = whole === 0n && last >= 0 ? '' : `${chineseNumber(whole)}元`;
  if (last < 0) return `${yuan}整`;
  const parts = digits.slice(0, last + 1).map((digit, i) => (digit === 0 ? '零' : DIGITS[digit]! + PARTS[i]!));
  const tail = parts.join('').replace(/零+/g, '零');
  if (whole === 0n) return tail.replace(/^零/, '');
  return yuan + (whole % 10n === 0n && digits[0] !== 0 ? '零' : '') + tail;
}

/** A number in financial capitals; 亿 counts all before it, so 亿亿 is the square of 亿. */
function chineseNumber(value: bigint): string {
  if (value >= 100_000_000n) return chineseJoin(value, 100_000_000n, '亿');
  if (value >= 10_000n) return chineseJoin(value, 10_000n, '万');
  if (value === 0n) return '零';
  const digits = [...String(value).padStart(4, '0')].map(Number);
  const words = digits.map((digit, i) => (digit === 0 ? '零' : DIGITS[digit]! + PLACES[i]!)).join('');
  return words.replace(/^零+|零+$/g, '').replace(/零+/g, '零');
}

// 零 stands for the places below the unit that are empty, the highest of them among them.
function chineseJoin(value: bigint, unit: bigint, name: string): string {
  const [high, low] = [value / unit, value % unit];
  const gap = low > 0n && low < unit / 10n ? '零' : '';
  return chineseNumber(high) + name + gap + (low > 0n ? chineseNumber(low) : '');
}

const SMALL = (
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen ' +
  'eighteen nineteen'
).split(' ');
const TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
// The short scale; an amount of 128 bits needs no more.
const SCALES = (
  ' thousand million billion trillion quadrillion quintillion sextillion septillion octillion nonillion decillion ' +
  'undecillion'
).split(' ');

function englishNumber(value: bigint): string {
  if (value === 0n) return 'zero';
  const words: string[] = [];
  let scale = 0;
  for (let rest = value; rest > 0n; rest /= 1_000n) {
    const group = Number(rest % 1_000n);
    const and = scale === 0 && group < 100 && value > 999n ? 'and ' : '';
    if (group > 0) words.unshift(and + englishGroup(group) + (scale > 0 ? ` ${SCALES[scale]}` : ''));
    scale++;
  }
  return words.join(' ');
}

// 1 to 999.
function englishGroup(value: number): string {
  const [hundreds, rest] = [Math.floor(value / 100), value % 100];
  const ones = rest % 10 > 0 ? `-${SMALL[rest % 10]}` : '';
  const below = rest < 20 ? SMALL[rest]! : TENS[Math.floor(rest / 10)]! + ones;
  if (hundreds === 0) return below;
  return `${SMALL[hundreds]} hundred${rest > 0 ? ` and ${below}` : ''}`;
}
