// Writes the pages on what tests and programs import, from the comments in its sources: docs/reference/testing.md and client.md.
import { join, relative } from 'node:path';
import ts from 'typescript';
import { code, pageFrom, table } from '../dist/engine/compile/reference.js';

const PAGES = [
  {
    page: 'testing.md',
    entry: 'engine/testing/sandbox.ts',
    title: 'Test kit',
    from: 'tallystick/testing',
    head: 'a chain in memory for tests. How it goes together is told under [Testing](../develop.md#testing).',
  },
  {
    page: 'client.md',
    entry: 'engine/app/chain.ts',
    title: 'Application client',
    from: 'tallystick/client',
    head: 'a chain as programs use it. How it goes together is told under [Typed clients](../develop.md#typed-clients).',
  },
];
const LEGEND =
  '`Bytes` is a `Uint8Array`. A `Value` is what a type of the ABI is in JavaScript: numbers of 32 bits and less are numbers, wider ones and `Amount` are bigints, `Decimal` is a text, enums are their names, lists are arrays, structs are objects, and what may be null is null. Addresses are given as `Party`, and results have them as 32 bytes: `formatAddress("account", bytes)` makes a text `ta1…` of them, `parseAddress(text).bytes` goes back. The errors `Usage`, `Reject` and `Fault` have an `id` from the [list of errors](errors.md).';

/** The pages below `root`, by path. @throws Error that names what is public and has no comment */
export function apiPages(root) {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const entries = PAGES.map(({ entry }) => join(root, entry));
  const program = ts.createProgram(entries, options);
  const silent = [];
  const pages = PAGES.map((page) => [`docs/reference/${page.page}`, pageText(program, root, page, silent)]);
  if (silent.length > 0) throw new Error(`public, and without a comment: ${silent.join(', ')}`);
  return new Map(pages);
}

function pageText(program, root, { entry, title, from, head }, silent) {
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(join(root, entry)));
  const symbols = checker.getExportsOfModule(module).map((symbol) => {
    const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    return isAlias ? checker.getAliasedSymbol(symbol) : symbol;
  });
  const known = symbols.map((symbol) => described({ checker, symbols, silent }, symbol));
  const groups = ['Functions', 'Classes', 'Types'].map((group) => [group, known.filter((one) => one.group === group)]);
  const contents = groups.map(([group, of]) => `- [${group}](#${group.toLowerCase()}): ${names(of)}`).join('\n');
  const parts = groups.flatMap(([group, of]) => [`## ${group}`, ...of.flatMap(({ parts }) => parts)]);
  const first = `What ${code(from)} exports: ${head}`;
  return pageFrom(relative(root, join(root, entry)), title, [first, contents, LEGEND, ...parts]);
}

const names = (of) => of.map(({ name }) => code(name)).join(' ');

function described(page, symbol) {
  const { checker, silent } = page;
  const name = symbol.getName();
  const node = symbol.declarations.find((each) => !ts.isVariableDeclaration(each)) ?? symbol.declarations[0];
  const doc = docOf(checker, symbol, node);
  if (doc === '') silent.push(name);
  const bases = basesOf(checker, node);
  const shown = bases.filter((base) => page.symbols.includes(base) || !isOurs(base)).map((base) => base.getName());
  const more = shown.length === 0 ? '' : ` Has what ${shown.map(code).join(' and ')} has.`;
  const own = [`### ${code(name)}`, doc + more];
  if (ts.isFunctionDeclaration(node)) {
    return { name, group: 'Functions', parts: [own[0], block(signature(node, name)), own[1]] };
  }
  if (ts.isTypeAliasDeclaration(node)) {
    return { name, group: 'Types', parts: [own[0], block(node.getText().replace(/^export /, '')), own[1]] };
  }
  const isClass = ts.isClassDeclaration(node);
  const hidden = bases.filter((base) => !page.symbols.includes(base) && isOurs(base));
  const all = [...hidden.flatMap((base) => [...base.declarations[0].members]), ...node.members];
  const rows = all.filter((member) => isPublic(checker, member)).map((member) => row(checker, member, name));
  for (const [member, words] of isClass ? rows : []) if (words === '') silent.push(`${name}: ${member}`);
  const members = rows.length === 0 ? [] : [table(['member', 'what it is or does'], rows)];
  return { name, group: isClass ? 'Classes' : 'Types', parts: [...own, ...members] };
}

/** What it extends or implements. */
function basesOf(checker, { heritageClauses = [] }) {
  return heritageClauses.flatMap(({ types }) => types.map((each) => checker.getTypeAtLocation(each).symbol));
}

const isOurs = (symbol) => !symbol.declarations[0].getSourceFile().isDeclarationFile;

const block = (text) => `\`\`\`ts\n${text}\n\`\`\``;
const PRIVATE = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;

/** A constructor is there for users only if something is said of it: most objects are made otherwise. */
function isPublic(checker, member) {
  if ((ts.getCombinedModifierFlags(member) & PRIVATE) !== 0 || ts.isSetAccessor(member)) return false;
  if (ts.getJSDocTags(member).some(({ tagName }) => tagName.text === 'internal')) return false;
  const name = member.name?.getText();
  if (name === 'name' && ts.isPropertyDeclaration(member)) return false;
  return ts.isConstructorDeclaration(member) ? docOf(checker, undefined, member) !== '' : name !== 'toJSON';
}

function row(checker, member, owner) {
  const symbol = member.name && checker.getSymbolAtLocation(member.name);
  return [code(memberText(member, owner)), docOf(checker, symbol, member).replaceAll('\n\n', ' ')];
}

function memberText(member, owner) {
  const flags = ts.getCombinedModifierFlags(member);
  const name = `${(flags & ts.ModifierFlags.Static) !== 0 ? `${owner}.` : ''}${member.name?.getText() ?? ''}`;
  if (ts.isConstructorDeclaration(member)) return signature(member, `new ${owner}`);
  if (ts.isGetAccessor(member)) return `readonly ${name}: ${member.type.getText()}`;
  if (ts.isMethodDeclaration(member) || ts.isMethodSignature(member)) return signature(member, name);
  if (member.name === undefined) return flat(member.getText().replace(/;$/, ''));
  const sign = member.questionToken ? '?' : '';
  const head = (flags & ts.ModifierFlags.Readonly) !== 0 ? 'readonly ' : '';
  return `${head}${name}${sign}: ${flat(member.type?.getText() ?? 'unknown')}`;
}

function signature({ typeParameters, parameters, type }, name) {
  const types = typeParameters ? `<${typeParameters.map((each) => flat(each.getText())).join(', ')}>` : '';
  const given = parameters.map(parameterText).join(', ');
  return `${name}${types}(${given})${type ? `: ${flat(type.getText())}` : ''}`;
}

/** Parts that are taken out of an object, and what stands for one that is left out, are no matter of whoever calls. */
function parameterText({ name, type, dotDotDotToken, questionToken, initializer }) {
  const shown = ts.isIdentifier(name) ? name.getText() : 'options';
  const sign = questionToken || initializer ? '?' : '';
  return `${dotDotDotToken ? '...' : ''}${shown}${sign}: ${flat(type.getText()).replace(/ \| undefined$/, '')}`;
}

const flat = (text) =>
  text
    .replaceAll(/\/\*\*.*?\*\//gs, '')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** What is said of it, and what it throws. */
function docOf(checker, symbol, node) {
  const docs = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  const text = docs.map((doc) => ts.getTextOfJSDocComment(doc.comment) ?? '').join('\n\n');
  const tags = docs.flatMap((doc) => doc.tags ?? []).map((tag) => tagText(tag, checker, symbol));
  const all = [prose(text), ...tags].filter((part) => part !== '');
  return all.join('\n\n');
}

function tagText(tag) {
  const text = prose(`${tag.typeExpression?.getText() ?? ''} ${ts.getTextOfJSDocComment(tag.comment) ?? ''}`);
  const words = text.replace(/^\{|\}$/g, '');
  if (tag.tagName.text === 'throws') return `Throws ${words}.`;
  return tag.tagName.text === 'param' ? `${code(tag.name.getText())}: ${words}.` : '';
}

/** Comments are Markdown already, but for links within the sources. */
function prose(text) {
  return text
    .replaceAll(/\{@link ([\w.]+)\s*\}/g, '`$1`')
    .replaceAll(/[<*](?![^`]*`)/g, (sign) => (sign === '*' ? '\\*' : '\\<'))
    .replaceAll(/\s*\n\s*/g, ' ')
    .trim();
}
