// Generated from spec/records.ts by npm run generate; do not edit.
import type { Bytes } from './bytes.ts';
import type { Encoder } from './codec.ts';
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

function writeGenesis(to: Encoder, value: Genesis): void {
  to.u8(value.version);
  to.string(value.name);
  to.fixed(value.salt, 32);
  to.u53(value.time);
  to.u32(value.protocol);
  to.fixed(value.specHash, 32);
  to.u53(value.blockGas);
  writeListOfGenesisAccount(to, value.accounts);
  writeListOfGenesisRole(to, value.roles);
}

function writeGenesisAccount(to: Encoder, value: GenesisAccount): void {
  to.u8(value.scheme);
  to.vec(value.key);
}

function writeGenesisRole(to: Encoder, value: GenesisRole): void {
  to.fixed(value.account, 32);
  to.string(value.role);
}

function writeHeader(to: Encoder, value: Header): void {
  to.u8(value.version);
  to.u32(value.protocol);
  to.fixed(value.specHash, 32);
  to.fixed(value.chain, 32);
  to.u53(value.height);
  to.u53(value.time);
  to.fixed(value.parent, 32);
  to.fixed(value.txRoot, 32);
  to.fixed(value.receiptRoot, 32);
  to.fixed(value.stateRoot, 32);
  to.u53(value.gasUsed);
}

function writeAuth(to: Encoder, value: Auth): void {
  to.u8(value.scheme);
  to.vec(value.key);
  to.vec(value.signature);
}

function writeRequest(to: Encoder, value: Request): void {
  to.u8(value.version);
  to.fixed(value.chain, 32);
  to.fixed(value.sender, 32);
  to.u64(value.nonce);
  to.u64(value.gasLimit);
  to.u64(value.expiry);
  to.u8(value.kind);
  to.vec(value.body);
}

function writeUploadBody(to: Encoder, value: UploadBody): void {
  to.vec(value.module);
}

function writeInstantiateBody(to: Encoder, value: InstantiateBody): void {
  to.fixed(value.codeId, 32);
  to.fixed(value.metaId, 32);
  to.fixed(value.salt, 32);
  writeAdminPolicy(to, value.admin);
  to.bool(value.holds);
  to.string(value.invariant);
  to.bool(value.template !== null);
  if (value.template !== null) writeTemplateLink(to, value.template);
  to.vec(value.input);
}

function writeCallBody(to: Encoder, value: CallBody): void {
  to.fixed(value.to, 32);
  to.string(value.method);
  to.vec(value.input);
}

function writeUpgradeBody(to: Encoder, value: UpgradeBody): void {
  to.fixed(value.contract, 32);
  to.fixed(value.codeId, 32);
  to.fixed(value.metaId, 32);
  to.bool(value.breaking);
  to.vec(value.input);
}

function writeContractBody(to: Encoder, value: ContractBody): void {
  to.fixed(value.contract, 32);
}

function writeFreezeBody(to: Encoder, value: FreezeBody): void {
  to.fixed(value.contract, 32);
  to.string(value.reason);
}

function writeAdminBody(to: Encoder, value: AdminBody): void {
  to.fixed(value.contract, 32);
  writeAdminPolicy(to, value.policy);
}

function writeHoldBody(to: Encoder, value: HoldBody): void {
  to.fixed(value.contract, 32);
  to.fixed(value.account, 32);
  to.string(value.reason);
}

function writeReleaseBody(to: Encoder, value: ReleaseBody): void {
  to.fixed(value.contract, 32);
  to.fixed(value.account, 32);
}

function writeRoleBody(to: Encoder, value: RoleBody): void {
  to.fixed(value.scope, 32);
  to.fixed(value.account, 32);
  to.string(value.role);
}

function writeKeysBody(to: Encoder, value: KeysBody): void {
  writeListOfNewKey(to, value.keys);
  to.u8(value.threshold);
}

function writeNewKey(to: Encoder, value: NewKey): void {
  to.u8(value.scheme);
  to.vec(value.key);
  to.vec(value.proof);
}

function writeFoundBody(to: Encoder, value: FoundBody): void {
  to.fixed(value.salt, 32);
  to.string(value.name);
  writeAdminPolicy(to, value.policy);
}

function writeOrganisationBody(to: Encoder, value: OrganisationBody): void {
  to.fixed(value.organisation, 32);
}

function writeMemberBody(to: Encoder, value: MemberBody): void {
  to.fixed(value.organisation, 32);
  to.fixed(value.account, 32);
}

function writeConstituteBody(to: Encoder, value: ConstituteBody): void {
  to.fixed(value.organisation, 32);
  to.string(value.name);
  writeAdminPolicy(to, value.policy);
}

function writeRecoverBody(to: Encoder, value: RecoverBody): void {
  to.fixed(value.organisation, 32);
  to.fixed(value.account, 32);
  writeListOfNewKey(to, value.keys);
  to.u8(value.threshold);
}

function writeSuspendBody(to: Encoder, value: SuspendBody): void {
  to.fixed(value.account, 32);
  to.string(value.reason);
}

function writeAccountBody(to: Encoder, value: AccountBody): void {
  to.fixed(value.account, 32);
}

function writeProposeBody(to: Encoder, value: ProposeBody): void {
  to.u8(value.kind);
  to.vec(value.body);
  to.u53(value.earliest);
  to.string(value.notes);
}

function writeProposalBody(to: Encoder, value: ProposalBody): void {
  to.fixed(value.subject, 32);
  to.fixed(value.proposal, 32);
}

function writeScheduleBody(to: Encoder, value: ScheduleBody): void {
  to.bool(value.byTime);
  to.u53(value.due);
  to.u53(value.gasLimit);
  to.u8(value.kind);
  to.vec(value.body);
}

function writeUnscheduleBody(to: Encoder, value: UnscheduleBody): void {
  to.bool(value.byTime);
  to.u53(value.due);
  to.fixed(value.id, 32);
}

function writeAdminPolicy(to: Encoder, value: AdminPolicy): void {
  writeListOfAddress(to, value.members);
  to.u8(value.threshold);
  to.u53(value.delay);
}

function writeTemplateLink(to: Encoder, value: TemplateLink): void {
  to.string(value.id);
  to.string(value.templateVersion);
  to.fixed(value.parameters, 32);
  to.fixed(value.prose, 32);
}

function writeRevert(to: Encoder, value: Revert): void {
  to.string(value.code);
  to.vec(value.data);
}

function writeEvent(to: Encoder, value: Event): void {
  to.fixed(value.contract, 32);
  to.string(value.name);
  writeListOfBytes(to, value.topics);
  to.vec(value.data);
}

function writeReceipt(to: Encoder, value: Receipt): void {
  to.u8(value.version);
  to.fixed(value.txId, 32);
  to.u16(value.status);
  to.u53(value.gasUsed);
  to.vec(value.output);
  writeListOfEvent(to, value.events);
  to.fixed(value.traceHash, 32);
}

function writeProtocolRecord(to: Encoder, value: ProtocolRecord): void {
  to.u8(value.version);
  to.u32(value.protocol);
  to.fixed(value.specHash, 32);
  to.u53(value.blockGas);
  to.bool(value.governed);
  to.bool(value.next !== null);
  if (value.next !== null) writeActivation(to, value.next);
}

function writeActivation(to: Encoder, value: Activation): void {
  to.u32(value.protocol);
  to.fixed(value.specHash, 32);
  to.u53(value.height);
}

function writeAccountRecord(to: Encoder, value: AccountRecord): void {
  to.u8(value.version);
  to.u53(value.nonce);
  to.u8(value.threshold);
  writeListOfAccountKey(to, value.keys);
  to.bool(value.organisation !== null);
  if (value.organisation !== null) to.fixed(value.organisation, 32);
  to.bool(value.joining !== null);
  if (value.joining !== null) to.fixed(value.joining, 32);
  to.bool(value.frozen);
}

function writeAccountKey(to: Encoder, value: AccountKey): void {
  to.u8(value.scheme);
  to.vec(value.key);
}

function writeContractRecord(to: Encoder, value: ContractRecord): void {
  to.u8(value.version);
  to.fixed(value.codeId, 32);
  to.fixed(value.metaId, 32);
  to.u32(value.revision);
  to.u53(value.since);
  to.fixed(value.creator, 32);
  to.u8(value.status);
  to.bool(value.freeze !== null);
  if (value.freeze !== null) writeFreeze(to, value.freeze);
  writeAdminPolicy(to, value.admin);
  to.bool(value.nextAdmin !== null);
  if (value.nextAdmin !== null) writeAdminPolicy(to, value.nextAdmin);
  to.bool(value.holds);
  to.fixed(value.storage, 32);
  to.fixed(value.storageRoot, 32);
  to.bool(value.shadow !== null);
  if (value.shadow !== null) writeShadow(to, value.shadow);
  to.string(value.invariant);
  to.bool(value.template !== null);
  if (value.template !== null) writeTemplateLink(to, value.template);
}

function writeFreeze(to: Encoder, value: Freeze): void {
  to.u8(value.level);
  to.string(value.reason);
  to.u53(value.height);
}

function writeShadow(to: Encoder, value: Shadow): void {
  to.fixed(value.space, 32);
  to.fixed(value.root, 32);
  to.fixed(value.codeId, 32);
  to.fixed(value.metaId, 32);
  to.bool(value.whole);
  writeListOfAddress(to, value.approvals);
  to.string(value.notes);
  to.vec(value.input);
}

function writeCodeRecord(to: Encoder, value: CodeRecord): void {
  to.u8(value.version);
  to.string(value.profile);
  to.u32(value.size);
}

function writeRoleRecord(to: Encoder, value: RoleRecord): void {
  to.u8(value.version);
  to.fixed(value.scope, 32);
  to.fixed(value.account, 32);
  to.string(value.role);
  to.fixed(value.grantedBy, 32);
  to.u53(value.height);
}

function writeScheduleRecord(to: Encoder, value: ScheduleRecord): void {
  to.u8(value.version);
  to.fixed(value.id, 32);
  to.bool(value.byTime);
  to.u53(value.due);
  to.fixed(value.creator, 32);
  to.u53(value.gasLimit);
  to.u8(value.kind);
  to.vec(value.body);
}

function writeOrganisationRecord(to: Encoder, value: OrganisationRecord): void {
  to.u8(value.version);
  to.string(value.name);
  writeAdminPolicy(to, value.policy);
  to.u53(value.height);
}

function writeProposalRecord(to: Encoder, value: ProposalRecord): void {
  to.u8(value.version);
  to.u8(value.kind);
  to.u32(value.revision);
  to.fixed(value.proposer, 32);
  to.u53(value.height);
  to.u53(value.earliest);
  to.string(value.notes);
  writeListOfAddress(to, value.approvals);
  to.vec(value.body);
}

function writeVersionRecord(to: Encoder, value: VersionRecord): void {
  to.u8(value.version);
  to.fixed(value.codeId, 32);
  to.fixed(value.metaId, 32);
  to.u53(value.height);
  to.fixed(value.by, 32);
  writeListOfAddress(to, value.approvals);
  to.string(value.notes);
}

function writeSpaceRecord(to: Encoder, value: SpaceRecord): void {
  to.u8(value.version);
  to.fixed(value.contract, 32);
}

function writeHoldRecord(to: Encoder, value: HoldRecord): void {
  to.u8(value.version);
  to.u8(value.level);
  to.string(value.reason);
  to.u53(value.height);
}

function writeKeyRecord(to: Encoder, value: KeyRecord): void {
  to.u8(value.version);
  to.fixed(value.account, 32);
}

function writeTransition(to: Encoder, value: Transition): void {
  to.fixed(value.by, 32);
  writeListOfAddress(to, value.approvals);
  to.vec(value.body);
}

function writeCustomSection(to: Encoder, value: CustomSection): void {
  to.string(value.name);
  to.vec(value.bytes);
}

function writeListOfGenesisAccount(to: Encoder, list: GenesisAccount[]): void {
  to.u32(list.length);
  for (const item of list) writeGenesisAccount(to, item);
}

function writeListOfGenesisRole(to: Encoder, list: GenesisRole[]): void {
  to.u32(list.length);
  for (const item of list) writeGenesisRole(to, item);
}

function writeListOfNewKey(to: Encoder, list: NewKey[]): void {
  to.u32(list.length);
  for (const item of list) writeNewKey(to, item);
}

function writeListOfAddress(to: Encoder, list: Bytes[]): void {
  to.u32(list.length);
  for (const item of list) to.fixed(item, 32);
}

function writeListOfBytes(to: Encoder, list: Bytes[]): void {
  to.u32(list.length);
  for (const item of list) to.vec(item);
}

function writeListOfEvent(to: Encoder, list: Event[]): void {
  to.u32(list.length);
  for (const item of list) writeEvent(to, item);
}

function writeListOfAccountKey(to: Encoder, list: AccountKey[]): void {
  to.u32(list.length);
  for (const item of list) writeAccountKey(to, item);
}

/** The encoder of each record. */
export const WRITERS = {
  Genesis: writeGenesis,
  GenesisAccount: writeGenesisAccount,
  GenesisRole: writeGenesisRole,
  Header: writeHeader,
  Auth: writeAuth,
  Request: writeRequest,
  UploadBody: writeUploadBody,
  InstantiateBody: writeInstantiateBody,
  CallBody: writeCallBody,
  UpgradeBody: writeUpgradeBody,
  ContractBody: writeContractBody,
  FreezeBody: writeFreezeBody,
  AdminBody: writeAdminBody,
  HoldBody: writeHoldBody,
  ReleaseBody: writeReleaseBody,
  RoleBody: writeRoleBody,
  KeysBody: writeKeysBody,
  NewKey: writeNewKey,
  FoundBody: writeFoundBody,
  OrganisationBody: writeOrganisationBody,
  MemberBody: writeMemberBody,
  ConstituteBody: writeConstituteBody,
  RecoverBody: writeRecoverBody,
  SuspendBody: writeSuspendBody,
  AccountBody: writeAccountBody,
  ProposeBody: writeProposeBody,
  ProposalBody: writeProposalBody,
  ScheduleBody: writeScheduleBody,
  UnscheduleBody: writeUnscheduleBody,
  AdminPolicy: writeAdminPolicy,
  TemplateLink: writeTemplateLink,
  Revert: writeRevert,
  Event: writeEvent,
  Receipt: writeReceipt,
  ProtocolRecord: writeProtocolRecord,
  Activation: writeActivation,
  AccountRecord: writeAccountRecord,
  AccountKey: writeAccountKey,
  ContractRecord: writeContractRecord,
  Freeze: writeFreeze,
  Shadow: writeShadow,
  CodeRecord: writeCodeRecord,
  RoleRecord: writeRoleRecord,
  ScheduleRecord: writeScheduleRecord,
  OrganisationRecord: writeOrganisationRecord,
  ProposalRecord: writeProposalRecord,
  VersionRecord: writeVersionRecord,
  SpaceRecord: writeSpaceRecord,
  HoldRecord: writeHoldRecord,
  KeyRecord: writeKeyRecord,
  Transition: writeTransition,
  CustomSection: writeCustomSection,
} as const;
