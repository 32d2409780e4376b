// Types of values as an author writes them, and as the ABI says them: scalars, structs, enums, lists, and what may be null.
import { checkText } from '../abi/bindings.ts';
import {
  type EnumType,
  type EnumValue,
  isObjectType,
  MOST_LEVELS,
  SCALARS,
  type Scalar,
  type StructType,
  type ValueType,
} from '../abi/types.ts';
import type { Report } from './findings.ts';
import { addImport, generatedName, importedNames } from './imports.ts';
import { hintFor, KEYS, VALUES } from './lawful.ts';
import { classesOf, decoratorOf, enumsOf, has, isConstructor, parseMembers, textOf, walk } from './syntax.ts';
import {
  type ClassDeclaration,
  type EnumDeclaration,
  type FieldDeclaration,
  type MethodDeclaration,
  type Node,
  type Source,
  type TypeNode,
  tree,
} from './tree.ts';

const WRITTEN: ReadonlyMap<string, Scalar> = new Map<string, Scalar>([
  ...SCALARS.filter((type) => type !== 'bytes').map((type) => [type, type] as const),
  ['boolean', 'bool'],
  ['Uint8Array', 'bytes'],
  ['Bytes', 'bytes'],
]);

/** A struct or enum of the author's, and where it stands. */
interface Declared {
  readonly node: ClassDeclaration | EnumDeclaration;
  readonly source: Source;
}

/** Reads the types of one build. */
export class Types {
  private readonly sources: readonly Source[];
  private readonly report: Report;
  private readonly known = new Map<Node, StructType | EnumType | undefined>();
  /** Structs that are being read: one that holds itself would have no end. */
  private readonly open: Node[] = [];
  /** Findings so far. */
  private told = 0;
  /** Structs and enums by the type that they became. */
  private readonly declared = new Map<ValueType, Declared>();

  constructor(sources: readonly Source[], report: Report) {
    this.sources = sources;
    this.report = report;
  }

  /** Reads every struct, so that one that stands in no signature has its encoding as well. */
  readAll(): void {
    for (const source of this.sources) {
      for (const node of classesOf(source))
        if (decoratorOf(node, 'struct')) this.readDeclared(node.name.text, source, 0);
    }
  }

  /** The type of a value, with a finding if it cannot have one; `of` says what has the type: `parameter 'x'`. */
  value(type: TypeNode, of: string): ValueType | undefined {
    const { told } = this;
    const found = this.read(type, 0);
    // What is wrong with a struct or enum was told where it stands.
    if (found !== undefined || this.told > told) return found;
    this.tell(type, 'unsupported-type', `${of} must be one of ${VALUES}${this.hint(type)}`);
    return undefined;
  }

  /** The type of a key: values that have an order. */
  key(type: TypeNode, of: string): ValueType | undefined {
    const { told } = this;
    const found = this.read(type, 0);
    if (this.told > told) return undefined;
    if (typeof found === 'string' || (found !== undefined && 'enum' in found)) return found;
    this.tell(type, 'unsupported-type', `${of} must be one of ${KEYS}${this.hint(type)}`);
    return undefined;
  }

  /** What to write for a type that is no value's; of a list or of T | null that is about the type in it. */
  private hint(type: TypeNode): string {
    if (!(type instanceof tree.NamedTypeNode)) return '';
    const name = type.name.identifier.text;
    const [item] = type.typeArguments ?? [];
    if (name === 'Array' && item) return this.hint(item);
    const own = this.sources.flatMap((source) => [...classesOf(source), ...enumsOf(source)]);
    return hintFor(
      name,
      importedNames(type.range.source).get(name),
      own.map((node) => node.name.text),
    );
  }

  private tell(node: Node, code: string, message: string): void {
    this.told += 1;
    this.report(node, code, message);
  }

  private read(type: TypeNode, level: number): ValueType | undefined {
    if (!(type instanceof tree.NamedTypeNode) || type.name.next !== null || level > MOST_LEVELS) return undefined;
    const name = type.name.identifier.text;
    const args = type.typeArguments ?? [];
    const plain = this.readPlain(type, name, args, level);
    if (plain === undefined || !type.isNullable) return plain;
    if (isObjectType(plain)) return { option: plain };
    const known = textOf(type).replace(/\s*\|\s*null$/, '');
    this.tell(type, 'unsupported-type', `a number cannot be null: write Option<${known}>`);
    return undefined;
  }

  private readOption(of: TypeNode, level: number): ValueType | undefined {
    const item = this.read(of, level + 1);
    if (item === undefined || !isObjectType(item)) return item && { option: item };
    this.tell(of, 'unsupported-type', `an Option is for numbers: write ${textOf(of)} | null`);
    return undefined;
  }

  private readPlain(type: TypeNode, name: string, args: readonly TypeNode[], level: number): ValueType | undefined {
    if (name === 'Option' && args.length === 1) return this.readOption(args[0]!, level);
    if (name === 'Array' && args.length === 1) {
      const item = this.read(args[0]!, level + 1);
      return item && { list: item };
    }
    if (args.length > 0) return undefined;
    return WRITTEN.get(name) ?? this.readDeclared(name, type.range.source, level);
  }

  private readDeclared(name: string, from: Source, level: number): ValueType | undefined {
    const found = this.find(name, from);
    if (found === undefined) return undefined;
    if (this.known.has(found.node)) {
      const known = this.known.get(found.node);
      if (known === undefined) this.told += 1;
      return known;
    }
    const type =
      found.node instanceof tree.EnumDeclaration
        ? this.readEnum(found.node)
        : this.readStruct(found.node as ClassDeclaration, found.source, level);
    this.known.set(found.node, type);
    if (type !== undefined) this.declared.set(type, found);
    return type;
  }

  /** A declaration of this name: in the file itself, otherwise in any other of the contract's. */
  private find(name: string, from: Source): Declared | undefined {
    const foreign = importedNames(from).has(name) ? [] : this.sources;
    for (const source of [from, ...foreign]) {
      const node = [...classesOf(source), ...enumsOf(source)].find((each) => each.name.text === name);
      if (node !== undefined) return { node, source };
    }
    return undefined;
  }

  private readStruct(node: ClassDeclaration, source: Source, level: number): StructType | undefined {
    const name = node.name.text;
    if (decoratorOf(node, 'struct') === undefined) {
      this.tell(node.name, 'struct-class', `'${name}' is used as a value: write @struct before the class`);
      return undefined;
    }
    if (this.open.includes(node)) {
      this.tell(node.name, 'struct-class', `'${name}' holds itself, and a struct cannot be recursive`);
      return undefined;
    }
    if (node.typeParameters) this.tell(node.name, 'struct-class', 'a struct has no type parameters');
    if (node.extendsType) this.tell(node.extendsType, 'struct-class', 'a struct extends nothing');
    this.checkConstructor(node);
    this.open.push(node);
    const fields = node.members.filter(isStored).map((field) => this.readField(field, level));
    this.open.pop();
    if (fields.length === 0) this.tell(node.name, 'struct-class', `'${name}' has no fields`);
    if (fields.some((field) => field === undefined)) return undefined;
    const struct = { struct: name, fields: fields as StructType['fields'] };
    spliceCodec(node, source, struct);
    return struct;
  }

  /** A parameter that is neither a field nor used is one that was meant to be a field. */
  private checkConstructor(node: ClassDeclaration): void {
    const made = node.members.find(isConstructor) as MethodDeclaration | undefined;
    for (const parameter of made?.signature.parameters ?? []) {
      const { name } = parameter;
      const isField = FIELD_MODIFIERS.some((modifier) => has(parameter, modifier));
      if (isField || names(made!.body, name.text)) continue;
      this.tell(name, 'struct-class', `'${name.text}' is kept nowhere: write public ${name.text}`);
    }
  }

  private readField(field: FieldDeclaration, level: number): StructType['fields'][number] | undefined {
    const name = field.name.text;
    const { told } = this;
    const type = field.type ? this.read(field.type, level + 1) : undefined;
    if (type !== undefined) return { name, type };
    if (this.told > told) return undefined;
    const hint = field.type ? this.hint(field.type) : '';
    this.tell(field.name, 'unsupported-type', `field '${name}' must be one of ${VALUES}${hint}`);
    return undefined;
  }

  private readEnum(node: EnumDeclaration): EnumType | undefined {
    const values: EnumValue[] = [];
    const { told } = this;
    let next = 0;
    for (const { name, initializer } of node.values) {
      const text = initializer === null ? String(next) : textOf(initializer);
      const value = /^-?(0x[0-9a-f]+|\d+)$/i.test(text) ? Number(text) : Number.NaN;
      if (!Number.isInteger(value) || Math.abs(value) >= 2 ** 31) {
        const hint = /^["'`]/.test(text) ? ': leave the text away, its name is its text outside' : ', written as one';
        this.tell(name, 'enum-value', `'${name.text}' must be a whole number below 2^31${hint}`);
        continue;
      }
      if (values.some((each) => each.value === value))
        this.tell(name, 'enum-value', `'${name.text}' has the number of another name`);
      values.push({ name: name.text, value });
      next = value + 1;
    }
    return this.told > told ? undefined : { enum: node.name.text, values };
  }

  /** A type as the generated entry writes it, with the imports that it takes. */
  written(type: ValueType, imports: Map<string, string>): string {
    if (typeof type === 'string') return ALIASES[type] ?? type;
    if ('list' in type) return `Array<${this.written(type.list, imports)}>`;
    if ('option' in type) {
      const item = this.written(type.option, imports);
      return isObjectType(type.option) ? `${item} | null` : `__Option<${item}>`;
    }
    const { node, source } = this.declared.get(type)!;
    const name = node.name.text;
    if (!has(node, 'export')) this.tell(node.name, 'export-type', `a method has a '${name}': write export before it`);
    imports.set(name, source.normalizedPath);
    return `__T_${name}`;
  }
}

/** What makes a field of a constructor's parameter. */
const FIELD_MODIFIERS = ['public', 'private', 'protected', 'readonly'] as const;

const ALIASES: { readonly [type: string]: string } = {
  bytes: 'Uint8Array',
  Address: '__Address',
  Amount: '__Amount',
  Decimal: '__Decimal',
};

/** Whether a name stands somewhere in a body. */
function names(body: Node | null, name: string): boolean {
  let isThere = false;
  if (body)
    walk(body, (node) => {
      if (node instanceof tree.IdentifierExpression && node.text === name) isThere = true;
    });
  return isThere;
}

function isStored(member: unknown): member is FieldDeclaration {
  return member instanceof tree.FieldDeclaration && !has(member, 'static');
}

/** Writes the two methods by which the library's codec knows a struct, in the order of its fields. */
function spliceCodec(node: ClassDeclaration, source: Source, { fields }: StructType): void {
  const written = new Map(node.members.filter(isStored).map((field) => [field.name.text, textOf(field.type!)]));
  const puts = fields.map(({ name }) => `to.put<${written.get(name)}>(this.${name});`);
  const gets = fields.map(
    ({ name, type }) => `this.${name} = from.get<${written.get(name)}>(); ${checkText('from', `this.${name}`, type)}`,
  );
  const text = `__write(to: ${generatedName('Writer')}): void { ${puts.join(' ')} }
    __read(from: ${generatedName('Reader')}): void { ${gets.join(' ')} }`;
  node.members.push(...parseMembers(text, node.name));
  addImport(source, 'Writer', 'codec', node.name);
  addImport(source, 'Reader', 'codec', node.name);
}
