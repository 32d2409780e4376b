// Generated from spec/records.ts by npm run generate; do not edit.
import type { Bytes } from './bytes.ts';

export interface Genesis {
  version: number;
  name: string;
  salt: Bytes;
  time: number;
  protocol: number;
  specHash: Bytes;
  blockGas: number;
  accounts: GenesisAccount[];
  roles: GenesisRole[];
}

export interface GenesisAccount {
  scheme: number;
  key: Bytes;
}

export interface GenesisRole {
  account: Bytes;
  role: string;
}

export interface Header {
  version: number;
  protocol: number;
  specHash: Bytes;
  chain: Bytes;
  height: number;
  time: number;
  parent: Bytes;
  txRoot: Bytes;
  receiptRoot: Bytes;
  stateRoot: Bytes;
  gasUsed: number;
}

export interface Auth {
  scheme: number;
  key: Bytes;
  signature: Bytes;
}

export interface Request {
  version: number;
  chain: Bytes;
  sender: Bytes;
  nonce: bigint;
  gasLimit: bigint;
  expiry: bigint;
  kind: number;
  body: Bytes;
}

export interface UploadBody {
  module: Bytes;
}

export interface InstantiateBody {
  codeId: Bytes;
  metaId: Bytes;
  salt: Bytes;
  admin: AdminPolicy;
  holds: boolean;
  invariant: string;
  template: TemplateLink | null;
  input: Bytes;
}

export interface CallBody {
  to: Bytes;
  method: string;
  input: Bytes;
}

export interface UpgradeBody {
  contract: Bytes;
  codeId: Bytes;
  metaId: Bytes;
  breaking: boolean;
  input: Bytes;
}

export interface ContractBody {
  contract: Bytes;
}

export interface FreezeBody {
  contract: Bytes;
  reason: string;
}

export interface AdminBody {
  contract: Bytes;
  policy: AdminPolicy;
}

export interface HoldBody {
  contract: Bytes;
  account: Bytes;
  reason: string;
}

export interface ReleaseBody {
  contract: Bytes;
  account: Bytes;
}

export interface RoleBody {
  scope: Bytes;
  account: Bytes;
  role: string;
}

export interface KeysBody {
  keys: NewKey[];
  threshold: number;
}

export interface NewKey {
  scheme: number;
  key: Bytes;
  proof: Bytes;
}

export interface FoundBody {
  salt: Bytes;
  name: string;
  policy: AdminPolicy;
}

export interface OrganisationBody {
  organisation: Bytes;
}

export interface MemberBody {
  organisation: Bytes;
  account: Bytes;
}

export interface ConstituteBody {
  organisation: Bytes;
  name: string;
  policy: AdminPolicy;
}

export interface RecoverBody {
  organisation: Bytes;
  account: Bytes;
  keys: NewKey[];
  threshold: number;
}

export interface SuspendBody {
  account: Bytes;
  reason: string;
}

export interface AccountBody {
  account: Bytes;
}

export interface ProposeBody {
  kind: number;
  body: Bytes;
  earliest: number;
  notes: string;
}

export interface ProposalBody {
  subject: Bytes;
  proposal: Bytes;
}

export interface ScheduleBody {
  byTime: boolean;
  due: number;
  gasLimit: number;
  kind: number;
  body: Bytes;
}

export interface UnscheduleBody {
  byTime: boolean;
  due: number;
  id: Bytes;
}

export interface AdminPolicy {
  members: Bytes[];
  threshold: number;
  delay: number;
}

export interface TemplateLink {
  id: string;
  templateVersion: string;
  parameters: Bytes;
  prose: Bytes;
}

export interface Revert {
  code: string;
  data: Bytes;
}

export interface Event {
  contract: Bytes;
  name: string;
  topics: Bytes[];
  data: Bytes;
}

export interface Receipt {
  version: number;
  txId: Bytes;
  status: number;
  gasUsed: number;
  output: Bytes;
  events: Event[];
  traceHash: Bytes;
}

export interface ProtocolRecord {
  version: number;
  protocol: number;
  specHash: Bytes;
  blockGas: number;
  governed: boolean;
  next: Activation | null;
}

export interface Activation {
  protocol: number;
  specHash: Bytes;
  height: number;
}

export interface AccountRecord {
  version: number;
  nonce: number;
  threshold: number;
  keys: AccountKey[];
  organisation: Bytes | null;
  joining: Bytes | null;
  frozen: boolean;
}

export interface AccountKey {
  scheme: number;
  key: Bytes;
}

export interface ContractRecord {
  version: number;
  codeId: Bytes;
  metaId: Bytes;
  revision: number;
  since: number;
  creator: Bytes;
  status: number;
  freeze: Freeze | null;
  admin: AdminPolicy;
  nextAdmin: AdminPolicy | null;
  holds: boolean;
  storage: Bytes;
  storageRoot: Bytes;
  shadow: Shadow | null;
  invariant: string;
  template: TemplateLink | null;
}

export interface Freeze {
  level: number;
  reason: string;
  height: number;
}

export interface Shadow {
  space: Bytes;
  root: Bytes;
  codeId: Bytes;
  metaId: Bytes;
  whole: boolean;
  approvals: Bytes[];
  notes: string;
  input: Bytes;
}

export interface CodeRecord {
  version: number;
  profile: string;
  size: number;
}

export interface RoleRecord {
  version: number;
  scope: Bytes;
  account: Bytes;
  role: string;
  grantedBy: Bytes;
  height: number;
}

export interface ScheduleRecord {
  version: number;
  id: Bytes;
  byTime: boolean;
  due: number;
  creator: Bytes;
  gasLimit: number;
  kind: number;
  body: Bytes;
}

export interface OrganisationRecord {
  version: number;
  name: string;
  policy: AdminPolicy;
  height: number;
}

export interface ProposalRecord {
  version: number;
  kind: number;
  revision: number;
  proposer: Bytes;
  height: number;
  earliest: number;
  notes: string;
  approvals: Bytes[];
  body: Bytes;
}

export interface VersionRecord {
  version: number;
  codeId: Bytes;
  metaId: Bytes;
  height: number;
  by: Bytes;
  approvals: Bytes[];
  notes: string;
}

export interface SpaceRecord {
  version: number;
  contract: Bytes;
}

export interface HoldRecord {
  version: number;
  level: number;
  reason: string;
  height: number;
}

export interface KeyRecord {
  version: number;
  account: Bytes;
}

export interface Transition {
  by: Bytes;
  approvals: Bytes[];
  body: Bytes;
}

export interface CustomSection {
  name: string;
  bytes: Bytes;
}
