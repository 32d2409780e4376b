// Findings that need types: what compiles and cannot be meant. They are looked for while the compiler goes through the author's source.
import { ERROR_CATEGORY, FAILED, isAuthors } from './guard.ts';
import { isAssignment, textOf } from './syntax.ts';
import {
  type CompilerInstance,
  type Expression,
  type ExpressionStatement,
  type Node,
  type Type,
  tree,
  type UnaryPrefixExpression,
} from './tree.ts';

/** What stands before a finding of these rules among the compiler's messages. */
export const TYPED = /^User-defined: tally:([a-z-]+):([\s\S]*)$/;

type Report = (node: Node, code: string, message: string) => void;

const { Token } = tree;
const COMPARED = [
  Token['Equals_Equals'],
  Token['Equals_Equals_Equals'],
  Token['Exclamation_Equals'],
  Token['Exclamation_Equals_Equals'],
];
/** Constraints of the compiler on what an expression gives: that it becomes a type by itself. */
const BY_ITSELF = 1;
/** How the compiler resolves without a word. */
const SWALLOW = 1;
/** Classes whose methods change nothing. */
const UNCHANGING = /^~lib\/(tally\/(amount\/Amount|decimal\/Decimal|address\/Address)|string\/String)$/;
const LISTS = /^~lib\/(array|typedarray|staticarray|arraybuffer)\//;
const RANGES: { readonly [type: string]: string } = {
  u8: '255',
  u16: '65,535',
  u32: '4,294,967,295',
  u64: '18,446,744,073,709,551,615',
};

/** Has the compiler look for them; once is enough, and what compiles is not changed. */
export function watchTypes(): void {
  if (installed) return;
  installed = true;
  const { prototype } = tree.Compiler;
  before(prototype, 'makeIsTrueish', (report, _, [, type, node]) => checkCondition(node, type, report));
  before(prototype, 'compileUnaryPrefixExpression', (report, _, [node, type, constraints]) =>
    checkNegative(node, type, constraints, report),
  );
  before(prototype, 'compileExpressionStatement', (report, compiler, [node]) => checkStatement(node, compiler, report));
  before(prototype, 'compileCommutativeCompareBinaryExpressionFromParts', (report, _, rest) => {
    const [operator, , , left, , , right, , node] = rest;
    if (COMPARED.includes(operator)) checkEqual(node, left, right, report);
  });
}
let installed = false;

type Methods = 'makeIsTrueish' | 'compileUnaryPrefixExpression' | 'compileExpressionStatement' | Compare;
type Compare = 'compileCommutativeCompareBinaryExpressionFromParts';

/** Has `look` see the arguments of a method of the compiler before it runs. */
function before<K extends Methods>(
  prototype: CompilerInstance,
  name: K,
  look: (report: Report, compiler: CompilerInstance, args: Parameters<CompilerInstance[K]>) => void,
): void {
  const original = prototype[name] as (this: CompilerInstance, ...args: unknown[]) => unknown;
  const looking = function (this: CompilerInstance, ...args: unknown[]): unknown {
    const report: Report = (node, code, message) => {
      if (!isAuthors(node)) return;
      this.program.emitDiagnostic(FAILED, ERROR_CATEGORY, node.range, null, `tally:${code}:${message}`);
    };
    look(report, this, args as Parameters<CompilerInstance[K]>);
    return original.apply(this, args);
  };
  prototype[name] = looking as CompilerInstance[K];
}

function inner(node: Expression): Expression {
  return node instanceof tree.ParenthesizedExpression ? inner(node.expression) : node;
}

/** What is asked whether it is there, and always is. */
function checkCondition(condition: Expression, type: Type, report: Report): void {
  const node = inner(condition);
  if (node instanceof tree.BinaryExpression && node.operator === Token['Equals']) {
    const message = `this sets ${textOf(node.left)} instead of comparing it: write ==`;
    report(node, 'assigned-condition', message);
  } else if (type.isReference && !type.isNullableReference) {
    const name = shortName(type);
    report(node, 'always-true', `${withArticle(name)} is always there: ${instead(name, node)}`);
  }
}

function instead(type: string, node: Node): string {
  const { start, source } = node.range;
  const isNegated = /!\s*\(*$/.test(source.text.slice(0, start));
  const text = textOf(node).length < 40 ? textOf(node) : 'x';
  if (/^(Amount|Decimal|Address)$/.test(type)) return `write ${isNegated ? '' : '!'}${text}.isZero`;
  if (/^(string|Bytes|Array<.*|\w+Array)$/.test(type)) return `write ${text}.length ${isNegated ? '==' : '>'} 0`;
  return 'only what has the type T | null can be missing';
}

function checkNegative(
  { operator, operand, range }: UnaryPrefixExpression,
  type: Type,
  constraints: number,
  report: Report,
): void {
  const most = RANGES[type.toString()];
  if (operator !== Token['Minus'] || most === undefined || (constraints & BY_ITSELF) === 0) return;
  const text = textOf(operand);
  if (/^\d[\d_]*$/.test(text) && !/^[0_]+$/.test(text))
    report({ range }, 'number-range', `-${text} does not fit into ${type.toString()}, which is 0 to ${most}`);
}

/** What computes something that nobody gets. */
function checkStatement({ expression }: ExpressionStatement, compiler: CompilerInstance, report: Report): void {
  if (expression instanceof tree.BinaryExpression) {
    const { operator } = expression;
    if (isAssignment(operator) || operator === Token['Ampersand_Ampersand'] || operator === Token['Bar_Bar']) return;
    const isCompared = COMPARED.includes(operator);
    const hint = isCompared ? 'to set it write =, to refuse write require(…)' : 'assign the result to something';
    report(expression, 'no-effect', `this ${isCompared ? 'compares' : 'computes'} and changes nothing: ${hint}`);
  } else if (
    expression instanceof tree.CallExpression &&
    expression.expression instanceof tree.PropertyAccessExpression
  ) {
    const { expression: object, property } = expression.expression;
    if (!isAuthors(expression)) return;
    const type = compiler.resolver.resolveExpression(object, compiler.currentFlow, tree.Type.void, SWALLOW);
    const of = type?.getClass();
    if (!of || !UNCHANGING.test(of.internalName) || of.members?.has(property.text) !== true) return;
    const message = `${property.text}() changes nothing and its result is dropped: assign it to something`;
    report(expression, 'no-effect', message);
  }
}

/** Two lists are equal only if they are the same one. */
function checkEqual(node: Node, left: Type, right: Type, report: Report): void {
  if (![left, right].every((type) => LISTS.test(type.getClass()?.internalName ?? ''))) return;
  const what = shortName(left) === 'Bytes' ? 'Bytes' : 'lists';
  report(
    node,
    'same-object',
    `two ${what} are equal only if they are one and the same: compare lengths and items in a loop`,
  );
}

function shortName(type: Type): string {
  const name = type.toString().replaceAll(/(?:~lib|contract)\/[\w./~-]*\/(?=\w)/g, '');
  if (name === 'Uint8Array') return 'Bytes';
  return name.replaceAll(/\bString\b/g, 'string');
}

function withArticle(name: string): string {
  if (name.startsWith('Array<')) return 'a list';
  if (name === 'Bytes') return 'a value of type Bytes';
  return `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`;
}
