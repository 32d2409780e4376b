// Rules about imports: down only, packages in their folder, no cycles, no barrels. Each returns what is wrong, in words.
import ts from 'typescript';
import { folderOf, type Source } from './source.ts';
import { LAYERS } from './table.ts';

/** Files in folders without a row. */
export function unknownFolders(sources: readonly Source[]): string[] {
  return sources.filter((s) => folderOf(s.path) === undefined).map((s) => `${s.path}: its folder has no row`);
}

/** Imports of files that the row of the importing folder does not list, or that are no sources. */
export function upwardImports(sources: readonly Source[]): string[] {
  return sources.flatMap((source) =>
    source.imports
      .filter((i) => i.path !== undefined && !mayImport(source.path, i.path))
      .map((i) => `${source.path}:${i.line}: may not import ${i.from}`),
  );
}

function mayImport(from: string, to: string): boolean {
  const folder = folderOf(from);
  const target = folderOf(to);
  if (folder === undefined || target === undefined || !/\.(ts|mjs)$/.test(to)) return false;
  if (folder === target || target === 'spec') return true;
  const row = LAYERS[folder]!.folders;
  return row.includes(target) || row.includes(to) || (row.includes('*') && target.startsWith('engine/'));
}

/** Imports of packages and Node modules that the row of the importing folder does not list. */
export function strayPackages(sources: readonly Source[]): string[] {
  return sources.flatMap((source) => {
    const lawful = LAYERS[folderOf(source.path) ?? '']?.packages ?? [];
    return source.imports
      .filter((i) => i.path === undefined && !lawful.some((pattern) => matches(pattern, i.from)))
      .map((i) => `${source.path}:${i.line}: may not import ${i.from}`);
  });
}

function matches(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

/** npm packages that the table gives to more than one folder, bench apart. */
export function sharedPackages(layers: typeof LAYERS): string[] {
  const homes = new Map<string, string[]>();
  for (const [folder, layer] of Object.entries(layers)) {
    if (folder.split('/')[0] === 'bench') continue;
    const names = new Set(layer.packages.filter((p) => !p.startsWith('node:')).map((p) => p.replace(/\/\*$/, '')));
    for (const name of names) homes.set(name, [...(homes.get(name) ?? []), folder]);
  }
  return [...homes]
    .filter(([, folders]) => folders.length > 1)
    .map(([name, folders]) => `${name}: ${folders.join(', ')}`);
}

/** Files that import themselves by way of others, each cycle once, type imports included. */
export function cycles(sources: readonly Source[]): string[] {
  const byPath = new Map(sources.map((s) => [s.path, s]));
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) found.push([...trail.slice(at), path].join(' -> '));
    if (at >= 0 || done.has(path)) return;
    for (const i of byPath.get(path)?.imports ?? []) if (i.path) visit(i.path, [...trail, path]);
    done.add(path);
  };
  for (const source of sources) visit(source.path, []);
  return found;
}

/** Files that pass on everything of another, or do nothing but pass on. */
export function barrels(sources: readonly Source[]): string[] {
  return sources.filter((s) => isBarrel(s.tree)).map((s) => `${s.path}: only passes on what others define`);
}

function isBarrel(tree: ts.SourceFile): boolean {
  const exports = tree.statements.filter(ts.isExportDeclaration);
  const everything = exports.some((s) => s.moduleSpecifier !== undefined && s.exportClause === undefined);
  // `import { a } from './a.ts'; export { a };` passes on as well.
  const nothingOwn = tree.statements.every((s) => ts.isImportDeclaration(s) || ts.isExportDeclaration(s));
  return everything || (nothingOwn && exports.length > 0);
}
