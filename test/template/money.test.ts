// Amounts in words: the examples of the People's Bank, each rule about 零 and 整, and that the words say the amount and no other.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Usage } from '../../engine/base/errors.ts';
import { decimalsOf } from '../../engine/template/currency.ts';
import { amountInWords } from '../../engine/template/money.ts';

const amounts = fc.oneof(fc.bigInt({ min: 0n, max: 10n ** 14n }), fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }));
// Numbers with many zeros, where the rules are.
const sparse = fc
  .array(fc.constantFrom('0', '0', '0', '1', '5'), { minLength: 1, maxLength: 30 })
  .map((digits) => BigInt(digits.join('')));

describe('financial capitals', () => {
  // The rules for filling in bills and settlement documents, annex 1 of the People's Bank's payment settlement measures of 1997.
  test.each([
    [140950n, '人民币壹仟肆佰零玖元伍角'],
    [600714n, '人民币陆仟零柒元壹角肆分'],
    [168032n, '人民币壹仟陆佰捌拾元零叁角贰分'],
    [10700053n, '人民币壹拾万柒仟元零伍角叁分'],
    [1640902n, '人民币壹万陆仟肆佰零玖元零贰分'],
    [32504n, '人民币叁佰贰拾伍元零肆分'],
  ])("%d fen is %s, an example of the People's Bank", (minor, words) => {
    expect(amountInWords(minor, 'CNY', 'zh')).toBe(words);
  });

  test.each([
    [0n, '人民币零元整'],
    [1n, '人民币壹分'],
    [10n, '人民币壹角'],
    [11n, '人民币壹角壹分'],
    [100n, '人民币壹元整'],
    [101n, '人民币壹元零壹分'],
    [110n, '人民币壹元壹角'],
    [1000n, '人民币壹拾元整'],
    [1005n, '人民币壹拾元零伍分'],
    [1050n, '人民币壹拾元零伍角'],
    [100_000_00n, '人民币壹拾万元整'],
    [1_250_000_00n, '人民币壹佰贰拾伍万元整'],
    [1_000_500_00n, '人民币壹佰万零伍佰元整'],
    [10_010_010_00n, '人民币壹仟零壹万零壹拾元整'],
    [105_000_000_00n, '人民币壹亿零伍佰万元整'],
    [1_050_000_000_00n, '人民币壹拾亿伍仟万元整'],
    [100_005_000_00n, '人民币壹亿零伍仟元整'],
    [100_000_001_00n, '人民币壹亿零壹元整'],
    [1_000_000_000_000_00n, '人民币壹万亿元整'],
    [1_000_000_050_000_00n, '人民币壹万亿零伍万元整'],
    [10n ** 18n, '人民币壹亿亿元整'],
  ])('%d fen is %s', (minor, words) => {
    expect(amountInWords(minor, 'CNY', 'zh')).toBe(words);
  });

  test.each([
    [125_000_000n, 'USD', '美元壹佰贰拾伍万元整'],
    [1_05n, 'EUR', '欧元壹元零伍分'],
    [1_50n, 'GBP', '英镑壹元伍角'],
    [10_000n, 'JPY', '日元壹万元整'],
    [30_00n, 'HKD', '港元叁拾元整'],
    [30_00n, 'SGD', '新加坡元叁拾元整'],
    [1_005n, 'KWD', '科威特第纳尔壹元零伍厘'],
    [1_050n, 'KWD', '科威特第纳尔壹元零伍分'],
    [1_505n, 'KWD', '科威特第纳尔壹元伍角零伍厘'],
    [7_00n, 'ISK', 'ISK柒佰元整'],
  ])('%d minor units of %s are %s', (minor, code, words) => {
    expect(amountInWords(minor, code, 'zh')).toBe(words);
  });

  test('read back, they are the amount', () => {
    fc.assert(
      fc.property(fc.oneof(amounts, sparse), fc.constantFrom('CNY', 'JPY', 'KWD', 'MGA'), (minor, code) => {
        const words = amountInWords(minor, code, 'zh');
        expect(readChinese(words, decimalsOf(code)!)).toBe(minor);
        expect(words).not.toMatch(/零零|零[万亿角分厘]|[拾佰仟][拾佰仟]|[分厘]整/);
        expect(words.includes('零元')).toBe(minor === 0n);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('English', () => {
  test.each([
    [0n, 'CNY', 'zero Chinese yuan'],
    [1_00n, 'USD', 'one US dollar'],
    [1_01n, 'USD', 'one US dollar and 01/100'],
    [2_00n, 'GBP', 'two pounds sterling'],
    [50n, 'EUR', 'zero euros and 50/100'],
    [1_250_000_00n, 'CNY', 'one million two hundred and fifty thousand Chinese yuan'],
    [1_409_50n, 'CNY', 'one thousand four hundred and nine Chinese yuan and 50/100'],
    [1_005_00n, 'HKD', 'one thousand and five Hong Kong dollars'],
    [1_000_021_00n, 'SGD', 'one million and twenty-one Singapore dollars'],
    [19_340n, 'JPY', 'nineteen thousand three hundred and forty Japanese yen'],
    [12_345n, 'KWD', 'twelve Kuwaiti dinars and 345/1000'],
    [1n, 'ISK', 'one ISK'],
  ])('%d minor units of %s are %s', (minor, code, words) => {
    expect(amountInWords(minor, code, 'en')).toBe(words);
  });

  test('read back, they are the amount', () => {
    fc.assert(
      fc.property(fc.oneof(amounts, sparse), fc.constantFrom('CNY', 'JPY', 'KWD', 'MGA'), (minor, code) => {
        expect(readEnglish(amountInWords(minor, code, 'en'), decimalsOf(code)!)).toBe(minor);
      }),
      { numRuns: 2_000 },
    );
  });
});

test('what is no amount is refused', () => {
  expect(() => amountInWords(-1n, 'CNY', 'zh')).toThrow(Usage);
  expect(() => amountInWords(1n, 'RMB', 'en')).toThrow('RMB is no currency code of ISO 4217');
});

// Another way: reads from left to right and multiplies what stands before a unit.
function readChinese(words: string, decimals: number): bigint {
  const [whole, fraction] = words.includes('元')
    ? words.replace(/^.*?(?=[零壹贰叁肆伍陆柒捌玖])/, '').split('元')
    : ['', words];
  let minor = readWhole(whole!) * 10n ** BigInt(decimals);
  for (const [, digit, part] of fraction!.matchAll(/([壹贰叁肆伍陆柒捌玖])([角分厘])/g))
    minor += BigInt('零壹贰叁肆伍陆柒捌玖'.indexOf(digit!)) * 10n ** BigInt(decimals - 1 - '角分厘'.indexOf(part!));
  return minor;
}

function readWhole(words: string): bigint {
  let [all, section, digit] = [0n, 0n, 0n];
  for (const word of words) {
    const value = '零壹贰叁肆伍陆柒捌玖'.indexOf(word);
    if (value >= 0) digit = BigInt(value);
    else if ('拾佰仟'.includes(word))
      [section, digit] = [section + digit * 10n ** BigInt('拾佰仟'.indexOf(word) + 1), 0n];
    else if (word === '万') [all, section, digit] = [all + (section + digit) * 10_000n, 0n, 0n];
    else if (word === '亿') [all, section, digit] = [(all + section + digit) * 100_000_000n, 0n, 0n];
    else throw new Error(word);
  }
  return all + section + digit;
}

const SCALES =
  'thousand million billion trillion quadrillion quintillion sextillion septillion octillion nonillion decillion undecillion';
const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen';
const TENS = 'ten twenty thirty forty fifty sixty seventy eighty ninety';

function readEnglish(text: string, decimals: number): bigint {
  const fraction = / and ([0-9]+)\/10+$/.exec(text);
  let [all, group] = [0n, 0n];
  for (const word of text.slice(0, fraction?.index).split(/[ -]/)) {
    const scale = SCALES.split(' ').indexOf(word);
    if (SMALL.split(' ').includes(word)) group += BigInt(SMALL.split(' ').indexOf(word));
    else if (TENS.split(' ').includes(word)) group += 10n * BigInt(TENS.split(' ').indexOf(word) + 1);
    else if (word === 'hundred') group *= 100n;
    else if (scale >= 0) [all, group] = [all + group * 1_000n ** BigInt(scale + 1), 0n];
  }
  return (all + group) * 10n ** BigInt(decimals) + BigInt(fraction?.[1] ?? 0);
}
