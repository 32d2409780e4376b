// What TypeScript has and AssemblyScript has not, or has with another meaning: each is told with what to write instead.
import type { Report } from './findings.ts';
import { literalText, type Place, textOf } from './syntax.ts';
import { type IdentifierExpression, type NewExpression, type Node, type ThrowStatement, tree } from './tree.ts';

const WAITING = 'a call runs to its end at once: nothing in it can wait';
const WIDTHS = 'write u64, a whole number of 64 bits, or Amount for money';
const SHAPES = 'the compiler must know what it is; write a class, with @struct if it is a value';

/** Globals of JavaScript, and what to use instead. */
const GLOBALS: { readonly [name: string]: string } = {
  Promise: WAITING,
  setTimeout: WAITING,
  setInterval: WAITING,
  queueMicrotask: WAITING,
  JSON: 'arguments, results and stored values have types already: write a @struct class',
  BigInt: WIDTHS,
  Symbol: 'use a text or an enum',
  RegExp: 'go through the text with charCodeAt(i), indexOf or split',
  Proxy: SHAPES,
  Reflect: SHAPES,
  WeakMap: 'use an array, or a field Map<K, V> of the contract',
  WeakSet: 'use an array, or a field Map<K, V> of the contract',
  WeakRef: 'memory ends with the call; nothing has to be let go',
  Intl: 'texts are for people outside: give numbers back',
  Buffer: 'write Bytes',
  TextEncoder: 'write String.UTF8.encode(text)',
  TextDecoder: 'write String.UTF8.decode(buffer)',
  globalThis: 'import what you use from "tally" or from a file beside',
  window: 'import what you use from "tally" or from a file beside',
  global: 'import what you use from "tally" or from a file beside',
  eval: 'a contract is compiled before it runs',
  arguments: 'name the parameters',
  undefined: 'write null, for what has the type T | null',
  delete: 'fields stay; write null into them, and a Map has remove(key)',
};

/** Types of TypeScript, and what to use instead. */
const TYPES: { readonly [name: string]: string } = {
  any: SHAPES,
  unknown: SHAPES,
  object: SHAPES,
  Object: SHAPES,
  never: 'leave it out: what ends with revert() needs no type for it',
  undefined: 'write T | null for what may be missing',
  bigint: WIDTHS,
  int: WIDTHS,
  integer: WIDTHS,
  uint: WIDTHS,
  uint256: WIDTHS,
  uint128: WIDTHS,
  symbol: 'use a text or an enum',
  Function: 'write the type of the function: (a: u64) => u64',
  RegExp: GLOBALS['RegExp']!,
  Promise: WAITING,
  Record: 'write a class with fields, or use a field Map<K, V> of the contract',
  Partial: SHAPES,
  Required: SHAPES,
  Readonly: SHAPES,
  Pick: SHAPES,
  Omit: SHAPES,
  ReadonlyArray: 'write T[]',
  Iterable: 'write T[]',
  Iterator: 'write T[]',
};
/** Functions of JavaScript that make a value of another type. */
const CONVERSIONS: { readonly [name: string]: string } = { String: 'x.toString()', Boolean: 'x != 0' };

/** Reports a node that stands for something that the language has not. */
export function checkLanguage(node: Node, place: Place, declared: ReadonlySet<string>, report: Report): void {
  for (const check of [checkStatement, checkExpression, checkCall]) check(node, report);
  if (node instanceof tree.TypeName && node.next === null) {
    const name = node.identifier.text;
    if (!declared.has(name)) checkType(node.identifier, place, report);
  }
}

/** Reports a name of JavaScript that is used as a value. */
export function checkGlobal(node: IdentifierExpression, { parent }: Place, report: Report): void {
  const name = node.text;
  const isCall = parent instanceof tree.CallExpression && parent.expression === node;
  if (Object.hasOwn(GLOBALS, name)) report(node, 'no-global', `there is no '${name}' here: ${GLOBALS[name]}`);
  else if (isCall && Object.hasOwn(CONVERSIONS, name))
    report(node, 'no-global', `'${name}' is a type and no function: write ${CONVERSIONS[name]}`);
  else if (name === 'Object' && parent instanceof tree.PropertyAccessExpression)
    report(
      node,
      'no-global',
      `there is no '${textOf(parent)}' here: the fields of a class are known when you write it`,
    );
  else if (name === 'Array' && parent instanceof tree.PropertyAccessExpression && parent.property.text !== 'isArray')
    report(
      parent,
      'no-global',
      `there is no '${textOf(parent)}' here: fill an array in a loop, or copy one with slice()`,
    );
}

function checkType({ text, range }: IdentifierExpression, { parent }: Place, report: Report): void {
  // `new RegExp()` names a type too, but is no type that somebody writes.
  if (parent instanceof tree.NewExpression) {
    if (Object.hasOwn(GLOBALS, text)) report({ range }, 'no-global', `there is no '${text}' here: ${GLOBALS[text]}`);
  } else if (Object.hasOwn(TYPES, text)) report({ range }, 'no-type', `there is no type '${text}': ${TYPES[text]}`);
}

function checkStatement(node: Node, report: Report): void {
  if (node instanceof tree.ForOfStatement)
    report(node, 'no-iteration', 'there is no for … of: write for (let i = 0; i < list.length; i++)');
  else if (node instanceof tree.TryStatement)
    report(
      keyword(node, 'try'),
      'no-try',
      'there is no try: what fails ends the call and undoes it; test before with if, and call others with call(), which gives a status',
    );
  else if (node instanceof tree.ThrowStatement && !isPlainError(node))
    report(
      node.value,
      'throw-error',
      'only the text of `throw new Error("…")` is kept: write revert("CODE", "message"), which callers can tell apart',
    );
}

function isPlainError({ value }: ThrowStatement): boolean {
  return value instanceof tree.NewExpression && /Error$/.test((value as NewExpression).typeName.identifier.text);
}

function checkExpression(node: Node, report: Report): void {
  const { Token } = tree;
  if (node instanceof tree.RegexpLiteralExpression)
    report(node, 'no-regexp', `there are no regular expressions: ${GLOBALS['RegExp']}`);
  else if (node instanceof tree.TupleTypeNode)
    report(node, 'no-type', `there are no tuples: write a class with a field for each part`);
  else if (node instanceof tree.UnaryPrefixExpression && node.operator === Token['Dot_Dot_Dot'])
    report(node, 'no-spread', 'there is no spread: write list.concat(other), or push in a loop');
  else if (node instanceof tree.UnaryPrefixExpression && node.operator === Token['Yield'])
    report(node, 'no-generator', 'there are no generators: fill an array and return it');
  else if (node instanceof tree.BinaryExpression && node.operator === Token['In'])
    report(node, 'no-in', "there is no 'in': a Map has has(key), an array includes(value)");
  else if (
    node instanceof tree.BinaryExpression &&
    node.operator === Token['Equals'] &&
    node.left instanceof tree.ArrayLiteralExpression
  )
    report(node.left, 'no-destructuring', DESTRUCTURING);
}

/** What to write instead of taking a value apart. */
export const DESTRUCTURING = 'nothing is taken apart here: write one assignment for each variable';

// In a call of another library function `require` would be one of Node's.
function checkCall(node: Node, report: Report): void {
  if (!(node instanceof tree.CallExpression) || !(node.expression instanceof tree.IdentifierExpression)) return;
  if (node.expression.text === 'require' && node.args.length === 1 && literalText(node.args[0]) !== undefined)
    report(node, 'no-package', PACKAGES);
}

/** Where imports may come from. */
export const PACKAGES = 'contracts import from "tally" and from files beside them, and from no package';

function keyword({ range }: Node, word: string): Node {
  return { range: { ...range, atStart: range.atStart, end: range.start + word.length } };
}
