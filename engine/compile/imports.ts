// Imports from the contract library: the names an author takes, and those that generated code adds.
import { parseStatement } from './syntax.ts';
import { type Node, type Source, tree } from './tree.ts';

/** Names imported from "tally" or "tally/…": local name to the library's name. */
export function importedNames(source: Source): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const statement of source.statements) {
    if (!(statement instanceof tree.ImportStatement) || !/^tally(\/|$)/.test(statement.path.value)) continue;
    for (const d of statement.declarations ?? []) names.set(d.name.text, d.foreignName.text);
  }
  return names;
}

/** The local name of a library function in generated code; the lint refuses such names in an author's own. */
export function generatedName(name: string): string {
  return `__tally_${name}`;
}

/** Lets generated code in a source use a library function; `at` is the author's node that it stands for. */
export function addImport(source: Source, name: string, file: string, at: Node): void {
  const local = generatedName(name);
  const isThere = source.statements.some(
    (s) => s instanceof tree.ImportStatement && s.declarations?.some((d) => d.name.text === local),
  );
  if (!isThere) source.statements.unshift(parseStatement(`import { ${name} as ${local} } from "tally/${file}";`, at));
}
