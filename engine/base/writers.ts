// Generated from spec/records.ts by npm run generate; do not edit.
import type { Bytes } from './bytes.ts';
import type { Encoder } from './codec.ts';
import type {
  AccountKey,
  AccountRecord,
  Activation,
  AdminPolicy,
  Auth,
  CallBody,
  CodeRecord,
  ContractRecord,
  CustomSection,
  Event,
  Genesis,
  GenesisAccount,
  GenesisRole,
  Header,
  InstantiateBody,
  ProtocolRecord,
  Receipt,
  Request,
  Revert,
  RoleRecord,
  ScheduleRecord,
  TemplateLink,
  UpgradeBody,
  UploadBody,
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
  to.vec(value.input);
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
  to.bool(value.recovery !== null);
  if (value.recovery !== null) writeAdminPolicy(to, value.recovery);
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
  to.fixed(value.creator, 32);
  to.u8(value.status);
  to.string(value.freezeReason);
  writeAdminPolicy(to, value.admin);
  to.bool(value.nextAdmin !== null);
  if (value.nextAdmin !== null) writeAdminPolicy(to, value.nextAdmin);
  to.bool(value.proposal !== null);
  if (value.proposal !== null) to.fixed(value.proposal, 32);
  to.fixed(value.storageRoot, 32);
  to.bool(value.shadowRoot !== null);
  if (value.shadowRoot !== null) to.fixed(value.shadowRoot, 32);
  to.string(value.invariant);
  to.bool(value.template !== null);
  if (value.template !== null) writeTemplateLink(to, value.template);
}

function writeCodeRecord(to: Encoder, value: CodeRecord): void {
  to.u8(value.version);
  to.string(value.profile);
  to.u32(value.size);
}

function writeRoleRecord(to: Encoder, value: RoleRecord): void {
  to.u8(value.version);
  to.fixed(value.account, 32);
  to.string(value.role);
  to.fixed(value.grantedBy, 32);
  to.u53(value.height);
}

function writeScheduleRecord(to: Encoder, value: ScheduleRecord): void {
  to.u8(value.version);
  to.bool(value.byTime);
  to.u53(value.due);
  to.fixed(value.creator, 32);
  to.u53(value.gasLimit);
  to.u8(value.kind);
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
  CodeRecord: writeCodeRecord,
  RoleRecord: writeRoleRecord,
  ScheduleRecord: writeScheduleRecord,
  CustomSection: writeCustomSection,
} as const;
