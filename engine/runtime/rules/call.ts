// Calling a method of a contract.
import { CONTRACT_STATUS } from '../../../spec/records.ts';
import type { Bytes } from '../../base/bytes.ts';
import { Reject } from '../../base/errors.ts';
import type { ContractRecord } from '../../base/records.ts';
import { holdKey, topKey } from '../../state/key.ts';
import { methodOf, runFrame } from '../call.ts';
import { recordOf } from '../records.ts';
import { TOP } from './code.ts';
import { type Before, bodyOf, checkInput, type Granted, type Plan, paid, recordsPrice } from './plan.ts';
import { changeable, stands } from './policy.ts';

export function planCall(before: Before, bytes: Bytes, granted: Granted): Plan {
  const { to, method: name, input } = bodyOf('CallBody', bytes);
  checkInput(input);
  // One string for both reads of the record: V8 hashes a string once.
  const key = topKey('contract', to);
  const record = stands(recordOf('contract', before.reader.get(key)));
  const code = before.engine.code(before.state, record.codeId);
  const method = methodOf(code, name);
  if (!method) throw new Reject('METHOD_UNKNOWN', name);
  if (method.role !== 'method') throw new Reject('METHOD_RESERVED', name);
  const { view } = method;
  const { reads, price } = more(before, to, record, granted, view);
  return {
    reads: reads === undefined ? [key] : [key, ...reads],
    act: (run, overlay, gas) => {
      const { depth, tight, stack } = TOP;
      const self = to;
      const { sender: caller } = before;
      const { storage } = record;
      const left = price === 0 ? gas : paid(gas, price);
      return runFrame(run, {
        self,
        storage,
        caller,
        code,
        method,
        name,
        input,
        view,
        depth,
        tight,
        gas: left,
        stack,
        overlay,
      });
    },
  };
}

const NOTHING_MORE: { readonly reads: undefined; readonly price: 0 } = { reads: undefined, price: 0 };

/** What is looked up besides the record: seldom anything. @throws Reject CONTRACT_FROZEN, MIGRATING, ACCOUNT_HELD */
function more({ reader, sender }: Before, to: Bytes, record: ContractRecord, granted: Granted, isView: boolean) {
  if (!isView && (record.status !== CONTRACT_STATUS.live || record.shadow !== null)) changeable(record);
  const holds = record.holds && !isView;
  if (!holds && granted.reads.length === 0) return NOTHING_MORE;
  const reads = [...granted.reads];
  if (holds) {
    const key = holdKey(to, sender);
    if (reader.get(key) !== undefined) throw new Reject('ACCOUNT_HELD', '');
    reads.push(key);
  }
  return { reads, price: recordsPrice(reads.length, 0) };
}
