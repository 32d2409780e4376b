// Other code for a contract: at once, or in steps over a shadow of its storage.
import { STATUS } from '../../../spec/errors.ts';
import { LIMITS } from '../../../spec/limits.ts';
import { RECORD_VERSION } from '../../../spec/records.ts';
import { type Bytes, EMPTY, equal, ZERO32 } from '../../base/bytes.ts';
import { Reject } from '../../base/errors.ts';
import { shadowId } from '../../base/hash.ts';
import { type ContractRecord, encode, type RecordOf } from '../../base/records.ts';
import type { PreparedCode } from '../../base/tier.ts';
import { storagePrefix, topKey, versionKey } from '../../state/key.ts';
import type { Overlay } from '../../state/overlay.ts';
import type { Ended } from '../call.ts';
import { readTop, writeTop } from '../records.ts';
import { codeNamed, methodWith, runRole } from './code.ts';
import {
  type Before,
  bodyOf,
  changing,
  checkInput,
  type Granted,
  type Plan,
  paid,
  recordsPrice,
  transition,
  YES,
} from './plan.ts';
import { changeable, stands } from './policy.ts';

type UpgradeBody = RecordOf<'UpgradeBody'>;
/** A contract that may move, and the code that it is to have. */
interface Move {
  readonly record: ContractRecord;
  readonly code: PreparedCode;
}

/** What upgrade and stage have in common. @throws Reject */
function moveOf(before: Before, body: UpgradeBody, { isUnanimous }: Granted): Move {
  const record = changeable(readTop(before.reader, 'contract', body.contract));
  const { proposed } = before;
  if (proposed && proposed.revision !== record.revision)
    throw new Reject('PROPOSAL_STALE', `revision ${proposed.revision} then, ${record.revision} now`);
  const code = codeNamed(before, body.codeId);
  if (body.breaking && !isUnanimous) throw new Reject('BREAKING', 'not everybody has approved it');
  if (record.invariant && !code.methods.get(record.invariant)?.view)
    throw new Reject('INVARIANT_UNKNOWN', record.invariant);
  return { record, code };
}

export function planUpgrade(before: Before, bytes: Bytes, granted: Granted): Plan {
  const body = bodyOf('UpgradeBody', bytes);
  const { record, code } = moveOf(before, body, granted);
  checkInput(body.input);
  const hasMigrate = methodWith(code, 'migrate') !== undefined;
  if (!hasMigrate && body.input.length > 0) throw new Reject('NO_INIT', 'the code has no migrate');
  if (!hasMigrate && body.breaking) throw new Reject('BREAKING', 'the code has no migrate');
  const { contract, codeId, metaId } = body;
  const reads = [topKey('contract', contract), topKey('code', codeId)];
  return {
    reads: [...reads, ...granted.reads],
    moves: true,
    act: (run, overlay, gas) => {
      const left = paid(gas, recordsPrice(granted.reads.length, versionsWritten(record) + 1));
      const what = { self: contract, caller: before.sender, storage: record.storage, input: body.input, gas: left };
      const ended = runRole(run, overlay, code, 'migrate', what);
      if (ended.status !== STATUS.OK) return ended;
      move(overlay, before, contract, record, { codeId, metaId, ...backingOf(before) });
      // Arguments may be longer than an event.
      return reported(before, 'upgrade', contract, encode('UpgradeBody', { ...body, input: EMPTY }), ended);
    },
  };
}

function reported(before: Before, kind: 'upgrade' | 'step', contract: Bytes, body: Bytes, ended: Ended): Ended {
  return { ...ended, events: [...ended.events, transition(before, kind, contract, body)] };
}

/** The first upgrade also writes down what was before it. */
const versionsWritten = ({ revision }: ContractRecord) => (revision === 0 ? 2 : 1);

interface Backing {
  readonly approvals: Bytes[];
  readonly notes: string;
}

/** Who stands behind it, and why, for the version that comes of it. */
function backingOf({ approvals, proposed }: Before): Backing {
  return { approvals: [...approvals], notes: proposed?.notes ?? '' };
}

/** The contract has other code from now on, and its versions are written down. */
function move(
  overlay: Overlay,
  { sender, height }: Before,
  contract: Bytes,
  record: ContractRecord,
  { approvals, notes, ...next }: Pick<ContractRecord, 'codeId' | 'metaId'> & Partial<ContractRecord> & Backing,
): void {
  const { revision, codeId, metaId, creator, since } = record;
  const write = (at: number, version: Omit<RecordOf<'VersionRecord'>, 'version'>) =>
    overlay.set(versionKey(contract, at), encode('VersionRecord', { version: RECORD_VERSION, ...version }));
  if (revision === 0) write(0, { codeId, metaId, height: since, by: creator, approvals: [], notes: '' });
  const ids = { codeId: next.codeId, metaId: next.metaId };
  write(revision + 1, { ...ids, height, by: sender, approvals, notes });
  writeTop(overlay, 'contract', contract, { ...record, ...next, revision: revision + 1, since: height });
}

export function planStage(before: Before, bytes: Bytes, granted: Granted): Plan {
  const body = bodyOf('UpgradeBody', bytes);
  const { record, code } = moveOf(before, body, granted);
  checkInput(body.input, LIMITS.stageInput.max);
  if (!methodWith(code, 'step')) throw new Reject('NO_STEP', '');
  const { contract, codeId, metaId, input } = body;
  return changing(before, {
    kind: 'stage',
    subject: contract,
    body: bytes,
    reads: [topKey('contract', contract), topKey('code', codeId), ...granted.reads],
    writes: 2,
    change: (overlay, run) => {
      const space = shadowId(run.natives, contract, run.txId);
      const moved = { codeId, metaId, whole: false, input: input.slice(), ...backingOf(before) };
      const shadow = { space, root: ZERO32, ...moved };
      writeTop(overlay, 'space', space, { version: RECORD_VERSION, contract });
      writeTop(overlay, 'contract', contract, { ...record, shadow });
    },
  });
}

/** The record of a contract that migrates in steps. @throws Reject CONTRACT_UNKNOWN, CONTRACT_DESTROYED, CONTRACT_FROZEN, NOT_MIGRATING */
function migrating(before: Before, contract: Bytes, isFrozenToo = false) {
  const record = stands(readTop(before.reader, 'contract', contract));
  const { shadow } = record;
  if (shadow === null) throw new Reject('NOT_MIGRATING', '');
  if (!isFrozenToo) changeable({ ...record, shadow: null });
  return { record, shadow };
}

export function planStep(before: Before, bytes: Bytes, granted: Granted): Plan {
  const { contract } = bodyOf('ContractBody', bytes);
  const { record, shadow } = migrating(before, contract);
  if (shadow.whole) throw new Reject('MIGRATION_UNFINISHED', 'it is whole: swap, or abandon it');
  const code = codeNamed(before, shadow.codeId);
  return {
    reads: [topKey('contract', contract), topKey('code', shadow.codeId), ...granted.reads],
    act: (run, overlay, gas) => {
      const left = paid(gas, recordsPrice(granted.reads.length, 1));
      const spaces = { storage: shadow.space, former: storagePrefix(record.storage) };
      const what = { self: contract, caller: before.sender, ...spaces, input: shadow.input, gas: left };
      const ended = runRole(run, overlay, code, 'step', what);
      if (ended.status !== STATUS.OK || !equal(ended.output, YES)) return ended;
      writeTop(overlay, 'contract', contract, { ...record, shadow: { ...shadow, whole: true } });
      return reported(before, 'step', contract, bytes, ended);
    },
  };
}

export function planSwap(before: Before, bytes: Bytes, granted: Granted): Plan {
  const { contract } = bodyOf('ContractBody', bytes);
  const { record, shadow } = migrating(before, contract);
  if (!shadow.whole) throw new Reject('MIGRATION_UNFINISHED', 'run its steps first');
  const { codeId, metaId, approvals, notes, space, root } = shadow;
  const plan = changing(before, {
    kind: 'swap',
    subject: contract,
    body: bytes,
    reads: [topKey('contract', contract), topKey('code', codeId), ...granted.reads],
    writes: versionsWritten(record) + 2,
    change: (overlay) => {
      forget(overlay, contract, record.storage);
      const moved = { codeId, metaId, storage: space, storageRoot: root, shadow: null };
      move(overlay, before, contract, record, { ...moved, approvals, notes });
    },
  });
  return { ...plan, moves: true };
}

export function planAbandon(before: Before, bytes: Bytes, granted: Granted): Plan {
  const { contract } = bodyOf('ContractBody', bytes);
  const { record, shadow } = migrating(before, contract, true);
  return changing(before, {
    kind: 'abandon',
    subject: contract,
    body: bytes,
    reads: [topKey('contract', contract), ...granted.reads],
    writes: 2,
    change: (overlay) => {
      forget(overlay, contract, shadow.space);
      writeTop(overlay, 'contract', contract, { ...record, shadow: null });
    },
  });
}

/** A space has no contract from now on. What stands in it is under no root: who stores it may throw it away. */
function forget(overlay: Overlay, contract: Bytes, space: Bytes): void {
  if (!equal(space, contract)) overlay.remove(topKey('space', space));
}
