// What each transaction kind does: a rule that may reject before anything runs, and an action under gas.
import { STATUS } from '../../spec/errors.ts';
import { LIMITS } from '../../spec/limits.ts';
import { PRICES } from '../../spec/prices.ts';
import { CONTRACT_STATUS, RECORD_VERSION } from '../../spec/records.ts';
import type { TxKindName } from '../../spec/tx.ts';
import { VERSION } from '../../spec/version.ts';
import { type Bytes, compare, copied, EMPTY, equal, ZERO32 } from '../base/bytes.ts';
import { CodecError, Reject } from '../base/errors.ts';
import { codeId, contractAddress, metaId } from '../base/hash.ts';
import { type AdminPolicy, type ContractRecord, decode, type RecordOf } from '../base/records.ts';
import { EMPTY_STACK } from '../base/stack.ts';
import type { PreparedCode } from '../base/tier.ts';
import { encodeUtf8 } from '../base/utf8.ts';
import { charge } from '../host/gas.ts';
import { topKey } from '../state/key.ts';
import type { Overlay } from '../state/overlay.ts';
import type { Reader, State } from '../state/reader.ts';
import { prepare, separate } from '../wasm/prepare.ts';
import { type Ended, type Job, methodOf, type Running, runFrame } from './call.ts';
import type { Engine } from './code.ts';
import { readTop, recordOf, writeTop } from './records.ts';

/** What a rule may look at. */
export interface Before {
  readonly engine: Engine;
  readonly state: State;
  /** State as the transaction finds it. */
  readonly reader: Reader;
  readonly chain: Bytes;
  readonly sender: Bytes;
}

/** A transaction whose rule holds. */
export interface Plan {
  /** Flat keys of the top records that its trace lists. */
  readonly reads: readonly string[];
  /** Runs in an overlay of its own; `gas` is what is left after the intrinsic price. @throws Exhausted, Trap OUT_OF_GAS */
  act(run: Running, overlay: Overlay, gas: number): Ended;
  /** Bytes that are stored beside the state. */
  readonly stores?: { code: PreparedCode | undefined; metaId: Bytes; meta: RecordOf<'CustomSection'>[] };
}

/** The rule of each kind. @throws Reject */
export const RULES: { readonly [name in TxKindName]: (before: Before, body: Bytes) => Plan } = {
  upload: planUpload,
  instantiate: planInstantiate,
  call: planCall,
  upgrade: planUpgrade,
};

function bodyOf<N extends 'UploadBody' | 'InstantiateBody' | 'CallBody' | 'UpgradeBody'>(
  name: N,
  body: Bytes,
): RecordOf<N> {
  try {
    return decode(name, body);
  } catch (error) {
    if (error instanceof CodecError) throw new Reject('TX_MALFORMED', `${name}: ${error.message}`);
    throw error;
  }
}

function planUpload(before: Before, body: Bytes): Plan {
  const { natives } = before.engine;
  const module = bodyOf('UploadBody', body).module.slice();
  const known = knownCode(before, module);
  const { code, meta } = known ?? prepare(natives, module);
  const id = known?.id ?? code!.codeId;
  const metaBytes = meta.reduce((n, section) => n + section.bytes.length, 0);
  const price =
    PRICES['upload.perByte'].gas * (code?.module.length ?? 0) + PRICES['upload.metaPerByte'].gas * metaBytes;
  return {
    reads: [topKey('code', id)],
    stores: { code, metaId: metaId(natives, meta), meta },
    act: (run, overlay, gas) => {
      const left = paid(gas, price);
      if (code !== undefined) {
        run.engine.keep(code);
        writeTop(overlay, 'code', id, { version: RECORD_VERSION, profile: VERSION.profile, size: code.module.length });
      }
      return { status: STATUS.OK, gasLeft: left, output: copied(id), events: [] };
    },
  };
}

/** Code that is there already was found lawful then: only what describes it is new. Looking at all of it again would cost and not be paid. */
function knownCode({ engine, reader }: Before, module: Bytes) {
  const parts = separate(module);
  if (parts === undefined) return undefined;
  const id = codeId(engine.natives, parts.code);
  return readTop(reader, 'code', id) === undefined ? undefined : { id, code: undefined, meta: parts.meta };
}

function paid(gas: number, price: number): number {
  const meter = { gas, stack: 0 };
  charge(meter, price);
  return meter.gas;
}

/** @throws Reject CODE_UNKNOWN */
function codeNamed(before: Before, codeId: Bytes): PreparedCode {
  if (!readTop(before.reader, 'code', codeId)) throw new Reject('CODE_UNKNOWN', '');
  return before.engine.code(before.state, codeId);
}

function planInstantiate(before: Before, bytes: Bytes): Plan {
  const body = bodyOf('InstantiateBody', bytes);
  checkPolicy(body.admin);
  checkTemplate(body.template);
  const code = codeNamed(before, body.codeId);
  checkInput(body.input);
  if (!withRole(code, 'init') && body.input.length > 0) throw new Reject('NO_INIT', '');
  if (body.invariant && !code.methods.get(body.invariant)?.view) throw new Reject('INVARIANT_UNKNOWN', body.invariant);
  const address = contractAddress(before.engine.natives, before.chain, before.sender, body.salt);
  if (readTop(before.reader, 'contract', address)) throw new Reject('ADDRESS_TAKEN', '');
  return {
    reads: [topKey('code', body.codeId), topKey('contract', address)],
    act: (run, overlay, gas) => {
      const left = paid(gas, PRICES['record.write'].gas);
      writeTop(overlay, 'contract', address, newRecord(before.sender, body));
      const ended = runRole(run, overlay, code, 'init', {
        self: address,
        caller: before.sender,
        input: body.input,
        gas: left,
      });
      return ended.status === STATUS.OK ? { ...ended, output: address } : ended;
    },
  };
}

function newRecord(creator: Bytes, body: RecordOf<'InstantiateBody'>): ContractRecord {
  const { codeId, metaId: meta, admin, invariant, template } = body;
  const none = { nextAdmin: null, proposal: null, shadowRoot: null };
  const fresh = {
    version: RECORD_VERSION,
    revision: 0,
    status: CONTRACT_STATUS.live,
    freezeReason: '',
    storageRoot: ZERO32,
  };
  return { ...fresh, ...none, codeId, metaId: meta, creator, admin, invariant, template };
}

/** Runs init or migrate if the code has one. */
function runRole(
  run: Running,
  overlay: Overlay,
  code: PreparedCode,
  role: 'init' | 'migrate',
  what: Pick<Job, 'self' | 'caller' | 'input' | 'gas'>,
): Ended {
  const method = withRole(code, role);
  if (!method) return { status: STATUS.OK, gasLeft: what.gas, output: EMPTY, events: [] };
  return runFrame(run, { ...what, ...TOP, code, method, name: method.name, view: false, overlay });
}

const TOP = { depth: 1, tight: true, stack: EMPTY_STACK } as const;

function withRole(code: PreparedCode, role: 'init' | 'migrate') {
  for (const method of code.methods.values()) if (method.role === role) return method;
  return undefined;
}

function checkInput(input: Bytes): void {
  if (input.length > LIMITS.input.max)
    throw new Reject('INPUT_TOO_LARGE', `${input.length} of ${LIMITS.input.max} bytes`);
}

/** Members strictly ascending; threshold between 1 and their number, or nobody and 0: immutable for ever. */
function checkPolicy(policy: AdminPolicy): void {
  const { members, threshold } = policy;
  for (let i = 1; i < members.length; i++) {
    if (compare(members[i - 1]!, members[i]!) >= 0) throw new Reject('POLICY_INVALID', `member ${i} is out of order`);
  }
  const lawful = members.length === 0 ? threshold === 0 : threshold >= 1 && threshold <= members.length;
  if (!lawful || members.length > LIMITS.signatures.max)
    throw new Reject('POLICY_INVALID', `${threshold} of ${members.length}`);
}

/** Every call reads and hashes the whole record for one price, so nothing in it may be long. */
function checkTemplate(template: RecordOf<'InstantiateBody'>['template']): void {
  for (const text of template ? [template.id, template.templateVersion] : []) {
    const { length } = encodeUtf8(text);
    if (length > LIMITS.nameBytes.max) throw new Reject('INPUT_TOO_LARGE', `template id or version of ${length} bytes`);
  }
}

/** The record of a contract that can run. @throws Reject */
export function liveContract(reader: Reader, address: Bytes): ContractRecord {
  return live(readTop(reader, 'contract', address));
}

function live(record: ContractRecord | undefined): ContractRecord {
  if (!record) throw new Reject('CONTRACT_UNKNOWN', '');
  if (record.status === CONTRACT_STATUS.frozen) throw new Reject('CONTRACT_FROZEN', record.freezeReason);
  if (record.status === CONTRACT_STATUS.destroyed) throw new Reject('CONTRACT_DESTROYED', '');
  return record;
}

function planCall(before: Before, bytes: Bytes): Plan {
  const { to, method: name, input } = bodyOf('CallBody', bytes);
  checkInput(input);
  // One string for both reads of the record: V8 hashes a string once.
  const key = topKey('contract', to);
  const code = before.engine.code(before.state, live(recordOf('contract', before.reader.get(key))).codeId);
  const method = methodOf(code, name);
  if (!method) throw new Reject('METHOD_UNKNOWN', name);
  if (method.role !== 'method') throw new Reject('METHOD_RESERVED', name);
  return {
    reads: [key],
    act: (run, overlay, gas) => {
      const { view } = method;
      const { depth, tight, stack } = TOP;
      const caller = before.sender;
      return runFrame(run, { self: to, caller, code, method, name, input, view, depth, tight, gas, stack, overlay });
    },
  };
}

function planUpgrade(before: Before, bytes: Bytes): Plan {
  const body = bodyOf('UpgradeBody', bytes);
  const record = liveContract(before.reader, body.contract);
  checkAdmin(record.admin, before.sender);
  const code = codeNamed(before, body.codeId);
  checkInput(body.input);
  if (!withRole(code, 'migrate') && body.input.length > 0) throw new Reject('NO_INIT', 'the code has no migrate');
  if (record.invariant && !code.methods.get(record.invariant)?.view)
    throw new Reject('INVARIANT_UNKNOWN', record.invariant);
  return {
    reads: [topKey('contract', body.contract), topKey('code', body.codeId)],
    act: (run, overlay, gas) => {
      const left = paid(gas, PRICES['record.write'].gas);
      const what = { self: body.contract, caller: before.sender, input: body.input, gas: left };
      const ended = runRole(run, overlay, code, 'migrate', what);
      const moved = { codeId: body.codeId, metaId: body.metaId, revision: record.revision + 1 };
      if (ended.status === STATUS.OK) writeTop(overlay, 'contract', body.contract, { ...record, ...moved });
      return ended;
    },
  };
}

/** One sender satisfies policies of one member out of several, without delay. @throws Reject NOT_ADMIN */
function checkAdmin(policy: AdminPolicy, sender: Bytes): void {
  if (policy.members.length === 0) throw new Reject('NOT_ADMIN', 'the contract is immutable');
  if (!policy.members.some((member) => equal(member, sender))) throw new Reject('NOT_ADMIN', '');
  if (policy.threshold > 1) throw new Reject('NOT_ADMIN', `${policy.threshold} approvals are needed`);
  if (policy.delay > 0) throw new Reject('NOT_ADMIN', `a delay of ${policy.delay} is asked for`);
}
