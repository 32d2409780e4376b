import type { RecordName } from './records.ts';

/** Transaction kinds: the number and name of each and what its body is. Who may send it: `RIGHTS` in roles.ts. */
export const TX_KINDS = [
  { id: 0, name: 'upload', body: 'UploadBody', doc: 'stores a lawful module under its code id' },
  {
    id: 1,
    name: 'instantiate',
    body: 'InstantiateBody',
    doc: 'makes a contract from stored code and runs its init',
  },
  { id: 2, name: 'call', body: 'CallBody', doc: 'calls a method of a contract' },
  {
    id: 3,
    name: 'upgrade',
    body: 'UpgradeBody',
    doc: 'moves a contract to other code, a former one too, and runs its migrate',
  },
  {
    id: 4,
    name: 'stage',
    body: 'UpgradeBody',
    doc: 'begins a migration in steps: a shadow of the storage for the new code to fill; till its end the old code answers views alone',
  },
  { id: 5, name: 'step', body: 'ContractBody', doc: 'runs the step method of the new code once, over the shadow' },
  {
    id: 6,
    name: 'swap',
    body: 'ContractBody',
    doc: 'ends a migration whose last step said that it is whole: code and storage change at once',
  },
  { id: 7, name: 'abandon', body: 'ContractBody', doc: 'gives a migration up; the shadow is forgotten' },
  { id: 8, name: 'freeze', body: 'FreezeBody', doc: 'stops all that changes a contract, and leaves its views' },
  { id: 9, name: 'unfreeze', body: 'ContractBody', doc: 'lets a frozen contract go on' },
  { id: 10, name: 'destroy', body: 'ContractBody', doc: 'ends a frozen contract for ever; its record stays' },
  {
    id: 11,
    name: 'admin',
    body: 'AdminBody',
    doc: 'names the next admin policy of a contract, in force when that policy accepts it; nobody: immutable for ever, at once',
  },
  { id: 12, name: 'accept', body: 'ContractBody', doc: 'takes over the administration of a contract' },
  { id: 13, name: 'hold', body: 'HoldBody', doc: 'stops one account in a contract that opted in' },
  { id: 14, name: 'release', body: 'ReleaseBody', doc: 'lets a held account go on' },
  {
    id: 15,
    name: 'grant',
    body: 'RoleBody',
    doc: 'gives a role: of the chain if the scope is zero, otherwise of a contract',
  },
  { id: 16, name: 'revoke', body: 'RoleBody', doc: 'takes a role back' },
  { id: 17, name: 'keys', body: 'KeysBody', doc: 'gives the account of the sender other keys' },
  { id: 18, name: 'found', body: 'FoundBody', doc: 'founds an organisation' },
  {
    id: 19,
    name: 'join',
    body: 'OrganisationBody',
    doc: 'asks an organisation to admit the sender, which it may recover from then on',
  },
  { id: 20, name: 'leave', body: 'OrganisationBody', doc: 'leaves an organisation, or stops asking it' },
  { id: 21, name: 'admit', body: 'MemberBody', doc: 'makes an account that asked a member' },
  { id: 22, name: 'expel', body: 'MemberBody', doc: 'ends a membership' },
  { id: 23, name: 'constitute', body: 'ConstituteBody', doc: 'gives an organisation another name or policy' },
  { id: 24, name: 'recover', body: 'RecoverBody', doc: 'gives a member other keys' },
  {
    id: 25,
    name: 'suspend',
    body: 'SuspendBody',
    doc: 'stops an account: it sends nothing and its approvals do not count',
  },
  { id: 26, name: 'restore', body: 'AccountBody', doc: 'lets a suspended account go on' },
  {
    id: 27,
    name: 'propose',
    body: 'ProposeBody',
    doc: 'proposes what a policy of several has to approve, and approves it',
  },
  { id: 28, name: 'approve', body: 'ProposalBody', doc: 'approves a proposal' },
  {
    id: 29,
    name: 'activate',
    body: 'ProposalBody',
    doc: 'does what was proposed, if the policy as it is now is satisfied',
  },
  { id: 30, name: 'cancel', body: 'ProposalBody', doc: 'takes a proposal back' },
  {
    id: 31,
    name: 'schedule',
    body: 'ScheduleBody',
    doc: 'has the chain do something for the sender later; its gas limit is paid now',
  },
  { id: 32, name: 'unschedule', body: 'UnscheduleBody', doc: 'takes that back before it is done' },
] as const satisfies readonly TxKind[];

export interface TxKind {
  readonly id: number;
  readonly name: string;
  readonly body: RecordName;
  readonly doc: string;
}
export type TxKindName = (typeof TX_KINDS)[number]['name'];
