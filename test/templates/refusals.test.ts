// What people are told when a contract refuses: a row in both languages for each refusal of each template, and no row for nothing.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openTemplate, templateIds } from '../../engine/template/folder.ts';

/** A row of text/refusals.json. `amount` names the amount in whose currency {money} is, if that is not `currency`. */
interface Row {
  readonly code: string;
  readonly says: string;
  readonly zh: string;
  readonly en?: string;
  readonly amount?: string;
}

interface Refusal {
  readonly code: string;
  /** Pieces of the message: texts, and what is computed between them. */
  readonly pieces: readonly string[];
}

const PATTERNS: { readonly [kind: string]: string } = {
  money: '[0-9]+',
  number: '[0-9]+',
  date: '[0-9]{4}-[0-9]{2}-[0-9]{2}',
  moment: '[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z',
  text: '.+',
};
const PLACE = /\{([a-z]+)([0-9]*)\}/;
const LITERAL = /^"([^"\\]*)"$/;

/** What stands between brackets that open before `at`, split at a sign that is in none of its own brackets or texts. */
function split(source: string, at: number, sign: string): string[] {
  const parts = [''];
  let depth = 0;
  let isText = false;
  for (let i = at; i < source.length; i++) {
    const letter = source[i]!;
    if (letter === '"') isText = !isText;
    if (!isText && '([{'.includes(letter)) depth++;
    if (!isText && ')]}'.includes(letter) && --depth < 0) break;
    if (!isText && depth === 0 && letter === sign) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

/** Arguments of every call of a function, without its declaration. */
const calls = (source: string, name: string): string[][] =>
  [...source.matchAll(new RegExp(`\\b${name}\\(`, 'g'))]
    .map(({ index }) => split(source, index + name.length + 1, ','))
    .filter(([first = '']) => !/^\w+: /.test(first));

/** All refusals of the sources of a contract. */
function refusalsIn(source: string): Refusal[] {
  // A helper that takes code and message refuses with those of its callers.
  const helpers = [...source.matchAll(/(\w+)\([^()]*, code: string, message: string\)/g)].map(([, name]) => name!);
  const own = calls(source, 'require').filter((args) => args[1] !== 'code');
  return [...own, ...helpers.flatMap((name) => calls(source, name))].map(([, code = '', message = '']) => ({
    code: LITERAL.exec(code)?.[1] ?? `not a literal: ${code}`,
    pieces: split(message, 0, '+'),
  }));
}

/** A message as the contract could give it. */
const given = ({ pieces }: Refusal): string =>
  pieces.map((each) => LITERAL.exec(each)?.[1] ?? (each.startsWith('Day.text(') ? '2026-03-31' : '1234')).join('');

function patternOf(says: string): RegExp {
  const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const parts = says.split(new RegExp(PLACE, 'g'));
  return new RegExp(`^${parts.map((part, i) => [literal(part), PATTERNS[part] ?? '(unknown)', ''][i % 3]).join('')}$`);
}

const places = (text: string): string[] => [...text.matchAll(new RegExp(PLACE, 'g'))].map(([place]) => place).sort();

describe.each(templateIds())('%s', (id) => {
  const { folder, manifest } = openTemplate(id);
  const rows = JSON.parse(readFileSync(join(folder, 'text/refusals.json'), 'utf8')) as Row[];
  const source = readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ''))
    .join('');
  const refusals = refusalsIn(source);
  const of = (refusal: Refusal): Row[] =>
    rows.filter(({ code, says }) => code === refusal.code && patternOf(says).test(given(refusal)));

  test('it refuses with a code and a message that stand there, and in no other way', () => {
    expect(refusals.length).toBeGreaterThan(40);
    for (const { code, pieces } of refusals) {
      expect([code, pieces.length > 0]).toEqual([expect.stringMatching(/^[A-Z][A-Z0-9_]*$/), true]);
      // Between two computed parts there is a text, which tells where one ends.
      for (const [i, piece] of pieces.entries())
        expect([piece, LITERAL.test(piece) || i === 0 || LITERAL.test(pieces[i - 1]!)]).toEqual([piece, true]);
    }
    expect(source).not.toMatch(/\b(revert|throw|assert|unreachable|abort)\b *[("]/);
  });

  test('each of its refusals has one row', () => {
    const found = refusals.map((refusal) => [refusal.code, given(refusal), of(refusal).length]);
    expect(found.filter(([, , count]) => count !== 1)).toEqual([]);
  });

  test('each row is that of a refusal', () => {
    const used = new Set(refusals.flatMap(of));
    expect(rows.filter((row) => !used.has(row))).toEqual([]);
  });

  test('each row tells in both languages what was computed, and nothing else', () => {
    for (const { says, zh, en, amount, ...rest } of rows) {
      expect(places(says).filter((place) => !(PLACE.exec(place)![1]! in PATTERNS))).toEqual([]);
      expect([says, new Set(places(says)).size]).toEqual([says, places(says).length]);
      expect([says, places(zh), places(en ?? says)]).toEqual([says, places(says), places(says)]);
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(Object.keys(rest)).toEqual(['code']);
      if (amount !== undefined) expect(Object.keys(manifest.amounts ?? {})).toContain(amount);
    }
  });
});

test('a refusal without a row, and one with two, are found', () => {
  const source = 'require(a < b(1, 2), "CODE", "at most " + b.toString() + ", not " + Day.text(c + 1));';
  const [refusal] = refusalsIn(source);
  expect(given(refusal!)).toBe('at most 1234, not 2026-03-31');
  expect(patternOf('at most {money}, not {date}').test(given(refusal!))).toBe(true);
  for (const says of ['at most {money}', 'at most {date}, not {money}', 'at most {cash}, not {date}'])
    expect(patternOf(says).test(given(refusal!))).toBe(false);
  const helper = 'check(who: Address, code: string, message: string): void { require(is(who), code, message); }';
  const [only, ...more] = refusalsIn(`${helper} this.check(terms.payer, "NOT_PAYER", "only the payer");`);
  expect([only!.code, given(only!), more]).toEqual(['NOT_PAYER', 'only the payer', []]);
  expect(refusalsIn('require(a, CODE, "b");')[0]?.code).toBe('not a literal: CODE');
});
