// Warnings about stored fields: never used, changed in a copy, money that wraps, loops over all that there is.
import { enumsOf, holderOf, isMethod, textOf, walk } from '../syntax.ts';
import { type Expression, type MethodDeclaration, type Node, tree } from '../tree.ts';
import { bodyOf, type Facts, fieldOf, readOf, type Stored, target, type Warn } from './facts.ts';
import { accessOf, bare, libraryCall, methodCall, operatorOf } from './nodes.ts';

const INTEGER = /^[iu](8|16|32|64)$/;
const MONEY =
  /(^|[a-z_])(balance|fund|deposit|saving|supply|debt|credit|payment|fee|price|amount|money|cash|loan|stake|reward)(e?s)?$/i;
const ARITHMETIC = new Set(['+', '-', '*', '+=', '-=', '*=']);
const CHANGES_LIST = new Set(['push', 'pop', 'shift', 'unshift', 'splice', 'reverse', 'sort', 'fill']);
/** More keys than any transaction has the gas to read. */
const MANY = 10_000;

export function warnOfFields(facts: Facts, warn: Warn): void {
  const used = new Set<string>();
  for (const source of facts.sources)
    walk(source, (node) => {
      if (node instanceof tree.PropertyAccessExpression) used.add(node.property.text);
    });
  for (const { name, node } of facts.fields.values())
    if (!used.has(name)) warn(node.name, 'unused-field', `field '${name}' is never read nor written`, 'take it away');
}

/** A method of the contract: everything that is done with its fields. */
export function warnOfStorage(facts: Facts, warn: Warn): void {
  for (const method of facts.methods.values()) {
    const nodesOfBody = bodyOf(method);
    for (const node of nodesOfBody) {
      warnOfCopy(facts, node, warn);
      warnOfMoney(facts, node, warn);
      warnOfLoop(facts, node, method, warn);
    }
    warnOfVariables(facts, nodesOfBody, warn);
  }
}

function lost(field: Stored, node: Node, warn: Warn): void {
  const message = `what is read from '${field.name}' is a copy: this change of it is not stored`;
  warn(node, 'lost-change', message, 'keep the copy in a variable, change that, and set it again');
}

// this.orders.get(id).state = …; this.orders.get(id).parts[0] = …; this.list.value[0] = …; this.list.value.push(…);
function warnOfCopy(facts: Facts, node: Node, warn: Warn): void {
  const to = target(node);
  for (let holder = to && holderOf(to); holder; holder = holderOf(bare(holder))) {
    const field = readOf(facts, bare(holder));
    if (field) lost(field, to!, warn);
  }
  const called = listChange(node);
  const list = called && readOf(facts, called.object);
  if (list && isList(list)) lost(list, called.call, warn);
}

// const order = this.orders.get(id); order.state = …; and nothing else is ever done with `order` as a whole.
function warnOfVariables(facts: Facts, body: readonly Node[], warn: Warn): void {
  for (const declared of body) {
    if (!(declared instanceof tree.VariableDeclaration) || !declared.initializer) continue;
    const field = readOf(facts, bare(declared.initializer));
    const name = declared.name.text;
    const uses = body.filter((node) => node instanceof tree.IdentifierExpression && node.text === name);
    if (!field || isDeclaredTwice(body, name)) continue;
    const held = (use: Node) => body.find((node) => holderOf(node) === use);
    const isChanged = (use: Node) => body.some((node) => listChange(node)?.object === use);
    const isPassedOn = uses.some(
      (use) => use !== declared.name && !isChanged(use) && (!held(use) || isCalled(body, held(use)!)),
    );
    const change = body.map((node) => changeOf(node, uses)).find((found) => found !== undefined);
    if (!change || isPassedOn) continue;
    // A list that is read behind its change was copied to be worked on.
    const isRead = uses.some((use) => use.range.start > change.range.end && !isChanged(use));
    if (!(isList(field) && isRead)) lost(field, change, warn);
  }
}

/** What changes a part of one of these: an assignment to it, or a list in it that grows or shrinks. */
function changeOf(node: Node, uses: readonly Node[]): Node | undefined {
  const to = target(node);
  const holder = to && holderOf(to);
  if (holder && uses.includes(bare(holder))) return to;
  const called = listChange(node);
  if (!called) return undefined;
  const part = holderOf(called.object);
  return uses.includes(called.object) || (part && uses.includes(bare(part))) ? called.call : undefined;
}

/** `x.push(…)` and its like, as a statement of its own. */
function listChange(node: Node): ReturnType<typeof methodCall> {
  const called = node instanceof tree.ExpressionStatement ? methodCall(node.expression) : undefined;
  return called && CHANGES_LIST.has(called.name) ? called : undefined;
}

const isList = ({ type }: Stored) => /\[\]$|^(Static)?Array</.test(type);

function isDeclaredTwice(body: readonly Node[], name: string): boolean {
  return body.filter((node) => node instanceof tree.VariableDeclaration && node.name.text === name).length > 1;
}

function isCalled(body: readonly Node[], access: Node): boolean {
  return body.some((node) => node instanceof tree.CallExpression && node.expression === access);
}

const PLAIN = /^([iu](8|16|32|64|size)|bool)$/;

/** new Array<Address>(5): its places are empty until each is set, and reading or storing one that is not traps. */
export function warnOfHoles(facts: Facts, warn: Warn): void {
  const enums = new Set(facts.sources.flatMap(enumsOf).map(({ name }) => name.text));
  for (const source of facts.sources)
    walk(source, (node) => {
      if (!(node instanceof tree.NewExpression) || node.typeName.identifier.text !== 'Array') return;
      const [size] = node.args;
      const [item] = node.typeArguments ?? [];
      if (!size || !item || /^0+$/.test(textOf(bare(size)))) return;
      const type = textOf(item);
      if (PLAIN.test(type) || enums.has(type) || /\|\s*null\s*$/.test(type)) return;
      const message = `a new Array of ${textOf(size)} has no ${type} in any of its places: each traps until it is set`;
      warn(node, 'array-holes', message, `begin with [], as in let list: ${type}[] = [], and push each`);
    });
}

function warnOfMoney(facts: Facts, node: Node, warn: Warn): void {
  if (!(node instanceof tree.BinaryExpression) || !ARITHMETIC.has(operatorOf(node))) return;
  for (const side of [node.left, node.right]) {
    const field = readOf(facts, bare(side));
    if (!field || !INTEGER.test(field.type) || !MONEY.test(field.name)) continue;
    const message = `'${field.name}' is ${field.type}, which wraps silently where money must not`;
    warn(node, 'wrapping-money', message, 'store an Amount, which reverts OVERFLOW');
    return;
  }
}

function warnOfLoop(facts: Facts, node: Node, method: MethodDeclaration, warn: Warn): void {
  const isLoop =
    node instanceof tree.ForStatement || node instanceof tree.WhileStatement || node instanceof tree.DoStatement;
  const field = isLoop && node.condition ? wholeLength(facts, node.condition, method) : readsAll(facts, node);
  if (!field) return;
  const message = `this goes through all of '${field.name}', however many there are: one day no gas limit is enough`;
  const hint = `do it a page at a time with a limit, or require a largest length where '${field.name}' grows`;
  warn(isLoop ? node.condition! : node, 'unbounded-loop', message, hint);
}

/** The list by whose length alone a loop ends, unless the contract bounds that length somewhere. */
function wholeLength(facts: Facts, condition: Expression, method: MethodDeclaration): Stored | undefined {
  if (!(condition instanceof tree.BinaryExpression) || !/^[<>]=?$|^!=$/.test(operatorOf(condition))) return undefined;
  const sides = [condition.left, condition.right].map(bare);
  const field = sides.map((side) => lengthOf(facts, initialOf(side, method))).find((each) => each !== undefined);
  return field && !isBounded(facts, field) ? field : undefined;
}

/** What a variable was set to where it is declared. */
function initialOf(node: Expression, method: MethodDeclaration): Expression {
  if (!(node instanceof tree.IdentifierExpression)) return node;
  const declared = bodyOf(method).find(
    (each) => each instanceof tree.VariableDeclaration && each.name.text === node.text,
  );
  const { initializer } = (declared ?? { initializer: null }) as { initializer: Expression | null };
  return initializer ? bare(initializer) : node;
}

function lengthOf(facts: Facts, node: Node): Stored | undefined {
  const access = accessOf(node);
  const field = access?.property.text === 'length' ? fieldOf(facts, bare(access.expression)) : undefined;
  return field?.kind === 'Vec' ? field : undefined;
}

// require(this.owners.length < MOST, …) wherever it grows.
function isBounded(facts: Facts, field: Stored): boolean {
  const requires = facts
    .contract!.lineage.flatMap((node) => node.members.filter(isMethod))
    .flatMap(bodyOf)
    .filter((node) => libraryCall(node) === 'require');
  return requires.some((node) => {
    let found = false;
    walk((node as unknown as { args: Node[] }).args[0] ?? node, (each) => {
      found ||= lengthOf(facts, each) === field;
    });
    return found;
  });
}

// this.map.keys(u32.MAX_VALUE), this.list.page(0, this.list.length)
function readsAll(facts: Facts, node: Node): Stored | undefined {
  const called = methodCall(node);
  if (!called || !['keys', 'keysAfter', 'page'].includes(called.name)) return undefined;
  const field = fieldOf(facts, called.object);
  const limit = called.call.args.at(-1);
  if (!field || !limit) return undefined;
  const text = textOf(bare(limit));
  const isMost = text === 'u32.MAX_VALUE' || (/^[\d_]+$/.test(text) && Number(text.replaceAll('_', '')) >= MANY);
  const all = lengthOf(facts, bare(limit));
  return isMost || (all === field && !isBounded(facts, field)) ? field : undefined;
}
