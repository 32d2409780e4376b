// A connection over anything that answers operations, with the solo orderer in front of `propose`.
import type { Bytes } from '../base/bytes.ts';
import type { Reject } from '../base/errors.ts';
import type { Connection, Submitted } from '../client/connection.ts';
import { nodeNatives } from '../crypto/node.ts';
import type { Orderer } from '../order/orderer.ts';
import { soloOrderer } from '../order/solo.ts';
import type { Operation } from './answers.ts';
import { refusalAtDoor } from './door.ts';
import { type PackedOutcome, unpackOutcome } from './outcome.ts';
import { pack } from './packing.ts';
import { isSigned } from './signed.ts';

/** Asks whoever holds the chain. */
export type AskChain = (operation: Operation, ...args: unknown[]) => Promise<unknown>;

/** Everything but `submit` and `close`, which differ. */
export type Reading = Omit<Connection, 'submit' | 'close'>;

/** The reading half of a connection. */
export function reading(ask: AskChain): Reading {
  const answer = <K extends keyof Reading & Operation>(operation: K) =>
    ((...args: unknown[]) => ask(operation, ...args)) as unknown as Reading[K];
  return {
    info: answer('info'),
    simulate: answer('simulate'),
    query: answer('query'),
    account: answer('account'),
    contract: answer('contract'),
    records: answer('records'),
    meta: answer('meta'),
    code: answer('code'),
    block: answer('block'),
    transaction: answer('transaction'),
    prove: answer('prove'),
    transactionsLike: answer('transactionsLike'),
    scrub: answer('scrub'),
    storage: answer('storage'),
    prune: answer('prune'),
  };
}

/** What closing a sequenced connection does besides: `drain` before the orderer closes, `release` after it. */
export interface Closing {
  /** Lets others who use the connection finish. */
  drain?(): Promise<void>;
  /** Lets go of the chain. */
  release(): Promise<void>;
}

/** A connection whose blocks are decided here; with `signatures`, those of submissions are checked on threads before they are let in. */
export function sequenced(ask: AskChain, blockGas: number, closing: Closing, signatures?: SignatureChecks): Sequenced {
  const orderer: Orderer<Submitted> = soloOrderer({
    blockGas,
    clock: () => Date.now(),
    refuse: unsigned,
    propose: async (time, transactions, signed) =>
      answersOf((await ask('propose', time, pack(transactions), signed)) as PackedOutcome),
  });
  // Submissions are let in in the order in which they came, however long each is looked at: nonces follow one another.
  let before: Promise<unknown> = Promise.resolve();
  const letIn = (lawful: readonly Bytes[]): Promise<Submitted[]> => {
    const checked = signatures?.check(lawful);
    const entered = before.then(async () => ({ answers: orderer.submit(lawful, await checked) }));
    before = entered;
    return entered.then(({ answers }) => answers);
  };
  return {
    ...reading(ask),
    submit: (transactions) => submitted(transactions, letIn),
    makeDue: async () => {
      // Blocks that are being made do what is due; asking between them would have the next one wait for the disk.
      if (orderer.isIdle && (await ask('isDue', Date.now()))) await orderer.propose();
    },
    close: async () => {
      await closing.drain?.();
      await before;
      await orderer.close();
      await closing.release();
    },
  };
}

/** A connection that decides blocks. */
export interface Sequenced extends Connection {
  /** Makes a block if something that was scheduled is due. @throws Fault */
  makeDue(): Promise<void>;
}

/** Checks signatures elsewhere: see {@link Signatures.check}. */
export interface SignatureChecks {
  check(transactions: readonly Bytes[]): Promise<ReadonlySet<number>>;
}

/** The answer to what is not signed, which may not take the room of its sender. */
function unsigned(bytes: Bytes): Submitted | undefined {
  return isSigned(nodeNatives, bytes) ? undefined : { ok: false, error: { id: 'BAD_SIGNATURE', detail: '' } };
}

/** Turns away what is not let in, and asks for the rest; answers stand in the order given. */
async function submitted(
  transactions: readonly Bytes[],
  submit: (lawful: readonly Bytes[]) => Promise<Submitted[]>,
): Promise<Submitted[]> {
  const refused = transactions.map(refusalAtDoor);
  const answers = await submit(transactions.filter((_, i) => refused[i] === undefined));
  let next = 0;
  return refused.map((error) => (error === undefined ? answers[next++]! : { ok: false, error }));
}

/** What had no room waits for the next block, unless this one was empty: then it fits into none. */
function answersOf(packed: PackedOutcome): (Submitted | 'later')[] {
  const { height, results } = unpackOutcome(packed);
  const any = results.some((result) => result.ok);
  const full: string = 'BLOCK_FULL' satisfies Reject['id'];
  return results.map((result) => {
    if (result.ok) return { ok: true, height, index: result.index, receipt: result.receipt, logs: result.logs };
    return any && result.error.id === full ? 'later' : result;
  });
}
