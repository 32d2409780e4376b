// Storage fields: giving each its slot, and their rows in the ABI.
import type { AbiField, ValueType } from '../abi/types.ts';
import type { ContractClass } from './contract.ts';
import type { Report } from './findings.ts';
import { importedNames } from './imports.ts';
import { slotText } from './slots.ts';
import { has, isField, parseMembers, textOf, typeName } from './syntax.ts';
import type { ClassDeclaration, FieldDeclaration, Source, TypeNode } from './tree.ts';
import type { Types } from './types.ts';

// How many type arguments each storage type has; the last is the value, those before it are keys.
const STORAGE_TYPES: { readonly [name: string]: { readonly kind: AbiField['kind']; readonly types: number } } = {
  Value: { kind: 'Value', types: 1 },
  Map: { kind: 'Map', types: 2 },
  Map2: { kind: 'Map', types: 3 },
  OrderedMap: { kind: 'OrderedMap', types: 2 },
  Vec: { kind: 'Vec', types: 1 },
};

/** Whether the library has a storage type of this name. */
export function isStorage(name: string): boolean {
  return Object.hasOwn(STORAGE_TYPES, name);
}

/** Gives the contract's fields their slots and returns their ABI rows. */
export function placeStorage(contract: ContractClass, types: Types, report: Report): AbiField[] {
  const bySlot = new Map<string, string>();
  return contract.lineage.flatMap((node) =>
    node.members.filter(isField).flatMap((member) => {
      const rows = placeField(member, node, types, report);
      for (const { field, slot } of rows) {
        const other = bySlot.get(slot);
        if (other) report(member.name, 'slot-collision', `'${field}' and '${other}' have the same slot; rename one`);
        bySlot.set(slot, field);
      }
      return rows;
    }),
  );
}

function placeField(field: FieldDeclaration, node: ClassDeclaration, known: Types, report: Report): AbiField[] {
  if (has(field, 'static')) return [];
  const name = field.name.text;
  const storage = field.type ? storageType(field.type, field.range.source) : undefined;
  if (!storage) {
    report(field.name, 'storage-type', `field '${name}' is not stored; ${hintFor(field)}`);
    return [];
  }
  if (field.initializer) {
    report(
      field.initializer,
      'storage-initializer',
      `field '${name}' is stored and cannot start here; set it in @init`,
    );
    return [];
  }
  const last = storage.args.length - 1;
  const types = storage.args.map((type, i) =>
    i < last ? known.key(type, `a key of '${name}'`) : known.value(type, `what '${name}' stores`),
  );
  const slot = slotText(`${node.name.text}.${name}`);
  field.initializer = initializer(field, slot);
  return [{ field: `${node.name.text}.${name}`, slot, kind: storage.kind, types: types as ValueType[] }];
}

function hintFor({ type, range }: FieldDeclaration): string {
  const name = type ? typeName(type).name : '';
  const isForgotten = Object.hasOwn(STORAGE_TYPES, name) && !importedNames(range.source).has(name);
  if (isForgotten) return `'${name}' is not imported: import { ${name} } from "tally"`;
  return 'write Value<…>, Map<…>, Map2<…>, OrderedMap<…> or Vec<…>, imported from "tally"';
}

function storageType(type: TypeNode, source: Source) {
  const { name, args } = typeName(type);
  const original = importedNames(source).get(name);
  const row = original && Object.hasOwn(STORAGE_TYPES, original) ? STORAGE_TYPES[original] : undefined;
  return row && row.types === args.length ? { kind: row.kind, args } : undefined;
}

// The library stores the slot as a little-endian u64, whose bytes in memory are then the slot's.
function initializer(field: FieldDeclaration, slot: string) {
  const swapped = slot.match(/../g)!.reverse().join('');
  const [made] = parseMembers(`field: i32 = new ${textOf(field.type!)}(<u64>0x${swapped});`, field.name);
  return (made as FieldDeclaration).initializer;
}
