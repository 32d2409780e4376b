// What is made a second time: a contract with the number of another one, or over what another one is about already. The chain has
// no list of invoices; what this folder knows is told before anything is sent.
import { formatAddress } from '../../engine/client/address.ts';
import { documentOf } from '../../engine/template/fill.ts';
import type { Template } from '../../engine/template/folder.ts';
import { keyText } from '../../engine/template/instance.ts';
import { isList } from '../../engine/template/manifest.ts';
import type { Text } from '../../engine/template/text.ts';
import type { Book } from '../book.ts';
import type { Session } from '../session.ts';
import type { KeptLine } from './instances.ts';
import type { Planned } from './making.ts';

/** So many are told one by one. */
const SHOWN = 10;

/** Warns of those that have the number of another contract, or a value that stands in one contract only as a rule. */
export function warnOfTwins(
  session: Session,
  book: Book,
  template: Template,
  planned: readonly Planned[],
  kept: readonly KeptLine[],
): void {
  const known = new Map<string, string>();
  const names = new Map(book.contracts.map(({ name, address }) => [formatAddress('contract', address), name] as const));
  const there = new Set(kept.map(({ address }) => address));
  for (const { address, values } of kept)
    for (const mark of marksOf(template, values)) known.set(mark.id, names.get(address) ?? address);
  const told: string[] = [];
  for (const { address: bytes, key, fill } of planned) {
    const address = formatAddress('contract', bytes);
    const own = names.get(address) ?? address;
    const marks = marksOf(template, documentOf(fill));
    const isTwin = ({ id }: Mark) => (known.get(id) ?? own) !== own;
    // Whoever sends the same again was warned before.
    const first = there.has(address) ? undefined : marks.find(isTwin);
    if (first !== undefined) told.push(twinText(key, first, known.get(first.id)!)[session.language]);
    for (const { id } of marks) if (!known.has(id)) known.set(id, own);
  }
  for (const text of told.slice(0, SHOWN)) session.output.warn(text);
  if (told.length > SHOWN)
    session.output.warn(
      { en: `and ${told.length - SHOWN} more`, zh: `另有 ${told.length - SHOWN} 处` }[session.language],
    );
}

/** Something that tells contracts apart. */
interface Mark {
  readonly id: string;
  /** Absent for the number of the contract. */
  readonly title?: Text;
  readonly value: string;
}

function marksOf({ manifest }: Template, values: KeptLine['values']): Mark[] {
  const number = keyText({ manifest }, { fields: values });
  const marks = (manifest.once ?? []).flatMap((name): Mark[] => {
    const field = manifest.parameters.properties[name];
    const value = values[name];
    if (typeof value !== 'string' || value === '' || field === undefined || isList(field)) return [];
    return [{ id: JSON.stringify([name, value]), title: field['x-title'], value }];
  });
  return [{ id: JSON.stringify(['', number]), value: number }, ...marks];
}

function twinText(number: string, { title, value }: Mark, other: string): Text {
  if (title === undefined)
    return {
      en: `${value} is the number of ${other} already, which was made of other values or by another key: this is a contract of its own`,
      zh: `编号 ${value} 已用于 ${other}（内容不同，或由另一密钥创建）；此为另一份合约`,
    };
  return {
    en: `${number}: ${title.en} ${value} stands in ${other} already`,
    zh: `${number}：${title.zh} ${value} 已用于 ${other}`,
  };
}
