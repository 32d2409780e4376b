// Warnings about who calls whom: writes in views, state after calls of other contracts, answers that nobody looks at, roles for everybody.
import { decoratorOf, isMethod, textOf, typeName, walk } from '../syntax.ts';
import { type MethodDeclaration, type Node, tree } from '../tree.ts';
import {
  bodyOf,
  calleeOf,
  callsOut,
  emitted,
  type Facts,
  findReached,
  publicMethods,
  stateChange,
  type Warn,
} from './facts.ts';
import { libraryCall, libraryMember, methodCall } from './nodes.ts';

/** A view that writes traps whenever it comes there. */
export function warnOfViews(facts: Facts, warn: Warn): void {
  const change = (node: Node): string | undefined => {
    const state = stateChange(facts, node);
    const event = emitted(facts, node);
    return state === undefined ? event && `emits ${event}` : `writes ${state}`;
  };
  for (const method of publicMethods(facts, 'view')) {
    for (const node of bodyOf(method)) {
      const callee = calleeOf(facts, node);
      const done = change(node) ?? (callee && findReached(facts, callee, change, new Set([method])));
      if (done === undefined) continue;
      const message = `this ${done}, and '${method.name.text}' is a @view: it will trap with WRITE_IN_VIEW`;
      warn(node, 'write-in-view', message, 'make the method @mutate, or only read');
    }
  }
}

/** Only a contract with @reentrant methods can be entered while it waits for a call of its own. */
export function warnOfOrder(facts: Facts, warn: Warn): void {
  const [open] = [...facts.methods.values()].filter((method) => decoratorOf(method, 'reentrant'));
  if (!open) return;
  const callOut = (node: Node) => callsOut(facts, node) || undefined;
  const write = (node: Node) => stateChange(facts, node);
  for (const method of publicMethods(facts, 'mutate')) {
    const body = bodyOf(method);
    const isReached = <T>(node: Node, test: (node: Node) => T | undefined): T | undefined => {
      const callee = calleeOf(facts, node);
      return test(node) ?? (callee && findReached(facts, callee, test, new Set([method])));
    };
    const calls = body.filter((node) => isReached(node, callOut));
    const late = body.find((node) => isReached(node, write) && calls.some((call) => comesLater(method, call, node)));
    if (!late) continue;
    const what = isReached(late, write)!;
    const message = `${what} changes after a call of another contract, which can meanwhile enter '${open.name.text}'`;
    warn(late, 'state-after-call', message, 'change what is stored first, then call');
  }
}

/** Whether a node runs after another ended: it stands behind, not in another branch, nor behind the branch's return. */
function comesLater(method: MethodDeclaration, first: Node, second: Node): boolean {
  if (second.range.start < first.range.end) return false;
  const holds = (outer: Node, inner: Node) =>
    outer.range.start <= inner.range.start && outer.range.end >= inner.range.end;
  return bodyOf(method).every((node) => {
    if (!holds(node, first)) return true;
    if (node instanceof tree.IfStatement && node.ifFalse)
      return !(holds(node.ifTrue, first) && holds(node.ifFalse, second));
    return !(node instanceof tree.BlockStatement) || holds(node, second) || !endsHere(node);
  });
}

function endsHere({ statements }: { readonly statements: readonly Node[] }): boolean {
  const last: Node | undefined = statements.at(-1);
  if (last instanceof tree.ReturnStatement || last instanceof tree.ThrowStatement) return true;
  return last instanceof tree.ExpressionStatement && libraryCall(last.expression) === 'revert';
}

/** A check that is made and not looked at decides nothing. */
export function warnOfAnswers(facts: Facts, warn: Warn): void {
  for (const source of facts.sources) {
    walk(source, (node) => {
      if (!(node instanceof tree.ExpressionStatement)) return;
      const name = libraryCall(node.expression);
      if (name === 'call' || isTry(facts, node.expression)) {
        const hint = 'look at isOk of the result, or call the form that reverts';
        warn(node.expression, 'ignored-result', 'nobody looks whether this call ended well', hint);
      } else if (name !== undefined && /^(verify[A-Z]\w*|Roles\.has)$/.test(name)) {
        const hint = `write: require(${textOf(node.expression)}, "CODE", "why")`;
        warn(node.expression, 'ignored-result', `nobody looks at the answer of ${name}: it refuses nothing`, hint);
      }
    });
  }
}

// A class has a method of that name, and it gives something.
function isTry(facts: Facts, node: Node): boolean {
  const called = methodCall(node);
  if (!called || !/^try[A-Z]/.test(called.name)) return false;
  const members = [...facts.classes.values()].flatMap((each) => each.members.filter(isMethod));
  const named = members.filter((member) => member.name.text === called.name);
  return named.length > 0 && named.every(({ signature }) => typeName(signature.returnType).name === 'CallResult');
}

const POWERS = new Set(['Roles.grant', 'Roles.revoke', 'Pause.on', 'Pause.off']);
const GUARDS = new Set([
  'Context.caller',
  'Owner.check',
  'Owner.address',
  'Roles.check',
  'Roles.checkAny',
  'Roles.has',
]);

/** Everybody can call a @mutate method: one that gives roles or pauses, and never looks at the caller, gives them to everybody. */
export function warnOfPowers(facts: Facts, warn: Warn): void {
  const power = (node: Node) => {
    const name = libraryCall(node);
    return name !== undefined && POWERS.has(name) ? name : undefined;
  };
  const guard = (node: Node) => {
    const isKnown = GUARDS.has(libraryMember(node) ?? '') || /^verify[A-Z]/.test(libraryCall(node) ?? '');
    return isKnown || callsOut(facts, node) || undefined;
  };
  for (const method of publicMethods(facts, 'mutate')) {
    if (decoratorOf(method, 'only') || findReached(facts, method, guard)) continue;
    for (const node of bodyOf(method)) {
      const callee = calleeOf(facts, node);
      const name = power(node) ?? (callee && findReached(facts, callee, power, new Set([method])));
      if (name === undefined) continue;
      const message = `everybody may call '${method.name.text}', and ${name} checks nothing itself`;
      warn(node, 'unguarded-power', message, 'write @only("ROLE") beside @mutate, or Owner.check() before it');
    }
  }
}
