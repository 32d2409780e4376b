// Which variables hold a number of an enum: the compiler only knows them as i32, so their sources are asked.
import { textOf, walk } from './syntax.ts';
import {
  type CompiledClass,
  type Declared,
  type Expression,
  type Instance,
  type Program,
  type TypeNode,
  tree,
} from './tree.ts';

/** How deep an expression is looked into for the type of its value. */
const MOST_LEVELS = 4;
/** What may hold an enum, by its name in sources; only of these a type of symbols names the enum. */
const HOLDERS: ReadonlyMap<string, string> = new Map([
  ['Array', '~lib/array/Array'],
  ['Option', '~lib/tally/option/Option'],
]);
const READERS: ReadonlySet<string> = new Set(['get', 'getOr', 'pop', 'value']);

/** An enum as a type of symbols: its name and what its numbers are called, `State(0=OPEN,5=PAID)`. */
export function enumTypeOf(names: readonly (readonly [name: string, value: number])[], name: string): string {
  return `${name}(${names.map(([each, value]) => `${value}=${each}`).join(',')})`;
}

/** A type as it is written, and where. */
interface Written {
  readonly scope: Declared;
  readonly type: TypeNode;
}

/** Types of a function's parameters and variables that are enums, by name; a name of several types has none. */
export function enumsAmong(program: Program, instance: Instance | undefined): ReadonlyMap<string, string> {
  const found = new Map<string, string | undefined>();
  const declaration = instance?.prototype?.declaration;
  if (instance === undefined || !(declaration instanceof tree.FunctionDeclaration)) return new Map();
  const note = (name: string, type: string | undefined) =>
    void found.set(name, found.has(name) && found.get(name) !== type ? undefined : type);
  for (const { name, type } of declaration.signature.parameters) note(name.text, enumOf({ scope: instance, type }));
  if (declaration.body) {
    walk(declaration.body, (node) => {
      if (node instanceof tree.VariableDeclaration) note(node.name.text, typeOfVariable(program, instance, node));
    });
  }
  return new Map([...found].filter((each): each is [string, string] => each[1] !== undefined));
}

function typeOfVariable(
  program: Program,
  scope: Instance,
  { type, initializer }: { readonly type: TypeNode | null; readonly initializer: Expression | null },
): string | undefined {
  if (type) return enumOf({ scope, type });
  if (!initializer) return undefined;
  // The only values whose type is not written anywhere but in their own name.
  if (
    initializer instanceof tree.PropertyAccessExpression &&
    initializer.expression instanceof tree.IdentifierExpression
  ) {
    const named = enumNamed(scope, initializer.expression.text);
    if (named !== undefined) return named;
  }
  const written = new Reading(program, scope).typeOf(initializer, MOST_LEVELS);
  return written && enumOf(written);
}

/** The enum, or list or `Option` of an enum, that a type means where it is written. */
export function enumOf({ scope, type }: Written): string | undefined {
  if (!(type instanceof tree.NamedTypeNode) || type.name.next !== null || type.isNullable) return undefined;
  const { text } = type.name.identifier;
  const [item] = type.typeArguments ?? [];
  if (item === undefined) return enumNamed(scope, text);
  const holder = HOLDERS.get(text);
  const inner = holder && enumOf({ scope, type: item });
  return inner && `${holder}<${inner}>`;
}

function enumNamed(scope: Declared, name: string): string | undefined {
  const declaration = scope.lookup(name)?.declaration;
  if (!(declaration instanceof tree.EnumDeclaration)) return undefined;
  const values: [string, number][] = [];
  let next = 0;
  for (const { name: each, initializer } of declaration.values) {
    const value = initializer ? Number(textOf(initializer)) : next;
    if (!Number.isInteger(value)) return undefined;
    values.push([each.text, value]);
    next = value + 1;
  }
  return enumTypeOf(values, name);
}

/** Finds where the type of an expression is written, in one function. */
class Reading {
  private readonly program: Program;
  private readonly scope: Instance;

  constructor(program: Program, scope: Instance) {
    this.program = program;
    this.scope = scope;
  }

  typeOf(expression: Expression, levels: number): Written | undefined {
    if (levels === 0) return undefined;
    if (expression instanceof tree.IdentifierExpression) return this.parameter(expression.text);
    if (expression instanceof tree.ElementAccessExpression) return this.partOf(expression.expression, levels);
    const isCall = expression instanceof tree.CallExpression;
    const access = isCall ? expression.expression : expression;
    if (!(access instanceof tree.PropertyAccessExpression)) return undefined;
    const name = access.property.text;
    const own = this.memberOf(access.expression, name, isCall);
    return own ?? (READERS.has(name) ? this.partOf(access.expression, levels) : undefined);
  }

  private parameter(name: string): Written | undefined {
    const declaration = this.scope.prototype?.declaration;
    if (!(declaration instanceof tree.FunctionDeclaration)) return undefined;
    const found = declaration.signature.parameters.find((each) => each.name.text === name);
    return found && { scope: this.scope, type: found.type };
  }

  /** What a `Map`, a `Value` or a list holds: the last of its types. */
  private partOf(whole: Expression, levels: number): Written | undefined {
    const written = this.typeOf(whole, levels - 1);
    if (!(written?.type instanceof tree.NamedTypeNode)) return undefined;
    const type = written.type.typeArguments?.at(-1);
    return type && { scope: written.scope, type };
  }

  private memberOf(object: Expression, name: string, isCall: boolean): Written | undefined {
    const scope = this.classOf(object);
    const member = scope?.members?.get(name);
    if (scope === undefined || member === undefined) return undefined;
    if (!isCall) return member.fieldDeclaration?.type ? { scope, type: member.fieldDeclaration.type } : undefined;
    const { declaration } = member;
    return declaration instanceof tree.FunctionDeclaration
      ? { scope, type: declaration.signature.returnType }
      : undefined;
  }

  /** The class of `this` or of a variable. */
  private classOf(object: Expression): CompiledClass | undefined {
    const name = textOf(object);
    const type = this.scope.localsByIndex?.find((local) => local.name === name)?.type.toString();
    return [...this.program.managedClasses.values()].find(({ internalName }) => internalName === type);
  }
}
