// Rules about the text of a file: words of the pure part, sizes, names, the first line. Each returns what is wrong, in words.
import ts from 'typescript';
import { folderOf, lineOf, type Source, walk } from './source.ts';
import {
  EMPTY_NAMES,
  FORBIDDEN_BEGINNINGS,
  FORBIDDEN_NAMES,
  LAYERS,
  LONG_FILES,
  MAX_FILE_LINES,
  MAX_FUNCTION_LINES,
} from './table.ts';

/** Uses of clock, chance, locale and waiting in the pure part. */
export function impureWords(sources: readonly Source[]): string[] {
  const pure = sources.filter((s) => LAYERS[folderOf(s.path) ?? '']?.pure);
  return pure.flatMap((source) => {
    const found: string[] = [];
    walk(source.tree, (node) => {
      const word = impureWord(node);
      if (word !== undefined) found.push(`${source.path}:${lineOf(source.tree, node)}: ${word}`);
    });
    return found;
  });
}

function impureWord(node: ts.Node): string | undefined {
  if (node.kind === ts.SyntaxKind.AsyncKeyword) return 'async';
  if (node.kind === ts.SyntaxKind.AwaitKeyword || ts.isAwaitExpression(node)) return 'await';
  if (node.kind === ts.SyntaxKind.ImportKeyword && ts.isCallExpression(node.parent)) return 'import()';
  if (!ts.isIdentifier(node) && !isKey(node)) return undefined;
  const name = node.text;
  if (FORBIDDEN_NAMES.includes(name) || FORBIDDEN_BEGINNINGS.some((b) => name.startsWith(b))) return name;
  return name === 'Math' && ts.isIdentifier(node) && !isLawfulMath(node) ? 'Math.random' : undefined;
}

// `text['localeCompare']` and `{ ['Date']: … }` name a property as much as a dot does.
function isKey(node: ts.Node): node is ts.StringLiteralLike {
  if (!ts.isStringLiteralLike(node)) return false;
  return ts.isElementAccessExpression(node.parent) || ts.isComputedPropertyName(node.parent);
}

function isLawfulMath(node: ts.Identifier): boolean {
  const use = node.parent;
  return ts.isPropertyAccessExpression(use) && use.expression === node && use.name.text !== 'random';
}

/** Functions with more lines than a function may have, from its first word to its closing brace. */
export function longFunctions(sources: readonly Source[], exempt: readonly string[] = LONG_FILES): string[] {
  return sources.flatMap((source) => {
    if (exempt.includes(source.path)) return [];
    const found: string[] = [];
    walk(source.tree, (node) => {
      if (!ts.isFunctionLike(node)) return;
      const first = lineOf(source.tree, node);
      const last = source.tree.getLineAndCharacterOfPosition(node.end).line + 1;
      const lines = last - first + 1;
      if (lines > MAX_FUNCTION_LINES) found.push(`${source.path}:${first}: a function of ${lines} lines`);
    });
    return found;
  });
}

/** Files with more lines than a file may have, and exemptions that nothing needs. */
export function longFiles(sources: readonly Source[], exempt: readonly string[] = LONG_FILES): string[] {
  const long = sources.filter((s) => lines(s.text) > MAX_FILE_LINES).map((s) => s.path);
  return [
    ...long.filter((path) => !exempt.includes(path)).map((path) => `${path}: more than ${MAX_FILE_LINES} lines`),
    ...exempt.filter((path) => !long.includes(path)).map((path) => `${path}: is exempt and need not be`),
  ];
}

function lines(text: string): number {
  return text.replace(/\n$/, '').split('\n').length;
}

/** Files and folders whose names are not one lower-case word, or are a word that says nothing. */
export function badNames(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => {
      const words = path.replace(/((\.d)?\.ts|\.mjs)$/, '').split('/');
      return !words.every((word) => /^[a-z][a-z0-9]*$/.test(word)) || words.some((word) => EMPTY_NAMES.includes(word));
    })
    .map(({ path }) => `${path}: not one word that says what is inside`);
}

/** Files that do not begin with a sentence on what they own; a table of spec may begin with an import. */
export function untitled(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path, text }) => {
      const first = text.replace(/^#!.*\n/, '');
      const table = path.startsWith('spec/') && first.startsWith('import ');
      return !table && !/^(\/\/ \S|\/\*\*)/.test(first);
    })
    .map(({ path }) => `${path}: the first line does not say what the file owns`);
}
