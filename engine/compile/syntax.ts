// Syntax trees of the AssemblyScript parser: walking them, reading decorators and comments, splicing in parsed text.
import type {
  ClassDeclaration,
  DeclarationStatement,
  DecoratorNode,
  EnumDeclaration,
  Expression,
  FieldDeclaration,
  MethodDeclaration,
  Node,
  Source,
  Statement,
  TypeNode,
} from './tree.ts';
import { tree } from './tree.ts';

/** Bits of a declaration's modifiers (CommonFlags of the compiler, whose const enum cannot be used from here). */
export const MODIFIERS = {
  export: 2,
  declare: 4,
  const: 8,
  static: 32,
  readonly: 64,
  abstract: 128,
  public: 256,
  private: 512,
  protected: 1024,
  get: 2048,
  set: 4096,
  ambient: 32768,
};
/** Decorators of ours that stand before a class, and those before a method of the contract. */
export const ON_CLASSES: readonly string[] = ['contract', 'event', 'indexed', 'struct'];
export const ON_METHODS: readonly string[] = ['init', 'view', 'mutate', 'migrate', 'step', 'only', 'reentrant'];
/** SourceKind.User of the compiler. */
export const USER_SOURCE = 0;

/** The node that a node hangs from, and by which property. */
export interface Place {
  readonly parent: Node | null;
  readonly key: string;
}

/** Visits a node and everything below it, each once, parents first; what is below is left out where the visitor returns false. */
export function walk(root: Node, visit: (node: Node, place: Place) => unknown): void {
  const seen = new Set<unknown>();
  const step = (value: unknown, parent: Node | null, key: string): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    if (Array.isArray(value)) for (const item of value) step(item, parent, key);
    if (!(value instanceof tree.Node)) return;
    if (visit(value, { parent, key }) === false) return;
    for (const [name, child] of Object.entries(value)) if (name !== 'range') step(child, value, name);
  };
  step(root, null, '');
}

export function classesOf(source: Source): ClassDeclaration[] {
  return source.statements.filter(
    (s): s is ClassDeclaration => s instanceof tree.ClassDeclaration && !(s instanceof tree.InterfaceDeclaration),
  );
}

export function enumsOf(source: Source): EnumDeclaration[] {
  return source.statements.filter((s): s is EnumDeclaration => s instanceof tree.EnumDeclaration);
}

export function isMethod(member: DeclarationStatement): member is MethodDeclaration {
  return member instanceof tree.MethodDeclaration;
}

export function isField(member: DeclarationStatement): member is FieldDeclaration {
  return member instanceof tree.FieldDeclaration;
}

export function isConstructor(member: DeclarationStatement): member is MethodDeclaration {
  return isMethod(member) && member.name instanceof tree.ConstructorExpression;
}

export function has(node: { readonly flags: number }, modifier: keyof typeof MODIFIERS): boolean {
  return (node.flags & MODIFIERS[modifier]) !== 0;
}

export function decoratorName(decorator: DecoratorNode): string {
  return decorator.name instanceof tree.IdentifierExpression ? decorator.name.text : textOf(decorator.name);
}

export function decoratorOf(node: DeclarationStatement, name: string): DecoratorNode | undefined {
  return node.decorators?.find((d) => decoratorName(d) === name);
}

/** The text of a string literal, or undefined. */
export function literalText(node: Node | undefined): string | undefined {
  return node instanceof tree.StringLiteralExpression ? node.value : undefined;
}

/** The name of a plain type with its arguments, or the text that stands there. */
export function typeName(type: TypeNode): { readonly name: string; readonly args: readonly TypeNode[] } {
  const isPlain = type instanceof tree.NamedTypeNode && type.name.next === null && !type.isNullable;
  if (!isPlain) return { name: textOf(type), args: [] };
  return { name: type.name.identifier.text, args: type.typeArguments ?? [] };
}

export function textOf(node: Node): string {
  return node.range.source.text.slice(node.range.start, node.range.end);
}

/** The `/** … *\/` comment right before a declaration as one line, or undefined; comments are not in the tree. */
export function docOf(node: Pick<DeclarationStatement, 'range' | 'decorators'>): string | undefined {
  const starts = [node.range.start, ...(node.decorators ?? []).map((d) => d.range.start)];
  const before = node.range.source.text.slice(0, Math.min(...starts)).replace(/\s*((export|public|readonly)\s+)*$/, '');
  if (!before.endsWith('*/')) return undefined;
  const at = before.lastIndexOf('/*');
  if (!before.startsWith('/**', at)) return undefined;
  const lines = before.slice(at + 3, -2).split('\n');
  return (
    lines
      .map((line) => line.replace(/^\s*\*?/, '').trim())
      .join(' ')
      .trim() || undefined
  );
}

/** Parses the members of a class body for splicing in at `at`. */
export function parseMembers(text: string, at: Node): DeclarationStatement[] {
  return (parse(`class Spliced { ${text} }`) as ClassDeclaration).members.map((member) => placed(member, at));
}

/** Parses one statement of a function body for splicing in at `at`. */
export function parseStatement(text: string, at: Node): Statement {
  return placed(parse(text), at);
}

function parse(text: string): Statement {
  const parser = new tree.Parser([], []);
  parser.parseFile(text, 'spliced.ts', false);
  if (parser.diagnostics.length > 0) throw new Error(`${text}: ${String(parser.diagnostics[0])}`);
  return parser.sources[0]!.statements[0]!;
}

// Spliced nodes take the range of the author's node: the compiler asserts that a range's source is part of the program.
function placed<T extends Node>(root: T, at: Node): T {
  walk(root, (node) => {
    node.range = at.range;
  });
  return root;
}

/** Puts another node in place of a child, wherever in its parent it stands. */
export function replaceChild(parent: Node, key: string, from: Node, to: Node): void {
  const holder = parent as unknown as Record<string, Node | Node[]>;
  const child = holder[key];
  if (Array.isArray(child)) child[child.indexOf(from)] = to;
  else holder[key] = to;
}

/** What an expression assigns to: `x` of `x = 1`, `x += 1`, `x++`. */
export function assigned(node: Node): Expression | undefined {
  if (node instanceof tree.BinaryExpression) return isAssignment(node.operator) ? node.left : undefined;
  return node instanceof tree.UnaryExpression && isStep(node.operator) ? node.operand : undefined;
}

export function isAssignment(operator: number): boolean {
  const { Equals, Caret_Equals: last } = tree.Token;
  return operator >= Equals! && operator <= last!;
}

function isStep(operator: number): boolean {
  return operator === tree.Token['Plus_Plus'] || operator === tree.Token['Minus_Minus'];
}

/** `x` of `x.name` and of `x[0]`. */
export function holderOf(node: Node): Expression | undefined {
  const isPart = node instanceof tree.PropertyAccessExpression || node instanceof tree.ElementAccessExpression;
  return isPart ? node.expression : undefined;
}
