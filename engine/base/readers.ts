// Generated from spec/records.ts by npm run generate; do not edit.
import type { Bytes } from './bytes.ts';
import type { Decoder } from './codec.ts';
import type {
  AccountBody,
  AccountKey,
  AccountRecord,
  Activation,
  AdminBody,
  AdminPolicy,
  Auth,
  CallBody,
  CodeRecord,
  ConstituteBody,
  ContractBody,
  ContractRecord,
  CustomSection,
  Event,
  FoundBody,
  Freeze,
  FreezeBody,
  Genesis,
  GenesisAccount,
  GenesisRole,
  Header,
  HoldBody,
  HoldRecord,
  InstantiateBody,
  KeyRecord,
  KeysBody,
  MemberBody,
  NewKey,
  OrganisationBody,
  OrganisationRecord,
  ProposalBody,
  ProposalRecord,
  ProposeBody,
  ProtocolRecord,
  Receipt,
  RecoverBody,
  ReleaseBody,
  Request,
  Revert,
  RoleBody,
  RoleRecord,
  ScheduleBody,
  ScheduleRecord,
  Shadow,
  SpaceRecord,
  SuspendBody,
  TemplateLink,
  Transition,
  UnscheduleBody,
  UpgradeBody,
  UploadBody,
  VersionRecord,
} from './shapes.ts';

function readGenesis(from: Decoder): Genesis {
  return {
    version: from.u8(),
    name: from.string(),
    salt: from.raw(32),
    time: from.u53(),
    protocol: from.u32(),
    specHash: from.raw(32),
    blockGas: from.u53(),
    accounts: readListOfGenesisAccount(from),
    roles: readListOfGenesisRole(from),
  };
}

function readGenesisAccount(from: Decoder): GenesisAccount {
  return {
    scheme: from.u8(),
    key: from.vec(),
  };
}

function readGenesisRole(from: Decoder): GenesisRole {
  return {
    account: from.raw(32),
    role: from.string(),
  };
}

function readHeader(from: Decoder): Header {
  return {
    version: from.u8(),
    protocol: from.u32(),
    specHash: from.raw(32),
    chain: from.raw(32),
    height: from.u53(),
    time: from.u53(),
    parent: from.raw(32),
    txRoot: from.raw(32),
    receiptRoot: from.raw(32),
    stateRoot: from.raw(32),
    gasUsed: from.u53(),
  };
}

function readAuth(from: Decoder): Auth {
  return {
    scheme: from.u8(),
    key: from.vec(),
    signature: from.vec(),
  };
}

function readRequest(from: Decoder): Request {
  return {
    version: from.u8(),
    chain: from.raw(32),
    sender: from.raw(32),
    nonce: from.u64(),
    gasLimit: from.u64(),
    expiry: from.u64(),
    kind: from.u8(),
    body: from.vec(),
  };
}

function readUploadBody(from: Decoder): UploadBody {
  return {
    module: from.vec(),
  };
}

function readInstantiateBody(from: Decoder): InstantiateBody {
  return {
    codeId: from.raw(32),
    metaId: from.raw(32),
    salt: from.raw(32),
    admin: readAdminPolicy(from),
    holds: from.bool(),
    invariant: from.string(),
    template: from.bool() ? readTemplateLink(from) : null,
    input: from.vec(),
  };
}

function readCallBody(from: Decoder): CallBody {
  return {
    to: from.raw(32),
    method: from.string(),
    input: from.vec(),
  };
}

function readUpgradeBody(from: Decoder): UpgradeBody {
  return {
    contract: from.raw(32),
    codeId: from.raw(32),
    metaId: from.raw(32),
    breaking: from.bool(),
    input: from.vec(),
  };
}

function readContractBody(from: Decoder): ContractBody {
  return {
    contract: from.raw(32),
  };
}

function readFreezeBody(from: Decoder): FreezeBody {
  return {
    contract: from.raw(32),
    reason: from.string(),
  };
}

function readAdminBody(from: Decoder): AdminBody {
  return {
    contract: from.raw(32),
    policy: readAdminPolicy(from),
  };
}

function readHoldBody(from: Decoder): HoldBody {
  return {
    contract: from.raw(32),
    account: from.raw(32),
    reason: from.string(),
  };
}

function readReleaseBody(from: Decoder): ReleaseBody {
  return {
    contract: from.raw(32),
    account: from.raw(32),
  };
}

function readRoleBody(from: Decoder): RoleBody {
  return {
    scope: from.raw(32),
    account: from.raw(32),
    role: from.string(),
  };
}

function readKeysBody(from: Decoder): KeysBody {
  return {
    keys: readListOfNewKey(from),
    threshold: from.u8(),
  };
}

function readNewKey(from: Decoder): NewKey {
  return {
    scheme: from.u8(),
    key: from.vec(),
    proof: from.vec(),
  };
}

function readFoundBody(from: Decoder): FoundBody {
  return {
    salt: from.raw(32),
    name: from.string(),
    policy: readAdminPolicy(from),
  };
}

function readOrganisationBody(from: Decoder): OrganisationBody {
  return {
    organisation: from.raw(32),
  };
}

function readMemberBody(from: Decoder): MemberBody {
  return {
    organisation: from.raw(32),
    account: from.raw(32),
  };
}

function readConstituteBody(from: Decoder): ConstituteBody {
  return {
    organisation: from.raw(32),
    name: from.string(),
    policy: readAdminPolicy(from),
  };
}

function readRecoverBody(from: Decoder): RecoverBody {
  return {
    organisation: from.raw(32),
    account: from.raw(32),
    keys: readListOfNewKey(from),
    threshold: from.u8(),
  };
}

function readSuspendBody(from: Decoder): SuspendBody {
  return {
    account: from.raw(32),
    reason: from.string(),
  };
}

function readAccountBody(from: Decoder): AccountBody {
  return {
    account: from.raw(32),
  };
}

function readProposeBody(from: Decoder): ProposeBody {
  return {
    kind: from.u8(),
    body: from.vec(),
    earliest: from.u53(),
    notes: from.string(),
  };
}

function readProposalBody(from: Decoder): ProposalBody {
  return {
    subject: from.raw(32),
    proposal: from.raw(32),
  };
}

function readScheduleBody(from: Decoder): ScheduleBody {
  return {
    byTime: from.bool(),
    due: from.u53(),
    gasLimit: from.u53(),
    kind: from.u8(),
    body: from.vec(),
  };
}

function readUnscheduleBody(from: Decoder): UnscheduleBody {
  return {
    byTime: from.bool(),
    due: from.u53(),
    id: from.raw(32),
  };
}

function readAdminPolicy(from: Decoder): AdminPolicy {
  return {
    members: readListOfAddress(from),
    threshold: from.u8(),
    delay: from.u53(),
  };
}

function readTemplateLink(from: Decoder): TemplateLink {
  return {
    id: from.string(),
    templateVersion: from.string(),
    parameters: from.raw(32),
    prose: from.raw(32),
  };
}

function readRevert(from: Decoder): Revert {
  return {
    code: from.string(),
    data: from.vec(),
  };
}

function readEvent(from: Decoder): Event {
  return {
    contract: from.raw(32),
    name: from.string(),
    topics: readListOfBytes(from),
    data: from.vec(),
  };
}

function readReceipt(from: Decoder): Receipt {
  return {
    version: from.u8(),
    txId: from.raw(32),
    status: from.u16(),
    gasUsed: from.u53(),
    output: from.vec(),
    events: readListOfEvent(from),
    traceHash: from.raw(32),
  };
}

function readProtocolRecord(from: Decoder): ProtocolRecord {
  return {
    version: from.u8(),
    protocol: from.u32(),
    specHash: from.raw(32),
    blockGas: from.u53(),
    governed: from.bool(),
    next: from.bool() ? readActivation(from) : null,
  };
}

function readActivation(from: Decoder): Activation {
  return {
    protocol: from.u32(),
    specHash: from.raw(32),
    height: from.u53(),
  };
}

function readAccountRecord(from: Decoder): AccountRecord {
  return {
    version: from.u8(),
    nonce: from.u53(),
    threshold: from.u8(),
    keys: readListOfAccountKey(from),
    organisation: from.bool() ? from.raw(32) : null,
    joining: from.bool() ? from.raw(32) : null,
    frozen: from.bool(),
  };
}

function readAccountKey(from: Decoder): AccountKey {
  return {
    scheme: from.u8(),
    key: from.vec(),
  };
}

function readContractRecord(from: Decoder): ContractRecord {
  return {
    version: from.u8(),
    codeId: from.raw(32),
    metaId: from.raw(32),
    revision: from.u32(),
    since: from.u53(),
    creator: from.raw(32),
    status: from.u8(),
    freeze: from.bool() ? readFreeze(from) : null,
    admin: readAdminPolicy(from),
    nextAdmin: from.bool() ? readAdminPolicy(from) : null,
    holds: from.bool(),
    storage: from.raw(32),
    storageRoot: from.raw(32),
    shadow: from.bool() ? readShadow(from) : null,
    invariant: from.string(),
    template: from.bool() ? readTemplateLink(from) : null,
  };
}

function readFreeze(from: Decoder): Freeze {
  return {
    level: from.u8(),
    reason: from.string(),
    height: from.u53(),
  };
}

function readShadow(from: Decoder): Shadow {
  return {
    space: from.raw(32),
    root: from.raw(32),
    codeId: from.raw(32),
    metaId: from.raw(32),
    whole: from.bool(),
    approvals: readListOfAddress(from),
    notes: from.string(),
    input: from.vec(),
  };
}

function readCodeRecord(from: Decoder): CodeRecord {
  return {
    version: from.u8(),
    profile: from.string(),
    size: from.u32(),
  };
}

function readRoleRecord(from: Decoder): RoleRecord {
  return {
    version: from.u8(),
    scope: from.raw(32),
    account: from.raw(32),
    role: from.string(),
    grantedBy: from.raw(32),
    height: from.u53(),
  };
}

function readScheduleRecord(from: Decoder): ScheduleRecord {
  return {
    version: from.u8(),
    id: from.raw(32),
    byTime: from.bool(),
    due: from.u53(),
    creator: from.raw(32),
    gasLimit: from.u53(),
    kind: from.u8(),
    body: from.vec(),
  };
}

function readOrganisationRecord(from: Decoder): OrganisationRecord {
  return {
    version: from.u8(),
    name: from.string(),
    policy: readAdminPolicy(from),
    height: from.u53(),
  };
}

function readProposalRecord(from: Decoder): ProposalRecord {
  return {
    version: from.u8(),
    kind: from.u8(),
    revision: from.u32(),
    proposer: from.raw(32),
    height: from.u53(),
    earliest: from.u53(),
    notes: from.string(),
    approvals: readListOfAddress(from),
    body: from.vec(),
  };
}

function readVersionRecord(from: Decoder): VersionRecord {
  return {
    version: from.u8(),
    codeId: from.raw(32),
    metaId: from.raw(32),
    height: from.u53(),
    by: from.raw(32),
    approvals: readListOfAddress(from),
    notes: from.string(),
  };
}

function readSpaceRecord(from: Decoder): SpaceRecord {
  return {
    version: from.u8(),
    contract: from.raw(32),
  };
}

function readHoldRecord(from: Decoder): HoldRecord {
  return {
    version: from.u8(),
    level: from.u8(),
    reason: from.string(),
    height: from.u53(),
  };
}

function readKeyRecord(from: Decoder): KeyRecord {
  return {
    version: from.u8(),
    account: from.raw(32),
  };
}

function readTransition(from: Decoder): Transition {
  return {
    by: from.raw(32),
    approvals: readListOfAddress(from),
    body: from.vec(),
  };
}

function readCustomSection(from: Decoder): CustomSection {
  return {
    name: from.string(),
    bytes: from.vec(),
  };
}

function readListOfGenesisAccount(from: Decoder): GenesisAccount[] {
  const list: GenesisAccount[] = [];
  for (let left = from.u32(); left > 0; left--) list.push(readGenesisAccount(from));
  return list;
}

function readListOfGenesisRole(from: Decoder): GenesisRole[] {
  const list: GenesisRole[] = [];
  for (let left = from.u32(); left > 0; left--) list.push(readGenesisRole(from));
  return list;
}

function readListOfNewKey(from: Decoder): NewKey[] {
  const list: NewKey[] = [];
  for (let left = from.u32(); left > 0; left--) list.push(readNewKey(from));
  return list;
}

function readListOfAddress(from: Decoder): Bytes[] {
  const list: Bytes[] = [];
  for (let left = from.u32(); left > 0; left--) list.push(from.raw(32));
  return list;
}

function readListOfBytes(from: Decoder): Bytes[] {
  const list: Bytes[] = [];
  for (let left = from.u32(); left > 0; left--) list.push(from.vec());
  return list;
}

function readListOfEvent(from: Decoder): Event[] {
  const list: Event[] = [];
  for (let left = from.u32(); left > 0; left--) list.push(readEvent(from));
  return list;
}

function readListOfAccountKey(from: Decoder): AccountKey[] {
  const list: AccountKey[] = [];
  for (let left = from.u32(); left > 0; left--) list.push(readAccountKey(from));
  return list;
}

/** The decoder of each record. */
export const READERS = {
  Genesis: readGenesis,
  GenesisAccount: readGenesisAccount,
  GenesisRole: readGenesisRole,
  Header: readHeader,
  Auth: readAuth,
  Request: readRequest,
  UploadBody: readUploadBody,
  InstantiateBody: readInstantiateBody,
  CallBody: readCallBody,
  UpgradeBody: readUpgradeBody,
  ContractBody: readContractBody,
  FreezeBody: readFreezeBody,
  AdminBody: readAdminBody,
  HoldBody: readHoldBody,
  ReleaseBody: readReleaseBody,
  RoleBody: readRoleBody,
  KeysBody: readKeysBody,
  NewKey: readNewKey,
  FoundBody: readFoundBody,
  OrganisationBody: readOrganisationBody,
  MemberBody: readMemberBody,
  ConstituteBody: readConstituteBody,
  RecoverBody: readRecoverBody,
  SuspendBody: readSuspendBody,
  AccountBody: readAccountBody,
  ProposeBody: readProposeBody,
  ProposalBody: readProposalBody,
  ScheduleBody: readScheduleBody,
  UnscheduleBody: readUnscheduleBody,
  AdminPolicy: readAdminPolicy,
  TemplateLink: readTemplateLink,
  Revert: readRevert,
  Event: readEvent,
  Receipt: readReceipt,
  ProtocolRecord: readProtocolRecord,
  Activation: readActivation,
  AccountRecord: readAccountRecord,
  AccountKey: readAccountKey,
  ContractRecord: readContractRecord,
  Freeze: readFreeze,
  Shadow: readShadow,
  CodeRecord: readCodeRecord,
  RoleRecord: readRoleRecord,
  ScheduleRecord: readScheduleRecord,
  OrganisationRecord: readOrganisationRecord,
  ProposalRecord: readProposalRecord,
  VersionRecord: readVersionRecord,
  SpaceRecord: readSpaceRecord,
  HoldRecord: readHoldRecord,
  KeyRecord: readKeyRecord,
  Transition: readTransition,
  CustomSection: readCustomSection,
} as const;
