// Values that were filled in and are lawful: their shape, and how parts of them are found.
import { type Choices, currencyOf, type Field, isList, type Manifest } from './manifest.ts';
import type { Raw } from './meaning.ts';
import type { Text } from './text.ts';

/** A value as it is written in JSON. */
export type Entry = Raw;
/** One of a list. */
export interface Item {
  readonly [field: string]: Entry;
}

export interface Party {
  readonly name: string;
  readonly id: string;
  /** An address or the name of a key; absent in samples. */
  readonly account?: string;
}

/** Values in their lawful form: defaults are in, and what the choices leave out is not. */
export interface Fill {
  readonly options: Choices;
  readonly parties: { readonly [role: string]: Party };
  readonly fields: { readonly [name: string]: Entry | readonly Item[] };
}

/** When something is filled in: a day in days since 1970, and the time in milliseconds since then. */
export interface Clock {
  readonly day: number;
  readonly time: number;
}

/** The document of values, as it is kept in files. */
export function documentOf({ options, parties, fields }: Fill): { readonly [member: string]: unknown } {
  return { parties, options, ...fields };
}

/** Something given, in a line. */
export function briefly(given: unknown): string {
  if (typeof given === 'string') return given;
  try {
    return JSON.stringify(given) ?? String(given);
  } catch {
    // Too deep or too long to be written down.
    return Array.isArray(given) ? '[...]' : '{...}';
  }
}

/** The currency of a money value of this name. */
export function currencyFor(
  manifest: Pick<Manifest, 'amounts'>,
  { fields }: Pick<Fill, 'fields'>,
  name: string,
): string | undefined {
  const currency = fields[currencyOf(manifest, name)];
  return typeof currency === 'string' ? currency : undefined;
}

/** The field of a path: `amount`, `milestones.due`. */
export function fieldOf(manifest: Manifest, path: string): Field | undefined {
  const [name, inside] = path.split('.');
  const { properties } = manifest.parameters;
  const row = Object.hasOwn(properties, name!) ? properties[name!] : undefined;
  if (row === undefined) return undefined;
  if (!isList(row)) return inside === undefined ? row : undefined;
  return inside === undefined ? undefined : row.items.properties[inside];
}

/** What people call the value at a path. */
export function titleAt(manifest: Manifest, at: string): Text {
  const [name, role] = at.split('.');
  const row =
    name === 'parties' ? manifest.parties[role ?? '']?.title : manifest.parameters.properties[name!]?.['x-title'];
  return row ?? { en: at, zh: at };
}

/** What was filled in at a path, in a line. */
export function givenText({ fields, parties }: Fill, at: string): string | undefined {
  const [name, role] = at.split('.');
  const found = name === 'parties' ? parties[role ?? '']?.name : fields[name!];
  return found === undefined ? undefined : Array.isArray(found) ? undefined : briefly(found);
}
