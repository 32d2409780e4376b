// Where decorators stand: on a class, on a method of the contract, each once, and with arguments only where they take some.
import type { ContractClass } from './contract.ts';
import type { Report } from './findings.ts';
import { isInit } from './init.ts';
import { classesOf, decoratorName, decoratorOf, has, isMethod, ON_CLASSES, ON_METHODS, walk } from './syntax.ts';
import { type ClassDeclaration, type DeclarationStatement, type Source, tree } from './tree.ts';

const WITH_ARGUMENTS: readonly string[] = ['contract', 'indexed', 'only'];
/** What is not offered to others, and what is no method to its readers. */
const HIDDEN = ['private', 'protected', 'static', 'get', 'set', 'abstract'] as const;

/** Reports decorators that would mean nothing where they stand. */
export function checkDecorators(sources: readonly Source[], contract: ContractClass | undefined, report: Report): void {
  for (const source of sources)
    walk(source, (node, { parent }) => {
      if (!(node instanceof tree.DeclarationStatement) || node.decorators === null) return;
      checkPlaces(node, parent instanceof tree.ClassDeclaration, report);
      checkArguments(node, report);
    });
  if (contract === undefined) return;
  const bases = new Set(sources.flatMap(classesOf).map((node) => node.extendsType?.name.identifier.text));
  for (const node of classesOf(contract.source)) {
    const isOther = !contract.lineage.includes(node) && !bases.has(node.name.text);
    if (isOther) checkMembers(node, contract, report);
  }
}

/** A method that nothing calls and that is not private was meant to be called from outside; `known` are names of which that is told. */
export function checkForgotten(
  sources: readonly Source[],
  { lineage }: ContractClass,
  known: ReadonlySet<string>,
  report: Report,
): void {
  const named = new Set(known);
  for (const source of sources)
    walk(source, (node) => {
      if (node instanceof tree.PropertyAccessExpression) named.add(node.property.text);
    });
  for (const member of lineage.flatMap(({ members }) => members.filter(isMethod))) {
    const { text: name } = member.name;
    const isMarked = member.name instanceof tree.ConstructorExpression || (member.decorators ?? []).length > 0;
    if (isMarked || HIDDEN.some((modifier) => has(member, modifier)) || named.has(name) || isInit(name)) continue;
    const message = `nobody can call '${name}': write @mutate or @view before it, or private if it is not for others`;
    report(member.name, 'method-kind', message);
  }
}

function checkPlaces(node: DeclarationStatement, isMember: boolean, report: Report): void {
  for (const decorator of node.decorators!) {
    const name = decoratorName(decorator);
    if (ON_CLASSES.includes(name) && !(node instanceof tree.ClassDeclaration))
      report(decorator, 'decorator-place', `'@${name}' stands before a class`);
    if (ON_METHODS.includes(name) && !isMember)
      report(decorator, 'decorator-place', `'@${name}' stands before a method of the contract`);
  }
}

function checkArguments(node: DeclarationStatement, report: Report): void {
  for (const [i, decorator] of node.decorators!.entries()) {
    const name = decoratorName(decorator);
    if (node.decorators!.findIndex((each) => decoratorName(each) === name) < i)
      report(decorator, 'decorator-twice', `'@${name}' stands here twice`);
    const isOurs = ON_CLASSES.includes(name) || ON_METHODS.includes(name);
    if (!isOurs || WITH_ARGUMENTS.includes(name) || (decorator.args ?? []).length === 0) continue;
    const hint = name === 'view' || name === 'mutate' ? '; who may call it says @only("ROLE") beside it' : '';
    report(decorator, 'decorator-arguments', `'@${name}' takes no arguments${hint}`);
  }
}

// Methods of a class that is no part of the contract are called by nobody outside.
function checkMembers(node: ClassDeclaration, contract: ContractClass, report: Report): void {
  for (const member of node.members)
    for (const name of ON_METHODS) {
      const decorator = decoratorOf(member, name);
      const message = `'${node.name.text}' is no part of the contract: move this method into '${contract.node.name.text}', or let that extend it`;
      if (decorator !== undefined) report(decorator, 'decorator-place', message);
    }
}
