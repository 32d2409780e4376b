// What becomes of lawful values: arguments of init, the link from instance to template, and the address.
import { createHash } from 'node:crypto';
import type { Abi, AbiParam, ValueType } from '../abi/types.ts';
import type { Value } from '../abi/value.ts';
import { type Bytes, ZERO32 } from '../base/bytes.ts';
import { Usage } from '../base/errors.ts';
import type { RecordOf } from '../base/records.ts';
import { formatAddress } from '../client/address.ts';
import { hookOf } from '../client/contract.ts';
import { currencyFor, documentOf, type Entry, type Fill, type Item } from './fill.ts';
import type { Template } from './folder.ts';
import { type Field, isList, type Manifest } from './manifest.ts';
import { abiValue, emptyValue } from './meaning.ts';
import { renderProse } from './prose.ts';
import { Told } from './text.ts';

/** The address behind a name of a key or a contract, or an address text. @throws Usage */
export type Resolve = (text: string) => Bytes;

/** Arguments of `@init` for these values. @throws Usage TEMPLATE_INVALID if it asks for what the template has not; what `resolve` throws */
export function initArguments(
  { manifest }: Pick<Template, 'manifest'>,
  abi: Abi,
  fill: Fill,
  resolve: Resolve,
): { readonly [name: string]: Value } {
  const params = hookOf(abi, 'init')?.params ?? [];
  return Object.fromEntries(params.map((param) => [param.name, argumentOf(manifest, fill, param, resolve)]));
}

function argumentOf(manifest: Manifest, fill: Fill, { name, type }: AbiParam, resolve: Resolve): Value {
  if (manifest.parties[name]) return addressOf(fill, name, resolve);
  const role = name.replace(/Id$/, '');
  if (role !== name && manifest.parties[role]) return fill.parties[role]?.id ?? '';
  const field = manifest.parameters.properties[name];
  if (field === undefined)
    throw new Usage('TEMPLATE_INVALID', `init asks for ${name}, and the manifest has no such value`);
  const raw = fill.fields[name];
  if (!isList(field)) return fieldValue(manifest, fill, name, field, type, raw as Entry | undefined, resolve);
  const items = (raw ?? []) as readonly Item[];
  const inner = typeof type === 'object' && 'list' in type ? type.list : undefined;
  if (typeof inner !== 'object' || !('struct' in inner))
    throw new Usage('TEMPLATE_INVALID', `${name} of init is no list of structs`);
  const { properties } = field.items;
  return items.map((item) =>
    Object.fromEntries(
      inner.fields.map((each) => {
        const row = properties[each.name];
        if (row === undefined) throw new Usage('TEMPLATE_INVALID', `${name} has no ${each.name}, which init asks for`);
        return [each.name, fieldValue(manifest, fill, each.name, row, each.type, item[each.name], resolve)];
      }),
    ),
  );
}

function addressOf(fill: Fill, role: string, resolve: Resolve): Bytes {
  const account = fill.parties[role]?.account;
  return account === undefined ? ZERO32 : resolve(account);
}

function fieldValue(
  manifest: Manifest,
  fill: Fill,
  name: string,
  field: Field,
  type: ValueType,
  raw: Entry | undefined,
  resolve: Resolve,
): Value {
  const meaning = field['x-type'];
  const value =
    raw === undefined ? emptyValue(meaning) : abiValue(meaning, raw, currencyFor(manifest, fill, name), resolve);
  // Whole numbers are numbers in JSON, and bigints where a contract wants 64 bits.
  return typeof value === 'number' && (type === 'u64' || type === 'i64' || type === 'Amount') ? BigInt(value) : value;
}

/** Values with accounts as address texts: what is hashed, and kept with an instance. */
export function resolved(fill: Fill, resolve: Resolve): Fill {
  const parties = Object.entries(fill.parties).map(([role, party]) => {
    const { account } = party;
    return [
      role,
      account === undefined
        ? party
        : { ...party, account: formatAddress('account', accountOf(role, account, resolve)) },
    ];
  });
  return { ...fill, parties: Object.fromEntries(parties) };
}

/** The account of a party; who is not known is told by the place where the name stands. */
function accountOf(role: string, account: string, resolve: Resolve): Bytes {
  try {
    return resolve(account);
  } catch (error) {
    if (!(error instanceof Usage) || error.id !== 'NAME_UNKNOWN') throw error;
    const at = `parties.${role}.account`;
    throw new Told('NAME_UNKNOWN', { en: `${at}: ${error.detail}`, zh: `${at}：${error.detail}` });
  }
}

/** Both languages of the prose, with the values in. */
export function proseOf({ manifest, prose }: Template, fill: Fill): { readonly en: string; readonly zh: string } {
  return { en: renderProse(prose.en, manifest, fill, 'en'), zh: renderProse(prose.zh, manifest, fill, 'zh') };
}

/** The link that stands in the record of an instance. Accounts are addresses by then: see {@link resolved}. */
export function linkOf(template: Template, fill: Fill): NonNullable<RecordOf<'InstantiateBody'>['template']> {
  const { id, version } = template.manifest;
  return { id, templateVersion: version, parameters: parameterHash(template, fill), prose: proseHash(template, fill) };
}

/** SHA-256 of template and values in canonical JSON (RFC 8785). */
export function parameterHash({ manifest }: Pick<Template, 'manifest'>, fill: Fill): Bytes {
  const { id, version } = manifest;
  return digest({ tally: 'values/1', template: id, version, values: documentOf(fill) });
}

/** SHA-256 of the prose in both languages, in canonical JSON. */
export function proseHash(template: Template, fill: Fill): Bytes {
  return digest({ tally: 'prose/1', ...proseOf(template, fill) });
}

/** What an instance is named by: the values of its key, or all of them. */
export function keyText(
  { manifest }: Pick<Template, 'manifest'>,
  { fields }: { readonly fields: { readonly [name: string]: unknown } },
): string {
  return manifest.key.map((name) => String(fields[name] ?? '')).join('/');
}

/** The salt of an instance: the same sender cannot make two with the same key. */
export function saltOf({ manifest }: Pick<Template, 'manifest'>, fill: Fill): Bytes {
  const named = manifest.key.length > 0 ? manifest.key.map((name) => fill.fields[name] ?? null) : documentOf(fill);
  return digest({ tally: 'instance/1', template: manifest.id, key: named });
}

/** The transaction that makes an instance: nobody may change an agreement that others have signed, and the engine holds it to its invariants. */
export function bodyFor(
  template: Template,
  fill: Fill,
  { codeId, metaId }: { readonly codeId: Bytes; readonly metaId: Bytes },
  input: Bytes,
): RecordOf<'InstantiateBody'> {
  return {
    codeId,
    metaId,
    salt: saltOf(template, fill),
    admin: { members: [], threshold: 0, delay: 0 },
    holds: false,
    invariant: template.manifest.invariants.view,
    template: linkOf(template, fill),
    input,
  };
}

function digest(json: unknown): Bytes {
  return new Uint8Array(createHash('sha256').update(canonical(json), 'utf8').digest());
}

/** JSON in its one form: members in the order of their UTF-16 code units, no spaces (RFC 8785; numbers are whole here). */
export function canonical(json: unknown): string {
  if (Array.isArray(json)) return `[${json.map(canonical).join(',')}]`;
  if (typeof json !== 'object' || json === null) return JSON.stringify(json);
  const members = Object.entries(json).filter(([, value]) => value !== undefined);
  const sorted = members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([name, value]) => `${JSON.stringify(name)}:${canonical(value)}`).join(',')}}`;
}
