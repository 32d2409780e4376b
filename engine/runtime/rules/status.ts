// Stopping a contract, ending it, handing it over; stopping one account in it.
import { STATUS } from '../../../spec/errors.ts';
import { LIMITS } from '../../../spec/limits.ts';
import { CONTRACT_STATUS, FREEZE_LEVEL, RECORD_VERSION } from '../../../spec/records.ts';
import { CAN_DESTROY, DESTROY_DELAY } from '../../../spec/roles.ts';
import { type Bytes, EMPTY, equal } from '../../base/bytes.ts';
import { Reject } from '../../base/errors.ts';
import { type ContractRecord, decode, encode } from '../../base/records.ts';
import { revertPayload } from '../../host/outcome.ts';
import { holdKey, topKey } from '../../state/key.ts';
import type { Overlay } from '../../state/overlay.ts';
import { type Ended, runFrame } from '../call.ts';
import { readTop, writeTop } from '../records.ts';
import { TOP } from './code.ts';
import {
  type Before,
  bodyOf,
  changing,
  checkText,
  type Granted,
  type Plan,
  paid,
  recordsPrice,
  transition,
  YES,
} from './plan.ts';
import { checkPolicy, standing } from './policy.ts';

type StatusKind = 'freeze' | 'unfreeze' | 'admin' | 'accept';

/** A plan that changes the record of one contract. */
function recordChange(
  before: Before,
  granted: Granted,
  what: { kind: StatusKind; contract: Bytes; body: Bytes; next: ContractRecord },
): Plan {
  const { kind, contract, body, next } = what;
  return changing(before, {
    kind,
    subject: contract,
    body,
    reads: [topKey('contract', contract), ...granted.reads],
    writes: 1,
    change: (overlay) => {
      writeTop(overlay, 'contract', contract, next);
    },
  });
}

const levelOf = ({ as }: Granted) => (as === 'regulator' ? FREEZE_LEVEL.regulator : FREEZE_LEVEL.admin);

/** @throws Reject CONTRACT_FROZEN if it is already, by the same or by more */
export function planFreeze(before: Before, body: Bytes, granted: Granted): Plan {
  const { contract, reason } = bodyOf('FreezeBody', body);
  checkText('reason', reason, LIMITS.reasonBytes.max);
  const record = standing(before.reader, contract);
  const level = levelOf(granted);
  if (record.freeze && record.freeze.level >= level) throw new Reject('CONTRACT_FROZEN', record.freeze.reason);
  const freeze = { level, reason, height: before.height };
  const next = { ...record, status: CONTRACT_STATUS.frozen, freeze };
  return recordChange(before, granted, { kind: 'freeze', contract, body, next });
}

/** The record of a frozen contract, whose freeze the sender may undo. @throws Reject NOT_FROZEN, FROZEN_BY_REGULATOR */
function thawable({ reader, isPresumed }: Before, contract: Bytes, level: number) {
  const record = standing(reader, contract);
  const { freeze } = record;
  if (freeze === null) throw new Reject('NOT_FROZEN', '');
  if (freeze.level > level && !isPresumed) throw new Reject('FROZEN_BY_REGULATOR', freeze.reason);
  return { record, freeze };
}

export function planUnfreeze(before: Before, body: Bytes, granted: Granted): Plan {
  const { contract } = bodyOf('ContractBody', body);
  const { record } = thawable(before, contract, levelOf(granted));
  const next = { ...record, status: CONTRACT_STATUS.live, freeze: null };
  return recordChange(before, granted, { kind: 'unfreeze', contract, body, next });
}

export function planDestroy(before: Before, body: Bytes, granted: Granted): Plan {
  const { contract } = bodyOf('ContractBody', body);
  const { record, freeze } = thawable(before, contract, FREEZE_LEVEL.admin);
  const from = freeze.height + Math.max(DESTROY_DELAY, record.admin.delay);
  if (before.height < from && !before.isPresumed) throw new Reject('TOO_EARLY', `from block ${from} on`);
  const code = before.engine.code(before.state, record.codeId);
  const view = code.methods.get(CAN_DESTROY);
  if (!view?.view && !granted.isUnanimous)
    throw new Reject('NOT_ADMIN', `everybody must approve it, because the code has no view ${CAN_DESTROY}`);
  return {
    reads: [topKey('contract', contract), ...granted.reads],
    act: (run, overlay, gas) => {
      let left = paid(gas, recordsPrice(granted.reads.length, 1));
      if (view?.view) {
        const { storage } = record;
        const what = { self: contract, storage, caller: before.sender, code, method: view, name: CAN_DESTROY };
        const said = runFrame(run, { ...what, ...TOP, tight: false, input: EMPTY, view: true, gas: left, overlay });
        if (said.status !== STATUS.OK || !equal(said.output, YES)) return refused(said, contract);
        left = said.gasLeft;
      }
      end(overlay, contract, record);
      return {
        status: STATUS.OK,
        gasLeft: left,
        output: EMPTY,
        events: [transition(before, 'destroy', contract, body)],
      };
    },
  };
}

function refused({ gasLeft }: Ended, contract: Bytes): Ended {
  return { status: STATUS.REVERT, gasLeft, output: revertPayload('CAN_DESTROY', contract), events: [] };
}

/** The record stays, with the root of the storage as it was last. */
function end(overlay: Overlay, contract: Bytes, record: ContractRecord): void {
  if (record.shadow !== null) overlay.remove(topKey('space', record.shadow.space));
  const last = { status: CONTRACT_STATUS.destroyed, nextAdmin: null, shadow: null };
  writeTop(overlay, 'contract', contract, { ...record, ...last });
}

/** Nobody as the next policy is in force at once, because there is nobody to accept it; so everybody must want it. */
export function planAdmin(before: Before, body: Bytes, granted: Granted): Plan {
  const { contract, policy } = bodyOf('AdminBody', body);
  checkPolicy(policy);
  const record = standing(before.reader, contract);
  const isForEver = policy.members.length === 0;
  // Nobody could let it go on then.
  if (isForEver && record.freeze) throw new Reject('CONTRACT_FROZEN', record.freeze.reason);
  if (isForEver && !granted.isUnanimous) throw new Reject('NOT_ADMIN', 'everybody must approve it: it is for ever');
  const next = isForEver ? { ...record, admin: policy, nextAdmin: null } : { ...record, nextAdmin: policy };
  return recordChange(before, granted, { kind: 'admin', contract, body, next });
}

export function planAccept(before: Before, body: Bytes, granted: Granted): Plan {
  const { contract } = bodyOf('ContractBody', body);
  const record = standing(before.reader, contract);
  // The grant of this kind has seen that there is one.
  const next = { ...record, admin: record.nextAdmin!, nextAdmin: null };
  return recordChange(before, granted, { kind: 'accept', contract, body, next });
}

export function planHold(before: Before, bytes: Bytes, granted: Granted): Plan {
  const { contract, account, reason } = bodyOf('HoldBody', bytes);
  checkText('reason', reason, LIMITS.reasonBytes.max);
  const record = standing(before.reader, contract);
  if (!record.holds) throw new Reject('NOT_HOLDABLE', '');
  const key = holdKey(contract, account);
  const level = levelOf(granted);
  const held = before.reader.get(key);
  if (held && decode('HoldRecord', held).level >= level) throw new Reject('HOLD_UNCHANGED', '');
  const hold = encode('HoldRecord', { version: RECORD_VERSION, level, reason, height: before.height });
  return holdChange(before, granted, { kind: 'hold', contract, account, bytes }, (overlay) => overlay.set(key, hold));
}

export function planRelease(before: Before, bytes: Bytes, granted: Granted): Plan {
  const { contract, account } = bodyOf('ReleaseBody', bytes);
  standing(before.reader, contract);
  const key = holdKey(contract, account);
  const held = before.reader.get(key);
  if (!held) throw new Reject('HOLD_UNCHANGED', '');
  const { level, reason } = decode('HoldRecord', held);
  if (level > levelOf(granted) && !before.isPresumed) throw new Reject('FROZEN_BY_REGULATOR', reason);
  return holdChange(before, granted, { kind: 'release', contract, account, bytes }, (overlay) => overlay.remove(key));
}

function holdChange(
  before: Before,
  granted: Granted,
  { kind, contract, account, bytes }: { kind: 'hold' | 'release'; contract: Bytes; account: Bytes; bytes: Bytes },
  change: (overlay: Overlay) => void,
): Plan {
  return changing(before, {
    kind,
    subject: contract,
    about: account,
    body: bytes,
    reads: [topKey('contract', contract), holdKey(contract, account), ...granted.reads],
    writes: 1,
    change,
  });
}

/** Stops an account everywhere, or lets it go on. */
export function planSuspend(before: Before, bytes: Bytes, granted: Granted): Plan {
  const { account, reason } = bodyOf('SuspendBody', bytes);
  checkText('reason', reason, LIMITS.reasonBytes.max);
  return frozenChange(before, granted, { kind: 'suspend', account, bytes, frozen: true });
}

export function planRestore(before: Before, bytes: Bytes, granted: Granted): Plan {
  const { account } = bodyOf('AccountBody', bytes);
  return frozenChange(before, granted, { kind: 'restore', account, bytes, frozen: false });
}

function frozenChange(
  before: Before,
  granted: Granted,
  { kind, account, bytes, frozen }: { kind: 'suspend' | 'restore'; account: Bytes; bytes: Bytes; frozen: boolean },
): Plan {
  const record = readTop(before.reader, 'account', account);
  if (!record) throw new Reject('ACCOUNT_UNKNOWN', '');
  if (record.frozen === frozen) throw frozen ? new Reject('ACCOUNT_FROZEN', '') : new Reject('NOT_SUSPENDED', '');
  return changing(before, {
    kind,
    subject: account,
    body: bytes,
    reads: [topKey('account', account), ...granted.reads],
    writes: 1,
    change: (overlay) => {
      // The nonce of who suspends itself was used in the meantime.
      writeTop(overlay, 'account', account, { ...readTop(overlay, 'account', account)!, frozen });
    },
  });
}
