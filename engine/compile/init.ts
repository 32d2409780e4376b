// What a contract starts with: a method that was meant to be its @init, and values that nothing ever sets.
import type { ContractClass } from './contract.ts';
import type { Report } from './findings.ts';
import { assigned, decoratorOf, has, isField, isMethod, typeName, walk } from './syntax.ts';
import { type DeclarationStatement, type FieldDeclaration, type Node, type Source, tree } from './tree.ts';

const LIKE_INIT = /^_*(init|initiali[sz]e|setup|construct|onDeploy|deploy)$/i;

/** Whether a method of this name is likely meant to be the @init. */
export function isInit(name: string): boolean {
  return LIKE_INIT.test(name);
}

/**
 * Without @init a contract starts empty, which is lawful: its maps are empty, and its values read as the zero of their types. Refused
 * is what cannot be meant: a method with the name of one and no decorator, and a value that is read and that nothing sets.
 */
export function checkInit(contract: ContractClass, sources: readonly Source[], report: Report): void {
  const members = contract.lineage.flatMap(({ members }) => members);
  const hasOne = (...names: string[]) => members.some((member) => names.some((name) => decoratorOf(member, name)));
  const meant = members.filter(isMethod).find(({ name, decorators }) => isInit(name.text) && decorators === null);
  if (meant !== undefined && !hasOne('init')) {
    const message = `nobody calls '${meant.name.text}': write @init before it, or give it another name`;
    report(meant.name, 'missing-init', message);
    return;
  }
  // What an earlier code of the contract has set is read by the code that it is upgraded to.
  if (!hasOne('migrate', 'step')) checkValues(members, sources, report);
}

function checkValues(members: readonly DeclarationStatement[], sources: readonly Source[], report: Report): void {
  for (const field of members.filter(isField)) {
    if (has(field, 'static') || field.type === null || typeName(field.type).name !== 'Value') continue;
    const uses = usesOf(field, sources);
    if (!uses.includes('read') || uses.some((use) => use !== 'read')) continue;
    const what = `'${field.name.text}' is read and never set`;
    report(
      field.name,
      'missing-init',
      `${what}: set it in a method with @init; if an earlier code has set it, a @migrate says so, even an empty one`,
    );
  }
}

/** What the sources do with a field: read its value, or anything else. */
function usesOf(field: FieldDeclaration, sources: readonly Source[]): ('read' | 'other')[] {
  const uses: ('read' | 'other')[] = [];
  for (const source of sources) {
    const parents = new Map<Node, Node | null>();
    walk(source, (node, { parent }) => {
      parents.set(node, parent);
      if (!(node instanceof tree.PropertyAccessExpression) || node.property.text !== field.name.text) return;
      uses.push(isRead(parent, parents.get(parent!) ?? null) ? 'read' : 'other');
    });
  }
  return uses;
}

function isRead(parent: Node | null, above: Node | null): boolean {
  if (!(parent instanceof tree.PropertyAccessExpression) || parent.property.text !== 'value') return false;
  return above === null || assigned(above) !== parent;
}
