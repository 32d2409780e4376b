// Where values differ from others, or from the arguments that a contract was made with.
import type { AbiParam, ValueType } from '../abi/types.ts';
import { isIntegerType, type Struct, type Value } from '../abi/value.ts';
import { toHex } from '../base/bytes.ts';
import { formatAddress } from '../client/address.ts';
import { formatMoment } from './dates.ts';
import { briefly, currencyFor, documentOf, type Fill } from './fill.ts';
import type { Field, Manifest } from './manifest.ts';
import { figureNumber, moneyText } from './meaning.ts';
import { fieldAt, PARTS, partTitle, pathTitles } from './path.ts';
import type { Text } from './text.ts';

/** A value that is not the same on both sides; a side on which it is not there has none. */
export interface Difference {
  readonly at: string;
  readonly title: Text;
  readonly ours: string | undefined;
  readonly theirs: string | undefined;
}

/** Values of two fills that are not the same, in the order in which they are asked for. */
export function differences(manifest: Manifest, ours: Fill, theirs: Fill): Difference[] {
  const [mine, other] = [leaves(documentOf(ours), ''), leaves(documentOf(theirs), '')];
  const titles = pathTitles(manifest);
  const title = (at: string): Text => titles.get(at.replace(/\[\d+\]/, '[1]')) ?? { en: at, zh: at };
  return [...new Set([...mine.keys(), ...other.keys()])]
    .filter((at) => mine.get(at) !== other.get(at))
    .map((at) => ({ at, title: title(at), ours: mine.get(at), theirs: other.get(at) }));
}

function leaves(value: unknown, at: string): ReadonlyMap<string, string> {
  if (Array.isArray(value)) return new Map(value.flatMap((item, i) => [...leaves(item, `${at}[${i + 1}]`)]));
  if (typeof value !== 'object' || value === null) return new Map(value === undefined ? [] : [[at, briefly(value)]]);
  return new Map(
    Object.entries(value).flatMap(([name, inner]) => [...leaves(inner, at === '' ? name : `${at}.${name}`)]),
  );
}

/** Arguments of `@init` that are not the same, each as people read it. */
export function argumentDifferences(
  manifest: Manifest,
  fill: Fill,
  params: readonly AbiParam[],
  ours: readonly Value[],
  theirs: readonly Value[],
): Difference[] {
  return params.flatMap(({ name, type }, i) =>
    parts(manifest, fill, name, type, ours[i], theirs[i]).filter((each) => each.ours !== each.theirs),
  );
}

function parts(
  manifest: Manifest,
  fill: Fill,
  at: string,
  type: ValueType,
  ours: Value | undefined,
  theirs: Value | undefined,
): Difference[] {
  if (typeof type === 'object' && 'list' in type) {
    const [mine, other] = [ours, theirs] as (readonly Value[] | undefined)[];
    const length = Math.max(mine?.length ?? 0, other?.length ?? 0);
    return Array.from({ length }, (_, i) =>
      parts(manifest, fill, `${at}[${i + 1}]`, type.list, mine?.[i], other?.[i]),
    ).flat();
  }
  if (typeof type === 'object' && 'struct' in type)
    return type.fields.flatMap(({ name, type: own }) =>
      parts(
        manifest,
        fill,
        `${at}.${name}`,
        own,
        (ours as Struct | undefined)?.[name],
        (theirs as Struct | undefined)?.[name],
      ),
    );
  const read = (value: Value | undefined) =>
    value === undefined ? undefined : shownValue(manifest, fill, at, type, value);
  return [{ ...placeOf(manifest, at), ours: read(ours), theirs: read(theirs) }];
}

/** The value of an argument: that of a party, its identifier, or a field. */
function placeOf({ parties, ...manifest }: Manifest, at: string): { readonly at: string; readonly title: Text } {
  const role = at.replace(/Id$/, '');
  if (parties[at]) return { at: `parties.${at}.account`, title: partTitle(parties[at].title, PARTS.account) };
  if (role !== at && parties[role])
    return { at: `parties.${role}.id`, title: partTitle(parties[role].title, PARTS.id) };
  return { at, title: fieldAt({ parties, ...manifest }, at)?.['x-title'] ?? { en: at, zh: at } };
}

function shownValue(manifest: Manifest, fill: Fill, at: string, type: ValueType, value: Value): string {
  const field: Field | undefined = fieldAt(manifest, at);
  const name = at.split('.').at(-1)!;
  if (type === 'Amount') return moneyText(value as bigint, currencyFor(manifest, fill, name) ?? '');
  if (type === 'Address') return formatAddress('account', value as Uint8Array);
  if (value instanceof Uint8Array) return toHex(value);
  const as = field?.['x-type'];
  if (as === 'date' || as === 'percent') return figureNumber(as, Number(value));
  if (as === 'moment') return formatMoment(Number(value));
  return typeof type === 'string' && isIntegerType(type) ? String(value) : briefly(value);
}

/** A difference in a line. */
export function differenceText({ at, title, ours, theirs }: Difference, language: 'en' | 'zh'): string {
  const none = language === 'en' ? 'none' : '无';
  if (language === 'en') return `${title.en} (${at}): given ${ours ?? none}, on the chain ${theirs ?? none}`;
  return `${title.zh}（${at}）：所给 ${ours ?? none}，链上 ${theirs ?? none}`;
}
