// What several have to approve: proposed, approved one by one, and done when the policy as it is then is satisfied.
import { STATUS } from '../../../spec/errors.ts';
import { LIMITS } from '../../../spec/limits.ts';
import { PRICES } from '../../../spec/prices.ts';
import { RECORD_VERSION } from '../../../spec/records.ts';
import { RIGHTS, type Right } from '../../../spec/roles.ts';
import { type Bytes, compare, equal, ZERO32 } from '../../base/bytes.ts';
import { Reject } from '../../base/errors.ts';
import { proposalId } from '../../base/hash.ts';
import { decode, encode, type RecordOf } from '../../base/records.ts';
import { proposalKey } from '../../state/key.ts';
import type { Reader } from '../../state/reader.ts';
import type { Running } from '../call.ts';
import { readTop } from '../records.ts';
import { type Before, bodyOf, changing, checkInput, checkText, kindOf, type Plan, paid, transition } from './plan.ts';
import { checkMaker, checkPart, policyOf } from './policy.ts';

type ProposalRecord = RecordOf<'ProposalRecord'>;
/** Plans a transaction of another kind, all checks of it included. */
export type Planning = (before: Before, kind: number, body: Bytes) => Plan;

/** The subject that the body of a kind under a policy begins with. @throws Reject TX_MALFORMED */
export function subjectOf(body: Bytes): Bytes {
  if (body.length < 32) throw new Reject('TX_MALFORMED', `a body of ${body.length} bytes`);
  return body.slice(0, 32);
}

/** Whose policy decides about a kind that may be proposed. @throws Reject NOT_PROPOSABLE */
function policyKind(kind: number): NonNullable<Right['policy']> {
  const { policy }: Right = RIGHTS[kindOf(kind).name];
  if (policy === undefined) throw new Reject('NOT_PROPOSABLE', kindOf(kind).name);
  return policy;
}

/** Who has a part in what decides about a kind. @returns what was looked up @throws Reject NOT_ADMIN */
function part({ reader, sender }: Before, kind: number, subject: Bytes): readonly string[] {
  return checkPart(reader, policyOf(reader, policyKind(kind), subject), sender);
}

const bytePrice = (bytes: number) => PRICES['record.perByte'].gas * bytes;

export function planPropose(before: Before, bytes: Bytes, plan: Planning): Plan {
  const { kind, body, earliest, notes } = bodyOf('ProposeBody', bytes);
  checkText('notes', notes, LIMITS.notesBytes.max);
  checkInput(body, LIMITS.proposalBytes.max);
  policyKind(kind);
  const subject = subjectOf(body);
  if (equal(subject, ZERO32)) throw new Reject('NOT_PROPOSABLE', 'roles of the chain are given by its admins, alone');
  const looked = part(before, kind, subject);
  const { reads } = plan({ ...before, isPresumed: true }, kind, body);
  const { sender: proposer, height } = before;
  const revision = readTop(before.reader, 'contract', subject)?.revision ?? 0;
  const own = { version: RECORD_VERSION, kind, revision, proposer, height, earliest, notes };
  const record = encode('ProposalRecord', { ...own, approvals: [proposer], body });
  const idIn = (run: Running) => proposalId(run.natives, run.txId);
  return changing(before, {
    kind: 'propose',
    subject,
    body: withoutBody(bytes),
    reads: [...reads, ...looked],
    writes: 1,
    price: bytePrice(record.length),
    change: (overlay, run) => overlay.set(proposalKey(subject, idIn(run)), record),
    output: idIn,
  });
}

/** What is proposed stands in the state, and may be too long for an event. */
function withoutBody(bytes: Bytes): Bytes {
  const body = bodyOf('ProposeBody', bytes);
  return encode('ProposeBody', { ...body, body: body.body.slice(0, 32) });
}

interface Found {
  readonly key: string;
  readonly subject: Bytes;
  readonly record: ProposalRecord;
  readonly size: number;
}

/** @throws Reject PROPOSAL_UNKNOWN */
function find(reader: Reader, bytes: Bytes): Found {
  const { subject, proposal } = bodyOf('ProposalBody', bytes);
  const key = proposalKey(subject, proposal);
  const found = reader.get(key);
  if (!found) throw new Reject('PROPOSAL_UNKNOWN', '');
  return { key, subject, record: decode('ProposalRecord', found), size: found.length };
}

export function planApprove(before: Before, bytes: Bytes): Plan {
  const { key, subject, record, size } = find(before.reader, bytes);
  const looked = part(before, record.kind, subject);
  const { approvals } = record;
  if (approvals.some((account) => equal(account, before.sender))) throw new Reject('ALREADY_APPROVED', '');
  if (approvals.length >= MOST_APPROVALS) throw new Reject('POLICY_INVALID', `${approvals.length} have approved it`);
  const next = { ...record, approvals: [...approvals, before.sender].sort(compare) };
  return changing(before, {
    kind: 'approve',
    subject,
    body: bytes,
    reads: [key, ...looked],
    writes: 1,
    price: bytePrice(2 * size),
    change: (overlay) => {
      overlay.set(key, encode('ProposalRecord', next));
    },
  });
}

/** Each member of a policy may be an organisation of as many accounts. */
const MOST_APPROVALS = LIMITS.policyMembers.max ** 2;

/** What was proposed, done in the name of those who approved it; the proposal is gone then. */
export function planActivate(before: Before, bytes: Bytes, plan: Planning): Plan {
  const { key, subject, record, size } = find(before.reader, bytes);
  const looked = part(before, record.kind, subject);
  const { height, revision, notes, earliest, approvals } = record;
  if (before.height < earliest) throw new Reject('TOO_EARLY', `from block ${earliest} on`);
  const planned = plan({ ...before, approvals, proposed: { height, revision, notes } }, record.kind, record.body);
  return {
    ...planned,
    reads: [key, ...looked, ...planned.reads],
    act: (run, overlay, gas) => {
      const ended = planned.act(
        run,
        overlay,
        paid(gas, bytePrice(size) + PRICES['record.read'].gas * (1 + looked.length)),
      );
      if (ended.status !== STATUS.OK) return ended;
      overlay.remove(key);
      return { ...ended, events: [...ended.events, transition(before, 'activate', subject, bytes)] };
    },
  };
}

/** By whoever proposed it, or an operator. */
export function planCancel(before: Before, bytes: Bytes): Plan {
  const { key, subject, record, size } = find(before.reader, bytes);
  checkMaker(before, 'cancel', record.proposer);
  return changing(before, {
    kind: 'cancel',
    subject,
    body: bytes,
    reads: [key],
    writes: 1,
    price: bytePrice(size),
    change: (overlay) => {
      overlay.remove(key);
    },
  });
}
