// `require` and `revert` in an author's source: each gets its line, and its code and message are listed for the ABI.
import { LIMITS } from '../../spec/limits.ts';
import type { AbiError } from '../abi/types.ts';
import type { Report } from './findings.ts';
import { addImport, generatedName, importedNames } from './imports.ts';
import { has, literalText, type Place, parseStatement, replaceChild, walk } from './syntax.ts';
import {
  type CallExpression,
  type Expression,
  type ExpressionStatement,
  type IfStatement,
  type Node,
  type Source,
  tree,
  type UnaryPrefixExpression,
  type WrappingExpression,
} from './tree.ts';

interface Refusal {
  readonly call: CallExpression;
  /** Absent for `revert`, which has no condition. */
  readonly condition?: Expression;
  readonly code: Expression;
  readonly message: Expression | undefined;
}

/** Rewrites the calls and returns what they may answer, in source order, each pair of code and message once. */
export function placeRefusals(sources: readonly Source[], report: Report): AbiError[] {
  const errors = new Map<string, AbiError>();
  for (const source of sources) {
    const names = importedNames(source);
    const constants = new Map([...sources, source].flatMap(constantsIn));
    walk(source, (node, place) => {
      const refusal = refusalOf(node, names);
      if (!refusal) return;
      const error = describe(refusal, constants, report);
      if (error) errors.set(JSON.stringify(error), error);
      rewrite(source, refusal, node, place);
    });
  }
  return [...errors.values()];
}

// A statement that is such a call, or the call where it stands inside of something else.
function refusalOf(node: Node, names: ReadonlyMap<string, string>): Refusal | undefined {
  const call = node instanceof tree.ExpressionStatement ? node.expression : node;
  if (!(call instanceof tree.CallExpression) || !(call.expression instanceof tree.IdentifierExpression))
    return undefined;
  const name = names.get(call.expression.text);
  const [first, second, third] = call.args;
  if (name === 'require' && call.args.length < 4 && first && second)
    return { call, condition: first, code: second, message: third };
  if (name === 'revert' && call.args.length < 3 && first) return { call, code: first, message: second };
  return undefined;
}

/** Texts that have a name at the top of a file. */
function constantsIn({ statements }: Source): (readonly [name: string, text: string])[] {
  return statements.flatMap((statement) => {
    const declarations = statement instanceof tree.VariableStatement ? statement.declarations : [];
    return declarations.flatMap((each) => {
      const text = has(each, 'const') ? literalText(each.initializer ?? undefined) : undefined;
      return text === undefined ? [] : [[each.name.text, text] as const];
    });
  });
}

function describe(
  { code, message }: Refusal,
  constants: ReadonlyMap<string, string>,
  report: Report,
): AbiError | undefined {
  const text = code instanceof tree.IdentifierExpression ? constants.get(code.text) : literalText(code);
  if (text === undefined) return undefined;
  if (!/^[A-Za-z0-9_.]+$/.test(text) || text.length > LIMITS.revertCode.max) {
    report(code, 'refusal-code', `a code is 1 to ${LIMITS.revertCode.max} characters of A-Z a-z 0-9 _ and .`);
  }
  const words = literalText(message);
  return words === undefined ? { code: text } : { code: text, message: words };
}

// As a statement, `require(c, code, m)` becomes `if (!c) revert(code, m, line)`: a message is put together only when needed.
function rewrite(source: Source, refusal: Refusal, node: Node, { parent, key }: Place): void {
  const { call, condition, code, message } = refusal;
  const line = source.lineAt(call.range.start);
  const made = parseStatement(`if (!(c)) ${generatedName('revert')}(c, "", ${line});`, call) as IfStatement;
  const inner = (made.ifTrue as ExpressionStatement).expression as CallExpression;
  if (condition && node instanceof tree.ExpressionStatement) {
    inner.args.splice(0, message ? 2 : 1, code, ...(message ? [message] : []));
    ((made.condition as UnaryPrefixExpression).operand as WrappingExpression).expression = condition;
    replaceChild(parent!, key, node, made);
    addImport(source, 'revert', 'require', call);
  } else {
    call.args.push(...inner.args.slice(message ? 2 : 1));
  }
}
