// What a contract's source may not use: floating point, clocks, raw memory, imports of its own.
import { nearest } from '../abi/nearest.ts';
import { checkClosures } from './closures.ts';
import type { Report } from './findings.ts';
import { checkGlobal, checkLanguage } from './language.ts';
import { leavesFolder } from './sources.ts';
import { checkState } from './state.ts';
import { decoratorName, has, ON_CLASSES, ON_METHODS, type Place, textOf, walk } from './syntax.ts';
import {
  type DeclarationStatement,
  type DecoratorNode,
  type IdentifierExpression,
  type Node,
  type PropertyAccessExpression,
  type Source,
  type StringLiteralExpression,
  tree,
} from './tree.ts';

const FLOATS = new Set([
  'f32',
  'f64',
  'number',
  'Number',
  'F32',
  'F64',
  'Float32Array',
  'Float64Array',
  'NaN',
  'Infinity',
]);
const MATHS = new Set(['Math', 'Mathf', 'NativeMath', 'NativeMathf', 'JSMath', 'parseInt', 'parseFloat']);
/** Functions of `Math`, and what whole numbers have instead. */
const WHOLE: { readonly [name: string]: string } = {
  floor: 'whole numbers are divided without a rest already: write a / b',
  trunc: 'whole numbers are divided without a rest already: write a / b',
  round: 'whole numbers are divided without a rest already: write (a + b / 2) / b',
  ceil: 'whole numbers are divided without a rest: write (a + b - 1) / b',
  max: 'write max<u64>(a, b), or a > b ? a : b',
  min: 'write min<u64>(a, b), or a < b ? a : b',
  abs: 'write abs<i64>(a), or a < 0 ? -a : a',
  pow: 'multiply in a loop, or use Decimal',
  random: 'every run comes out the same, so there is no chance: have those who take part commit to a hash first',
};
/** What can be known outside, and what a contract has in its place. */
const OUTSIDE: { readonly [name: string]: string } = {
  Date: 'the time of the block is Context.time, and days are reckoned with Day',
  console: 'write log("…")',
  performance: 'how much a call takes is counted in gas, which `tally test --gas` tells',
  process: 'what contracts can know is in Context',
  crypto: 'sha256, verifyEd25519 and their like are imported from "tally"',
  trace: 'write log("…")',
  seed: 'every run comes out the same, so there is no chance',
  fetch: 'have somebody who knows it send it in a call',
};
const MEMORY = new Set([
  'load',
  'store',
  'changetype',
  'memory',
  'heap',
  'table',
  'atomic',
  'v128',
  'call_indirect',
  'call_direct',
]);
const TYPED_MEMORY = /^(load|store|atomic)/;
const ALLOWED_DECORATORS = new Set([
  ...ON_CLASSES,
  ...ON_METHODS,
  ...'inline final lazy operator operator.binary operator.prefix operator.postfix'.split(' '),
]);
/** What methods of other chains bear, and what to write instead. */
const FOREIGN: { readonly [name: string]: string } = {
  payable: 'no money comes with a call; take an amount of a token, as in contracts/examples/escrow.ts',
  onlyOwner: 'write Owner.check() as the first line of the method',
  nonReentrant: 'it is so without a word; @reentrant opens a method',
  pure: 'write @view',
  external: 'write @mutate',
  public: 'write @mutate',
  call: 'write @mutate',
  constructor: 'write @init',
};
const ALL_DIGITS = 'write the number with all its digits, 1_000_000';
const INSTEAD = 'use integers of minor units, or Amount';

/** Reports everything in a source that a contract cannot use. */
export function lint(source: Source, report: Report): void {
  const declared = declaredNames(source);
  checkClosures(source, isUse, report);
  checkState(source, report);
  walk(source, (node, place) => {
    checkLanguage(node, place, declared, report);
    if (node instanceof tree.FloatLiteralExpression)
      report(
        node,
        'no-float',
        `floating point is not allowed; ${/^\d+e\d+$/.test(textOf(node)) ? ALL_DIGITS : INSTEAD}`,
      );
    else if (node instanceof tree.TypeName) checkName(node.identifier, declared, report);
    else if (node instanceof tree.PropertyAccessExpression) checkProperty(node, report);
    else if (node instanceof tree.DecoratorNode) checkDecorator(node, report);
    else if (node instanceof tree.IdentifierExpression && isUse(place)) checkUse(node, place, declared, report);
    else if (node instanceof tree.DeclarationStatement) checkDeclaration(node, report);
    else if (node instanceof tree.StringLiteralExpression && place.key === 'path') checkPath(node, report);
  });
}

function checkPath(node: StringLiteralExpression, report: Report): void {
  if (leavesFolder(node.range.source.normalizedPath, node.value))
    report(node, 'import-outside', `'${node.value}' is outside of the contract's folder`);
}

// An author's own name hides the global one.
function declaredNames(source: Source): ReadonlySet<string> {
  const names = new Set<string>();
  walk(source, (node, { parent }) => {
    const isOwn =
      node instanceof tree.ParameterNode || (node instanceof tree.DeclarationStatement && !isMemberOf(parent, node));
    if (isOwn) names.add(node.name.text);
  });
  return names;
}

// A class member is reached through its object and hides nothing.
function isMemberOf(parent: Node | null, node: DeclarationStatement): boolean {
  return parent !== null && 'members' in parent && (parent.members as Node[]).includes(node);
}

function isUse({ parent, key }: Place): boolean {
  if (parent instanceof tree.PropertyAccessExpression) return key !== 'property';
  if (parent instanceof tree.TypeName || parent instanceof tree.DecoratorNode) return false;
  return !(key === 'name' || key === 'foreignName' || key === 'names' || key === 'label');
}

function checkUse(node: IdentifierExpression, place: Place, declared: ReadonlySet<string>, report: Report): void {
  checkName(node, declared, report);
  if (!declared.has(node.text)) checkGlobal(node, place, report);
}

function checkName(node: IdentifierExpression, declared: ReadonlySet<string>, report: Report): void {
  const name = node.text;
  if (declared.has(name)) return;
  if (FLOATS.has(name)) report(node, 'no-float', `'${name}' is floating point, which is not allowed; ${INSTEAD}`);
  else if (MATHS.has(name))
    report(node, 'no-float', `'${name}' computes in floating point, which is not allowed; ${wholeInstead(node)}`);
  else if (Object.hasOwn(OUTSIDE, name))
    report(node, 'no-outside', `'${name}' is not there for contracts: ${OUTSIDE[name]}`);
  else if (MEMORY.has(name) || name.startsWith('__'))
    report(node, 'no-memory', `'${name}' reaches into memory; that is for the library`);
}

/** What to write for `Math.max` or `parseInt`, as it stands in the text. */
function wholeInstead({ text, range }: IdentifierExpression): string {
  if (text === 'parseInt' || text === 'parseFloat') return 'write U64.parseInt(text), or take a number as an argument';
  const [, called = ''] = /^\.(\w+)/.exec(range.source.text.slice(range.end)) ?? [];
  return Object.hasOwn(WHOLE, called) ? WHOLE[called]! : INSTEAD;
}

// i32.load and its like; a property of that name on anything else is the author's own.
function checkProperty(node: PropertyAccessExpression, report: Report): void {
  const { expression, property } = node;
  const isType =
    expression instanceof tree.IdentifierExpression && /^([iu](8|16|32|64|size)|bool)$/.test(expression.text);
  if (isType && TYPED_MEMORY.test(property.text)) {
    report(property, 'no-memory', `'${property.text}' reaches into memory; that is for the library`);
  }
}

function checkDecorator(node: DecoratorNode, report: Report): void {
  const name = decoratorName(node);
  if (name.startsWith('external'))
    report(node, 'no-external', '\'@external\' is for the library; contracts import from "tally"');
  else if (!ALLOWED_DECORATORS.has(name)) {
    const meant = nearest(name, [...ON_CLASSES, ...ON_METHODS]);
    const hint = Object.hasOwn(FOREIGN, name)
      ? `: ${FOREIGN[name]}`
      : meant === undefined
        ? ''
        : ` (did you mean @${meant}?)`;
    report(node, 'unknown-decorator', `'@${name}' means nothing in a contract${hint}`);
  }
}

function checkDeclaration(node: DeclarationStatement, report: Report): void {
  if (has(node, 'declare'))
    report(node.name, 'no-external', '\'declare\' would import from outside; contracts import from "tally"');
}
