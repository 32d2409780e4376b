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
  input: Bytes;
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
  recovery: AdminPolicy | null;
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
  creator: Bytes;
  status: number;
  freezeReason: string;
  admin: AdminPolicy;
  nextAdmin: AdminPolicy | null;
  proposal: Bytes | null;
  storageRoot: Bytes;
  shadowRoot: Bytes | null;
  invariant: string;
  template: TemplateLink | null;
}

export interface CodeRecord {
  version: number;
  profile: string;
  size: number;
}

export interface RoleRecord {
  version: number;
  account: Bytes;
  role: string;
  grantedBy: Bytes;
  height: number;
}

export interface ScheduleRecord {
  version: number;
  byTime: boolean;
  due: number;
  creator: Bytes;
  gasLimit: number;
  kind: number;
  body: Bytes;
}

export interface CustomSection {
  name: string;
  bytes: Bytes;
}
