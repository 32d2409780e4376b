// What the chain does later, in the name of who asked for it.
import { LIMITS } from '../../../spec/limits.ts';
import { PRICES } from '../../../spec/prices.ts';
import { RECORD_VERSION } from '../../../spec/records.ts';
import type { Bytes } from '../../base/bytes.ts';
import { Reject } from '../../base/errors.ts';
import { scheduleId } from '../../base/hash.ts';
import { decode, encode } from '../../base/records.ts';
import { scheduleKey } from '../../state/key.ts';
import type { Running } from '../call.ts';
import { type Before, bodyOf, changing, checkInput, kindOf, type Plan } from './plan.ts';
import { checkMaker } from './policy.ts';

/** Its gas limit is paid now: what is scheduled goes before all else, so nobody may fill later blocks with more than he pays for in this one. */
export function planSchedule(before: Before, bytes: Bytes): Plan {
  const { byTime, due, gasLimit, kind, body } = bodyOf('ScheduleBody', bytes);
  checkInput(body, LIMITS.scheduledBytes.max);
  checkLater(kind, body);
  const least = PRICES['tx.base'].gas;
  if (gasLimit < least) throw new Reject('GAS_LIMIT_LOW', `${gasLimit} of at least ${least}`);
  const { sender: creator } = before;
  return changing(before, {
    kind: 'schedule',
    subject: creator,
    body: encode('ScheduleBody', { byTime, due, gasLimit, kind, body: body.slice(0, 32) }),
    reads: [],
    writes: 1,
    price: gasLimit + PRICES['record.perByte'].gas * 2 * body.length,
    change: (overlay, run) => {
      const id = idIn(run);
      const record = { version: RECORD_VERSION, id, byTime, due, creator, gasLimit, kind, body };
      overlay.set(scheduleKey(byTime, due, id), encode('ScheduleRecord', record));
    },
    output: idIn,
  });
}

/** A transaction schedules one thing. */
const idIn = (run: Running) => scheduleId(run.natives, run.txId, 0);

/** @throws Reject KIND_UNKNOWN, SCHEDULE_INVALID, TX_MALFORMED */
function checkLater(kind: number, body: Bytes): void {
  const { name, body: record } = kindOf(kind);
  if (name === 'schedule' || name === 'upload') throw new Reject('SCHEDULE_INVALID', name);
  bodyOf(record, body);
}

/** By whoever scheduled it, or an operator. */
export function planUnschedule(before: Before, bytes: Bytes): Plan {
  const { byTime, due, id } = bodyOf('UnscheduleBody', bytes);
  const key = scheduleKey(byTime, due, id);
  const found = before.reader.get(key);
  if (!found) throw new Reject('SCHEDULE_UNKNOWN', '');
  const { creator } = decode('ScheduleRecord', found);
  checkMaker(before, 'unschedule', creator);
  return changing(before, {
    kind: 'unschedule',
    subject: creator,
    body: bytes,
    reads: [key],
    writes: 1,
    price: PRICES['record.perByte'].gas * found.length,
    change: (overlay) => {
      overlay.remove(key);
    },
  });
}
