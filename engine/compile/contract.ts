// The contract class: finding it, reading its decorated methods, and what a method's name and shape may be.
import { LIMITS } from '../../spec/limits.ts';
import type { MethodFlags } from '../../spec/records.ts';
import type { AbiMethod, AbiParam, ValueType } from '../abi/types.ts';
import { readOnly } from './access.ts';
import type { Report } from './findings.ts';
import {
  classesOf,
  decoratorName,
  decoratorOf,
  docOf,
  has,
  isConstructor,
  isMethod,
  literalText,
  ON_METHODS,
  typeName,
} from './syntax.ts';
import {
  type ClassDeclaration,
  type DeclarationStatement,
  type MethodDeclaration,
  type Node,
  type Source,
  tree,
} from './tree.ts';
import type { Types } from './types.ts';

/** The class with `@contract`, and the classes it extends, nearest first after itself. */
export interface ContractClass {
  readonly source: Source;
  readonly node: ClassDeclaration;
  readonly name: string;
  readonly version: string;
  readonly lineage: readonly ClassDeclaration[];
}

const KINDS = ['init', 'view', 'mutate', 'migrate', 'step'] as const;
/** Kinds that nobody calls. */
const HOOKS: readonly AbiMethod['kind'][] = ['init', 'migrate', 'step'];
const METHOD_DECORATORS: readonly string[] = [...ON_METHODS, 'inline'];
// ParameterKind of the compiler.
const [LEFT_OUT, REST] = [1, 2];
const METHOD_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The one contract class of a build; undefined, with findings, if there is not exactly one usable one. */
export function findContract(sources: readonly Source[], report: Report): ContractClass | undefined {
  const found = sources.flatMap((source) =>
    classesOf(source)
      .filter((node) => decoratorOf(node, 'contract'))
      .map((node) => ({ source, node })),
  );
  for (const extra of found.slice(1))
    report(extra.node.name, 'one-contract', 'a build has exactly one @contract class');
  const [first] = found;
  if (!first) {
    const named = sources.flatMap(defaultOf).find((node) => decoratorOf(node, 'contract'));
    if (named) report(named.name, 'export-contract', `write: export class ${named.name.text}, without default`);
    for (const source of named ? [] : sources.slice(0, 1))
      report(startOf(source), 'one-contract', 'no exported class has @contract("name", "1.0.0")');
    return undefined;
  }
  const { node, source } = first;
  if (!has(node, 'export')) report(node.name, 'export-contract', `write: export class ${node.name.text}`);
  if (node.typeParameters) report(node.name, 'generic-contract', 'a contract class has no type parameters');
  if (has(node, 'abstract'))
    report(node.name, 'abstract-contract', `'${node.name.text}' is what is deployed: take abstract away`);
  const [name, version] = (decoratorOf(node, 'contract')!.args ?? []).map(literalText);
  if (!name || !version) report(decoratorOf(node, 'contract')!, 'contract-name', 'write: @contract("name", "1.0.0")');
  return { source, node, name: name ?? '', version: version ?? '', lineage: lineageOf(node, source, sources) };
}

function defaultOf({ statements }: Source): DeclarationStatement[] {
  return statements.flatMap((each) => (each instanceof tree.ExportDefaultStatement ? [each.declaration] : []));
}

// An empty place at the top of a file.
function startOf(source: Source): Node {
  return { range: source.range.atStart };
}

function lineageOf(node: ClassDeclaration, source: Source, sources: readonly Source[]): ClassDeclaration[] {
  const lineage = [node];
  let from = source;
  for (let base = node.extendsType; base; ) {
    const name: string = base.name.identifier.text;
    const home = [from, ...sources].find((s) => classesOf(s).some((c) => c.name.text === name));
    const next = home && classesOf(home).find((c) => c.name.text === name);
    if (!next || lineage.includes(next)) break;
    lineage.push(next);
    from = home;
    base = next.extendsType;
  }
  return lineage;
}

/** The methods that the contract offers, its own first, then inherited ones that it does not override; ABI order. */
export function readMethods(contract: ContractClass, types: Types, report: Report): AbiMethod[] {
  const methods: AbiMethod[] = [];
  const taken = new Set<string>();
  for (const node of contract.lineage) {
    const own = new Set<string>();
    for (const member of node.members) {
      const method = readMember(member, types, report);
      if (!method) continue;
      if (own.has(method.name)) report(member.name, 'duplicate-method', `'${method.name}' is there twice`);
      own.add(method.name);
      if (!taken.has(method.name)) methods.push(method);
      taken.add(method.name);
    }
  }
  reportSecond(contract, 'init', report);
  reportSecond(contract, 'migrate', report);
  reportSecond(contract, 'step', report);
  return methods;
}

function reportSecond(contract: ContractClass, kind: 'init' | 'migrate' | 'step', report: Report): void {
  const marked = contract.lineage.flatMap((c) => c.members).filter((m) => decoratorOf(m, kind));
  for (const extra of marked.slice(1)) report(extra.name, `one-${kind}`, `a contract has at most one @${kind} method`);
}

function readMember(member: DeclarationStatement, types: Types, report: Report): AbiMethod | undefined {
  for (const decorator of member.decorators ?? []) {
    const name = decoratorName(decorator);
    if (!METHOD_DECORATORS.includes(name) && !name.startsWith('operator')) {
      report(decorator, 'unknown-decorator', `'@${name}' is not one of @${METHOD_DECORATORS.slice(0, -1).join(', @')}`);
    }
  }
  if (isConstructor(member)) report(member.name, 'constructor', 'a contract has no constructor; use @init');
  const kinds = KINDS.filter((kind) => decoratorOf(member, kind));
  const [kind] = kinds;
  if (!kind) {
    for (const name of ['reentrant', 'only']) {
      const lone = decoratorOf(member, name);
      if (lone) report(lone, 'method-kind', `@${name} needs @view or @mutate beside it`);
    }
    return undefined;
  }
  if (kinds.length > 1)
    report(member.name, 'method-kind', `'${member.name.text}' is ${kinds.map((k) => `@${k}`).join(' and ')}`);
  if (!isMethod(member) || has(member, 'get') || has(member, 'set') || has(member, 'static')) {
    report(member.name, 'method-kind', `@${kind} stands on an ordinary method`);
    return undefined;
  }
  for (const modifier of ['private', 'protected'] as const) {
    if (has(member, modifier))
      report(member.name, 'method-kind', `@${kind} lets everybody call it: take away ${modifier}, or the @${kind}`);
  }
  return readMethod(member, kind, types, report);
}

function readMethod(member: MethodDeclaration, kind: AbiMethod['kind'], types: Types, report: Report): AbiMethod {
  const name = member.name.text;
  checkName(member, kind, report);
  if (member.typeParameters)
    report(
      member.name,
      'generic-method',
      'what everybody calls has no type parameters: name the types, or take the decorator away',
    );
  const reentrant = decoratorOf(member, 'reentrant');
  if (reentrant && HOOKS.includes(kind)) report(reentrant, 'method-kind', `@${kind} is never re-entered`);
  // Types that only a call would name are no types of values, and need not be told to be none.
  const params = member.typeParameters ? [] : readParams(member, types, report);
  const only = readOnly(member, kind, report);
  const doc = docOf(member);
  return {
    name,
    kind,
    ...(reentrant ? { reentrant: true as const } : {}),
    ...(only ? { only } : {}),
    params,
    returns: member.typeParameters ? 'void' : readResult(member, kind, types, report),
    ...(doc ? { doc } : {}),
  };
}

function checkName(member: MethodDeclaration, kind: AbiMethod['kind'], report: Report): void {
  const name = member.name.text;
  const refuse = (message: string): void => report(member.name, 'method-name', `'${name}' ${message}`);
  if (!METHOD_NAME.test(name) || name.length > LIMITS.methodBytes.max)
    refuse('must be letters, digits and _, at most 64');
  if (name === 'memory' || name === '_start' || name === 'then' || name.startsWith('__')) refuse('is a reserved name');
  if (name === 'fallback' && HOOKS.includes(kind)) refuse(`cannot be @${kind}`);
  if (name === 'fallback' && member.signature.parameters.length > 0) refuse('takes no parameters; read Reader.input()');
}

function readParams(member: MethodDeclaration, types: Types, report: Report): AbiParam[] {
  return member.signature.parameters.flatMap((parameter) => {
    const name = parameter.name.text;
    if (parameter.initializer)
      report(
        parameter.initializer,
        'optional-parameter',
        `parameter '${name}' cannot have a default: whoever calls gives all; write T | null, and set it here if it is null`,
      );
    else if (parameter.parameterKind === LEFT_OUT)
      report(
        parameter.name,
        'optional-parameter',
        `parameter '${name}' cannot be left out: write T | null, and give null`,
      );
    else if (parameter.parameterKind === REST)
      report(
        parameter.name,
        'optional-parameter',
        `parameter '${name}' cannot take the rest: write a list, ${name}: T[]`,
      );
    const type = types.value(parameter.type, `parameter '${name}'`);
    return type ? [{ name, type }] : [];
  });
}

function readResult(
  member: MethodDeclaration,
  kind: AbiMethod['kind'],
  types: Types,
  report: Report,
): ValueType | 'void' {
  const type = member.signature.returnType;
  if (kind === 'step' && typeName(type).name !== 'bool')
    report(type, 'step-type', '@step returns bool: whether there is nothing left to do');
  if (typeName(type).name === 'void') return 'void';
  if (kind === 'init' || kind === 'migrate') report(type, 'return-type', `@${kind} returns void`);
  return types.value(type, 'a result') ?? 'void';
}

/** The export name of a method, PROTOCOL 5. */
export function exportName(method: AbiMethod): string {
  const role = method.kind === 'mutate' ? [] : [method.kind];
  const flags = [...role, ...(method.reentrant ? ['reentrant'] : [])].join('+') as MethodFlags;
  return flags ? `${method.name}#${flags}` : method.name;
}
