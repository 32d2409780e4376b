// Executes a plan: signs each step with its party's own key and submits them stage by stage, nonces in order.

import type { Key } from '../../engine/app/keys.ts';
import { send } from '../../engine/app/send.ts';
import type { Bytes } from '../../engine/base/bytes.ts';
import { Reject } from '../../engine/base/errors.ts';
import { encodeTransaction } from '../../engine/base/transaction.ts';
import type { Connection, Submitted } from '../../engine/client/connection.ts';
import { callRequest, signTransaction } from '../../engine/client/transaction.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { STATUS } from '../../spec/errors.ts';
import { LIMITS } from '../../spec/limits.ts';
import { failure } from '../outcome.ts';
import { callOf } from './call.ts';
import type { Deployment } from './contracts.ts';
import type { PartyId, Stage, Step } from './plan.ts';

/** Steps that go to the chain together; a block takes what is there. */
const BATCH = 200;
/** Blocks for which a step stays lawful after it was signed. */
const LIFE = 10_000;

export interface Execution {
  readonly connection: Connection;
  readonly keys: ReadonlyMap<PartyId, Key>;
  readonly deployment: Deployment;
  /** Called when so many steps of a stage are durable. */
  readonly progress: (stage: Stage, done: number) => void;
}

/** What the steps came to. */
export interface Executed {
  readonly transactions: number;
  readonly gasUsed: number;
  /** From the first signature to the last durable block. */
  readonly milliseconds: number;
}

/** Every step must end OK. @throws Failed with the contract's reason, Reject, Fault */
export async function execute(execution: Execution, stages: readonly Stage[]): Promise<Executed> {
  const signer = await Signer.start(execution);
  const begin = performance.now();
  let [transactions, gasUsed] = [0, 0];
  for (const stage of stages) {
    const gasLimit = await stageLimit(execution, stage);
    const size = Math.max(1, Math.min(BATCH, Math.floor(signer.blockGas / gasLimit)));
    for (let at = 0; at < stage.steps.length; at += size) {
      const batch = stage.steps.slice(at, at + size);
      gasUsed += await submit(execution, signer, batch, gasLimit);
      transactions += batch.length;
      execution.progress(stage, at + batch.length);
    }
  }
  return { transactions, gasUsed, milliseconds: performance.now() - begin };
}

/** Twice what the step with the longest name needs: steps of one kind differ only by the length of names and the size of amounts. */
async function stageLimit(execution: Execution, stage: Stage): Promise<number> {
  const step = stage.steps.reduce((a, b) => (nameOf(b).length > nameOf(a).length ? b : a));
  const { contract, body } = bodyOf(execution, step);
  const key = execution.keys.get(step.by)!;
  const { receipt } = await send(execution.connection, key, { kind: 'call', body, dryRun: true });
  const { status, output, gasUsed } = receipt;
  if (status !== STATUS.OK) throw failure(status, output, { contract, method: body.method, facts: factsOf(step) });
  return Math.min(gasUsed * 2, LIMITS.transactionGas.max);
}

async function submit(execution: Execution, signer: Signer, steps: readonly Step[], gasLimit: number): Promise<number> {
  const signed = steps.map((step) => signer.sign(step, gasLimit));
  const answers = await execution.connection.submit(signed);
  return answers.reduce((gas, answer, i) => gas + gasOf(execution, steps[i]!, answer), 0);
}

function gasOf(execution: Execution, step: Step, answer: Submitted): number {
  if (!answer.ok) throw new Reject(answer.error.id as Reject['id'], answer.error.detail);
  const { status, output, gasUsed } = answer.receipt;
  if (status === STATUS.OK) return gasUsed;
  const { contract, body } = bodyOf(execution, step);
  throw failure(status, output, { contract, method: body.method, facts: factsOf(step) });
}

function bodyOf({ deployment, keys }: Execution, step: Step) {
  return callOf(step, deployment, (party) => keys.get(party)!.address);
}

function nameOf(step: Step): string {
  if (step.kind === 'split') return step.certificate + step.part;
  return 'certificate' in step ? step.certificate : '';
}

function factsOf(step: Step): { certificate?: string } {
  return 'certificate' in step ? { certificate: step.certificate } : {};
}

/** Signs steps, and counts each party's nonce. */
class Signer {
  readonly blockGas: number;
  private readonly execution: Execution;
  private readonly chain: Bytes;
  private readonly expiry: bigint;
  private readonly nonces: Map<PartyId, bigint>;

  private constructor(
    execution: Execution,
    chain: Bytes,
    blockGas: number,
    height: number,
    nonces: Map<PartyId, bigint>,
  ) {
    this.execution = execution;
    this.chain = chain;
    this.blockGas = blockGas;
    this.expiry = BigInt(height + LIFE);
    this.nonces = nonces;
  }

  static async start(execution: Execution): Promise<Signer> {
    const { chain, genesis, height } = await execution.connection.info();
    const nonces = new Map<PartyId, bigint>();
    for (const [party, { address }] of execution.keys) {
      const { nonce } = await execution.connection.account(address);
      nonces.set(party, BigInt(nonce));
    }
    return new Signer(execution, chain, genesis.blockGas, height, nonces);
  }

  sign(step: Step, gasLimit: number): Bytes {
    const key = this.execution.keys.get(step.by)!;
    const nonce = this.nonces.get(step.by)!;
    this.nonces.set(step.by, nonce + 1n);
    const terms = { chain: this.chain, sender: key.address, nonce, gasLimit: BigInt(gasLimit), expiry: this.expiry };
    const request = callRequest(terms, bodyOf(this.execution, step).body);
    return encodeTransaction(signTransaction(nodeNatives, request, [key.secretKey]));
  }
}
