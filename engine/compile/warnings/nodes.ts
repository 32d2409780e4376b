// Reading expressions: operators, parentheses, what a call calls.
import { importedNames } from '../imports.ts';
import {
  type BinaryExpression,
  type CallExpression,
  type Expression,
  type Node,
  type PropertyAccessExpression,
  tree,
} from '../tree.ts';

/** The operator between the operands, `+=`; the tree has it as a number of an enum that cannot be used from here. */
export function operatorOf({ left, right }: BinaryExpression): string {
  const between = left.range.source.text.slice(left.range.end, right.range.start);
  const plain = between.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
  return /[=!<>+\-*/%&|^]+/.exec(plain)?.[0] ?? '';
}

/** An expression without the parentheses, casts and `!` around it. */
export function bare(node: Expression): Expression {
  const isWrapped = node instanceof tree.ParenthesizedExpression || node instanceof tree.AssertionExpression;
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
  return access && access.expression instanceof tree.ThisExpression ? access.property.text : undefined;
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
