// Warnings about who calls whom: writes in views, state after calls of other contracts, answers that nobody looks at, roles for everybody.
import { decoratorOf, isMethod, textOf, typeName, walk } from '../syntax.ts';
import { type Expression, type MethodDeclaration, type Node, tree } from '../tree.ts';
import {
  bodyOf,
  calleeOf,
  callsOut,
  classOf,
  emitted,
  type Facts,
  findReached,
  publicMethods,
  stateChange,
  type Warn,
} from './facts.ts';
import { bare, libraryCall, libraryMember, libraryName, methodCall, operatorOf } from './nodes.ts';

/** A view that writes traps whenever it comes there. */
export function warnOfViews(facts: Facts, warn: Warn): void {
  findWrites(facts, false, (node, message) => {
    warn(node, 'write-in-view', message, 'make the method @mutate, or only read');
  });
}

/**
 * What a view writes itself, or has methods write that it calls; `isCertain` leaves out what these write only under a condition, which
 * may be one that a view never meets.
 */
export function findWrites(facts: Facts, isCertain: boolean, tell: (node: Node, message: string) => void): void {
  const change = (node: Node): string | undefined => {
    const state = stateChange(facts, node);
    if (state !== undefined) return `writes ${state}`;
    const event = emitted(facts, node);
    if (event !== undefined) return `emits ${event}`;
    // A method that is no view may be one that writes nothing.
    return isCertain ? undefined : changesOther(facts, node);
  };
  for (const method of publicMethods(facts, 'view')) {
    for (const node of bodyOf(method)) {
      const callee = calleeOf(facts, node);
      const nodesOf = isCertain ? alwaysRun : bodyOf;
      const done = change(node) ?? (callee && findReached(facts, callee, change, new Set([method]), nodesOf));
      if (done === undefined) continue;
      tell(node, `this ${done}, and '${method.name.text}' is a @view: it will trap with WRITE_IN_VIEW`);
    }
  }
}

const TOKEN_CHANGES = new Set(['transfer', 'transferFrom', 'approve', 'tryTransfer', 'tryTransferFrom']);

/** What another contract is asked for here that is no view of it, by a client: only beside those stands a form with `try`. */
function changesOther(facts: Facts, node: Node): string | undefined {
  const called = methodCall(node);
  if (!called) return undefined;
  const { name, object } = called;
  const words = `calls '${name}' of another contract, which is no view`;
  if (TOKEN_CHANGES.has(name) && madeOf(object, node) === 'TokenClient') return words;
  const client = callsOut(facts, node) ? classOf(facts, object, node) : undefined;
  const tried = `try${name[0]!.toUpperCase()}${name.slice(1)}`;
  return client?.members.some((member) => member.name.text === tried) ? words : undefined;
}

/** Nodes of a body that run whenever it does: in no branch, loop or function of their own, and behind no statement that may end it. */
function alwaysRun({ body }: MethodDeclaration): Node[] {
  const found: Node[] = [];
  for (const statement of body?.statements ?? []) {
    const isPlain = statement instanceof tree.ExpressionStatement || statement instanceof tree.VariableStatement;
    if (!isPlain) return found;
    walk(statement, (node) => {
      if (node instanceof tree.BinaryExpression && /^(&&|\|\|)$/.test(operatorOf(node))) return false;
      if (node instanceof tree.TernaryExpression || node instanceof tree.FunctionDeclaration) return false;
      found.push(node);
      return true;
    });
  }
  return found;
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
      const dropped = node instanceof tree.ExpressionStatement ? node.expression : unusedValue(node);
      if (dropped === undefined) return;
      const name = libraryCall(dropped);
      if (name === 'call' || isTry(facts, dropped)) {
        const hint = 'look at isOk of the result, or call the form that reverts';
        warn(dropped, 'ignored-result', 'nobody looks whether this call ended well', hint);
      } else if (name !== undefined && /^(verify[A-Z]\w*|Roles\.has)$/.test(name)) {
        const hint = `write: require(${textOf(dropped)}, "CODE", "why")`;
        warn(dropped, 'ignored-result', `nobody looks at the answer of ${name}: it refuses nothing`, hint);
      }
    });
  }
}

/** What a variable of a function is set to, if nothing in the file has its name besides. */
function unusedValue(node: Node): Expression | undefined {
  if (!(node instanceof tree.VariableDeclaration) || !node.initializer) return undefined;
  let uses = 0;
  walk(node.range.source, (each) => {
    if (each instanceof tree.IdentifierExpression && each.text === node.name.text && isWithin(node, each)) uses += 1;
  });
  return uses > 1 ? undefined : bare(node.initializer);
}

/** Whether a node stands in the function that declares a variable, as far as that ends at a method's. */
function isWithin(declared: Node, node: Node): boolean {
  let found = true;
  walk(declared.range.source, (each) => {
    if (!(each instanceof tree.FunctionDeclaration)) return;
    const holds = (inner: Node) => each.range.start <= inner.range.start && inner.range.end <= each.range.end;
    if (holds(declared) !== holds(node)) found = false;
  });
  return found;
}

// A class has a method of that name, and it gives something.
function isTry(facts: Facts, node: Node): boolean {
  const called = methodCall(node);
  if (!called || !/^try[A-Z]/.test(called.name)) return false;
  if (madeOf(called.object, node) === 'TokenClient') return true;
  const members = [...facts.classes.values()].flatMap((each) => each.members.filter(isMethod));
  const named = members.filter((member) => member.name.text === called.name);
  return named.length > 0 && named.every(({ signature }) => typeName(signature.returnType).name === 'CallResult');
}

/** The class of the library of `new X(…)`, or of a variable of the file that is declared so. */
function madeOf(object: Node, at: Node): string | undefined {
  if (object instanceof tree.NewExpression) return libraryName(object.typeName.identifier);
  if (!(object instanceof tree.IdentifierExpression)) return undefined;
  let found: string | undefined;
  walk(at.range.source, (node) => {
    const value = node instanceof tree.VariableDeclaration && node.name.text === object.text ? node.initializer : null;
    if (value && bare(value) instanceof tree.NewExpression) found ??= madeOf(bare(value), at);
  });
  return found;
}

const POWERS = new Set(['Roles.grant', 'Roles.revoke', 'Pause.on', 'Pause.off']);
const GUARDS = new Set(['Owner.check', 'Owner.address', 'Roles.check', 'Roles.checkAny', 'Roles.has']);

/** Everybody can call a @mutate method: one that gives roles or pauses, and never looks at the caller, gives them to everybody. */
export function warnOfPowers(facts: Facts, warn: Warn): void {
  const power = (node: Node) => {
    const name = libraryCall(node);
    return name !== undefined && POWERS.has(name) ? name : undefined;
  };
  const guard = (node: Node) => {
    const member = libraryMember(node) ?? '';
    const isKnown =
      (member === 'Context.caller' ? isLookedAt(facts, node) : GUARDS.has(member)) ||
      /^verify[A-Z]/.test(libraryCall(node) ?? '');
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

/** Whether it matters who calls: the caller is compared, asked about or handed to a check, and not only given the power or written down. */
function isLookedAt(facts: Facts, caller: Node): boolean {
  let isUsed = true;
  walk(caller.range.source, (node) => {
    const { start, end } = node.range;
    if (node === caller || start > caller.range.start || end < caller.range.end) return;
    if (node instanceof tree.CallExpression && POWERS.has(libraryCall(node) ?? '')) isUsed = false;
    if (node instanceof tree.NewExpression || (node instanceof tree.CallExpression && stateChange(facts, node)))
      isUsed = false;
    if (node instanceof tree.BinaryExpression && stateChange(facts, node)) isUsed = false;
    if (node instanceof tree.VariableDeclaration && node.initializer && bare(node.initializer) === caller)
      isUsed = usesOf(node).some((use) => isLookedAt(facts, use));
  });
  return isUsed;
}

function usesOf(declared: Node & { readonly name: { readonly text: string } }): Node[] {
  const uses: Node[] = [];
  walk(declared.range.source, (node) => {
    const isUse = node instanceof tree.IdentifierExpression && node.text === declared.name.text;
    if (isUse && (node as unknown) !== declared.name && isWithin(declared, node)) uses.push(node);
  });
  return uses;
}
