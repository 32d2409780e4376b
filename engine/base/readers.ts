// Generated from spec/records.ts by npm run generate; do not edit.
import type { Bytes } from './bytes.ts';
import type { Decoder } from './codec.ts';
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
    input: from.vec(),
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
    recovery: from.bool() ? readAdminPolicy(from) : null,
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
    creator: from.raw(32),
    status: from.u8(),
    freezeReason: from.string(),
    admin: readAdminPolicy(from),
    nextAdmin: from.bool() ? readAdminPolicy(from) : null,
    proposal: from.bool() ? from.raw(32) : null,
    storageRoot: from.raw(32),
    shadowRoot: from.bool() ? from.raw(32) : null,
    invariant: from.string(),
    template: from.bool() ? readTemplateLink(from) : null,
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
    account: from.raw(32),
    role: from.string(),
    grantedBy: from.raw(32),
    height: from.u53(),
  };
}

function readScheduleRecord(from: Decoder): ScheduleRecord {
  return {
    version: from.u8(),
    byTime: from.bool(),
    due: from.u53(),
    creator: from.raw(32),
    gasLimit: from.u53(),
    kind: from.u8(),
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
  CodeRecord: readCodeRecord,
  RoleRecord: readRoleRecord,
  ScheduleRecord: readScheduleRecord,
  CustomSection: readCustomSection,
} as const;
