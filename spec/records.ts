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
    ['input', 'bytes'],
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
    ['recovery', 'option<AdminPolicy>'],
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
    ['creator', 'address'],
    ['status', 'u8'],
    ['freezeReason', 'string'],
    ['admin', 'AdminPolicy'],
    ['nextAdmin', 'option<AdminPolicy>'],
    ['proposal', 'option<hash>'],
    ['storageRoot', 'hash'],
    ['shadowRoot', 'option<hash>'],
    ['invariant', 'string'],
    ['template', 'option<TemplateLink>'],
  ],
  CodeRecord: [
    ['version', 'u8'],
    ['profile', 'string'],
    ['size', 'u32'],
  ],
  RoleRecord: [
    ['version', 'u8'],
    ['account', 'address'],
    ['role', 'string'],
    ['grantedBy', 'address'],
    ['height', 'u53'],
  ],
  ScheduleRecord: [
    ['version', 'u8'],
    ['byTime', 'bool'],
    ['due', 'u53'],
    ['creator', 'address'],
    ['gasLimit', 'u53'],
    ['kind', 'u8'],
    ['body', 'bytes'],
  ],
  CustomSection: [
    ['name', 'string'],
    ['bytes', 'bytes'],
  ],
} as const satisfies Record<string, readonly (readonly [string, string])[]>;
export type RecordName = keyof typeof RECORDS;

/** First byte of a key in the top tree, by what the record is. */
export const TOP_KINDS = { protocol: 0, account: 1, contract: 2, code: 3, role: 4, schedule: 5 } as const;
/** Status of a contract record. */
export const CONTRACT_STATUS = { live: 0, frozen: 1, destroyed: 2 } as const;
/** Version byte of every record written by this protocol version. */
export const RECORD_VERSION = 1;
/** Signature schemes, by number. Scheme 0 is Ed25519 (RFC 8032) under the strict rule of PROTOCOL 4. */
export const SCHEMES = { ed25519: 0 } as const;
/** Kinds of trace record. */
export const TRACE_KINDS = { START: 1, END: 2, HOST: 3, READ: 4 } as const;
/** Method flag sets as they are spelled behind `#` in an export name. */
export const METHOD_FLAGS = ['', 'init', 'view', 'migrate', 'reentrant', 'view+reentrant'] as const;
export type MethodFlags = (typeof METHOD_FLAGS)[number];
