// Comparisons with null. A class of the library has an `==` of its own, which knows no null, so they become comparisons of the pointer.
import type { Report } from './findings.ts';
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
import { type Facts, readOf } from './warnings/facts.ts';
import { bare } from './warnings/nodes.ts';

const EQUALS = [tree.Token['Equals_Equals'], tree.Token['Equals_Equals_Equals']];
const DIFFERS = [tree.Token['Exclamation_Equals'], tree.Token['Exclamation_Equals_Equals']];

/** Rewrites `x == null`, `x !== null` and their like, on either side. */
export function placeNulls(sources: readonly Source[]): void {
  for (const source of sources) {
    const found: { readonly node: BinaryExpression; readonly place: Place }[] = [];
    walk(source, (node, place) => {
      if (node instanceof tree.BinaryExpression) found.push({ node, place });
    });
    for (const { node, place } of found) {
      const compared = comparedWithNull(node);
      const isEqual = EQUALS.includes(node.operator);
      if (compared === undefined || !(isEqual || DIFFERS.includes(node.operator))) continue;
      replaceChild(place.parent!, place.key, node, comparison(node, isEqual, compared));
    }
  }
}

/** Reports comparisons with null of what a stored field gives: a map without the key gives nothing back, it ends the call. */
export function checkReads(facts: Facts, report: Report): void {
  for (const source of facts.sources)
    walk(source, (node) => {
      const compared = node instanceof tree.BinaryExpression ? comparedWithNull(node) : undefined;
      const field = compared && readOf(facts, bare(compared));
      if (field === undefined || /\|\s*null$|^[iu]\d+$|^bool$/.test(field.type)) return;
      const isMap = field.kind !== 'Value' && field.kind !== 'Vec';
      const hint = isMap ? `write this.${field.name}.has(…)` : 'only what has the type T | null can be missing';
      report(node, 'always-true', `what '${field.name}' gives is always there: ${hint}`);
    });
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
