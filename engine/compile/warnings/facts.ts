// What is known of a contract before it is judged: its stored fields, its methods, who calls whom, what writes.
import { type ContractClass, findContract } from '../contract.ts';
import { importedNames } from '../imports.ts';
import { isStorage } from '../storage.ts';
import { assigned, classesOf, decoratorOf, has, isField, isMethod, textOf, typeName, walk } from '../syntax.ts';
import type { ClassDeclaration, Expression, FieldDeclaration, MethodDeclaration, Node, Source } from '../tree.ts';
import { tree } from '../tree.ts';
import { accessOf, bare, libraryCall, methodCall, ownName } from './nodes.ts';

/** Takes a warning about a node: its code, what is wrong, what to do. */
export type Warn = (node: Node, code: string, message: string, hint: string) => void;

/** A stored field of the contract. */
export interface Stored {
  readonly name: string;
  readonly node: FieldDeclaration;
  /** `Value`, `Map`, `Map2`, `OrderedMap` or `Vec`. */
  readonly kind: string;
  /** What it stores, as it is written. */
  readonly type: string;
}

/** The sources of one build; there is no contract in a file that is only imported. */
export interface Facts {
  readonly sources: readonly Source[];
  readonly contract: ContractClass | undefined;
  readonly fields: ReadonlyMap<string, Stored>;
  /** The contract's methods by name, those of the nearest class. */
  readonly methods: ReadonlyMap<string, MethodDeclaration>;
  /** Functions of all files by name. */
  readonly functions: ReadonlyMap<string, MethodDeclaration>;
  readonly classes: ReadonlyMap<string, ClassDeclaration>;
}

const CHANGING = new Set(['set', 'remove', 'push', 'pop']);
const CHANGING_PARTS = new Set([
  'Roles.grant',
  'Roles.revoke',
  'Owner.begin',
  'Owner.offer',
  'Owner.accept',
  'Owner.renounce',
  'Pause.on',
  'Pause.off',
]);

export function readFacts(sources: readonly Source[]): Facts {
  const contract = findContract(sources, () => {});
  const lineage = contract?.lineage ?? [];
  const members = [...lineage].reverse().flatMap((node) => node.members);
  const stored = members.filter(isField).flatMap(readField);
  const functions = sources.flatMap((source) =>
    source.statements.filter((s): s is MethodDeclaration => s instanceof tree.FunctionDeclaration),
  );
  return {
    sources,
    contract,
    fields: new Map(stored.map((field) => [field.name, field])),
    methods: new Map(members.filter(isMethod).map((method) => [method.name.text, method])),
    functions: new Map(functions.map((each) => [each.name.text, each])),
    classes: new Map(sources.flatMap(classesOf).map((node) => [node.name.text, node])),
  };
}

function readField(node: FieldDeclaration): Stored[] {
  if (!node.type || has(node, 'static')) return [];
  const { name, args } = typeName(node.type);
  const kind = importedNames(node.range.source).get(name) ?? '';
  const last = args.at(-1);
  return isStorage(kind) && last ? [{ name: node.name.text, node, kind, type: textOf(last) }] : [];
}

/** The contract's methods that everybody can call, of these kinds. */
export function publicMethods(facts: Facts, ...kinds: readonly string[]): MethodDeclaration[] {
  return [...facts.methods.values()].filter((method) => kinds.some((kind) => decoratorOf(method, kind)));
}

/** All nodes of a method's body in the order of the source. */
export function bodyOf({ body }: MethodDeclaration): Node[] {
  const found: Node[] = [];
  if (body) walk(body as unknown as Node, (node) => void found.push(node));
  return found.sort((a, b) => a.range.start - b.range.start || b.range.end - a.range.end);
}

/** The stored field of `this.name`. */
export function fieldOf(facts: Facts, node: Node): Stored | undefined {
  const name = ownName(node);
  return name === undefined ? undefined : facts.fields.get(name);
}

/** The stored field of which a whole value is read here: `this.f.value`, `this.f.get(…)`, `this.f.getOr(…)`. */
export function readOf(facts: Facts, node: Node): Stored | undefined {
  const called = methodCall(node);
  if (called) return called.name === 'get' || called.name === 'getOr' ? fieldOf(facts, called.object) : undefined;
  const access = accessOf(node);
  if (access?.property.text !== 'value') return undefined;
  return fieldOf(facts, bare(access.expression));
}

/** The own method or function that a call goes to. */
export function calleeOf(facts: Facts, node: Node): MethodDeclaration | undefined {
  if (!(node instanceof tree.CallExpression)) return undefined;
  const own = ownName(node.expression);
  if (own !== undefined) return facts.methods.get(own);
  const { expression } = node;
  return expression instanceof tree.IdentifierExpression ? facts.functions.get(expression.text) : undefined;
}

/** What is assigned to here, without parentheses and casts. */
export function target(node: Node): Expression | undefined {
  const found = assigned(node);
  return found && bare(found);
}

/** What a node itself changes in the contract's storage, in words; undefined if nothing. */
export function stateChange(facts: Facts, node: Node): string | undefined {
  const to = target(node);
  const value = to && accessOf(to)?.property.text === 'value' ? readOf(facts, to) : undefined;
  if (value) return `'${value.name}'`;
  const called = methodCall(node);
  const field = called && CHANGING.has(called.name) ? fieldOf(facts, called.object) : undefined;
  if (field) return `'${field.name}'`;
  const part = libraryCall(node);
  return part !== undefined && CHANGING_PARTS.has(part) ? part.split('.')[0] : undefined;
}

/** The event class whose event is emitted here. */
export function emitted(facts: Facts, node: Node): string | undefined {
  const called = methodCall(node);
  if (called?.name !== 'emit' || !(called.object instanceof tree.NewExpression)) return undefined;
  const name = called.object.typeName.identifier.text;
  const event = facts.classes.get(name);
  return event && decoratorOf(event, 'event') ? name : undefined;
}

/** Whether a body, or one that it calls, has such a node; the answer of `test` for the first one. `nodesOf` tells what is looked at. */
export function findReached<T>(
  facts: Facts,
  method: MethodDeclaration,
  test: (node: Node) => T | undefined,
  seen: Set<MethodDeclaration> = new Set(),
  nodesOf: (method: MethodDeclaration) => Node[] = bodyOf,
): T | undefined {
  if (seen.has(method)) return undefined;
  seen.add(method);
  for (const node of nodesOf(method)) {
    const callee = calleeOf(facts, node);
    const answer = test(node) ?? (callee && findReached(facts, callee, test, seen, nodesOf));
    if (answer !== undefined) return answer;
  }
  return undefined;
}

/** Whether another contract is called here: by `call`, `callOrRevert`, or a class of which a method does so. */
export function callsOut(facts: Facts, node: Node): boolean {
  if (isCallOut(node)) return true;
  const called = methodCall(node);
  const client = called && classOf(facts, called.object, node);
  const method = client?.members.find((member) => isMethod(member) && member.name.text === called!.name);
  return method !== undefined && bodyOf(method as MethodDeclaration).some(isCallOut);
}

function isCallOut(node: Node): boolean {
  const name = libraryCall(node);
  return name === 'call' || name === 'callOrRevert';
}

/** The class of `new X(…)`, or of a variable of the same file that is declared so. */
export function classOf(facts: Facts, object: Node, at: Node): ClassDeclaration | undefined {
  if (object instanceof tree.NewExpression) return facts.classes.get(object.typeName.identifier.text);
  if (!(object instanceof tree.IdentifierExpression)) return undefined;
  let found: ClassDeclaration | undefined;
  walk(at.range.source, (node) => {
    const isIt = node instanceof tree.VariableDeclaration && node.name.text === object.text && node.initializer;
    if (isIt && bare(node.initializer!) instanceof tree.NewExpression)
      found ??= classOf(facts, bare(node.initializer!), at);
  });
  return found;
}
