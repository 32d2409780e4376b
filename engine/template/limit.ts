// The limit that a rule sets for the value that is to be mended: a day, an amount or a count, as people read it.

import { formatDay } from './dates.ts';
import { type Clock, currencyFor, type Fill, fieldOf } from './fill.ts';
import type { Comparison, Manifest, Meaning, RuleRow } from './manifest.ts';
import { moneyText } from './meaning.ts';
import { evaluate, parseSide, type Side } from './operand.ts';
import type { Text } from './text.ts';

/** What a rule expects, with the day that is today and the number that its limit comes to. */
export function expectedBy(manifest: Manifest, fill: Fill, { check, at, en, zh }: RuleRow, clock: Clock): Text {
  const told = check.some((side) => typeof side === 'string' && parseSide(side)?.name === 'today');
  const day = formatDay(clock.day);
  const dated = told
    ? { en: withToday(en, day, /\btoday\b/, 'today'), zh: withToday(zh, day, /当日|今日|今天/, '今天') }
    : { en, zh };
  const limit = limitOf(manifest, fill, check, at, clock);
  if (limit === undefined) return dated;
  return { en: behind(dated.en, ` (${limit.en})`), zh: behind(dated.zh, `（${limit.zh}）`) };
}

function withToday(text: string, day: string, word: RegExp, now: string): string {
  const shown = now === 'today' ? `${now} (${day})` : `${now}（${day}）`;
  if (word.test(text)) return text.replace(word, shown);
  return behind(text, now === 'today' ? ` (today is ${day})` : `（今天为 ${day}）`);
}

/** Puts something behind a sentence, before its full stop. */
function behind(sentence: string, more: string): string {
  const [, words = sentence, stop = ''] = /^(.*?)([.。]?)$/s.exec(sentence) ?? [];
  return `${words}${more}${stop}`;
}

const FLIPPED: { readonly [comparison in Comparison]: Comparison } = {
  '=': '=',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  ascends: 'ascends',
};

/** Undefined where the limit stands in the sentence, or is no single number. */
function limitOf(manifest: Manifest, fill: Fill, check: RuleRow['check'], at: string, clock: Clock): Text | undefined {
  const [left, comparison, right] = check;
  const sides = [left, right].map((side) => (typeof side === 'string' ? parseSide(side) : undefined));
  const own = sides.findIndex((side) => side?.name === at);
  const [mine, other] = [sides[own], own === 0 ? right : left];
  if (mine === undefined || comparison === '!=' || comparison === 'ascends') return undefined;
  const values = evaluate(manifest, fill, other, clock);
  const [value] = values ?? [];
  if (values?.length !== 1 || typeof value !== 'bigint') return undefined;
  const shown = shownAs(manifest, fill, mine);
  if (shown === undefined) return undefined;
  if (mine.fold === 'sum') {
    const [sum] = evaluate(manifest, fill, own === 0 ? left : right, clock) ?? [];
    return sum === undefined
      ? undefined
      : { en: `${shown(BigInt(sum))}, not ${shown(value)}`, zh: `合计 ${shown(BigInt(sum))}，应为 ${shown(value)}` };
  }
  const far = typeof other === 'string' ? parseSide(other) : undefined;
  if (mine.fold !== undefined || (isPlain(mine) && (far === undefined || isPlain(far)))) return undefined;
  const bound = shown(solved(value, mine, own === 0 ? comparison : FLIPPED[comparison]));
  return { en: `that is ${bound}`, zh: `即 ${bound}` };
}

/** Whether a side is a value as it stands, which whoever reads the sentence knows. */
function isPlain({ factor, shift, fold }: Side): boolean {
  return factor === 1n && shift === 0n && fold === undefined;
}

/** The last value for which `value * factor + shift` compares so with a number. */
function solved(number: bigint, { factor, shift }: Side, comparison: Comparison): bigint {
  const rest = number - shift;
  const isUp = comparison === '>=' || comparison === '<';
  return isUp ? (rest + factor - 1n) / factor : rest / factor;
}

/** How numbers of a side are shown; undefined for meanings whose numbers are scaled. */
function shownAs(manifest: Manifest, fill: Fill, { name, field }: Side): ((value: bigint) => string) | undefined {
  const row = fieldOf(manifest, field === undefined ? name : `${name}.${field}`);
  const meaning: Meaning | undefined = row?.['x-type'];
  if (meaning === 'money') return (value) => moneyText(value, currencyFor(manifest, fill, field ?? name) ?? '');
  if (meaning === 'date') return (value) => formatDay(Number(value));
  return meaning === 'integer' ? String : undefined;
}
