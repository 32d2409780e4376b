// The sources that the layer rules look at, parsed once, and what each imports.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { LAYERS } from './table.ts';

export interface Source {
  /** Path below the repository root, with '/'. */
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
  readonly imports: readonly Import[];
}

export interface Import {
  /** As written. */
  readonly from: string;
  /** Path of the imported file below the root; undefined for packages and Node modules. */
  readonly path: string | undefined;
  readonly line: number;
}

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const TOPS = ['spec', 'engine', 'cli', 'bench'];

/** Every TypeScript file of spec, engine, cli and bench, and the drivers of peers, whose packages no type check has at hand. */
export function repositorySources(): Source[] {
  return TOPS.flatMap((top) =>
    readdirSync(join(ROOT, top), { recursive: true, encoding: 'utf8' })
      .map((name) => `${top}/${name.replaceAll('\\', '/')}`)
      .filter((path) => /\.(ts|mjs)$/.test(path) && !path.includes('/node_modules/'))
      .sort()
      .map((path) => parse(path, readFileSync(join(ROOT, path), 'utf8'))),
  );
}

export function parse(path: string, text: string): Source {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true, ts.ScriptKind.TS);
  const imports: Import[] = [];
  walk(tree, (node) => {
    const from = importedFrom(node);
    if (from === undefined) return;
    const target = from.startsWith('.') ? posix.join(posix.dirname(path), from) : undefined;
    imports.push({ from, path: target, line: lineOf(tree, node) });
  });
  return { path, text, tree, imports };
}

/** What a node imports: import and export declarations, `import()` calls and `import()` types. */
function importedFrom(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return textOf(node.moduleSpecifier);
  if (ts.isExternalModuleReference(node)) return textOf(node.expression);
  if (ts.isImportTypeNode(node)) return ts.isLiteralTypeNode(node.argument) ? textOf(node.argument.literal) : '?';
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return textOf(node.arguments[0]) ?? '?';
  }
  return undefined;
}

/** The text of a string literal, or of a constant of the same file that is one. */
function textOf(node: ts.Node | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isIdentifier(node)) return undefined;
  const lists = node
    .getSourceFile()
    .statements.filter(ts.isVariableStatement)
    .map((s) => s.declarationList);
  const named = lists
    .filter((list) => (list.flags & ts.NodeFlags.Const) !== 0)
    .flatMap((list) => [...list.declarations])
    .find((d) => ts.isIdentifier(d.name) && d.name.text === node.text);
  return named?.initializer && ts.isStringLiteralLike(named.initializer) ? named.initializer.text : undefined;
}

/** Visits every node, comments left out. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

export function lineOf(tree: ts.SourceFile, node: ts.Node): number {
  return tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
}

/** The row of the table that a file belongs to: the longest folder above it. */
export function folderOf(path: string): string | undefined {
  const above = Object.keys(LAYERS).filter((folder) => path.startsWith(`${folder}/`));
  return above.sort((a, b) => b.length - a.length)[0];
}
