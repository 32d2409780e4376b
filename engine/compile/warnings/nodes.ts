// Kinds of nodes that only warnings look at, and reading expressions: operators, parentheses, what a call calls.
import { importedNames } from '../imports.ts';
import {
  type CallExpression,
  type Expression,
  type IdentifierExpression,
  type MethodDeclaration,
  type Node,
  type PropertyAccessExpression,
  type Statement,
  type TypeName,
  type TypeNode,
  tree,
} from '../tree.ts';

export interface BinaryExpression extends Expression {
  readonly left: Expression;
  readonly right: Expression;
}
export interface UnaryExpression extends Expression {
  readonly operand: Expression;
}
export interface NewExpression extends Expression {
  readonly typeName: TypeName;
}
export interface Wrapped extends Expression {
  readonly expression: Expression;
}
export interface LoopStatement extends Statement {
  readonly condition: Expression | null;
  readonly body: Statement;
}
export interface BlockStatement extends Statement {
  readonly statements: Statement[];
}
export interface IfStatement extends Statement {
  readonly ifTrue: Statement;
  readonly ifFalse: Statement | null;
}
export interface VariableDeclaration extends Statement {
  readonly name: IdentifierExpression;
  readonly type: TypeNode | null;
  readonly initializer: Expression | null;
}

type Class<T> = abstract new (...args: never[]) => T;

/** The compiler's classes of these. */
export const nodes = tree as unknown as {
  readonly AssertionExpression: Class<Wrapped>;
  readonly BinaryExpression: Class<BinaryExpression>;
  readonly BlockStatement: Class<BlockStatement>;
  readonly DoStatement: Class<LoopStatement>;
  readonly ElementAccessExpression: Class<Wrapped>;
  readonly FalseExpression: Class<Expression>;
  readonly ForStatement: Class<LoopStatement>;
  readonly FunctionDeclaration: Class<MethodDeclaration>;
  readonly IfStatement: Class<IfStatement>;
  readonly NewExpression: Class<NewExpression>;
  readonly ParenthesizedExpression: Class<Wrapped>;
  readonly ReturnStatement: Class<Statement>;
  readonly ThisExpression: Class<Expression>;
  readonly ThrowStatement: Class<Statement>;
  readonly TrueExpression: Class<Expression>;
  readonly UnaryPostfixExpression: Class<UnaryExpression>;
  readonly UnaryPrefixExpression: Class<UnaryExpression>;
  readonly VariableDeclaration: Class<VariableDeclaration>;
  readonly WhileStatement: Class<LoopStatement>;
};

export const ASSIGNMENTS = new Set(['=', '+=', '-=', '*=', '/=', '%=', '**=', '<<=', '>>=', '>>>=', '&=', '^=', '|=']);

/** The operator between the operands, `+=`; the tree has it as a number of an enum that cannot be used from here. */
export function operatorOf({ left, right }: BinaryExpression): string {
  const between = left.range.source.text.slice(left.range.end, right.range.start);
  const plain = between.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
  return /[=!<>+\-*/%&|^]+/.exec(plain)?.[0] ?? '';
}

/** An expression without the parentheses, casts and `!` around it. */
export function bare(node: Expression): Expression {
  const isWrapped = node instanceof nodes.ParenthesizedExpression || node instanceof nodes.AssertionExpression;
  return isWrapped ? bare(node.expression) : node;
}

/** `x.name` of an expression, or undefined. */
export function accessOf(node: Node): PropertyAccessExpression | undefined {
  return node instanceof tree.PropertyAccessExpression ? node : undefined;
}

/** The object and the name of `x.name(…)`, or undefined. */
export function methodCall(
  node: Node,
): { readonly call: CallExpression; readonly object: Expression; readonly name: string } | undefined {
  if (!(node instanceof tree.CallExpression)) return undefined;
  const access = accessOf(node.expression);
  return access && { call: node, object: bare(access.expression), name: access.property.text };
}

/** The name of `this.name`, or undefined. */
export function ownName(node: Node): string | undefined {
  const access = accessOf(node);
  return access && access.expression instanceof nodes.ThisExpression ? access.property.text : undefined;
}

/** The library's name of an identifier that is imported from "tally", or undefined. */
export function libraryName(node: Node): string | undefined {
  return node instanceof tree.IdentifierExpression ? importedNames(node.range.source).get(node.text) : undefined;
}

/** `Roles.grant` of such an expression on a class of the library, or undefined. */
export function libraryMember(node: Node): string | undefined {
  const access = accessOf(node);
  const name = access && libraryName(access.expression);
  return name && `${name}.${access.property.text}`;
}

/** The library's function that is called, `call`, or its class and method, `Roles.grant`. */
export function libraryCall(node: Node): string | undefined {
  if (!(node instanceof tree.CallExpression)) return undefined;
  return libraryName(node.expression) ?? libraryMember(node.expression);
}
