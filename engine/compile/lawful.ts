// Which types a value may have, in words, and what to write for some that it may not have.
import { didYouMean } from '../abi/nearest.ts';
import { SCALARS } from '../abi/types.ts';

const LISTED = SCALARS.join(', ').replace('bytes', 'Bytes');

/** What a value may be. */
export const VALUES = `${LISTED}, an enum, a @struct class, an Option<T> of a number, or a list (T[]) or T | null of these`;
/** What a key may be: values that have an order. */
export const KEYS = `${LISTED}, or an enum`;

/** Types of the library that are none of values, and what stands for them. */
const INSTEAD: { readonly [type: string]: string } = {
  TokenClient: 'keep the Address of the token, and write new TokenClient(address) where it is called',
  FungibleToken: 'keep the Address of the token, and write new TokenClient(address) where it is called',
  Day: 'a day is a u32, days since 1970-01-01',
  Rate: 'a rate is a u32, basis points, or a Decimal',
  Rounding: 'write u8, and <Rounding>x where it is used',
  DayCount: 'write u8, and <DayCount>x where it is used',
  Value: 'only fields of the contract are stored',
  Map: 'only fields of the contract are stored',
  Vec: 'only fields of the contract are stored; a list is T[]',
};

/** What to add about a type of this name: another one that was meant, or what stands for it. */
export function hintFor(name: string, imported: string | undefined, declared: readonly string[]): string {
  if (imported !== undefined && Object.hasOwn(INSTEAD, imported)) return `; ${INSTEAD[imported]}`;
  const known = [...SCALARS, 'Bytes', 'Option', ...declared];
  return imported === undefined && !known.includes(name) ? didYouMean(name, known) : '';
}
