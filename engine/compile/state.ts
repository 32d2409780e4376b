// What looks as if it were kept between calls and is not: variables of files, static fields, storage that no field names.
import type { Report } from './findings.ts';
import { importedNames } from './imports.ts';
import { isStorage } from './storage.ts';
import { assigned, has, holderOf, walk } from './syntax.ts';
import { type Expression, type Node, type Source, type Statement, tree, type VariableDeclaration } from './tree.ts';

const NOT_KEPT =
  'starts anew in each call, so nothing is kept in it: make it a field of the contract (Value<T>, Map<K, V>), or a constant';
const CHANGES = new Set('push pop shift unshift splice set add delete clear fill reverse sort copyWithin'.split(' '));
/** Names of the library that ask the host. */
const ASKING = new Set(
  (
    'Context Reader Roles Granted Holds Owner Pause Proxy Forwarded call callOrRevert emitEvent respond log blake2b256 keccak256 sha256 sm3 verifyEd25519 ' +
    'verifyMerkle verifyP256 verifySecp256k1 verifySm2 mulDiv128 mulDiv256 require revert'
  ).split(' '),
);
/** Statements that do something when a file is loaded, beside variables. */
const RUNS = [tree.ExpressionStatement, tree.IfStatement, tree.ForStatement, tree.WhileStatement, tree.BlockStatement];

/** Reports state that does not last, and what runs before a method does. */
export function checkState(source: Source, report: Report): void {
  const imported = importedNames(source);
  const constants = new Set<string>();
  for (const statement of source.statements.flatMap(unfold)) {
    if (statement instanceof tree.VariableStatement)
      for (const variable of statement.declarations) checkVariable(variable, constants, imported, report);
    else if (statement instanceof tree.ClassDeclaration)
      for (const member of statement.members) {
        if (!(member instanceof tree.FieldDeclaration) || !has(member, 'static')) continue;
        if (!has(member, 'readonly'))
          report(member.name, 'module-state', `'${member.name.text}' is static: it ${NOT_KEPT}`);
        checkStart(member.initializer, imported, report);
      }
    else if (RUNS.some((kind) => statement instanceof kind)) checkStart(statement, imported, report);
  }
  walk(source, (node, { parent }) => {
    const changed = changedBy(node);
    if (changed instanceof tree.IdentifierExpression && constants.has(changed.text) && !isHidden(source, changed.text))
      report(node, 'module-state', `'${changed.text}' belongs to the file and ${NOT_KEPT}`);
    // What a field starts with is told where fields are read.
    if (!(node instanceof tree.NewExpression) || parent instanceof tree.FieldDeclaration) return;
    const name = imported.get(node.typeName.identifier.text);
    if (name !== undefined && isStorage(name))
      report(
        node,
        'storage-new',
        `'${name}' is storage and made by the compiler: declare a field of the contract, and use an array for what only this call needs`,
      );
  });
}

/** Statements of a file and of its namespaces. */
function unfold(statement: Statement): Statement[] {
  return statement instanceof tree.NamespaceDeclaration ? statement.members.flatMap(unfold) : [statement];
}

function checkVariable(
  variable: VariableDeclaration,
  constants: Set<string>,
  imported: ReadonlyMap<string, string>,
  report: Report,
): void {
  if (has(variable, 'const')) constants.add(variable.name.text);
  else if (!has(variable, 'declare'))
    report(variable.name, 'module-state', `'${variable.name.text}' belongs to the file and ${NOT_KEPT}`);
  checkStart(variable.initializer, imported, report);
}

// What a file does when it is loaded comes before any call, and the host does not answer then.
function checkStart(node: Node | null, imported: ReadonlyMap<string, string>, report: Report): void {
  if (node === null) return;
  walk(node, (each) => {
    if (each instanceof tree.FunctionDeclaration) return false;
    if (each instanceof tree.IdentifierExpression && ASKING.has(imported.get(each.text) ?? ''))
      report(each, 'start-host', `'${each.text}' cannot be asked before a method is called: write this into a method`);
    return undefined;
  });
}

/** The expression that a node changes something of. */
function changedBy(node: Node): Expression | undefined {
  if (node instanceof tree.CallExpression && node.expression instanceof tree.PropertyAccessExpression)
    return CHANGES.has(node.expression.property.text) ? node.expression.expression : undefined;
  const target = assigned(node);
  return target && holderOf(target);
}

// A variable or parameter of a function may have the same name; then nothing is said.
function isHidden(source: Source, name: string): boolean {
  let count = 0;
  walk(source, (node) => {
    const declares = node instanceof tree.VariableDeclaration || node instanceof tree.ParameterNode;
    if (declares && node.name.text === name) count += 1;
  });
  return count > 1;
}
