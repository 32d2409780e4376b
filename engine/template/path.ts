// Values by their paths, as command lines and columns of tables name them: `amount`, `parties.payer.name`, `milestones[1].due`.
import { dayFrom, momentFrom } from './clock.ts';
import { formatDay, formatMoment } from './dates.ts';
import { type Field, isList, type Manifest } from './manifest.ts';
import type { Text } from './text.ts';

/** A document of values that is being filled in. */
export interface Draft {
  [member: string]: unknown;
}

/** A document with another one put over it, member by member: who names an account leaves the name as it is. Lists are taken whole. */
export function over(under: Draft, upper: Draft): Draft {
  const isObject = (value: unknown): value is Draft =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  // A map, for names that objects inherit are names like others here, and are told by the check.
  const merged = new Map(Object.entries(under));
  for (const [name, value] of Object.entries(upper)) {
    const below = merged.get(name);
    merged.set(name, isObject(below) && isObject(value) ? over(below, value) : value);
  }
  return Object.fromEntries(merged);
}

/** The same path in its one form: `payer.name` is `parties.payer.name`, `milestones.1.due` is `milestones[1].due`. */
export function pathOf(manifest: Manifest, written: string): string {
  const [head = '', ...rest] = written.trim().split('.');
  if (Object.hasOwn(manifest.parties, head) && rest.length > 0 && !Object.hasOwn(manifest.parameters.properties, head))
    return `parties.${written.trim()}`;
  const row = manifest.parameters.properties[head];
  if (row && isList(row) && /^\d+$/.test(rest[0] ?? '')) return `${head}[${rest[0]}].${rest.slice(1).join('.')}`;
  return written.trim();
}

/** Names and places of a path, one after the other. */
export function stepsOf(path: string): string[] {
  return path.split(/[.[\]]+/).filter((step) => step !== '');
}

/** Puts a text in the place of a path; an empty one leaves it out. Paths that there are not are left for the check to tell. */
export function put(manifest: Manifest, draft: Draft, written: string, text: string): void {
  const path = pathOf(manifest, written);
  const steps = stepsOf(path);
  if (text === '' || steps.length === 0) return;
  let at: object = draft;
  for (const [i, step] of steps.entries()) {
    const key = Array.isArray(at) ? placeIn(at, step) : step;
    if (key === undefined) {
      own(draft, path, text);
      return;
    }
    const there = ownOf(at, key);
    if (i === steps.length - 1) own(at, key, typed(fieldAt(manifest, path), text));
    else if (typeof there !== 'object' || there === null) own(at, key, /^\d+$/.test(steps[i + 1]!) ? [] : {});
    at = ownOf(at, key) as object;
  }
}

/** Takes away what stands at a path. */
export function remove(draft: Draft, path: string): void {
  const steps = stepsOf(path);
  let at: unknown = draft;
  for (const step of steps.slice(0, -1))
    at =
      typeof at === 'object' && at !== null
        ? ownOf(at, Array.isArray(at) ? String(Number(step) - 1) : step)
        : undefined;
  if (typeof at === 'object' && at !== null) delete (at as Draft)[steps.at(-1)!];
}

/** More than any list of a template may have. */
const MOST = 1_000;

/** The index of a place in a list; undefined if there is none, or it is so far behind that what is between would fill the memory. */
function placeIn(list: readonly unknown[], step: string): string | undefined {
  const index = /^\d{1,9}$/.test(step) ? Number(step) - 1 : -1;
  return index >= 0 && index < Math.max(MOST, list.length) ? String(index) : undefined;
}

// Whoever writes `__proto__` into a path gets a member of that name, and nothing of what objects inherit.
function own(at: object, key: string, value: unknown): void {
  Object.defineProperty(at, key, { value, writable: true, enumerable: true, configurable: true });
}

function ownOf(at: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(at, key)?.value;
}

/** The field of a path with places in lists. */
export function fieldAt(manifest: Manifest, path: string): Field | undefined {
  const [, name = '', , inside] = /^(\w+)(\[\d+\])?(?:\.(\w+))?$/.exec(path) ?? [];
  const { properties } = manifest.parameters;
  const row = Object.hasOwn(properties, name) ? properties[name] : undefined;
  if (row === undefined) return undefined;
  if (!isList(row)) return inside === undefined ? row : undefined;
  return Object.hasOwn(row.items.properties, inside ?? '') ? row.items.properties[inside!] : undefined;
}

const TRUE = /^(true|yes|y|是)$/i;
const FALSE = /^(false|no|n|否)$/i;

/** A text as the JSON of its field. What is not of its type stays a text, for the check to tell. */
function typed(field: Field | undefined, text: string): unknown {
  if (field?.type === 'integer' && /^-?\d{1,15}$/.test(text)) return Number(text);
  if (field?.type === 'boolean') return TRUE.test(text) ? true : FALSE.test(text) ? false : text;
  return text;
}

/** A document with its days and times so many days later: samples are of a day that has passed. */
export function later(manifest: Manifest, draft: Draft, days: number): Draft {
  const moved: Draft = structuredClone(draft);
  walk(draft, '', (path, text) => {
    const meaning = fieldAt(manifest, path)?.['x-type'];
    const [day, moment] = [dayFrom(text), momentFrom(text)];
    if (meaning === 'date' && day !== undefined) put(manifest, moved, path, formatDay(day + days));
    if (meaning === 'moment' && moment !== undefined) put(manifest, moved, path, formatMoment(moment + days * DAY));
  });
  return moved;
}

const DAY = 86_400_000;

/** A document in which everything is text, as JSON of its fields. */
export function typedDocument(manifest: Manifest, texts: unknown): Draft {
  const draft: Draft = {};
  const titled = isMembers(texts) ? named(manifest, texts) : texts;
  walk(titled, '', (path, text) => put(manifest, draft, path, text));
  return draft;
}

const LONGEST = 400;

function walk(node: unknown, path: string, visit: (path: string, text: string) => void): void {
  // Nothing that a template asks for is deeper; the first step of what is goes where the check tells it.
  if (path.length > LONGEST) visit(path.slice(0, LONGEST), '…');
  else if (Array.isArray(node)) for (const [i, item] of node.entries()) walk(item, `${path}[${i + 1}]`, visit);
  else if (typeof node === 'object' && node !== null)
    for (const [name, value] of Object.entries(node)) walk(value, path === '' ? name : `${path}.${name}`, visit);
  else if (node !== null && node !== undefined) visit(path, String(node));
}

/** Of a party. */
export const PARTS: { readonly [part in 'name' | 'id' | 'account']: Text } = {
  name: { en: 'name', zh: '名称' },
  id: { en: 'identifier', zh: '识别码' },
  account: { en: 'account', zh: '账户' },
};

/** What people call a part of a party: `Payer name`, `付款方名称`. */
export function partTitle(party: Text, part: Text): Text {
  return { en: `${party.en} ${part.en}`, zh: `${party.zh}${part.zh}` };
}

/** Paths of everything that is asked for, by what people call it; lists have no columns by themselves. */
export function pathTitles(manifest: Manifest): ReadonlyMap<string, Text> {
  const titles = new Map<string, Text>();
  for (const [role, { title }] of Object.entries(manifest.parties))
    for (const [part, text] of Object.entries(PARTS)) titles.set(`parties.${role}.${part}`, partTitle(title, text));
  for (const [option, { title }] of Object.entries(manifest.options)) titles.set(`options.${option}`, title);
  for (const [name, field] of Object.entries(manifest.parameters.properties)) {
    if (!isList(field)) titles.set(name, field['x-title']);
    else
      for (const [inside, row] of Object.entries(field.items.properties))
        titles.set(`${name}[1].${inside}`, row['x-title']);
  }
  return titles;
}

/** The path that the head of a column means: a path, or what people call it in either language; of a list, `Milestones[2].Due day`. */
export function columnPath(manifest: Manifest, head: string): string {
  const word = head.trim();
  for (const [path, title] of pathTitles(manifest)) if (isCalled(title, word)) return path;
  const [, list = '', number, inside = ''] = /^(.+?)\s*\[(\d+)\]\.?(.+)$/s.exec(word) ?? [];
  const [name, field] =
    Object.entries(manifest.parameters.properties).find(
      ([each, row]) => isList(row) && (each === list || isCalled(row['x-title'], list)),
    ) ?? [];
  if (field === undefined || !isList(field)) return pathOf(manifest, word);
  const [part] = Object.entries(field.items.properties).find(([, row]) => isCalled(row['x-title'], inside)) ?? [inside];
  return `${name}[${number}].${part}`;
}

/** Whether a word is what people call something, in either language. */
export function isCalled({ en, zh }: Text, word: string): boolean {
  return en.toLowerCase() === word.toLowerCase() || zh === word;
}

/** Whether a path is one of what is asked for, wherever in a list. */
export function isAsked(manifest: Manifest, path: string): boolean {
  return pathTitles(manifest).has(pathOf(manifest, path).replace(/\[\d+\]/, '[1]'));
}

/** A document with those of its members under their names that stand under their titles. What has no title like that is left as it is. */
export function named(manifest: Manifest, document: Draft): Draft {
  const renamed: Draft = {};
  for (const [member, value] of Object.entries(document)) {
    const isOwn = Object.hasOwn(manifest.parameters.properties, member);
    const role = isOwn ? undefined : nameOf(manifest.parties, member, ({ title }) => title);
    const list = nameOf(manifest.parameters.properties, member, (field) => field['x-title']);
    const path = columnPath(manifest, member);
    if (Array.isArray(value) && list !== undefined)
      own(
        renamed,
        list,
        value.map((item) => itemNamed(manifest, list, item)),
      );
    else if (isMembers(value) && role !== undefined) deepen(renamed, ['parties', role], parted(value));
    else if (!isMembers(value) && path !== member && !path.includes('[') && isAsked(manifest, path))
      deepen(renamed, stepsOf(path), value);
    else if (isMembers(value) && isMembers(ownOf(renamed, member)))
      own(renamed, member, over(ownOf(renamed, member) as Draft, value));
    else own(renamed, member, value);
  }
  return renamed;
}

function isMembers(value: unknown): value is Draft {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nameOf<R>(rows: { readonly [name: string]: R }, word: string, title: (row: R) => Text): string | undefined {
  return Object.hasOwn(rows, word) ? word : Object.keys(rows).find((name) => isCalled(title(rows[name]!), word));
}

function parted(party: Draft): Draft {
  return Object.fromEntries(
    Object.entries(party).map(([part, value]) => [nameOf(PARTS, part, (text) => text) ?? part, value]),
  );
}

function itemNamed({ parameters }: Manifest, list: string, item: unknown): unknown {
  const field = parameters.properties[list]!;
  if (!isMembers(item) || !isList(field)) return item;
  const { properties } = field.items;
  return Object.fromEntries(
    Object.entries(item).map(([name, value]) => [nameOf(properties, name, (row) => row['x-title']) ?? name, value]),
  );
}

/** Puts a value in its place, whatever stands around it. */
function deepen(at: Draft, steps: readonly string[], value: unknown): void {
  const [first, ...rest] = steps as [string, ...string[]];
  if (rest.length === 0) {
    own(at, first, value);
    return;
  }
  const below = ownOf(at, first);
  const inner: Draft = isMembers(below) ? below : {};
  own(at, first, inner);
  deepen(inner, rest, value);
}
