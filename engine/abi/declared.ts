// The types of an ABI as TypeScript has them: what values are, what they may be given as, and declarations of those with names.
import { type Member, memberLines, unionLines } from './layout.ts';
import {
  type AbiParam,
  type EnumType,
  innerTypes,
  type Scalar,
  type StructType,
  typeText,
  type ValueType,
} from './types.ts';

/** Which way a value goes: into a call, where some types have more than one form, or out of it. */
export type Way = 'given' | 'gotten';

/** Types that the file imports for what may be given in more than one form. */
export type Loose = 'Party' | 'Whole';

/** The names that things have in one file. */
export interface Naming {
  /** The name that is wanted, or one like it that nothing else has. */
  take(wanted: string): string;
  /** What an imported type is called. */
  imported(name: Loose): string;
}

const SCALARS: { readonly [T in Scalar]: string } = {
  bool: 'boolean',
  u8: 'number',
  u16: 'number',
  u32: 'number',
  u64: 'bigint',
  i8: 'number',
  i16: 'number',
  i32: 'number',
  i64: 'bigint',
  string: 'string',
  bytes: 'Uint8Array',
  Address: 'Uint8Array',
  Amount: 'bigint',
  Decimal: 'string',
};
const LOOSE: { readonly [T in Scalar]?: Loose } = { u64: 'Whole', i64: 'Whole', Amount: 'Whole', Address: 'Party' };

type Named = StructType | EnumType;

/** The structs and enums of one file. Equal ones are one; different ones have different names. */
export class DeclaredTypes {
  private readonly naming: Naming;
  private readonly types: { readonly [W in Way]: ReadonlyMap<string, Named> };
  /** By type as JSON. */
  private readonly names = { given: new Map<string, string>(), gotten: new Map<string, string>() };

  /** Names all structs and enums among and in these types. */
  constructor(types: { readonly [W in Way]: readonly ValueType[] }, naming: Naming) {
    this.naming = naming;
    this.types = { given: namedIn(types.given), gotten: namedIn(types.gotten) };
    for (const [key, type] of new Map([...this.types.gotten, ...this.types.given])) {
      const name = naming.take(typeText(type));
      this.names.gotten.set(key, name);
      this.names.given.set(key, isLoose(type) ? naming.take(`${name}Given`) : name);
    }
  }

  /** A type as TypeScript writes it. */
  written(type: ValueType, way: Way): string {
    if (typeof type === 'string') {
      const loose = way === 'given' ? LOOSE[type] : undefined;
      return loose === undefined ? SCALARS[type] : this.naming.imported(loose);
    }
    if ('option' in type) return `${this.written(type.option, way)} | null`;
    if (!('list' in type)) return this.names[way].get(keyOf(type))!;
    const item = this.written(type.list, way);
    return item.includes(' ') ? `readonly (${item})[]` : `readonly ${item}[]`;
  }

  members(params: readonly AbiParam[], way: Way): Member[] {
    return params.map(({ name, type }) => ({ name, type: this.written(type, way) }));
  }

  /** Declarations, those that others hold first. */
  texts(): string[] {
    const gotten = [...this.types.gotten.values()].map((type) => this.text(type, 'gotten'));
    // What has one form is declared once.
    const given = [...this.types.given].filter(([key, type]) => isLoose(type) || !this.types.gotten.has(key));
    return [...gotten, ...given.map(([, type]) => this.text(type, 'given'))];
  }

  private text(type: Named, way: Way): string {
    const name = this.names[way].get(keyOf(type))!;
    if ('enum' in type) {
      const words = type.values.map((value) => value.name);
      return unionLines(name, words).join('\n');
    }
    const docs =
      way === 'given' && isLoose(type) ? [`/** What ${this.names.gotten.get(keyOf(type))} is given as. */`] : [];
    return [...docs, `export type ${name} = {`, ...memberLines(this.members(type.fields, way), '  '), '};'].join('\n');
  }
}

const keyOf = (type: ValueType) => JSON.stringify(type);

/** Whether a type may be given in more than one form. */
function isLoose(type: ValueType): boolean {
  return typeof type === 'string' ? LOOSE[type] !== undefined : innerTypes(type).some(isLoose);
}

/** Structs and enums among and in types by their JSON, those that others hold first. */
function namedIn(types: readonly ValueType[]): Map<string, Named> {
  const found = new Map<string, Named>();
  const visit = (type: ValueType): void => {
    innerTypes(type).forEach(visit);
    if (typeof type === 'object' && ('struct' in type || 'enum' in type)) found.set(keyOf(type), type);
  };
  types.forEach(visit);
  return found;
}
