// `@only` on methods, and what the library's parts for access add to an ABI.
import { LIMITS } from '../../spec/limits.ts';
import type { AbiEvent, AbiField, AbiMethod, AbiParam } from '../abi/types.ts';
import type { Report } from './findings.ts';
import { addImport, generatedName, importedNames } from './imports.ts';
import { slotText } from './slots.ts';
import { decoratorOf, literalText, parseStatement } from './syntax.ts';
import { type MethodDeclaration, type Source, tree } from './tree.ts';

/** A role as `@only` takes it. */
const ROLE = new RegExp(`^[A-Za-z][A-Za-z0-9_]{0,${LIMITS.roleBytes.max - 1}}$`);

/** Roles of a method's `@only`; undefined without one. The check is written into the method. */
export function readOnly(
  member: MethodDeclaration,
  kind: AbiMethod['kind'],
  report: Report,
): readonly string[] | undefined {
  const decorator = decoratorOf(member, 'only');
  if (decorator === undefined) return undefined;
  const args = decorator.args ?? [];
  const roles = args.map(literalText);
  if (kind === 'init' || kind === 'migrate' || kind === 'step')
    report(decorator, 'only', `@${kind} is called by whoever deploys or upgrades`);
  const wrong = args.filter((_, i) => !ROLE.test(roles[i] ?? ''));
  for (const at of args.length === 0 ? [decorator] : wrong)
    report(at, 'only', at instanceof tree.IdentifierExpression ? CONSTANT : FORM);
  if (args.length === 0 || wrong.length > 0) return undefined;
  const names = roles as string[];
  const roleTexts = names.map((role) => `"${role}"`);
  const call = names.length === 1 ? `check(${roleTexts[0]})` : `checkAny([${roleTexts.join(', ')}])`;
  member.body?.statements.unshift(parseStatement(`${generatedName('Roles')}.${call};`, member.name));
  addImport(member.range.source, 'Roles', 'access', member.name);
  return names;
}

const FORM = `write: @only("ROLE"), letters, digits and _, at most ${LIMITS.roleBytes.max}`;
const CONSTANT = 'write the role itself, @only("ROLE"): a constant is not looked up here';

const address = (name: string): AbiParam => ({ name, type: 'Address' });
const event = (name: string, ...fields: AbiParam[]): AbiEvent => ({ name, fields });
const field = (name: string, kind: AbiField['kind'], types: AbiField['types']): AbiField => {
  return { field: name, slot: slotText(name), kind, types };
};
const GRANT = [{ name: 'role', type: 'string' }, address('who'), address('by')] as const;

/** What each part keeps and reports. */
const PARTS: {
  readonly [name: string]: { readonly storage: readonly AbiField[]; readonly events: readonly AbiEvent[] };
} = {
  Roles: {
    storage: [field('Roles.members', 'Map', ['string', 'Address', 'bool'])],
    events: [event('RoleGranted', ...GRANT), event('RoleRevoked', ...GRANT)],
  },
  Owner: {
    storage: [field('Owner.owner', 'Value', ['Address']), field('Owner.offered', 'Value', ['Address'])],
    events: [event('OwnerChanged', address('from'), address('to'))],
  },
  Pause: {
    storage: [field('Pause.paused', 'Value', ['bool'])],
    events: [event('Paused', address('by')), event('Resumed', address('by'))],
  },
  Proxy: {
    storage: [field('Proxy.implementation', 'Value', ['Address'])],
    events: [event('ImplementationChanged', address('from'), address('to'))],
  },
  Forwarded: { storage: [field('Forwarded.proxy', 'Value', ['Address'])], events: [] },
};

/** Rows of the parts that a contract uses: those that it imports, and Roles where a method has `@only`. */
export function partsOf(sources: readonly Source[], methods: readonly AbiMethod[]) {
  const imported = new Set(sources.flatMap((source) => [...importedNames(source).values()]));
  if (methods.some(({ only }) => only !== undefined)) imported.add('Roles');
  const parts = Object.entries(PARTS).flatMap(([name, part]) => (imported.has(name) ? [part] : []));
  return { storage: parts.flatMap(({ storage }) => storage), events: parts.flatMap(({ events }) => events) };
}
