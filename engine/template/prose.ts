// The little language of prose: Markdown with values, conditions and lists, and nothing that could be computed.
import { Usage } from '../base/errors.ts';
import { currencyFor, type Entry, type Fill, type Item } from './fill.ts';
import { type Field, isList, type Manifest } from './manifest.ts';
import { minorUnits, shown } from './meaning.ts';
import { amountInWords } from './money.ts';
import type { Language } from './text.ts';

/** A piece of prose. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly path: string; readonly filter: Filter; readonly line: number }
  | {
      readonly kind: 'if';
      readonly path: string;
      readonly equals: string | undefined;
      readonly yes: readonly Piece[];
      readonly no: readonly Piece[];
      readonly line: number;
    }
  | { readonly kind: 'each'; readonly path: string; readonly body: readonly Piece[]; readonly line: number };

export const FILTERS = ['usual', 'words', 'plain'] as const;
export type Filter = (typeof FILTERS)[number];

/** A tag with its line: `{{#if x}}`, `{{/if}}`, `{{x | words}}`. One that stands alone takes its line away with it. */
const TAG = /^[ \t]*\{\{([#/][^{}]*|else)\}\}[ \t]*\r?\n|\{\{([^{}]*)\}\}/gm;
const PATH = '[A-Za-z_@]\\w*(?:\\.[A-Za-z_]\\w*){0,2}';
const VALUE = new RegExp(`^(${PATH})(?: \\| (\\w+))?$`);
const IF = new RegExp(`^#if (${PATH})(?: = (.+))?$`);
const EACH = new RegExp(`^#each (${PATH})$`);

/** Control characters, and characters that change the direction of a line: prose reads as it is written. */
const HIDDEN = /[^\P{Cc}\n\r\t]|\p{Cf}/u;

interface Open {
  readonly tag: 'if' | 'each' | 'whole';
  readonly path: string;
  readonly equals: string | undefined;
  readonly line: number;
  readonly pieces: Piece[];
  yes: Piece[] | undefined;
}

/** The pieces of a prose. @throws Usage TEMPLATE_INVALID with the line */
export function parseProse(source: string): readonly Piece[] {
  const parser = new Parser();
  let at = 0;
  for (const match of source.matchAll(TAG)) {
    parser.text(source.slice(at, match.index), lineAt(source, at));
    at = match.index + match[0].length;
    parser.tag((match[1] ?? match[2])!.trim(), lineAt(source, match.index));
  }
  parser.text(source.slice(at), lineAt(source, at));
  return parser.end();
}

function lineAt(source: string, index: number): number {
  return source.slice(0, index).split('\n').length;
}

function refuse(line: number, what: string): never {
  throw new Usage('TEMPLATE_INVALID', `line ${line}: ${what}`);
}

class Parser {
  private readonly open: Open[] = [begin('whole', '', undefined, 1)];

  text(text: string, line: number): void {
    const braces = text.search(/\{\{|\}\}/);
    if (braces >= 0) refuse(line + lineAt(text, braces) - 1, 'there are braces that are no tag');
    const hidden = text.search(HIDDEN);
    if (hidden >= 0) refuse(line + lineAt(text, hidden) - 1, 'there is a hidden character');
    if (text !== '') this.top.pieces.push({ kind: 'text', text });
  }

  tag(tag: string, line: number): void {
    if (tag === 'else') this.otherwise(line);
    else if (tag.startsWith('/')) this.close(tag.slice(1), line);
    else if (tag.startsWith('#')) this.begin(tag, line);
    else this.value(tag, line);
  }

  private begin(tag: string, line: number): void {
    const condition = IF.exec(tag);
    const each = EACH.exec(tag);
    if (condition) this.open.push(begin('if', condition[1]!, condition[2], line));
    else if (each) this.open.push(begin('each', each[1]!, undefined, line));
    else refuse(line, `{{${tag}}} is not of the language of prose`);
  }

  private value(tag: string, line: number): void {
    const value = VALUE.exec(tag);
    const filter = value?.[2] ?? 'usual';
    if (!value || !isFilter(filter)) refuse(line, `{{${tag}}} is not of the language of prose`);
    this.top.pieces.push({ kind: 'value', path: value[1]!, filter, line });
  }

  end(): readonly Piece[] {
    const { tag, line, pieces } = this.top;
    if (tag !== 'whole') refuse(line, `{{#${tag}}} is not closed`);
    return pieces;
  }

  private get top(): Open {
    return this.open.at(-1)!;
  }

  private otherwise(line: number): void {
    const { top } = this;
    if (top.tag !== 'if' || top.yes !== undefined) refuse(line, '{{else}} belongs to no {{#if}}');
    top.yes = top.pieces.splice(0);
  }

  private close(tag: string, line: number): void {
    const done = this.top;
    if (done.tag !== tag) refuse(line, `{{/${tag}}} closes nothing`);
    this.open.pop();
    const { path, equals, pieces, yes } = done;
    const place = { path, line: done.line };
    if (tag === 'each') this.top.pieces.push({ kind: 'each', ...place, body: pieces });
    else if (yes === undefined) this.top.pieces.push({ kind: 'if', ...place, equals, yes: pieces, no: [] });
    else this.top.pieces.push({ kind: 'if', ...place, equals, yes, no: pieces });
  }
}

function begin(tag: Open['tag'], path: string, equals: string | undefined, line: number): Open {
  return { tag, path, equals, line, pieces: [], yes: undefined };
}

function isFilter(word: string): word is Filter {
  return FILTERS.some((each) => each === word);
}

/** What is in scope: all values, and inside of a list one of it. */
interface Scope {
  readonly manifest: Manifest;
  readonly fill: Fill;
  readonly language: Language;
  readonly list?: string;
  readonly item?: Item;
  readonly number?: number;
}

/** The prose with the values in, as Markdown. What a value contains is never read as Markdown. */
export function renderProse(pieces: readonly Piece[], manifest: Manifest, fill: Fill, language: Language): string {
  return render(pieces, { manifest, fill, language });
}

function render(pieces: readonly Piece[], scope: Scope): string {
  return pieces.map((piece) => renderPiece(piece, scope)).join('');
}

function renderPiece(piece: Piece, scope: Scope): string {
  switch (piece.kind) {
    case 'text':
      return piece.text;
    case 'value':
      return escapeMarkdown(textOf(piece.path, piece.filter, scope));
    case 'if':
      return render(isTrue(piece.path, piece.equals, scope) ? piece.yes : piece.no, scope);
    case 'each': {
      const items = scope.fill.fields[piece.path];
      if (!Array.isArray(items)) return '';
      return items
        .map((item: Item, i) => render(piece.body, { ...scope, list: piece.path, item, number: i + 1 }))
        .join('');
    }
  }
}

/** Something that is not there. */
const NOTHING = '—';

function textOf(path: string, filter: Filter, scope: Scope): string {
  const { manifest, fill, language } = scope;
  const [head, role = '', part = 'name'] = path.split('.');
  if (path === '@number') return String(scope.number ?? NOTHING);
  if (head === 'parties') return ownOf(fill.parties, role)?.[part === 'id' ? 'id' : 'name'] ?? NOTHING;
  if (head === 'options') {
    const value = ownOf(fill.options, role);
    if (value === undefined) return NOTHING;
    return filter === 'plain' ? value : (manifest.options[role]?.values[value]?.[language] ?? NOTHING);
  }
  const found = entryOf(path, scope);
  if (found === undefined) return NOTHING;
  const { field, raw } = found;
  const currency = currencyFor(manifest, fill, path);
  if (filter === 'plain') return String(raw);
  if (filter === 'words' && field['x-type'] === 'money')
    return amountInWords(minorUnits(String(raw), currency), currency ?? '', language);
  return shown(field, raw, currency, language);
}

// What objects inherit is no value.
function ownOf<T>(all: { readonly [name: string]: T }, name: string): T | undefined {
  return Object.hasOwn(all, name) ? all[name] : undefined;
}

/** A value with its field: inside of a list the item's own come first. */
function entryOf(path: string, { manifest, fill, list, item }: Scope): { field: Field; raw: Entry } | undefined {
  const row = list === undefined ? undefined : manifest.parameters.properties[list];
  const inside = row && isList(row) ? ownOf(row.items.properties, path) : undefined;
  const field = inside ?? ownOf(manifest.parameters.properties, path);
  const raw = inside ? item![path] : ownOf(fill.fields, path);
  if (field === undefined || isList(field) || raw === undefined || Array.isArray(raw)) return undefined;
  return { field, raw: raw as Entry };
}

function isTrue(path: string, equals: string | undefined, scope: Scope): boolean {
  const { fill } = scope;
  const [head, role = ''] = path.split('.');
  if (head === 'options') return ownOf(fill.options, role) === equals;
  if (head === 'parties') return ownOf(fill.parties, role) !== undefined;
  const raw = entryOf(path, scope)?.raw ?? ownOf(fill.fields, path);
  if (equals !== undefined) return String(raw) === equals;
  return raw !== undefined && raw !== '' && raw !== false && !(Array.isArray(raw) && raw.length === 0);
}

/** Markdown that shows this text as it is. */
export function escapeMarkdown(text: string): string {
  return (
    text
      .replace(/[\\`*_{}[\]<>#|~!&@]/g, '\\$&')
      // What begins like an address would become a link.
      .replace(/(https?|ftp)(:\/\/)|(www)(\.)/gi, '$1$3\\$2$4')
      // A number is that of a list only if nothing follows its point: 4.35 is none.
      .replace(/^(\d+)([.)])(?=\s|$)|^([-+=:])/, (_, digits, end, sign) => (sign ? `\\${sign}` : `${digits}\\${end}`))
  );
}

/** Paths in a prose that the manifest knows nothing of, with their lines. */
export function unknownPaths(pieces: readonly Piece[], manifest: Manifest, list?: string): string[] {
  return pieces.flatMap((piece) => {
    if (piece.kind === 'text') return [];
    const problem = `line ${piece.line}: ${piece.path}`;
    if (piece.kind === 'each') {
      const row = manifest.parameters.properties[piece.path];
      return row && isList(row) ? unknownPaths(piece.body, manifest, piece.path) : [`${problem} is no list`];
    }
    const own = isKnown(piece.path, manifest, list, piece) ? [] : [problem];
    const inner = piece.kind === 'if' ? unknownPaths([...piece.yes, ...piece.no], manifest, list) : [];
    return [...own, ...inner];
  });
}

function isKnown(path: string, manifest: Manifest, list: string | undefined, piece: Piece): boolean {
  const [head, role = '', part] = path.split('.');
  if (path === '@number') return list !== undefined && piece.kind === 'value';
  if (head === 'parties') {
    const isAsked = piece.kind === 'if' && piece.equals !== undefined;
    return Object.hasOwn(manifest.parties, role) && [undefined, 'name', 'id'].includes(part) && !isAsked;
  }
  if (head === 'options') {
    const values = Object.hasOwn(manifest.options, role) ? manifest.options[role]?.values : undefined;
    if (values === undefined || part !== undefined) return false;
    return piece.kind !== 'if' || Object.hasOwn(values, piece.equals ?? '');
  }
  const row = list === undefined ? undefined : manifest.parameters.properties[list];
  const inside = row && isList(row) && Object.hasOwn(row.items.properties, path);
  const properties = inside ? row.items.properties : manifest.parameters.properties;
  const field = Object.hasOwn(properties, path) ? properties[path] : undefined;
  if (field === undefined) return false;
  if (piece.kind !== 'value') return true;
  return !isList(field) && (piece.filter !== 'words' || field['x-type'] === 'money');
}

/** What one prose names and the other does not: both languages must tell the same values. */
export function namedPaths(pieces: readonly Piece[]): Set<string> {
  return new Set(
    pieces.flatMap((piece): string[] => {
      if (piece.kind === 'text') return [];
      if (piece.kind === 'value') return [piece.path];
      const inner = piece.kind === 'each' ? piece.body : [...piece.yes, ...piece.no];
      return [piece.path, ...namedPaths(inner)];
    }),
  );
}
