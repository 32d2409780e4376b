// Unified social credit codes of organisations in China (GB 32100-2015 with amendment 1), the organisation code within (GB 11714-1997).
import { quoted, type Text } from './text.ts';

/** The characters by their value; I, O, S, V and Z are left out, for they are read as others. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const MODULUS = 31;
/** Weights of the organisation code; those of the whole are powers of 3. */
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/** Categories of each department that registers: offices, foreign affairs, justice, culture, civil affairs, tourism, religion, unions, markets, army, farming, others. */
const CATEGORIES: { readonly [department: string]: string } = {
  1: '1239',
  2: '19',
  3: '123459',
  4: '19',
  5: '1239',
  6: '129',
  7: '129',
  8: '19',
  9: '123',
  A: '19',
  N: '1239',
  Y: '1',
};

/**
 * Why a text is no lawful unified social credit code; undefined if it is one. The check characters notice every changed
 * character and every two neighbours that changed places.
 */
export function usccProblem(text: string): Text | undefined {
  return formProblem(text) ?? placeProblem(text) ?? checkProblem(text);
}

/** The check character that follows 8 characters of an organisation code. */
export function organisationCheck(first8: string): string {
  const sum = ORGANISATION_WEIGHTS.reduce((sum, weight, i) => sum + weight * Number.parseInt(first8[i]!, 36), 0);
  return '0123456789X0'[11 - (sum % 11)]!;
}

/** The check character that follows 17 characters of a unified social credit code (GB/T 17710, MOD 31-3). */
export function usccCheck(first17: string): string {
  let [sum, weight] = [0, 1];
  for (const character of first17) {
    sum += ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % MODULUS;
  }
  return ALPHABET[(MODULUS - (sum % MODULUS)) % MODULUS]!;
}

function formProblem(text: string): Text | undefined {
  const characters = [...text];
  const at = characters.findIndex((character) => !ALPHABET.includes(character));
  if (characters.length === 18 && at < 0) return undefined;
  const strange = at < 0 ? undefined : quoted(characters[at]!);
  const wrong: Text = strange
    ? { en: `${strange} is character ${at + 1}`, zh: `第 ${at + 1} 位为 ${strange}` }
    : { en: `it has ${characters.length}`, zh: `现为 ${characters.length} 位` };
  return {
    en: `${quoted(text)} is no unified social credit code, which is 18 digits or capital letters without I, O, S, V and Z: ${wrong.en}`,
    zh: `${quoted(text)} 不是统一社会信用代码：应为 18 位数字或大写字母（不含 I、O、S、V、Z），${wrong.zh}`,
  };
}

function placeProblem(text: string): Text | undefined {
  const department = text[0]!;
  const categories = CATEGORIES[department];
  if (categories === undefined) {
    const known = Object.keys(CATEGORIES).join('');
    return {
      en: `${text} begins with ${department}, which is no department that registers: expected one of ${known}`,
      zh: `${text} 的第 1 位 ${department} 不是登记管理部门代码，应为 ${known} 之一`,
    };
  }
  if (!categories.includes(text[1]!)) {
    return {
      en: `${text} has ${text[1]} as character 2, no category of department ${department}: expected one of ${categories}`,
      zh: `${text} 的第 2 位 ${text[1]} 不是登记管理部门 ${department} 的机构类别代码，应为 ${categories} 之一`,
    };
  }
  if (/^[0-9]{6}$/.test(text.slice(2, 8))) return undefined;
  return {
    en: `${text} has ${text.slice(2, 8)} as characters 3 to 8: expected six digits, the division of GB/T 2260`,
    zh: `${text} 的第 3 至 8 位 ${text.slice(2, 8)} 应为六位数字的行政区划码`,
  };
}

function checkProblem(text: string): Text | undefined {
  const organisation = organisationCheck(text.slice(8, 16));
  if (text[16] !== organisation) {
    const last = usccCheck(text.slice(0, 16) + organisation);
    return {
      en: `the check character of the organisation code in ${text}, character 17, should be ${organisation}, and the last one then ${last}`,
      zh: `${text} 中组织机构代码的校验码（第 17 位）应为 ${organisation}，末位校验码相应为 ${last}`,
    };
  }
  const last = usccCheck(text.slice(0, 17));
  if (text[17] === last) return undefined;
  return {
    en: `the check character of ${text}, the last one, should be ${last}`,
    zh: `${text} 的末位校验码应为 ${last}`,
  };
}
