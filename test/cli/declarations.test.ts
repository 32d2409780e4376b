// The declarations for editors say what the library says: a twin that is written by hand, compared name by name.
import ts from 'typescript';
import { expect, test } from 'vitest';
import { DECLARATIONS } from '../../cli/declarations.ts';
import { libraryExports } from '../../engine/compile/exports.ts';

/** What an editor cannot be told as the library says it: amounts and decimals are numbers there, because it knows no operators on classes. */
const AS_NUMBERS = ['Amount', 'Decimal'];
/** For generated code and the library itself. */
const UNDECLARED = [
  'Address.from',
  'CallResult.length',
  'CallResult.pointer',
  'Reader.known',
  'Reader.pointer',
  'Writer.pointer',
  'Writer.raw',
];
/** The compiler fills in the line, and an editor knows that nothing runs behind a revert. */
const OTHERWISE: { readonly [name: string]: string } = {
  require: '(condition: bool, code: string, message?: string): void',
  revert: '(code: string, message?: string): never',
};

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').replaceAll('"', "'");
const file = ts.createSourceFile('tally.d.ts', DECLARATIONS, ts.ScriptTarget.ESNext, true);

/** `(a: u64, b?: u64): bool`, or the type of what is no function. */
function shape(node: ts.SignatureDeclarationBase | ts.PropertyDeclaration | ts.PropertySignature): string {
  if (ts.isPropertyDeclaration(node) || ts.isPropertySignature(node)) return oneLine(node.type!.getText());
  const parameters = node.parameters.map((p) => {
    const isOptional = p.questionToken !== undefined || p.initializer !== undefined;
    return `${p.name.getText()}${isOptional ? '?' : ''}: ${oneLine(p.type!.getText())}`;
  });
  const returns = node.type === undefined ? '' : `: ${oneLine(node.type.getText())}`;
  return `(${parameters.join(', ')})${returns}`;
}

type Shapes = Map<string, string>;

function membersOf(name: string, node: ts.Node, into: Shapes): void {
  ts.forEachChild(node, (member) => {
    if (ts.isConstructorDeclaration(member)) into.set(`${name}.constructor`, shape(member));
    else if (ts.isEnumMember(member)) into.set(`${name}.${member.name.getText()}`, '');
    else if (
      ts.isMethodDeclaration(member) ||
      ts.isMethodSignature(member) ||
      ts.isPropertyDeclaration(member) ||
      ts.isPropertySignature(member)
    )
      into.set(`${name}.${member.name.getText()}`, shape(member));
    else if (ts.isTypeLiteralNode(member)) membersOf(name, member, into);
  });
}

function declared(): Shapes {
  const shapes: Shapes = new Map();
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionDeclaration(node) && ts.isModuleBlock(node.parent)) shapes.set(node.name!.text, shape(node));
    else if (ts.isClassDeclaration(node) || ts.isEnumDeclaration(node) || ts.isInterfaceDeclaration(node)) {
      shapes.set(node.name!.text, '');
      membersOf(node.name!.text, node, shapes);
    } else if (ts.isTypeAliasDeclaration(node)) shapes.set(node.name.text, '');
    else if (ts.isVariableDeclaration(node)) {
      const home = node.parent.parent.parent?.parent as ts.Node | undefined;
      const outer = home !== undefined && ts.isModuleDeclaration(home) ? home.name.text : '';
      const name = node.name.getText();
      const isNested = outer !== '' && outer !== 'tally';
      shapes.set(isNested ? `${outer}.${name}` : name, isNested ? oneLine(node.type!.getText()) : '');
      if (node.type) membersOf(name, node.type, shapes);
    } else if (ts.isModuleDeclaration(node) && ts.isIdentifier(node.name)) shapes.set(node.name.text, '');
    ts.forEachChild(node, visit);
  };
  visit(file);
  return shapes;
}

/** A signature of the library's as the declarations would have it. */
function wanted(signature: string, owner: string): string {
  const text = signature.replace(/^readonly /, '').replace(`${owner}.`, '');
  const isCallable = /^(new )?\w+(<[^(]*>)?\(/.test(text);
  const source = ts.createSourceFile('x.ts', '', ts.ScriptTarget.ESNext, true);
  if (!isCallable) return oneLine(/^\w+: (.*?)( = .*)?$/.exec(text)?.[1] ?? source.text);
  const body = text.replace(/^new \w+/, 'constructor').replace(/^(\w+)/, 'function $1');
  const [node] = ts.createSourceFile('x.ts', body, ts.ScriptTarget.ESNext, true).statements;
  return shape(node as ts.FunctionDeclaration);
}

function library(): Shapes {
  const shapes: Shapes = new Map();
  for (const { name, kind, signature, members } of libraryExports()) {
    shapes.set(name, kind === 'function' ? wanted(signature, '') : '');
    for (const member of members) {
      const key = member.signature.startsWith('new ') ? 'constructor' : member.name;
      shapes.set(`${name}.${key}`, kind === 'enum' ? '' : wanted(member.signature, name));
    }
  }
  for (const name of UNDECLARED) shapes.delete(name);
  return shapes;
}

const ours = declared();

test('every public name of the library is declared, and nothing that it has not', () => {
  const numbers = (name: string) => AS_NUMBERS.includes(name.split('.')[0]!);
  const known = (name: string) =>
    ours.has(name) || (numbers(name) && ours.has(name.replace(/^\w+/, 'Number'))) || name.endsWith('.toString');
  const all = library();
  expect([...all.keys()].filter((name) => !known(name))).toEqual([]);
  const isOurs = (name: string) => /^[A-Z]/.test(name) && !/^(Number|String|[IU]\d+)\b/.test(name);
  expect([...ours.keys()].filter((name) => isOurs(name) && !all.has(name))).toEqual([]);
  const ofNumbers = [...ours.keys()].filter((name) => name.startsWith('Number.'));
  const meant = (name: string) => AS_NUMBERS.some((type) => all.has(name.replace('Number', type)));
  expect(ofNumbers.filter((name) => !meant(name))).toEqual([]);
});

test('with the same parameters and results, but for amounts and decimals the same parameters that may be left out', () => {
  const optional = (text: string) =>
    text
      .split(', ')
      .map((each) => /\?:/.test(each))
      .join();
  const differences = [...library()].flatMap(([name, shape]) => {
    const isNumber = AS_NUMBERS.includes(name.split('.')[0]!);
    const own = ours.get(name) ?? ours.get(name.replace(/^\w+/, 'Number'));
    if (own === undefined || (isNumber ? optional(own) === optional(shape) : own === (OTHERWISE[name] ?? shape)))
      return [];
    return [`${name}: ${own} is ${shape}`];
  });
  expect(differences).toEqual([]);
});
