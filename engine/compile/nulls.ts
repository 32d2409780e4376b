// Comparisons with null. A class of the library has an `==` of its own, which knows no null, so they become comparisons of the pointer.
import { addImport, generatedName } from './imports.ts';
import { type Place, parseStatement, replaceChild, walk } from './syntax.ts';
import {
  type BinaryExpression,
  type CallExpression,
  type Expression,
  type ExpressionStatement,
  type Source,
  tree,
} from './tree.ts';

/** Rewrites `x == null`, `x !== null` and their like, on either side. */
export function placeNulls(sources: readonly Source[]): void {
  for (const source of sources) {
    const found: { readonly node: BinaryExpression; readonly place: Place }[] = [];
    walk(source, (node, place) => {
      if (node instanceof tree.BinaryExpression) found.push({ node, place });
    });
    for (const { node, place } of found) {
      const operator = /[!=]==?/.exec(source.text.slice(node.left.range.end, node.right.range.start))?.[0];
      const compared = comparedWithNull(node);
      if (operator === undefined || compared === undefined) continue;
      replaceChild(place.parent!, place.key, node, comparison(node, operator.startsWith('='), compared));
    }
  }
}

// A variable's comparison is written out, because the compiler learns from it that the variable is not null behind it.
function comparison(at: BinaryExpression, isEqual: boolean, compared: Expression): Expression {
  const isVariable = compared instanceof tree.IdentifierExpression;
  const written = `changetype<usize>(x) ${isEqual ? '==' : '!='} (isReference(x) ? 0 : ERROR(""))`;
  const called = `${isEqual ? '' : '!'}${generatedName('isNull')}(x)`;
  const { expression } = parseStatement(`${isVariable ? written : called};`, at) as ExpressionStatement;
  const calls: CallExpression[] = [];
  walk(expression, (node) => {
    if (node instanceof tree.CallExpression) calls.push(node);
  });
  for (const call of calls) if (call.args[0] instanceof tree.IdentifierExpression) call.args[0] = compared;
  if (!isVariable) addImport(at.range.source, 'isNull', 'option', at);
  return expression;
}

function comparedWithNull({ left, right }: BinaryExpression): Expression | undefined {
  if (right instanceof tree.NullExpression) return left;
  return left instanceof tree.NullExpression ? right : undefined;
}
