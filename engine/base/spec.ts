// specHash: the identity of the rules, H(SPEC, RFC 8785 JSON of the normative columns).
import { ERRORS } from '../../spec/errors.ts';
import { CALL_FLAGS, CALL_STATUS, HOST_FUNCTIONS, HOST_MODULE } from '../../spec/host.ts';
import { LIMITS } from '../../spec/limits.ts';
import { DESCRIPTIVE_COLUMNS } from '../../spec/normative.ts';
import { OPCODES } from '../../spec/opcodes.ts';
import { PRICE_CLASSES, PRICES } from '../../spec/prices.ts';
import {
  CONTRACT_STATUS,
  FREEZE_LEVEL,
  METHOD_FLAGS,
  RECORD_VERSION,
  RECORDS,
  SCHEMES,
  TOP_KINDS,
  TRACE_KINDS,
} from '../../spec/records.ts';
import { CAN_DESTROY, DESTROY_DELAY, ENGINE_EVENTS, RIGHTS, ROLES } from '../../spec/roles.ts';
import { TAGS } from '../../spec/tags.ts';
import { TX_KINDS } from '../../spec/tx.ts';
import { VERSION } from '../../spec/version.ts';
import type { Bytes } from './bytes.ts';
import { hash } from './hash.ts';
import type { Natives } from './natives.ts';
import { encodeUtf8 } from './utf8.ts';

const TABLES = {
  version: VERSION,
  tags: TAGS,
  limits: LIMITS,
  opcodes: OPCODES,
  priceClasses: PRICE_CLASSES,
  prices: PRICES,
  host: { module: HOST_MODULE, functions: HOST_FUNCTIONS, callStatus: CALL_STATUS, callFlags: CALL_FLAGS },
  errors: consensusErrors(),
  kinds: TX_KINDS,
  rights: RIGHTS,
  roles: ROLES,
  lifecycle: { canDestroy: CAN_DESTROY, destroyDelay: DESTROY_DELAY, events: ENGINE_EVENTS },
  records: RECORDS,
  recordVersion: RECORD_VERSION,
  topKinds: TOP_KINDS,
  contractStatus: CONTRACT_STATUS,
  freezeLevel: FREEZE_LEVEL,
  schemes: SCHEMES,
  traceKinds: TRACE_KINDS,
  methodFlags: METHOD_FLAGS,
};

// Only rejects and traps reach a receipt; faults and usage errors are this program's own affair.
function consensusErrors(): Record<string, unknown> {
  return Object.fromEntries(Object.entries(ERRORS).filter(([, row]) => row.class === 'reject' || row.class === 'trap'));
}

/** RFC 8785 text of a value made of strings, safe integers, booleans, arrays and objects with ASCII keys. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join(',')}}`;
}

function normative(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normative);
  if (typeof value === 'number' && value > 0xffffffff) return String(value);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([k]) => !(DESCRIPTIVE_COLUMNS as readonly string[]).includes(k));
  return Object.fromEntries(kept.map(([k, v]) => [k, normative(v)]));
}

/** The preimage of specHash behind its tag. */
export function specText(): string {
  return canonical(normative(TABLES));
}

export function specHash(natives: Natives): Bytes {
  return hash(natives, 'SPEC', (to) => to.raw(encodeUtf8(specText())));
}
