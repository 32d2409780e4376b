// What an upgrade does to stored values, as far as two ABIs tell.
import { type Abi, type AbiField, typeText } from './types.ts';

/** A field of storage whose values the new code does not find, or cannot read. */
export interface StorageLoss {
  /** `Token.balances` */
  readonly field: string;
  readonly why: string;
}

/**
 * Fields of the old code that the new one has no longer, or reads as something else: by their slots, because a field is found by
 * the hash of its name. Fields that only the new code has lose nothing.
 */
export function storageLosses(before: Abi, after: Abi): StorageLoss[] {
  const slots = new Map(after.storage.map((field) => [field.slot, field]));
  return before.storage.flatMap((old) => {
    const now = slots.get(old.slot);
    if (now === undefined) return [{ field: old.field, why: 'is gone, and what it held is not found any more' }];
    const why = change(old, now);
    return why === undefined ? [] : [{ field: old.field, why }];
  });
}

/** A map may become one whose keys are gone through in order, and the other way round: both are stored alike. */
const FORMS: { readonly [kind in AbiField['kind']]: string } = {
  Value: 'Value',
  Map: 'Map',
  OrderedMap: 'Map',
  Vec: 'Vec',
};

function change(old: AbiField, now: AbiField): string | undefined {
  if (FORMS[old.kind] !== FORMS[now.kind] || old.types.length !== now.types.length)
    return `was a ${old.kind} and is a ${now.kind}, so what it held is not found or not readable`;
  const at = old.types.findIndex((type, i) => JSON.stringify(type) !== JSON.stringify(now.types[i]));
  if (at < 0) return undefined;
  const [was, is] = [typeText(old.types[at]!), typeText(now.types[at]!)];
  return was === is
    ? `holds a ${was} of other fields or numbers, so what was stored is read wrongly or not at all`
    : `held ${was} and holds ${is}, so what was stored is read wrongly or not at all`;
}
