// The sides of a rule: which values they name, and what these come to.
import { Usage } from '../base/errors.ts';
import { type Clock, currencyFor, type Entry, type Fill, fieldOf } from './fill.ts';
import { type Field, isList, type Manifest, type Meaning } from './manifest.ts';
import { comparable } from './meaning.ts';

const SIDE = /^(?:(sum|count|first|last|each) )?([A-Za-z_]\w*)(?:\.([A-Za-z_]\w*))?(?: ([+*-]) (\d+))?$/;

/** Meanings that can be summed up. */
const NUMBERS: readonly string[] = ['money', 'percent', 'decimal', 'integer'] satisfies Meaning[];

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
  const { properties } = manifest.parameters;
  const row = Object.hasOwn(properties, name) ? properties[name] : undefined;
  if (row === undefined) return `there is no parameter ${name}`;
  if (!isList(row)) return fold || field ? `${name} is no list` : undefined;
  if (fold === 'count') return field ? 'count takes a list only' : undefined;
  if (!fold) return `${name} is a list: say sum, count, first, last or each`;
  if (field === undefined || !Object.hasOwn(row.items.properties, field)) return `${name} has no ${field ?? ''}`;
  const isCounted = NUMBERS.includes(row.items.properties[field]!['x-type']);
  return fold === 'sum' && !isCounted ? `${field} of ${name} cannot be summed up` : undefined;
}

/**
 * The values that a side stands for; `each` gives several, and undefined stands for what was not filled in.
 * @throws Usage TEMPLATE_INVALID if it is not of the language of rules
 */
export function evaluate(
  manifest: Manifest,
  fill: Fill,
  side: string | number,
  clock: Clock,
): readonly (bigint | string)[] | undefined {
  const problem = sideProblem(manifest, side);
  if (problem !== undefined) throw new Usage('TEMPLATE_INVALID', problem);
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
  // What an item leaves out is not compared.
  const given = raw.flatMap((item) => (item[field!] === undefined ? [] : [item[field!]!]));
  const all = given.map((each) => comparableOf(manifest, fill, field!, row, each));
  if (fold === 'sum') return [all.reduce<bigint>((sum, each) => sum + (each as bigint), 0n)];
  return fold === 'each' ? all : fold === 'first' ? all.slice(0, 1) : all.slice(-1);
}

function comparableOf(manifest: Manifest, fill: Fill, name: string, field: Field, raw: Entry): bigint | string {
  return comparable(field['x-type'], raw, currencyFor(manifest, fill, name));
}
