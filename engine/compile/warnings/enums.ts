// Warnings about enums: the compiler takes any number for one, and whoever reads it outside finds that it has no name.
import { enumsOf, textOf, typeName } from '../syntax.ts';
import { type Expression, type MethodDeclaration, type Node, tree } from '../tree.ts';
import { bodyOf, type Facts, fieldOf, readOf, target, type Warn } from './facts.ts';
import { bare, methodCall } from './nodes.ts';

const INTEGER = /^[iu]\d+$/;

export function warnOfEnums(facts: Facts, warn: Warn): void {
  const enums = new Set(facts.sources.flatMap(enumsOf).map((node) => node.name.text));
  for (const method of facts.methods.values()) {
    for (const node of bodyOf(method)) {
      const stored = storedHere(facts, node);
      const number = stored && enums.has(stored.type) ? integerOf(bare(stored.value), method) : undefined;
      if (!stored || number === undefined) continue;
      const message = `'${textOf(bare(stored.value))}' is of type ${number}, and nothing looks whether it is one of ${stored.type}'s`;
      warn(stored.value, 'unchecked-enum', message, `take a ${stored.type} as the argument, which is checked`);
    }
  }
}

/** What a field gets here, and the type of the field: `this.f.value = x`, `this.f.set(k, x)`, `this.f.push(x)`. */
function storedHere(facts: Facts, node: Node): { readonly type: string; readonly value: Expression } | undefined {
  const to = target(node);
  const field = to && readOf(facts, to);
  if (field && node instanceof tree.BinaryExpression) return { type: field.type, value: node.right };
  const called = methodCall(node);
  const value = called?.call.args.at(-1);
  if (!called || !value || (called.name !== 'set' && called.name !== 'push')) return undefined;
  const changed = fieldOf(facts, called.object);
  return changed && { type: changed.type, value };
}

/** The integer type that a parameter or variable of the method is declared with. */
function integerOf(node: Expression, method: MethodDeclaration): string | undefined {
  if (!(node instanceof tree.IdentifierExpression)) return undefined;
  const variables = bodyOf(method).filter((each) => each instanceof tree.VariableDeclaration);
  const declared = [...method.signature.parameters, ...variables].find(({ name }) => name.text === node.text);
  const name = declared?.type ? typeName(declared.type).name : '';
  return INTEGER.test(name) ? name : undefined;
}
