// The sides of a rule: which values they name, and what these come to.
import { type Clock, currencyFor, type Entry, type Fill, fieldOf } from './fill.ts';
import { type Field, isList, type Manifest } from './manifest.ts';
import { comparable } from './meaning.ts';

const SIDE = /^(?:(sum|count|first|last|each) )?([A-Za-z_]\w*)(?:\.([A-Za-z_]\w*))?(?: ([+*-]) (\d+))?$/;

/** What a side says; undefined if it is not of the language of rules. */
export interface Side {
  readonly fold: string | undefined;
  readonly name: string;
  readonly field: string | undefined;
  /** What it is multiplied by, and what is added then. */
  readonly factor: bigint;
  readonly shift: bigint;
}

export function parseSide(text: string): Side | undefined {
  const match = SIDE.exec(text);
  if (!match) return undefined;
  const [, fold, name, field, sign, number] = match;
  const isFactor = sign === '*';
  const shift = isFactor ? 0n : BigInt(`${sign === '-' ? '-' : ''}${number ?? 0}`);
  return { fold, name: name!, field, factor: isFactor ? BigInt(number!) : 1n, shift };
}

/** Why a side cannot be evaluated; undefined if it can. */
export function sideProblem(manifest: Manifest, side: string | number): string | undefined {
  if (typeof side === 'number' || side === '') return undefined;
  const parsed = parseSide(side);
  if (parsed === undefined) return `${JSON.stringify(side)} is no value of a rule`;
  const { fold, name, field } = parsed;
  if ((name === 'today' || name === 'now') && fold === undefined && field === undefined) return undefined;
  const row = manifest.parameters.properties[name];
  if (row === undefined) return `there is no parameter ${name}`;
  if (!isList(row)) return fold || field ? `${name} is no list` : undefined;
  if (fold === 'count') return field ? 'count takes a list only' : undefined;
  if (!fold) return `${name} is a list: say sum, count, first, last or each`;
  return field === undefined || row.items.properties[field] === undefined ? `${name} has no ${field ?? ''}` : undefined;
}

/** The values that a side stands for; `each` gives several, and undefined stands for what was not filled in. */
export function evaluate(
  manifest: Manifest,
  fill: Fill,
  side: string | number,
  clock: Clock,
): readonly (bigint | string)[] | undefined {
  if (typeof side === 'number') return [BigInt(side)];
  if (side === '') return [];
  const { fold, name, field, factor, shift } = parseSide(side)!;
  const found = named(manifest, fill, { fold, name, field }, clock);
  return found?.map((value) => (typeof value === 'bigint' ? value * factor + shift : value));
}

function named(
  manifest: Manifest,
  fill: Fill,
  { fold, name, field }: Pick<Side, 'fold' | 'name' | 'field'>,
  clock: Clock,
): readonly (bigint | string)[] | undefined {
  if (name === 'today') return [BigInt(clock.day)];
  if (name === 'now') return [BigInt(clock.time)];
  const raw = fill.fields[name];
  if (raw === undefined) return undefined;
  if (!Array.isArray(raw)) return [comparableOf(manifest, fill, name, fieldOf(manifest, name)!, raw as Entry)];
  if (fold === 'count') return [BigInt(raw.length)];
  const row = fieldOf(manifest, `${name}.${field}`)!;
  const all = raw.map((item) => comparableOf(manifest, fill, field!, row, item[field!]!));
  if (fold === 'sum') return [all.reduce<bigint>((sum, each) => sum + (each as bigint), 0n)];
  return fold === 'each' ? all : fold === 'first' ? all.slice(0, 1) : all.slice(-1);
}

function comparableOf(manifest: Manifest, fill: Fill, name: string, field: Field, raw: Entry): bigint | string {
  return comparable(field['x-type'], raw, currencyFor(manifest, fill, name));
}
