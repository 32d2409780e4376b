// Closures: functions inside of functions that use what belongs to the outer one, which AssemblyScript cannot compile.
import type { Report } from './findings.ts';
import { has, type Place, walk } from './syntax.ts';
import { type Node, type Source, tree } from './tree.ts';

/** Reports each variable of an outer function that an inner one uses. */
export function checkClosures(source: Source, isUse: (place: Place) => boolean, report: Report): void {
  walk(source, (node) => {
    if (!isFunction(node)) return undefined;
    checkFunction(node, { outer: new Set(), isInner: false, isUse, report });
    return false;
  });
}

interface Scope {
  /** Variables and parameters of all functions around. */
  readonly outer: ReadonlySet<string>;
  readonly isInner: boolean;
  readonly isUse: (place: Place) => boolean;
  readonly report: Report;
}

function isFunction(node: Node): boolean {
  return node instanceof tree.FunctionDeclaration;
}

function checkFunction(declaration: Node, scope: Scope): void {
  const own = localsOf(declaration);
  walk(declaration, (node, place) => {
    if (node !== declaration && isFunction(node)) {
      // What is const may be known to the compiler as a number, which an inner function can use; it tells the others itself.
      const changing = [...own].filter(([, isConst]) => !isConst).map(([name]) => name);
      const around = [...scope.outer].filter((name) => !own.has(name));
      checkFunction(node, { ...scope, outer: new Set([...around, ...changing]), isInner: true });
      return false;
    }
    if (!scope.isInner) return undefined;
    if (node instanceof tree.ThisExpression)
      scope.report(
        node,
        'no-closure',
        "'this' is not there in a function inside of a method: write a loop, or a method",
      );
    else if (
      node instanceof tree.IdentifierExpression &&
      scope.isUse(place) &&
      !own.has(node.text) &&
      scope.outer.has(node.text)
    )
      scope.report(
        node,
        'no-closure',
        `'${node.text}' belongs to the function outside, and a function inside cannot use it: write a loop, or make it a parameter`,
      );
    return undefined;
  });
}

/** Names of a function's own parameters and variables, to whether they are `const`. */
function localsOf(declaration: Node): Map<string, boolean> {
  const names = new Map<string, boolean>();
  walk(declaration, (node) => {
    if (node !== declaration && isFunction(node)) return false;
    if (node instanceof tree.ParameterNode) names.set(node.name.text, false);
    else if (node instanceof tree.VariableDeclaration) names.set(node.name.text, has(node, 'const'));
    return undefined;
  });
  return names;
}
