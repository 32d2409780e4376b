/**
 * Every record that is stored, hashed or signed: rows of `[field, type]`, in Borsh wire order.
 *
 * Types: u8 u16 u32 (numbers) · u53 (u64 on the wire, below 2^53, a number) · u64 (u64, a bigint) · bool · hash and address
 * ([u8; 32]) · bytes (Vec<u8>) · string · vec<T> · option<T> · the name of another record.
 */
export const RECORDS = {
  Genesis: [
    ['version', 'u8'],
    ['name', 'string'],
    ['salt', 'hash'],
    ['time', 'u53'],
    ['protocol', 'u32'],
    ['specHash', 'hash'],
    ['blockGas', 'u53'],
    ['accounts', 'vec<GenesisAccount>'],
    ['roles', 'vec<GenesisRole>'],
  ],
  GenesisAccount: [
    ['scheme', 'u8'],
    ['key', 'bytes'],
  ],
  GenesisRole: [
    ['account', 'address'],
    ['role', 'string'],
  ],
  Header: [
    ['version', 'u8'],
    ['protocol', 'u32'],
    ['specHash', 'hash'],
    ['chain', 'hash'],
    ['height', 'u53'],
    ['time', 'u53'],
    ['parent', 'hash'],
    ['txRoot', 'hash'],
    ['receiptRoot', 'hash'],
    ['stateRoot', 'hash'],
    ['gasUsed', 'u53'],
  ],
  Auth: [
    ['scheme', 'u8'],
    ['key', 'bytes'],
    ['signature', 'bytes'],
  ],
  Request: [
    ['version', 'u8'],
    ['chain', 'hash'],
    ['sender', 'address'],
    ['nonce', 'u64'],
    ['gasLimit', 'u64'],
    ['expiry', 'u64'],
    ['kind', 'u8'],
    ['body', 'bytes'],
  ],
  UploadBody: [['module', 'bytes']],
  InstantiateBody: [
    ['codeId', 'hash'],
    ['metaId', 'hash'],
    ['salt', 'hash'],
    ['admin', 'AdminPolicy'],
    ['holds', 'bool'],
    ['invariant', 'string'],
    ['template', 'option<TemplateLink>'],
    ['input', 'bytes'],
  ],
  CallBody: [
    ['to', 'address'],
    ['method', 'string'],
    ['input', 'bytes'],
  ],
  UpgradeBody: [
    ['contract', 'address'],
    ['codeId', 'hash'],
    ['metaId', 'hash'],
    ['breaking', 'bool'],
    ['input', 'bytes'],
  ],
  ContractBody: [['contract', 'address']],
  FreezeBody: [
    ['contract', 'address'],
    ['reason', 'string'],
  ],
  AdminBody: [
    ['contract', 'address'],
    ['policy', 'AdminPolicy'],
  ],
  HoldBody: [
    ['contract', 'address'],
    ['account', 'address'],
    ['reason', 'string'],
  ],
  ReleaseBody: [
    ['contract', 'address'],
    ['account', 'address'],
  ],
  RoleBody: [
    ['scope', 'address'],
    ['account', 'address'],
    ['role', 'string'],
  ],
  KeysBody: [
    ['keys', 'vec<NewKey>'],
    ['threshold', 'u8'],
  ],
  NewKey: [
    ['scheme', 'u8'],
    ['key', 'bytes'],
    ['proof', 'bytes'],
  ],
  FoundBody: [
    ['salt', 'hash'],
    ['name', 'string'],
    ['policy', 'AdminPolicy'],
  ],
  OrganisationBody: [['organisation', 'hash']],
  MemberBody: [
    ['organisation', 'hash'],
    ['account', 'address'],
  ],
  ConstituteBody: [
    ['organisation', 'hash'],
    ['name', 'string'],
    ['policy', 'AdminPolicy'],
  ],
  RecoverBody: [
    ['organisation', 'hash'],
    ['account', 'address'],
    ['keys', 'vec<NewKey>'],
    ['threshold', 'u8'],
  ],
  SuspendBody: [
    ['account', 'address'],
    ['reason', 'string'],
  ],
  AccountBody: [['account', 'address']],
  ProposeBody: [
    ['kind', 'u8'],
    ['body', 'bytes'],
    ['earliest', 'u53'],
    ['notes', 'string'],
  ],
  ProposalBody: [
    ['subject', 'hash'],
    ['proposal', 'hash'],
  ],
  ScheduleBody: [
    ['byTime', 'bool'],
    ['due', 'u53'],
    ['gasLimit', 'u53'],
    ['kind', 'u8'],
    ['body', 'bytes'],
  ],
  UnscheduleBody: [
    ['byTime', 'bool'],
    ['due', 'u53'],
    ['id', 'hash'],
  ],
  AdminPolicy: [
    ['members', 'vec<address>'],
    ['threshold', 'u8'],
    ['delay', 'u53'],
  ],
  TemplateLink: [
    ['id', 'string'],
    ['templateVersion', 'string'],
    ['parameters', 'hash'],
    ['prose', 'hash'],
  ],
  Revert: [
    ['code', 'string'],
    ['data', 'bytes'],
  ],
  Event: [
    ['contract', 'address'],
    ['name', 'string'],
    ['topics', 'vec<bytes>'],
    ['data', 'bytes'],
  ],
  Receipt: [
    ['version', 'u8'],
    ['txId', 'hash'],
    ['status', 'u16'],
    ['gasUsed', 'u53'],
    ['output', 'bytes'],
    ['events', 'vec<Event>'],
    ['traceHash', 'hash'],
  ],
  ProtocolRecord: [
    ['version', 'u8'],
    ['protocol', 'u32'],
    ['specHash', 'hash'],
    ['blockGas', 'u53'],
    ['governed', 'bool'],
    ['next', 'option<Activation>'],
  ],
  Activation: [
    ['protocol', 'u32'],
    ['specHash', 'hash'],
    ['height', 'u53'],
  ],
  AccountRecord: [
    ['version', 'u8'],
    ['nonce', 'u53'],
    ['threshold', 'u8'],
    ['keys', 'vec<AccountKey>'],
    ['organisation', 'option<hash>'],
    ['joining', 'option<hash>'],
    ['frozen', 'bool'],
  ],
  AccountKey: [
    ['scheme', 'u8'],
    ['key', 'bytes'],
  ],
  ContractRecord: [
    ['version', 'u8'],
    ['codeId', 'hash'],
    ['metaId', 'hash'],
    ['revision', 'u32'],
    ['since', 'u53'],
    ['creator', 'address'],
    ['status', 'u8'],
    ['freeze', 'option<Freeze>'],
    ['admin', 'AdminPolicy'],
    ['nextAdmin', 'option<AdminPolicy>'],
    ['holds', 'bool'],
    ['storage', 'hash'],
    ['storageRoot', 'hash'],
    ['shadow', 'option<Shadow>'],
    ['invariant', 'string'],
    ['template', 'option<TemplateLink>'],
  ],
  Freeze: [
    ['level', 'u8'],
    ['reason', 'string'],
    ['height', 'u53'],
  ],
  Shadow: [
    ['space', 'hash'],
    ['root', 'hash'],
    ['codeId', 'hash'],
    ['metaId', 'hash'],
    ['whole', 'bool'],
    ['approvals', 'vec<address>'],
    ['notes', 'string'],
    ['input', 'bytes'],
  ],
  CodeRecord: [
    ['version', 'u8'],
    ['profile', 'string'],
    ['size', 'u32'],
  ],
  RoleRecord: [
    ['version', 'u8'],
    ['scope', 'address'],
    ['account', 'address'],
    ['role', 'string'],
    ['grantedBy', 'address'],
    ['height', 'u53'],
  ],
  ScheduleRecord: [
    ['version', 'u8'],
    ['id', 'hash'],
    ['byTime', 'bool'],
    ['due', 'u53'],
    ['creator', 'address'],
    ['gasLimit', 'u53'],
    ['kind', 'u8'],
    ['body', 'bytes'],
  ],
  OrganisationRecord: [
    ['version', 'u8'],
    ['name', 'string'],
    ['policy', 'AdminPolicy'],
    ['height', 'u53'],
  ],
  ProposalRecord: [
    ['version', 'u8'],
    ['kind', 'u8'],
    ['revision', 'u32'],
    ['proposer', 'address'],
    ['height', 'u53'],
    ['earliest', 'u53'],
    ['notes', 'string'],
    ['approvals', 'vec<address>'],
    ['body', 'bytes'],
  ],
  VersionRecord: [
    ['version', 'u8'],
    ['codeId', 'hash'],
    ['metaId', 'hash'],
    ['height', 'u53'],
    ['by', 'address'],
    ['approvals', 'vec<address>'],
    ['notes', 'string'],
  ],
  SpaceRecord: [
    ['version', 'u8'],
    ['contract', 'address'],
  ],
  HoldRecord: [
    ['version', 'u8'],
    ['level', 'u8'],
    ['reason', 'string'],
    ['height', 'u53'],
  ],
  KeyRecord: [
    ['version', 'u8'],
    ['account', 'address'],
  ],
  Transition: [
    ['by', 'address'],
    ['approvals', 'vec<address>'],
    ['body', 'bytes'],
  ],
  CustomSection: [
    ['name', 'string'],
    ['bytes', 'bytes'],
  ],
} as const satisfies Record<string, readonly (readonly [string, string])[]>;
export type RecordName = keyof typeof RECORDS;

/**
 * First byte of a key in the top tree, by what the record is. Behind it: account, contract, organisation and code by their 32 bytes ·
 * role: scope ‖ account ‖ name · schedule: byTime u8 ‖ due u64 ‖ id · proposal: subject ‖ id · version: contract ‖ revision u32 ·
 * space: the shadow space of a contract · hold: contract ‖ account · key: the address that it hashes to. Numbers are big-endian.
 */
export const TOP_KINDS = {
  protocol: 0,
  account: 1,
  contract: 2,
  code: 3,
  role: 4,
  schedule: 5,
  organisation: 6,
  proposal: 7,
  version: 8,
  space: 9,
  hold: 10,
  key: 11,
} as const;
/** What stands at a key of each kind. */
export const TOP_RECORDS = {
  protocol: 'ProtocolRecord',
  account: 'AccountRecord',
  contract: 'ContractRecord',
  code: 'CodeRecord',
  role: 'RoleRecord',
  schedule: 'ScheduleRecord',
  organisation: 'OrganisationRecord',
  proposal: 'ProposalRecord',
  version: 'VersionRecord',
  space: 'SpaceRecord',
  hold: 'HoldRecord',
  key: 'KeyRecord',
} as const satisfies Record<keyof typeof TOP_KINDS, RecordName>;
/** Status of a contract record. */
export const CONTRACT_STATUS = { live: 0, frozen: 1, destroyed: 2 } as const;
/** Who froze: what a regulator froze, an admin policy cannot unfreeze. */
export const FREEZE_LEVEL = { admin: 0, regulator: 1 } as const;
/** Version byte of every record written by this protocol version. */
export const RECORD_VERSION = 1;
/** Signature schemes, by number. Scheme 0 is Ed25519 (RFC 8032) under the strict rule of PROTOCOL 4. */
export const SCHEMES = { ed25519: 0 } as const;
/** Kinds of trace record. */
export const TRACE_KINDS = { START: 1, END: 2, HOST: 3, READ: 4 } as const;
/** Method flag sets as they are spelled behind `#` in an export name. */
export const METHOD_FLAGS = ['', 'init', 'view', 'migrate', 'step', 'reentrant', 'view+reentrant'] as const;
export type MethodFlags = (typeof METHOD_FLAGS)[number];
