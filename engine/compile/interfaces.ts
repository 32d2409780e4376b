// `implements` on the contract class: every method of the interface has to be there, as the interface has it. The language's compiler does
// not look; and since nobody calls a contract through an interface, the words are taken out before it compiles.
import type { AbiMethod } from '../abi/types.ts';
import type { ContractClass } from './contract.ts';
import type { Report } from './findings.ts';
import { isMethod, textOf } from './syntax.ts';
import type { ClassDeclaration, MethodDeclaration, NamedTypeNode, Source } from './tree.ts';
import { tree } from './tree.ts';

/**
 * Checks and takes out what the class says it implements; `sources` are all that were parsed, the library's too.
 * @returns names of all methods that the interfaces want
 */
export function checkInterfaces(
  contract: ContractClass,
  methods: readonly AbiMethod[],
  sources: readonly Source[],
  report: Report,
): ReadonlySet<string> {
  const wanted: string[] = [];
  for (const node of contract.lineage) {
    for (const named of node.implementsTypes ?? [])
      wanted.push(...checkInterface(named, contract, methods, sources, report));
    node.implementsTypes = null;
  }
  return new Set(wanted);
}

function checkInterface(
  named: NamedTypeNode,
  contract: ContractClass,
  methods: readonly AbiMethod[],
  sources: readonly Source[],
  report: Report,
): string[] {
  const name = named.name.identifier.text;
  const refuse = (message: string): void => report(named, 'implements', message);
  const found = sources.flatMap(interfacesOf).find((each) => each.name.text === name);
  if (found === undefined) refuse(`there is no interface '${name}' among the sources`);
  const all = found?.members.filter(isMethod) ?? [];
  for (const wanted of all) {
    const text = signatureOf(wanted);
    const own = contract.lineage.flatMap(({ members }) => members).find((each) => each.name.text === wanted.name.text);
    const isOffered = methods.some((method) => method.name === wanted.name.text);
    if (own === undefined || !isMethod(own)) refuse(`${name} wants ${text}`);
    else if (signatureOf(own) !== text) report(own.name, 'implements', `${name} wants ${text}`);
    else if (!isOffered) report(own.name, 'implements', `${name} wants others to call it: write @view or @mutate`);
  }
  return all.map((each) => each.name.text);
}

function interfacesOf(source: Source): ClassDeclaration[] {
  return source.statements.filter((s): s is ClassDeclaration => s instanceof tree.InterfaceDeclaration);
}

/** `transfer(Address, Amount): void`, whatever the parameters are called. */
function signatureOf({ name, signature }: MethodDeclaration): string {
  const types = signature.parameters.map(({ type }) => textOf(type).replaceAll(/\s+/g, ' '));
  return `${name.text}(${types.join(', ')}): ${textOf(signature.returnType)}`;
}
