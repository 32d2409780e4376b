// Who somebody is: roles, keys of accounts, and organisations with their members.
import { LIMITS } from '../../../spec/limits.ts';
import { PRICES } from '../../../spec/prices.ts';
import { RECORD_VERSION, SCHEMES } from '../../../spec/records.ts';
import { ROLES } from '../../../spec/roles.ts';
import { type Bytes, compare, equal, ZERO32 } from '../../base/bytes.ts';
import { Reject } from '../../base/errors.ts';
import { accountAddress, keyMessage, organisationId } from '../../base/hash.ts';
import { type AccountRecord, type AdminPolicy, encode, type RecordOf } from '../../base/records.ts';
import { roleKey, topKey } from '../../state/key.ts';
import type { Overlay } from '../../state/overlay.ts';
import { readTop, writeTop } from '../records.ts';
import { type Before, bodyOf, changing, checkText, type Granted, type Plan } from './plan.ts';
import { checkPolicy, organisation } from './policy.ts';

type NewKey = RecordOf<'NewKey'>;

const ROLE_NAME = /^[A-Za-z0-9_.]+$/;

export function planGrant(before: Before, bytes: Bytes, granted: Granted): Plan {
  const { scope, account, role } = bodyOf('RoleBody', bytes);
  const isOfChain = equal(scope, ZERO32);
  const lawful = isOfChain ? Object.hasOwn(ROLES, role) : ROLE_NAME.test(role) && role.length <= LIMITS.roleBytes.max;
  if (!lawful) throw new Reject('ROLE_INVALID', role);
  const fresh = { version: RECORD_VERSION, scope, account, role, grantedBy: before.sender, height: before.height };
  return roleChange(before, bytes, granted, encode('RoleRecord', fresh));
}

/** A chain must not lose its last admin, so none takes this role from itself. */
export function planRevoke(before: Before, bytes: Bytes, granted: Granted): Plan {
  const { scope, account, role } = bodyOf('RoleBody', bytes);
  if (equal(scope, ZERO32) && role === 'admin' && equal(account, before.sender))
    throw new Reject('ROLE_INVALID', 'an admin of the chain is replaced by another one');
  return roleChange(before, bytes, granted, null);
}

function roleChange(before: Before, bytes: Bytes, granted: Granted, record: Bytes | null): Plan {
  const { scope, account, role } = bodyOf('RoleBody', bytes);
  const key = roleKey(scope, account, role);
  const has = before.reader.get(key) !== undefined;
  if (has === (record !== null)) throw new Reject('ROLE_UNCHANGED', role);
  return changing(before, {
    kind: record ? 'grant' : 'revoke',
    subject: scope,
    about: account,
    body: bytes,
    reads: [key, ...granted.reads],
    writes: 1,
    change: (overlay) => {
      if (record) overlay.set(key, record);
      else overlay.remove(key);
    },
  });
}

export function planKeys(before: Before, bytes: Bytes): Plan {
  const { keys, threshold } = bodyOf('KeysBody', bytes);
  const record = readTop(before.reader, 'account', before.sender);
  // An account that has sent nothing yet has the one key that its address is made of.
  const former = record?.keys ?? [];
  const { organisation: home = null } = record ?? {};
  return keysPlan(before, bytes, { kind: 'keys', account: before.sender, former, home, keys, threshold, reads: [] });
}

export function planRecover(before: Before, bytes: Bytes, granted: Granted): Plan {
  const { organisation: home, account, keys, threshold } = bodyOf('RecoverBody', bytes);
  const record = memberOf(before, home, account);
  const { reads } = granted;
  return keysPlan(before, bytes, { kind: 'recover', account, former: record.keys, home, keys, threshold, reads });
}

/** @throws Reject ACCOUNT_UNKNOWN, MEMBERSHIP */
function memberOf({ reader }: Before, home: Bytes, account: Bytes): AccountRecord {
  const record = known(reader, account);
  if (!record.organisation || !equal(record.organisation, home)) throw new Reject('MEMBERSHIP', 'it is no member');
  return record;
}

function known(reader: Before['reader'], account: Bytes): AccountRecord {
  const record = readTop(reader, 'account', account);
  if (!record) throw new Reject('ACCOUNT_UNKNOWN', '');
  return record;
}

interface KeyChange {
  readonly kind: 'keys' | 'recover';
  readonly account: Bytes;
  readonly former: AccountRecord['keys'];
  readonly home: Bytes | null;
  readonly keys: readonly NewKey[];
  readonly threshold: number;
  readonly reads: readonly string[];
}

function keysPlan(before: Before, body: Bytes, change: KeyChange): Plan {
  const { kind, account, keys, threshold, former } = change;
  const { natives } = before.engine;
  checkKeySet(keys, threshold, change.home !== null);
  const own = (list: readonly { scheme: number; key: Bytes }[], key: Bytes) =>
    list.some((each) => equal(each.key, key));
  const isFirst = (key: NewKey) => equal(accountAddress(natives, key.scheme, key.key), account);
  const fresh = keys.filter((key) => !own(former, key.key) && !(former.length === 0 && isFirst(key)));
  for (const key of fresh) checkFresh(before, account, key);
  const gone = former.filter(({ key }) => !own(keys, key));
  return changing(before, {
    kind,
    subject: kind === 'recover' ? bodyOf('RecoverBody', body).organisation : account,
    about: account,
    body,
    reads: [topKey('account', account), ...change.reads],
    writes: 1 + fresh.length + gone.length,
    price: PRICES['auth.ed25519'].gas * fresh.length,
    change: (overlay) => {
      for (const key of gone) bind(overlay, before, account, key, false);
      for (const key of fresh) bind(overlay, before, account, key, true);
      const record = readTop(overlay, 'account', account)!;
      const plain = keys.map(({ scheme, key }) => ({ scheme, key }));
      writeTop(overlay, 'account', account, { ...record, keys: plain, threshold });
    },
  });
}

/** That a key which is not the first of an account belongs to it: nobody else may have it meanwhile. */
function bind(
  overlay: Overlay,
  { engine }: Before,
  account: Bytes,
  key: { scheme: number; key: Bytes },
  belongs: boolean,
): void {
  const at = accountAddress(engine.natives, key.scheme, key.key);
  if (equal(at, account)) return;
  if (belongs) writeTop(overlay, 'key', at, { version: RECORD_VERSION, account });
  else overlay.remove(topKey('key', at));
}

/** Whether the loss of any one key leaves an account usable. */
export function survivesLoss(keys: number, threshold: number): boolean {
  return keys < 2 || threshold < keys;
}

/** @throws Reject KEYS_INVALID, SCHEME_UNKNOWN */
function checkKeySet(keys: readonly NewKey[], threshold: number, isRecoverable: boolean): void {
  const { length } = keys;
  if (length < 1 || length > LIMITS.accountKeys.max) throw new Reject('KEYS_INVALID', `${length} keys`);
  for (const [i, { scheme, key }] of keys.entries()) {
    if (scheme !== SCHEMES.ed25519) throw new Reject('SCHEME_UNKNOWN', `scheme ${scheme}`);
    if (i > 0 && compare(keys[i - 1]!.key, key) >= 0) throw new Reject('KEYS_INVALID', `key ${i} is out of order`);
  }
  if (threshold < 1 || threshold > length) throw new Reject('KEYS_INVALID', `${threshold} of ${length}`);
  if (!isRecoverable && !survivesLoss(length, threshold))
    throw new Reject('KEYS_INVALID', `with ${threshold} of ${length}, whoever loses one key loses the account`);
}

/** A key that comes anew is nobody else's, and whoever has it agrees. @throws Reject KEY_TAKEN, KEYS_INVALID */
function checkFresh({ engine, reader, chain }: Before, account: Bytes, { scheme, key, proof }: NewKey): void {
  const { natives } = engine;
  const at = accountAddress(natives, scheme, key);
  const bound = readTop(reader, 'key', at);
  if (bound && !equal(bound.account, account)) throw new Reject('KEY_TAKEN', '');
  const owner = equal(at, account) ? undefined : readTop(reader, 'account', at);
  if (owner?.keys.some((each) => equal(each.key, key))) throw new Reject('KEY_TAKEN', '');
  if (!natives.verify(scheme, key, keyMessage(natives, chain, account), proof))
    throw new Reject('KEYS_INVALID', 'a new key has not signed that it wants to be a key of the account');
}

export function planFound(before: Before, bytes: Bytes, granted: Granted): Plan {
  const { salt, name, policy } = bodyOf('FoundBody', bytes);
  const id = organisationId(before.engine.natives, before.chain, before.sender, salt);
  if (readTop(before.reader, 'organisation', id)) throw new Reject('ADDRESS_TAKEN', '');
  checkConstitution(before, name, policy);
  return organisationChange(before, granted, { kind: 'found', id, bytes, name, policy });
}

export function planConstitute(before: Before, bytes: Bytes, granted: Granted): Plan {
  const { organisation: id, name, policy } = bodyOf('ConstituteBody', bytes);
  checkConstitution(before, name, policy);
  return organisationChange(before, granted, { kind: 'constitute', id, bytes, name, policy });
}

/** The policy of an organisation is of accounts that exist, and outlives the loss of any one of them. @throws Reject */
function checkConstitution({ reader, sender }: Before, name: string, policy: AdminPolicy): void {
  checkText('name', name, LIMITS.nameText.max);
  checkPolicy(policy);
  const { members, threshold } = policy;
  if (members.length < 2 || threshold >= members.length)
    throw new Reject(
      'POLICY_INVALID',
      `${threshold} of ${members.length}: whoever loses one key loses the organisation`,
    );
  for (const member of members) if (!equal(member, sender)) known(reader, member);
}

function organisationChange(
  before: Before,
  granted: Granted,
  what: { kind: 'found' | 'constitute'; id: Bytes; bytes: Bytes; name: string; policy: AdminPolicy },
): Plan {
  const { kind, id, bytes, name, policy } = what;
  return changing(before, {
    kind,
    subject: id,
    body: bytes,
    reads: [topKey('organisation', id), ...granted.reads],
    writes: 1,
    change: (overlay) => {
      writeTop(overlay, 'organisation', id, { version: RECORD_VERSION, name, policy, height: before.height });
    },
    ...(kind === 'found' ? { output: () => id } : {}),
  });
}

export function planJoin(before: Before, bytes: Bytes): Plan {
  const { organisation: id } = bodyOf('OrganisationBody', bytes);
  organisation(before.reader, id);
  if (readTop(before.reader, 'account', before.sender)?.organisation)
    throw new Reject('MEMBERSHIP', 'it is a member of an organisation, and would have to leave that first');
  return accountChange(
    before,
    [topKey('organisation', id)],
    { kind: 'join', subject: id, bytes, account: before.sender },
    { joining: id },
  );
}

export function planLeave(before: Before, bytes: Bytes): Plan {
  const { organisation: id } = bodyOf('OrganisationBody', bytes);
  const record = readTop(before.reader, 'account', before.sender);
  const home = record?.organisation ?? record?.joining;
  if (!record || !home || !equal(home, id))
    throw new Reject('MEMBERSHIP', 'it is no member, and has not asked to be one');
  checkAlone(record);
  const none = { organisation: null, joining: null };
  return accountChange(before, [], { kind: 'leave', subject: id, bytes, account: before.sender }, none);
}

/** @throws Reject KEYS_INVALID if nobody could recover it any more */
function checkAlone({ keys, threshold }: AccountRecord): void {
  if (!survivesLoss(keys.length, threshold))
    throw new Reject(
      'KEYS_INVALID',
      `with ${threshold} of ${keys.length} keys it needs an organisation that can recover it`,
    );
}

export function planAdmit(before: Before, bytes: Bytes, granted: Granted): Plan {
  const { organisation: id, account } = bodyOf('MemberBody', bytes);
  const { joining } = known(before.reader, account);
  if (!joining || !equal(joining, id)) throw new Reject('MEMBERSHIP', 'it has not asked to join');
  const next = { organisation: id, joining: null };
  return accountChange(before, granted.reads, { kind: 'admit', subject: id, bytes, account }, next);
}

export function planExpel(before: Before, bytes: Bytes, granted: Granted): Plan {
  const { organisation: id, account } = bodyOf('MemberBody', bytes);
  checkAlone(memberOf(before, id, account));
  return accountChange(before, granted.reads, { kind: 'expel', subject: id, bytes, account }, { organisation: null });
}

function accountChange(
  before: Before,
  reads: readonly string[],
  what: { kind: 'join' | 'leave' | 'admit' | 'expel'; subject: Bytes; bytes: Bytes; account: Bytes },
  next: Partial<AccountRecord>,
): Plan {
  const { kind, subject, bytes, account } = what;
  return changing(before, {
    kind,
    subject,
    about: account,
    body: bytes,
    reads: [topKey('account', account), ...reads],
    writes: 1,
    change: (overlay) => {
      writeTop(overlay, 'account', account, { ...readTop(overlay, 'account', account)!, ...next });
    },
  });
}
