// What an upgrade does to stored values, as far as two ABIs tell.
import { Usage } from '../base/errors.ts';
import { type Abi, type AbiField, type EnumType, type StructType, typeText, type ValueType } from './types.ts';

/** A field of storage whose values the new code does not find, or cannot read. */
export interface StorageLoss {
  /** `Token.balances` */
  readonly field: string;
  readonly why: string;
}

/** The new code would not find, or not read, what the old one has stored; `losses` lists all of it. */
export class StorageChanged extends Usage {
  override name = 'StorageChanged';
  readonly losses: readonly StorageLoss[];
  constructor(losses: readonly StorageLoss[]) {
    super('STORAGE_CHANGED', losses.map(({ field, why }) => `${field} ${why}`).join('\n'));
    this.losses = losses;
  }
}

/**
 * Fields of the old code that the new one has no longer, or reads as something else: by their slots, because a field is found by
 * the hash of its name. Fields that only the new code has lose nothing.
 */
export function storageLosses(before: Abi, after: Abi): StorageLoss[] {
  const slots = new Map(after.storage.map((field) => [field.slot, field]));
  return before.storage.flatMap((old) => {
    const now = slots.get(old.slot);
    const why = now === undefined ? gone(old, after) : change(old, now);
    return why === undefined ? [] : [{ field: old.field, why }];
  });
}

/** What is lost where that is allowed. @throws StorageChanged where it is not */
export function checkStorage(before: Abi | undefined, after: Abi | undefined, isAllowed: boolean): StorageLoss[] {
  const losses = before && after ? storageLosses(before, after) : [];
  if (losses.length > 0 && !isAllowed) throw new StorageChanged(losses);
  return losses;
}

// The name of the class is a part of the field's: who renames it loses everything.
function gone({ field }: AbiField, after: Abi): string {
  const own = field.slice(field.indexOf('.'));
  const namesake = after.storage.find((each) => each.field.endsWith(own) && each.field.indexOf('.') > 0);
  const other = namesake === undefined ? '' : ` (${namesake.field} is another field: keep the name of the class)`;
  return `is gone${other}, and what it held is not found any more`;
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
  const at = old.types.findIndex((type, i) => !isReadable(type, now.types[i]!));
  if (at < 0) return undefined;
  const [was, is] = [typeText(old.types[at]!), typeText(now.types[at]!)];
  return was === is
    ? `holds a ${was} of other fields or numbers, so what was stored is read wrongly or not at all`
    : `held ${was} and holds ${is}, so what was stored is read wrongly or not at all`;
}

/**
 * Whether each stored value of one type is the same value of another. The bytes of a struct are those of its fields and nothing else, and
 * decoders take neither more nor less, so a struct cannot grow; an enum can. Names stand in no bytes.
 */
function isReadable(was: ValueType, is: ValueType): boolean {
  if (typeof was === 'string' || typeof is === 'string') return was === is;
  if ('list' in was) return 'list' in is && isReadable(was.list, is.list);
  if ('option' in was) return 'option' in is && isReadable(was.option, is.option);
  if ('struct' in was) return 'struct' in is && isSameStruct(was, is);
  return 'enum' in is && isGrown(was, is);
}

// A field may get a new name; one that got the name of another has changed places with it, and would be read as that.
function isSameStruct({ fields: was }: StructType, { fields: is }: StructType): boolean {
  const names = was.map(({ name }) => name);
  return (
    was.length === is.length &&
    was.every(({ name, type }, i) => {
      const now = is[i]!;
      return isReadable(type, now.type) && (now.name === name || !names.includes(now.name));
    })
  );
}

function isGrown({ values: was }: EnumType, { values: is }: EnumType): boolean {
  const names = was.map(({ name }) => name);
  return was.every(({ name, value }) => {
    const now = is.find((each) => each.value === value);
    return now !== undefined && (now.name === name || !names.includes(now.name));
  });
}

/** What an upgrade means for those who use a contract, or for what it has stored. */
export interface Finding {
  readonly severity: 'breaking' | 'note' | 'unknown';
  readonly what: 'method' | 'event' | 'error' | 'storage' | 'abi';
  readonly name: string;
  readonly why: string;
}

/** All that two ABIs tell of an upgrade from one to the other. */
export function compatibility(before: Abi | undefined, after: Abi | undefined): Finding[] {
  if (!before || !after) return [];
  return storageLosses(before, after).map(({ field, why }) => ({
    severity: 'breaking',
    what: 'storage',
    name: field,
    why,
  }));
}
