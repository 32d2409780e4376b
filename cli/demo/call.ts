// A step as the contract call that it is: which contract, which method, which arguments.

import type { Bytes } from '../../engine/base/bytes.ts';
import type { RecordOf } from '../../engine/base/records.ts';
import { encodeUtf8 } from '../../engine/base/utf8.ts';
import type { Arguments } from '../../engine/client/contract.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import type { Deployed, Deployment } from './contracts.ts';
import type { PartyId, Step } from './plan.ts';

export interface StepCall {
  /** `receivable-cny`. */
  readonly contract: string;
  readonly body: RecordOf<'CallBody'>;
}

/** The call that carries out a step. @throws Usage ARGUMENT_* if the contract's ABI takes other arguments */
export function callOf(step: Step, deployment: Deployment, addressOf: (party: PartyId) => Bytes): StepCall {
  const { token, receivable } = deployment.get(step.currency)!;
  const isMoney = step.kind === 'mint' || step.kind === 'approve';
  const contract: Deployed = isMoney ? token : receivable;
  const { method, input } = contract.client.call(step.kind, argumentsOf(step, receivable.address, addressOf));
  return { contract: contract.name, body: { to: contract.address, method, input } };
}

function argumentsOf(step: Step, spender: Bytes, addressOf: (party: PartyId) => Bytes): Arguments {
  switch (step.kind) {
    case 'mint':
      return { to: addressOf(step.to), amount: step.amount };
    case 'approve':
      return { spender, amount: step.amount };
    case 'issue':
      return issueArguments(step, addressOf(step.to));
    case 'split':
      return { id: step.certificate, newId: step.part, to: addressOf(step.to), part: step.amount };
    case 'transfer':
      return { id: step.certificate, to: addressOf(step.to) };
    case 'offer':
      return { id: step.certificate, financier: addressOf(step.to), price: step.price };
    default:
      return { id: step.certificate };
  }
}

function issueArguments({ certificate, invoice }: Step & { kind: 'issue' }, to: Bytes): Arguments {
  const { number, obligor, amount, issueDay: issued, dueDay: due, document } = invoice;
  const invoiceHash = nodeNatives.sha256(encodeUtf8(document));
  return { id: certificate, to, invoice: number, invoiceHash, lei: obligor.lei, amount, issued, due };
}
