// Code and contracts made of it: upload and instantiate.
import { STATUS } from '../../../spec/errors.ts';
import { LIMITS } from '../../../spec/limits.ts';
import { PRICES } from '../../../spec/prices.ts';
import { CONTRACT_STATUS, RECORD_VERSION } from '../../../spec/records.ts';
import { VERSION } from '../../../spec/version.ts';
import { type Bytes, copied, EMPTY, ZERO32 } from '../../base/bytes.ts';
import { Reject } from '../../base/errors.ts';
import { codeId, contractAddress, metaId } from '../../base/hash.ts';
import type { ContractRecord, RecordOf } from '../../base/records.ts';
import { EMPTY_STACK } from '../../base/stack.ts';
import type { PreparedCode } from '../../base/tier.ts';
import { topKey } from '../../state/key.ts';
import type { Overlay } from '../../state/overlay.ts';
import { prepare, separate } from '../../wasm/prepare.ts';
import { type Ended, type Job, type Running, runFrame } from '../call.ts';
import type { Engine } from '../code.ts';
import { readTop, writeTop } from '../records.ts';
import { type Before, bodyOf, checkInput, checkText, type Granted, type Plan, paid, recordsPrice } from './plan.ts';
import { checkPolicy } from './policy.ts';

export function planUpload(before: Before, body: Bytes, { reads }: Granted): Plan {
  const { natives } = before.engine;
  const module = bodyOf('UploadBody', body).module.slice();
  const known = knownCode(before, module);
  const { code, meta } = known ?? prepare(natives, module);
  const id = known?.id ?? code!.codeId;
  const metaBytes = meta.reduce((n, section) => n + section.bytes.length, 0);
  const price =
    PRICES['upload.perByte'].gas * (code?.module.length ?? 0) + PRICES['upload.metaPerByte'].gas * metaBytes;
  return {
    reads: [topKey('code', id), ...reads],
    stores: { code, metaId: metaId(natives, meta), meta },
    act: (run, overlay, gas) => {
      const left = paid(gas, price + recordsPrice(reads.length, 0));
      if (code !== undefined) install(run.engine, overlay, code);
      return { status: STATUS.OK, gasLeft: left, output: copied(id), events: [] };
    },
  };
}

/** Puts code in place. */
function install(engine: Engine, overlay: Overlay, code: PreparedCode): void {
  engine.keep(code);
  const record = { version: RECORD_VERSION, profile: VERSION.profile, size: code.module.length };
  writeTop(overlay, 'code', code.codeId, record);
}

/** As if a module had been uploaded, for what is simulated above an overlay. @throws Reject if it is not lawful */
export function presumeUploaded(
  { engine, overlay }: { readonly engine: Engine; readonly overlay: Overlay },
  module: Bytes,
): void {
  install(engine, overlay, prepare(engine.natives, module).code);
}

/** Code that is there already was found lawful then: only what describes it is new. Looking at all of it again would cost and not be paid. */
function knownCode({ engine, reader }: Before, module: Bytes) {
  const parts = separate(module);
  if (parts === undefined) return undefined;
  const id = codeId(engine.natives, parts.code);
  return readTop(reader, 'code', id) === undefined ? undefined : { id, code: undefined, meta: parts.meta };
}

/** @throws Reject CODE_UNKNOWN */
export function codeNamed(before: Before, codeId: Bytes): PreparedCode {
  if (!readTop(before.reader, 'code', codeId)) throw new Reject('CODE_UNKNOWN', '');
  return before.engine.code(before.state, codeId);
}

export function planInstantiate(before: Before, bytes: Bytes, { reads }: Granted): Plan {
  const body = bodyOf('InstantiateBody', bytes);
  checkPolicy(body.admin);
  checkTemplate(body.template);
  const code = codeNamed(before, body.codeId);
  checkInput(body.input);
  if (!methodWith(code, 'init') && body.input.length > 0) throw new Reject('NO_INIT', '');
  if (body.invariant && !code.methods.get(body.invariant)?.view) throw new Reject('INVARIANT_UNKNOWN', body.invariant);
  const address = contractAddress(before.engine.natives, before.chain, before.sender, body.salt);
  if (readTop(before.reader, 'contract', address)) throw new Reject('ADDRESS_TAKEN', '');
  return {
    reads: [topKey('code', body.codeId), topKey('contract', address), ...reads],
    moves: true,
    act: (run, overlay, gas) => {
      const left = paid(gas, recordsPrice(reads.length, 1));
      writeTop(overlay, 'contract', address, newRecord(before, address, body));
      const what = { self: address, caller: before.sender, storage: address, input: body.input, gas: left };
      const ended = runRole(run, overlay, code, 'init', what);
      return ended.status === STATUS.OK ? { ...ended, output: address } : ended;
    },
  };
}

function newRecord({ sender, height }: Before, address: Bytes, body: RecordOf<'InstantiateBody'>): ContractRecord {
  const { codeId, metaId: meta, admin, holds, invariant, template } = body;
  const none = { freeze: null, nextAdmin: null, shadow: null };
  const fresh = { version: RECORD_VERSION, revision: 0, status: CONTRACT_STATUS.live, storageRoot: ZERO32 };
  const own = { since: height, creator: sender, storage: address };
  return { ...fresh, ...none, ...own, codeId, metaId: meta, admin, holds, invariant, template };
}

/** Runs init, migrate or step if the code has one. */
export function runRole(
  run: Running,
  overlay: Overlay,
  code: PreparedCode,
  role: 'init' | 'migrate' | 'step',
  what: Pick<Job, 'self' | 'caller' | 'storage' | 'former' | 'input' | 'gas'>,
): Ended {
  const method = methodWith(code, role);
  if (!method) return { status: STATUS.OK, gasLeft: what.gas, output: EMPTY, events: [] };
  return runFrame(run, { ...what, ...TOP, code, method, name: method.name, view: false, overlay });
}

/** Where the first frame of a transaction stands. */
export const TOP = { depth: 1, tight: true, stack: EMPTY_STACK } as const;

/** The one method of the code with this role. */
export function methodWith(code: PreparedCode, role: 'init' | 'migrate' | 'step') {
  for (const method of code.methods.values()) if (method.role === role) return method;
  return undefined;
}

/** Every call reads and hashes the whole record for one price, so nothing in it may be long. */
function checkTemplate(template: RecordOf<'InstantiateBody'>['template']): void {
  for (const text of template ? [template.id, template.templateVersion] : [])
    checkText('template id or version', text, LIMITS.nameBytes.max);
}
