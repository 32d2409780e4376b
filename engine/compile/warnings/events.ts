// Warnings about events: those that are never emitted, and those that are made and then forgotten.
import { classesOf, decoratorOf, has, walk } from '../syntax.ts';
import { tree } from '../tree.ts';
import type { Facts, Warn } from './facts.ts';

export function warnOfEvents(facts: Facts, warn: Warn): void {
  const made = new Set<string>();
  for (const source of facts.sources) {
    walk(source, (node) => {
      if (node instanceof tree.NewExpression) made.add(node.typeName.identifier.text);
      if (!(node instanceof tree.ExpressionStatement) || !(node.expression instanceof tree.NewExpression)) return;
      const name = node.expression.typeName.identifier.text;
      if (isEvent(facts, name))
        warn(node.expression, 'forgotten-event', `this makes a ${name} and does not emit it`, 'put .emit() behind it');
    });
  }
  if (!facts.contract) return;
  for (const source of facts.sources) {
    for (const node of classesOf(source)) {
      // What another file exports may be there for another contract.
      const isShared = has(node, 'export') && source !== facts.contract.source;
      if (isShared || !decoratorOf(node, 'event') || made.has(node.name.text)) continue;
      const message = `event '${node.name.text}' is never emitted, and the ABI promises it`;
      warn(node.name, 'unused-event', message, 'emit it, or take the class away');
    }
  }
}

function isEvent(facts: Facts, name: string): boolean {
  const node = facts.classes.get(name);
  return node !== undefined && decoratorOf(node, 'event') !== undefined;
}
