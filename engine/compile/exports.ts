// What contracts import from "tally", read from the library's sources: names, signatures and what is said of each.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { librarySources, packageFolder } from './sources.ts';
import { classesOf, decoratorOf, docOf, has, isConstructor, isField, literalText, textOf } from './syntax.ts';
import type {
  ClassDeclaration,
  DeclarationStatement,
  EnumDeclaration,
  FieldDeclaration,
  FunctionDeclaration,
  NamespaceDeclaration,
  ParameterNode,
  Source,
  Statement,
  TypeDeclaration,
  VariableStatement,
} from './tree.ts';
import { tree } from './tree.ts';

/** Something that has a name and words on it. */
export interface Named {
  readonly name: string;
  /** As the language writes it, without modifiers of no use to whoever calls it. */
  readonly signature: string;
  readonly doc: string | undefined;
}

/** A public part of a class, enum or namespace. */
export interface Member extends Named {
  /** The sign that does the same: `+`, `[]`. */
  readonly operator?: string;
}

/** A name that the library exports. */
export interface Exported extends Named {
  readonly kind: 'class' | 'enum' | 'namespace' | 'function' | 'constant' | 'type';
  /** The file that declares it, without its ending. */
  readonly file: string;
  readonly members: readonly Member[];
}

/** All names of stdlib/index.ts, in its order; or of other sources with an index. @throws Error for a name without a declaration */
export function libraryExports(sources: ReadonlyMap<string, string> = librarySources()): Exported[] {
  return exportsOf(sources, 'index');
}

/** Names of the members of a class of the library, or of these files. */
export function membersOf(type: string, files: ReadonlyMap<string, string>): readonly string[] {
  const known = libraryExports().find(({ name }) => name === type);
  if (known !== undefined) return known.members.map(({ name }) => name);
  const parser = new tree.Parser([], []);
  for (const [path, text] of files) if (new RegExp(`class ${type}\\b`).test(text)) parser.parseFile(text, path, false);
  const found = parser.sources.flatMap(classesOf).find(({ name }) => name.text === type);
  return (found?.members ?? []).filter((member) => !isConstructor(member)).map(({ name }) => name.text);
}

/** The decorators, which are declared for editors only. */
export function decorators(): Named[] {
  const source = parseSource(readFileSync(join(packageFolder(), 'stdlib', 'tally.d.ts'), 'utf8'));
  const found = source.statements.filter((s): s is FunctionDeclaration => s instanceof tree.FunctionDeclaration);
  return found.map((node) => {
    const { parameters } = node.signature;
    // What is handed the class or method itself is written without arguments.
    const isBare = parameters[0]?.name.text === 'target';
    return {
      name: node.name.text,
      signature: `@${node.name.text}${isBare ? '' : listed(parameters)}`,
      doc: docOf(node),
    };
  });
}

/** Names of the library, and `Class.member`s, on which nothing is said. */
export function undocumented(all: readonly Exported[]): string[] {
  return all.flatMap((one) => {
    const silent = one.members.filter(({ doc }) => doc === undefined).map(({ name }) => `${one.name}.${name}`);
    return one.doc === undefined ? [one.name, ...silent] : silent;
  });
}

function parseSource(text: string): Source {
  const parser = new tree.Parser([], []);
  parser.parseFile(text, 'library.ts', false);
  if (parser.diagnostics.length > 0) throw new Error(String(parser.diagnostics[0]));
  return parser.sources[0]!;
}

function exportsOf(sources: ReadonlyMap<string, string>, file: string): Exported[] {
  const text = sources.get(`${file}.ts`);
  if (text === undefined) throw new Error(`the library has no ${file}.ts`);
  return parseSource(text).statements.flatMap((statement) => {
    if (!(statement instanceof tree.ExportStatement)) return readExported(statement, file);
    if (statement.path === null) throw new Error(`${file}.ts: export a declaration, or from another file`);
    const theirs = exportsOf(sources, statement.path.value.replace('./', ''));
    if (statement.members === null) return theirs;
    return statement.members.map(({ localName, exportedName }) => {
      const found = theirs.find(({ name }) => name === localName.text);
      if (!found) throw new Error(`${statement.path!.value} exports no ${localName.text}`);
      return { ...found, name: exportedName.text };
    });
  });
}

function readExported(node: Statement, file: string): Exported[] {
  if (node instanceof tree.VariableStatement) return readConstants(node).map((one) => ({ ...one, file }));
  if (!(node instanceof tree.DeclarationStatement) || !has(node, 'export')) return [];
  const common = { name: node.name.text, doc: docOf(node), file };
  if (node instanceof tree.FunctionDeclaration)
    return [{ ...common, kind: 'function', signature: callable(node), members: [] }];
  if (node instanceof tree.ClassDeclaration)
    return [{ ...common, kind: 'class', signature: classHead(node), members: classMembers(node) }];
  if (node instanceof tree.EnumDeclaration)
    return [{ ...common, kind: 'enum', signature: `enum ${common.name}`, members: enumMembers(node) }];
  if (node instanceof tree.NamespaceDeclaration)
    return [{ ...common, kind: 'namespace', signature: `namespace ${common.name}`, members: constantsIn(node) }];
  if (node instanceof tree.TypeDeclaration) return [{ ...common, kind: 'type', signature: alias(node), members: [] }];
  return [];
}

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ');
const listed = (parameters: readonly ParameterNode[]) => `(${parameters.map((p) => oneLine(textOf(p))).join(', ')})`;
const generic = (parameters: FunctionDeclaration['typeParameters']) =>
  parameters ? `<${parameters.map(textOf).join(', ')}>` : '';
const alias = (node: TypeDeclaration) => `type ${node.name.text} = ${oneLine(textOf(node.type))}`;

function callable({ name, typeParameters, signature }: FunctionDeclaration): string {
  return `${name.text}${generic(typeParameters)}${listed(signature.parameters)}: ${textOf(signature.returnType)}`;
}

function classHead({ name, typeParameters, extendsType }: ClassDeclaration): string {
  return `class ${name.text}${generic(typeParameters)}${extendsType ? ` extends ${textOf(extendsType)}` : ''}`;
}

function readConstants(node: VariableStatement): Omit<Exported, 'file'>[] {
  return node.declarations
    .filter((each) => has(each, 'export'))
    .map(({ name, type, initializer }) => {
      const [typed, value] = [type && `: ${textOf(type)}`, initializer && ` = ${textOf(initializer)}`];
      const signature = `${name.text}${typed ?? ''}${value ?? ''}`;
      return { name: name.text, kind: 'constant', signature, doc: docOf(node), members: [] };
    });
}

function constantsIn(node: NamespaceDeclaration): Member[] {
  return node.members.flatMap((each) => (each instanceof tree.VariableStatement ? readConstants(each) : []));
}

function enumMembers(node: EnumDeclaration): Member[] {
  let next = 0;
  return node.values.map((value) => {
    const number = value.initializer === null ? next : Number(textOf(value.initializer));
    next = number + 1;
    return { name: value.name.text, signature: `${value.name.text} = ${number}`, doc: docOf(value) };
  });
}

function classMembers(node: ClassDeclaration): Member[] {
  const shown = node.members.filter((member) => isPublic(member) && !isRepeated(member, node));
  return shown.map((member) => {
    const sign = literalText(decoratorOf(member, 'operator')?.args?.[0]);
    const named = { name: member.name.text, signature: memberSignature(member, node), doc: docOf(member) };
    return sign === undefined ? named : { ...named, operator: sign };
  });
}

/** What a contract may use. A constructor is there for contracts only if something is said of it: most objects are made otherwise. */
function isPublic(member: DeclarationStatement): boolean {
  if (has(member, 'private') || has(member, 'protected') || member.name.text.startsWith('__')) return false;
  return isConstructor(member) ? docOf(member) !== undefined : true;
}

/** A setter beside its getter. */
function isRepeated(member: DeclarationStatement, node: ClassDeclaration): boolean {
  return has(member, 'set') && node.members.some((other) => has(other, 'get') && other.name.text === member.name.text);
}

function memberSignature(member: DeclarationStatement, node: ClassDeclaration): string {
  const owner = has(member, 'static') ? `${node.name.text}.` : '';
  const name = member.name.text;
  if (isField(member)) return `${has(member, 'readonly') ? 'readonly ' : ''}${owner}${fieldText(member)}`;
  const method = member as FunctionDeclaration;
  if (isConstructor(member)) return `new ${node.name.text}${listed(method.signature.parameters)}`;
  if (!has(member, 'get')) return `${owner}${callable(method)}`;
  const isSet = node.members.some((other) => has(other, 'set') && other.name.text === name);
  return `${isSet ? '' : 'readonly '}${owner}${name}: ${textOf(method.signature.returnType)}`;
}

const fieldText = ({ name, type }: FieldDeclaration) => `${name.text}${type ? `: ${textOf(type)}` : ''}`;
