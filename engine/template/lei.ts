// Legal entity identifiers: their form and their check digits (ISO 17442-1:2020, by ISO/IEC 7064 MOD 97-10).
import { quoted, type Text } from './text.ts';

const FORM = /^[0-9A-Z]{18}[0-9]{2}$/;
const MODULUS = 97;

/**
 * Why a text is no lawful LEI; undefined if it is one. The check digits notice every changed character, except about one in 97
 * where a digit stands for a letter or a letter for a digit, and every two neighbours that changed places, except 1B, 2M
 * and 3X.
 */
export function leiProblem(text: string): Text | undefined {
  if (!FORM.test(text)) {
    return {
      en: `${quoted(text)} is no LEI, which is 18 capital letters or digits and two check digits`,
      zh: `${quoted(text)} 不是 LEI：LEI 为 18 位大写字母或数字加两位校验数字`,
    };
  }
  const wanted = leiCheckDigits(text.slice(0, 18));
  if (text.slice(18) === wanted) return undefined;
  return { en: `the check digits of ${text} should be ${wanted}`, zh: `${text} 的校验数字应为 ${wanted}` };
}

/**
 * The two check digits that follow 18 characters, 02 to 98. Of the digits that leave remainder 1, this is the only form:
 * 00, 01 and 99 leave it too where 97, 98 and 02 stand.
 */
export function leiCheckDigits(first18: string): string {
  return String(MODULUS + 1 - remainder(`${first18}00`)).padStart(2, '0');
}

// Letters count as two digits, A = 10 to Z = 35; the number is read digit by digit, for it has up to 40 of them.
function remainder(text: string): number {
  let rest = 0;
  for (const character of text) {
    for (const digit of String(Number.parseInt(character, 36))) rest = (rest * 10 + Number(digit)) % MODULUS;
  }
  return rest;
}
