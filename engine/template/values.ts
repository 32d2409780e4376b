// What somebody filled in: read from JSON, completed with defaults, checked value by value.
import { nearest } from '../abi/nearest.ts';
import { briefly, type Clock, currencyFor, type Entry, type Fill, type Item, type Party } from './fill.ts';
import { identifierProblem } from './identifier.ts';
import {
  type Choices,
  type Field,
  type Fields,
  isChosen,
  isList,
  isNeeded,
  type ListField,
  type Manifest,
} from './manifest.ts';
import { expectation, oneOf } from './meaning.ts';
import { isCalled, PARTS, partTitle } from './path.ts';
import type { Problem } from './problem.ts';
import { brokenRules } from './rules.ts';
import type { Text } from './text.ts';

/** What came of reading: lawful values, or what is wrong. */
export type Reading =
  | { readonly fill: Fill; readonly problems: readonly [] }
  | { readonly fill?: undefined; readonly problems: readonly Problem[] };

/** Whether accounts of parties must be named. */
export interface Wanted {
  readonly accounts: boolean;
}

/** Members of a document of values that are no parameters. */
const MEMBERS = ['parties', 'options'];

/** Reads values out of a document of JSON. */
export function readValues(manifest: Manifest, document: unknown, clock: Clock, wanted: Wanted): Reading {
  const problems: Problem[] = [];
  const whole = objectOf(document);
  if (whole === undefined)
    return { problems: [{ at: '', title: FORM, expected: OBJECT, code: 'FORM', given: briefly(document) }] };
  const options = readOptions(manifest, whole['options'], problems);
  const parties = readParties(manifest, whole['parties'], options, wanted, problems);
  tellUnknown(whole, [...MEMBERS, ...Object.keys(manifest.parameters.properties)], '', problems);
  const fields = readFields(manifest, whole, options, problems);
  const fill = { options, parties, fields };
  if (problems.length === 0) problems.push(...brokenRules(manifest, fill, clock));
  return problems.length === 0 ? { fill, problems: [] } : { problems };
}

const FORM: Text = { en: 'Values', zh: '填写内容' };
const OBJECT: Text = { en: 'expected an object with the values by name', zh: '应为按名称列出各项的对象' };
const UNKNOWN: Text = { en: 'the template asks for no such value', zh: '该模板没有这一项' };

/** The same, with the name that may be meant. */
function unknownText(name: string, known: readonly string[]): Text {
  const meant = nearest(name, known);
  if (meant === undefined) return UNKNOWN;
  return { en: `${UNKNOWN.en}: did you mean ${meant}?`, zh: `${UNKNOWN.zh}；是否指 ${meant}？` };
}
const MISSING: Text = { en: 'it must be filled in', zh: '必须填写' };

const OPTIONS: Text = { en: 'Options', zh: '选项' };
const PARTIES: Text = { en: 'Parties', zh: '各方' };

/** The members of a part of the document that may be left out; anything else than an object is told. */
function membersOf(given: unknown, at: string, title: Text, problems: Problem[]): { readonly [name: string]: unknown } {
  const members = objectOf(given ?? {});
  if (members === undefined) problems.push({ at, title, given: briefly(given), expected: OBJECT, code: 'FORM' });
  return members ?? {};
}

/** Tells members that the template knows nothing of. `prefix` is the path before their names. */
function tellUnknown(
  members: { readonly [name: string]: unknown },
  known: readonly string[],
  prefix: string,
  problems: Problem[],
): void {
  for (const name of Object.keys(members).filter((each) => !known.includes(each)))
    problems.push({
      at: `${prefix}${name}`,
      title: { en: name, zh: name },
      given: briefly(members[name]),
      expected: unknownText(name, known),
      code: 'UNKNOWN',
    });
}

function objectOf(json: unknown): { readonly [name: string]: unknown } | undefined {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
    ? (json as Record<string, unknown>)
    : undefined;
}

function readOptions(manifest: Manifest, given: unknown, problems: Problem[]): Choices {
  const chosen = membersOf(given, 'options', OPTIONS, problems);
  tellUnknown(chosen, Object.keys(manifest.options), 'options.', problems);
  return Object.fromEntries(
    Object.entries(manifest.options).map(([name, { title, values, default: usual }]) => {
      const value = chosen[name] ?? usual;
      const word = typeof value === 'string' ? wordOf(values, value) : undefined;
      if (word !== undefined) return [name, word];
      const expected = oneOf(Object.entries(values));
      problems.push({ at: `options.${name}`, title, given: briefly(value), expected, code: 'CHOICE' });
      return [name, usual];
    }),
  );
}

/** A word itself, or the one that has this title. */
function wordOf(titles: { readonly [word: string]: Text }, given: string): string | undefined {
  if (Object.hasOwn(titles, given)) return given;
  return Object.keys(titles).find((word) => isCalled(titles[word]!, given.trim()));
}

function readParties(
  manifest: Manifest,
  given: unknown,
  options: Choices,
  wanted: Wanted,
  problems: Problem[],
): Fill['parties'] {
  const all = membersOf(given, 'parties', PARTIES, problems);
  const parties: Record<string, Party> = {};
  tellUnknown(all, Object.keys(manifest.parties), 'parties.', problems);
  for (const [role, row] of Object.entries(manifest.parties)) {
    const at = `parties.${role}`;
    if (!isChosen(row.only, options)) {
      if (all[role] !== undefined)
        problems.push({ at, title: row.title, given: briefly(all[role]), expected: NOT_CHOSEN, code: 'UNKNOWN' });
      continue;
    }
    const party = objectOf(all[role]);
    if (party === undefined) {
      if (!row.optional || (all[role] ?? null) !== null)
        problems.push({ at, title: row.title, expected: MISSING, code: 'MISSING' });
      continue;
    }
    const read = readParty(row.title, at, party, wanted, problems);
    const wrong = read.id === '' ? undefined : identifierProblem(read.id, row.ids);
    if (wrong)
      problems.push({ at: `${at}.id`, title: partTitle(row.title, PARTS.id), expected: wrong, code: 'IDENTIFIER' });
    parties[role] = read;
  }
  checkApart(manifest, parties, problems);
  return parties;
}

function readParty(
  title: Text,
  at: string,
  party: { readonly [name: string]: unknown },
  wanted: Wanted,
  problems: Problem[],
): Party {
  const word = (name: 'name' | 'id' | 'account', part: Text, isNeeded: boolean): string => {
    const given = party[name];
    const where = { at: `${at}.${name}`, title: partTitle(title, part) };
    if (given === undefined || given === '') {
      if (isNeeded) problems.push({ ...where, expected: MISSING, code: 'MISSING' });
      return '';
    }
    const expected = expectation(PARTY_WORD, given, undefined);
    if (expected) problems.push({ ...where, given: briefly(given), expected, code: 'FORM' });
    return typeof given === 'string' ? given : '';
  };
  for (const name of Object.keys(party))
    if (!['name', 'id', 'account'].includes(name))
      problems.push({
        at: `${at}.${name}`,
        title,
        given: briefly(party[name]),
        expected: unknownText(name, Object.keys(PARTS)),
        code: 'UNKNOWN',
      });
  const read = { name: word('name', PARTS.name, true), id: word('id', PARTS.id, true) };
  const account = word('account', PARTS.account, wanted.accounts);
  return account === '' ? read : { ...read, account };
}

const PARTY_WORD: Field = { type: 'string', 'x-type': 'text', 'x-title': PARTS.name, maxLength: 120 };

/** No two parties may be the same, unless the template says so. */
function checkApart(manifest: Manifest, parties: Fill['parties'], problems: Problem[]): void {
  const roles = Object.keys(parties);
  for (const [i, role] of roles.entries()) {
    for (const other of roles.slice(0, i)) {
      if (manifest.together?.some((group) => group.includes(role) && group.includes(other))) continue;
      const same = (['id', 'account'] as const).find(
        (part) => parties[role]![part] && parties[role]![part] === parties[other]![part],
      );
      if (same === undefined) continue;
      const [title, others] = [manifest.parties[role]!.title, manifest.parties[other]!.title];
      const expected = {
        en: `expected somebody else than the ${others.en}: one party cannot be both`,
        zh: `不得与${others.zh}相同：同一方不能兼任`,
      };
      const part = PARTS[same];
      problems.push({
        at: `parties.${role}.${same}`,
        title: partTitle(title, part),
        given: parties[role]![same]!,
        expected,
        code: 'EXCLUSIVE',
      });
    }
  }
}

function readFields(
  manifest: Manifest,
  whole: { readonly [name: string]: unknown },
  options: Choices,
  problems: Problem[],
): Fill['fields'] {
  const fields: Record<string, Entry | readonly Item[]> = {};
  const { properties } = manifest.parameters;
  const chosen = Object.entries(properties).filter(([, field]) => isChosen(field.only, options));
  // Currencies come first, for amounts are judged by them.
  const isCurrency = ([, field]: (typeof chosen)[number]) => !isList(field) && field['x-type'] === 'currency';
  for (const [name, field] of [...chosen.filter(isCurrency), ...chosen.filter((each) => !isCurrency(each))]) {
    const place = { at: name, name, isNeeded: isNeeded(manifest.parameters, name) };
    const value = isList(field)
      ? readList(manifest, field, whole[name], { ...place, fields }, problems)
      : readField(manifest, field, whole[name], { ...place, fields }, problems);
    if (value !== undefined) fields[name] = value;
  }
  for (const [name, field] of Object.entries(properties))
    if (!isChosen(field.only, options) && whole[name] !== undefined)
      problems.push({
        at: name,
        title: field['x-title'],
        given: briefly(whole[name]),
        expected: NOT_CHOSEN,
        code: 'UNKNOWN',
      });
  // In the order in which they are asked for.
  return Object.fromEntries(Object.keys(properties).flatMap((name) => (name in fields ? [[name, fields[name]!]] : [])));
}

const NOT_CHOSEN: Text = { en: 'with these choices it is not asked for', zh: '按所作选择，不应填写此项' };

/** Where a value stands, and what stands before it. */
interface Place {
  readonly at: string;
  readonly name: string;
  readonly isNeeded: boolean;
  readonly fields: { readonly [name: string]: Entry | readonly Item[] };
}

function readField(
  manifest: Manifest,
  field: Field,
  given: unknown,
  place: Place,
  problems: Problem[],
): Entry | undefined {
  const { at, name, isNeeded, fields } = place;
  const there = given === undefined || given === null || given === '' ? field.default : given;
  const isWord = typeof there === 'string' && field.enum !== undefined && !field.enum.includes(there);
  const value = isWord ? (wordOf(field['x-labels'] ?? {}, there) ?? there) : there;
  if (value === undefined) {
    if (isNeeded) problems.push({ at, title: field['x-title'], expected: MISSING, code: 'MISSING' });
    return undefined;
  }
  const expected = expectation(field, value, currencyFor(manifest, { fields }, name));
  if (expected === undefined) return value as Entry;
  problems.push({ at, title: field['x-title'], given: briefly(value), expected, code: 'FORM' });
  return undefined;
}

function readList(
  manifest: Manifest,
  field: ListField,
  given: unknown,
  place: Place,
  problems: Problem[],
): readonly Item[] | undefined {
  const { at, isNeeded } = place;
  const title = field['x-title'];
  if (given === undefined || given === null) {
    if (isNeeded) problems.push({ at, title, expected: MISSING, code: 'MISSING' });
    return undefined;
  }
  const { minItems = 0, maxItems = 64 } = field;
  if (!Array.isArray(given) || given.length < minItems || given.length > maxItems) {
    const expected = {
      en: `expected a list of ${minItems} to ${maxItems}`,
      zh: `应为 ${minItems} 至 ${maxItems} 项的列表`,
    };
    problems.push({ at, title, given: briefly(given), expected, code: 'FORM' });
    return undefined;
  }
  // A list that was put together by paths may have gaps, which `map` would pass over.
  return Array.from<unknown>(given).map((item, i) =>
    readItem(manifest, field.items, item, { ...place, at: `${at}[${i + 1}]` }, problems),
  );
}

function readItem(
  manifest: Manifest,
  { properties, required }: Fields,
  given: unknown,
  place: Place,
  problems: Problem[],
): Item {
  const item = membersOf(given, place.at, { en: place.at, zh: place.at }, problems);
  tellUnknown(item, Object.keys(properties), `${place.at}.`, problems);
  const read = Object.entries(properties).flatMap(([name, field]) => {
    const inside = { ...place, at: `${place.at}.${name}`, name, isNeeded: required.includes(name) };
    const value = readField(manifest, field, item[name], inside, problems);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(read);
}

/** Values that were lawful on the day on which they were filled in, whatever day it is: rules are not asked. */
export function readKept(manifest: Manifest, document: unknown): Reading {
  return readValues({ ...manifest, rules: [] }, document, { day: 0, time: 0 }, { accounts: true });
}
