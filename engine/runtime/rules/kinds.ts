// What each kind of transaction does: who may, a rule that may reject before anything runs, and an action under gas.
import { RIGHTS, type Right } from '../../../spec/roles.ts';
import type { TxKindName } from '../../../spec/tx.ts';
import { type Bytes, ZERO32 } from '../../base/bytes.ts';
import { planCall } from './call.ts';
import { planInstantiate, planUpload } from './code.ts';
import {
  planAdmit,
  planConstitute,
  planExpel,
  planFound,
  planGrant,
  planJoin,
  planKeys,
  planLeave,
  planRecover,
  planRevoke,
} from './identity.ts';
import { type Before, FREELY, type Granted, kindOf, type Plan } from './plan.ts';
import { authorise } from './policy.ts';
import { planActivate, planApprove, planCancel, planPropose, subjectOf } from './proposal.ts';
import { planSchedule, planUnschedule } from './schedule.ts';
import {
  planAccept,
  planAdmin,
  planDestroy,
  planFreeze,
  planHold,
  planRelease,
  planRestore,
  planSuspend,
  planUnfreeze,
} from './status.ts';
import { planAbandon, planStage, planStep, planSwap, planUpgrade } from './upgrade.ts';

/** The rule of each kind, asked when its right is granted. @throws Reject */
const RULES: { readonly [name in TxKindName]: (before: Before, body: Bytes, granted: Granted) => Plan } = {
  upload: planUpload,
  instantiate: planInstantiate,
  call: planCall,
  upgrade: planUpgrade,
  stage: planStage,
  step: planStep,
  swap: planSwap,
  abandon: planAbandon,
  freeze: planFreeze,
  unfreeze: planUnfreeze,
  destroy: planDestroy,
  admin: planAdmin,
  accept: planAccept,
  hold: planHold,
  release: planRelease,
  grant: planGrant,
  revoke: planRevoke,
  keys: planKeys,
  found: planFound,
  join: planJoin,
  leave: planLeave,
  admit: planAdmit,
  expel: planExpel,
  constitute: planConstitute,
  recover: planRecover,
  suspend: planSuspend,
  restore: planRestore,
  propose: (before, body) => planPropose(before, body, planKind),
  approve: planApprove,
  activate: (before, body) => planActivate(before, body, planKind),
  cancel: planCancel,
  schedule: planSchedule,
  unschedule: planUnschedule,
};

/** The plan of a transaction of a kind, which the sender may send. @throws Reject */
export function planKind(before: Before, kind: number, body: Bytes): Plan {
  const { name } = kindOf(kind);
  return RULES[name](before, body, grantedTo(before, name, body));
}

function grantedTo(before: Before, name: TxKindName, body: Bytes): Granted {
  const right: Right = RIGHTS[name];
  if (name === 'call' && !before.governed) return FREELY;
  if (SELF_JUDGED.has(name)) return FREELY;
  return authorise(before, name, right.policy || right.member ? subjectOf(body) : ZERO32);
}

/** Their right depends on what is proposed or scheduled, which their rules find. */
const SELF_JUDGED: ReadonlySet<TxKindName> = new Set(['propose', 'approve', 'activate', 'cancel', 'unschedule']);
