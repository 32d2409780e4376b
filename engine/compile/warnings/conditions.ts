// Warnings about conditions: those that always hold, addresses compared as texts, refusals that say nothing.
import { literalText, textOf, typeName, walk } from '../syntax.ts';
import { type BinaryExpression, type Expression, type Node, tree } from '../tree.ts';
import { type Facts, readOf, type Warn } from './facts.ts';
import { bare, libraryCall, libraryMember, methodCall, operatorOf } from './nodes.ts';

const COMPARISONS = new Set(['==', '!=', '<', '>', '<=', '>=', '===', '!==']);

export function warnOfConditions(facts: Facts, warn: Warn): void {
  for (const source of facts.sources) {
    walk(source, (node) => {
      warnOfRefusal(node, warn);
      if (!(node instanceof tree.BinaryExpression) || !COMPARISONS.has(operatorOf(node))) return;
      if (isSame(node)) {
        const message = `both sides of this ${operatorOf(node)} are the same`;
        warn(node, 'constant-condition', message, 'compare with what was meant');
      }
      if (isAddressText(facts, node)) {
        const message = 'addresses are compared as texts, which takes many times the gas';
        warn(node, 'address-text', message, 'compare the addresses themselves, without toString()');
      }
    });
  }
}

function warnOfRefusal(node: Node, warn: Warn): void {
  const name = libraryCall(node);
  if (name !== 'require' && name !== 'revert') return;
  const { args } = node as unknown as { args: readonly Expression[] };
  const message = args[name === 'require' ? 2 : 1];
  if (message && literalText(message)?.trim() === '')
    warn(message, 'empty-message', 'whoever is refused here is not told why', 'say in one sentence what was wrong');
  if (name === 'require' && args[0] && bare(args[0]) instanceof tree.TrueExpression)
    warn(args[0], 'constant-condition', 'this holds always: nothing is refused', 'write the condition that must hold');
}

// Calls may give something else each time.
function isSame({ left, right }: BinaryExpression): boolean {
  const [one, other] = [bare(left), bare(right)];
  const isPlain = (node: Node) => {
    let plain = node instanceof tree.IdentifierExpression || node instanceof tree.PropertyAccessExpression;
    walk(node, (each) => {
      if (each instanceof tree.CallExpression) plain = false;
    });
    return plain;
  };
  return isPlain(one) && isPlain(other) && textOf(one) === textOf(other);
}

function isAddressText(facts: Facts, { left, right }: BinaryExpression): boolean {
  return [left, right].every((side) => {
    const called = methodCall(bare(side));
    return called?.name === 'toString' && isAddress(facts, called.object);
  });
}

function isAddress(facts: Facts, node: Node): boolean {
  if (['Context.caller', 'Context.self', 'Address.zero', 'Owner.address'].includes(libraryMember(node) ?? ''))
    return true;
  const field = readOf(facts, node);
  if (field) return field.type === 'Address';
  return (
    node instanceof tree.IdentifierExpression && declaredTypes(node.text, node).every((type) => type === 'Address')
  );
}

/** The types with which parameters of that name are declared in the file; one that is unknown stands as an empty text. */
function declaredTypes(name: string, at: Node): string[] {
  const types: string[] = [];
  walk(at.range.source, (node) => {
    if (node instanceof tree.ParameterNode && node.name.text === name) types.push(typeName(node.type).name);
    if (node instanceof tree.VariableDeclaration && node.name.text === name)
      types.push(node.type ? typeName(node.type).name : '');
  });
  return types.length === 0 ? [''] : types;
}
