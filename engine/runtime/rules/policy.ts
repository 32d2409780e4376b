// Who may do what: roles of the chain, and admin policies of several accounts or organisations.
import { LIMITS } from '../../../spec/limits.ts';
import { CONTRACT_STATUS } from '../../../spec/records.ts';
import { RIGHTS, type Right, type Role } from '../../../spec/roles.ts';
import type { TxKindName } from '../../../spec/tx.ts';
import { type Bytes, compare, equal, ZERO32 } from '../../base/bytes.ts';
import { Reject } from '../../base/errors.ts';
import type { AdminPolicy, ContractRecord } from '../../base/records.ts';
import { roleKey, topKey } from '../../state/key.ts';
import type { Reader } from '../../state/reader.ts';
import { readTop } from '../records.ts';
import { type Before, FREELY, type Granted } from './plan.ts';

/** @throws Reject POLICY_INVALID unless members ascend and the threshold is 1 to their number, or nobody and 0: immutable for ever */
export function checkPolicy({ members, threshold }: AdminPolicy): void {
  for (let i = 1; i < members.length; i++) {
    if (compare(members[i - 1]!, members[i]!) >= 0) throw new Reject('POLICY_INVALID', `member ${i} is out of order`);
  }
  const lawful = members.length === 0 ? threshold === 0 : threshold >= 1 && threshold <= members.length;
  if (!lawful || members.length > LIMITS.policyMembers.max)
    throw new Reject('POLICY_INVALID', `${threshold} of ${members.length}`);
}

/** Whether the chain, or a contract, granted an account a role. */
export function hasRole(reader: Reader, scope: Bytes, account: Bytes, role: string): boolean {
  return reader.get(roleKey(scope, account, role)) !== undefined;
}

/** A contract that was not destroyed. @throws Reject CONTRACT_UNKNOWN, CONTRACT_DESTROYED */
export function standing(reader: Reader, address: Bytes): ContractRecord {
  return stands(readTop(reader, 'contract', address));
}

/** @throws Reject CONTRACT_UNKNOWN, CONTRACT_DESTROYED */
export function stands(record: ContractRecord | undefined): ContractRecord {
  if (!record) throw new Reject('CONTRACT_UNKNOWN', '');
  if (record.status === CONTRACT_STATUS.destroyed) throw new Reject('CONTRACT_DESTROYED', '');
  return record;
}

/** A contract that may change. @throws Reject CONTRACT_UNKNOWN, CONTRACT_DESTROYED, CONTRACT_FROZEN, MIGRATING */
export function changeable(record: ContractRecord | undefined): ContractRecord {
  const found = stands(record);
  if (found.status === CONTRACT_STATUS.frozen) throw new Reject('CONTRACT_FROZEN', found.freeze?.reason ?? '');
  if (found.shadow !== null) throw new Reject('MIGRATING', '');
  return found;
}

/** @throws Reject ROLE_MISSING, NOT_ADMIN, TOO_EARLY and what says that the subject is not there */
export function authorise(before: Before, kind: TxKindName, subject: Bytes): Granted {
  const right: Right = RIGHTS[kind];
  const { reader, sender, governed } = before;
  const role = right.always ?? (governed ? right.governed : undefined);
  if (role !== undefined) return byRole(reader, sender, role);
  if (right.policy === 'scope' && equal(subject, ZERO32)) return ofChain(before);
  if (right.policy !== undefined) return byPolicy(before, right, subject);
  if (right.member === undefined) return FREELY;
  const granted = instead(before, right);
  if (granted) return granted;
  return { ...FREELY, reads: checkPart(reader, policyOf(reader, 'contract', subject), sender) };
}

/** What the role of the chain grants that does without a policy; a proposal has nothing but its approvals. */
function instead({ reader, sender, proposed }: Before, { instead: role }: Right): Granted | undefined {
  return role && !proposed && hasRole(reader, ZERO32, sender, role) ? asRole(sender, role) : undefined;
}

/** What is taken back is so by whoever made it, or by the role that its right names. @throws Reject NOT_ADMIN */
export function checkMaker({ reader, sender }: Before, kind: 'cancel' | 'unschedule', maker: Bytes): void {
  if (!equal(sender, maker) && !hasRole(reader, ZERO32, sender, RIGHTS[kind].instead))
    throw new Reject('NOT_ADMIN', '');
}

function asRole(sender: Bytes, role: Role): Granted {
  return { as: role, isUnanimous: false, reads: [roleKey(ZERO32, sender, role)] };
}

function byRole(reader: Reader, sender: Bytes, role: Role): Granted {
  if (!hasRole(reader, ZERO32, sender, role)) throw new Reject('ROLE_MISSING', role);
  return asRole(sender, role);
}

/** Roles of the chain are given by whoever has its role admin, alone. */
function ofChain({ reader, sender, isPresumed, proposed }: Before): Granted {
  if (isPresumed || proposed) throw new Reject('NOT_PROPOSABLE', 'roles of the chain are given by its admins, alone');
  return byRole(reader, sender, 'admin');
}

function byPolicy(before: Before, right: Right, subject: Bytes): Granted {
  const { reader, isPresumed } = before;
  const policy = policyOf(reader, right.policy!, subject);
  if (isPresumed) return { isUnanimous: true, reads: [] };
  const granted = instead(before, right);
  if (granted) return granted;
  const { count, reads } = satisfied(reader, policy, before.approvals);
  if (policy.members.length === 0) throw new Reject('NOT_ADMIN', 'the contract is immutable');
  if (count < policy.threshold) throw new Reject('NOT_ADMIN', `${count} of ${policy.threshold} approvals`);
  if (!right.urgent) checkDelay(before, policy);
  return { isUnanimous: count === policy.members.length, reads };
}

/** @throws Reject TOO_EARLY before a policy's delay is over, NOT_ADMIN if what has a delay was not proposed */
function checkDelay({ proposed, height }: Before, { delay }: AdminPolicy): void {
  if (delay === 0) return;
  if (!proposed) throw new Reject('NOT_ADMIN', `the policy wants it proposed ${delay} blocks before`);
  if (height < proposed.height + delay) throw new Reject('TOO_EARLY', `from block ${proposed.height + delay} on`);
}

/** The policy that decides about a subject. @throws Reject CONTRACT_UNKNOWN, CONTRACT_DESTROYED, ORGANISATION_UNKNOWN, NOT_ADMIN */
export function policyOf(reader: Reader, which: NonNullable<Right['policy']>, subject: Bytes): AdminPolicy {
  if (which === 'organisation') return organisation(reader, subject).policy;
  const { admin, nextAdmin } = standing(reader, subject);
  if (which !== 'next') return admin;
  if (nextAdmin === null) throw new Reject('NOT_ADMIN', 'nobody was named to take over');
  return nextAdmin;
}

/** @throws Reject ORGANISATION_UNKNOWN */
export function organisation(reader: Reader, id: Bytes) {
  const record = readTop(reader, 'organisation', id);
  if (!record) throw new Reject('ORGANISATION_UNKNOWN', '');
  return record;
}

/** How many members of a policy stand behind something: accounts that do, and organisations whose own policies are satisfied. */
function satisfied(
  reader: Reader,
  { members }: AdminPolicy,
  approvals: readonly Bytes[],
): { count: number; reads: string[] } {
  const reads: string[] = [];
  // Who was suspended meanwhile does not count.
  const standing = approvals.filter((account) => {
    reads.push(topKey('account', account));
    return readTop(reader, 'account', account)?.frozen !== true;
  });
  const has = (member: Bytes) => standing.some((account) => equal(account, member));
  const count = members.filter((member) => {
    if (has(member)) return true;
    const key = topKey('organisation', member);
    const record = readTop(reader, 'organisation', member);
    if (!record) return false;
    reads.push(key);
    return record.policy.members.filter(has).length >= record.policy.threshold;
  }).length;
  return { count, reads };
}

/** Whoever has a part in a policy, as a member or in an organisation that is one. @returns what was looked up @throws Reject NOT_ADMIN */
export function checkPart(reader: Reader, { members }: AdminPolicy, account: Bytes): string[] {
  if (members.some((member) => equal(member, account))) return [];
  const reads: string[] = [];
  for (const member of members) {
    const record = readTop(reader, 'organisation', member);
    if (!record) continue;
    reads.push(topKey('organisation', member));
    if (record.policy.members.some((each) => equal(each, account))) return reads;
  }
  throw new Reject('NOT_ADMIN', '');
}
