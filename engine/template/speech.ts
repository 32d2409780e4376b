// How people write and read what a contract takes and tells: money in its currency, days as dates, refusals in sentences.
import type { Printed } from '../abi/print.ts';
import type { ValueType } from '../abi/types.ts';
import { decimalsOf, parseMoney } from './currency.ts';
import { parseDay, parseMoment } from './dates.ts';
import { currencyFor } from './fill.ts';
import type { Template } from './folder.ts';
import { isList, type Manifest } from './manifest.ts';
import { figureNumber, moneyText } from './meaning.ts';
import { type Refused, readRefusals, tellRefusal } from './refusals.ts';
import { type Language, type Text, Told } from './text.ts';

/** Currencies of an instance by the parameter that has them: `currency`, and those of `amounts`. */
export interface Currencies {
  readonly [parameter: string]: string;
}

export interface Speech {
  /** What stands for an argument, in the words that {@link parseValue} reads. @throws Told ARGUMENT_TYPE */
  word(type: ValueType, text: string, name: string): string;
  /** A printed value as people read it; what it is of, a view or a field, says what its numbers mean. */
  tell(type: ValueType, printed: Printed, name: string): Printed;
  /** What a refusal says. */
  refusal(refused: Refused): string;
}

/** The parameters that {@link Currencies} are wanted of. */
export function currencyParameters({ amounts }: Manifest): string[] {
  return [...new Set(['currency', ...Object.values(amounts ?? {})])];
}

export function speechOf(template: Template, currencies: Currencies, language: Language): Speech {
  const { manifest } = template;
  const meanings = meaningsOf(manifest);
  const currencyOf = (name: string) => currencyFor(manifest, { fields: currencies }, name);
  const number = (printed: Printed, name: string) => {
    const as = meanings.get(name);
    return as === undefined || typeof printed !== 'number' || printed === 0 ? printed : figureNumber(as, printed);
  };
  const tell = (type: ValueType, printed: Printed, name: string): Printed => {
    if (type === 'Amount') {
      const currency = currencyOf(name);
      return currency === undefined ? printed : moneyText(BigInt(String(printed)), currency);
    }
    if (type === 'u32') return number(printed, name);
    return typeof type === 'string' ? printed : tellWhole(type, printed, name, tell);
  };
  return {
    word: (type, text, name) =>
      type === 'Amount' ? moneyWord(text, name, currencyOf(name)) : plainWord(type, text, name),
    tell,
    refusal: (refused) => tellRefusal(readRefusals(template), refused, currencyOf, language),
  };
}

function tellWhole(
  type: Exclude<ValueType, string>,
  printed: Printed,
  name: string,
  tell: (type: ValueType, printed: Printed, name: string) => Printed,
): Printed {
  if ('enum' in type || printed === null) return printed;
  if ('option' in type) return tell(type.option, printed, name);
  if ('list' in type) return (printed as readonly Printed[]).map((item) => tell(type.list, item, name));
  const fields = printed as { readonly [field: string]: Printed };
  return Object.fromEntries(
    type.fields.map((field) => [field.name, tell(field.type, fields[field.name]!, field.name)]),
  );
}

/** What whole numbers mean, by the name of a view, a field or a parameter. */
function meaningsOf({ figures, tables, parameters }: Manifest): ReadonlyMap<string, 'date' | 'percent'> {
  const named = [
    ...Object.entries(figures).map(([name, { as }]) => [name, as] as const),
    ...(tables ?? []).flatMap(({ columns }) => columns.map(({ field, as }) => [field, as] as const)),
    ...Object.entries(parameters.properties).flatMap(([name, field]) =>
      isList(field)
        ? Object.entries(field.items.properties).map(([inner, row]) => [inner, row['x-type']] as const)
        : [[name, field['x-type']] as const],
    ),
  ];
  return new Map(named.flatMap(([name, as]) => (as === 'date' || as === 'percent' ? [[name, as]] : [])));
}

/**
 * Minor units of an amount as people write it. Without a point it could be either, so it is refused where the currency has decimals:
 * a hundredfold payment is worse than a question.
 */
function moneyWord(text: string, name: string, currency: string | undefined): string {
  const decimals = currency === undefined ? undefined : decimalsOf(currency);
  if (currency === undefined || decimals === undefined) return text;
  const parsed = parseMoney(text, currency, decimals);
  if ('minor' in parsed && (decimals === 0 || text.includes('.') || parsed.minor === 0n)) return String(parsed.minor);
  const example =
    'minor' in parsed ? `${text}.${'0'.repeat(decimals)}` : `1250${decimals > 0 ? `.${'0'.repeat(decimals)}` : ''}`;
  throw wrong(name, text, {
    en: `an amount in ${currency}${decimals > 0 ? ` with ${decimals} decimals` : ''}, such as ${example}`,
    zh: `${currency} 金额${decimals > 0 ? `，须写明 ${decimals} 位小数` : ''}，例如 ${example}`,
  });
}

function plainWord(type: ValueType, text: string, name: string): string {
  if (type === 'u32' && /^\d+-\d+-\d+$/.test(text)) {
    const parsed = parseDay(text);
    if ('problem' in parsed) throw wrong(name, text, parsed.problem);
    return String(parsed.day);
  }
  if (type === 'u64' && /^\d+-\d+-\d+T/.test(text)) {
    const parsed = parseMoment(text);
    if ('problem' in parsed) throw wrong(name, text, parsed.problem);
    return String(parsed.moment);
  }
  return type === 'bytes' && /^([0-9a-fA-F]{2})+$/.test(text) ? `0x${text}` : text;
}

function wrong(name: string, text: string, wanted: Text): Told {
  const given = JSON.stringify(text);
  return new Told('ARGUMENT_TYPE', {
    en: `${name}: ${given}; expected ${wanted.en.replace(/^expected /, '')}`,
    zh: `${name}：${given}；应为${wanted.zh.replace(/^应为/, '')}`,
  });
}
