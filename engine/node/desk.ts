// Serves a chain in this process: one operation after the other, so that an answer always sees committed state.
import { Fault, Reject } from '../base/errors.ts';
import { ANSWERS, type Answering, type Operation } from './answers.ts';
import type { LocalChain } from './local.ts';

/** Operations whose faults end the chain: what was to be written may be half done, or what is stored does not hold. */
export const STOPPING: ReadonlySet<string> = new Set<Operation>(['propose', 'scrub']);

export class Desk {
  private readonly chain: LocalChain;
  private queue: Promise<unknown> = Promise.resolve();
  /** Set by the first fault; nothing runs after it. */
  broken: Fault | undefined;

  constructor(chain: LocalChain) {
    this.chain = chain;
  }

  /** Runs the operation after all that were asked before. @throws what it throws */
  ask(operation: Operation, args: readonly unknown[]): Promise<unknown> {
    const turn = this.queue.then(() => this.run(operation, args));
    this.queue = turn.catch(() => undefined);
    if (operation !== 'propose') return turn;
    // A block is told when it is on the disk; the next one may be applied before.
    return turn.then(async (value) => {
      const { answer, durable } = value as Answering;
      await this.noting(operation, () => durable);
      return answer;
    });
  }

  private async run(operation: Operation, args: readonly unknown[]): Promise<unknown> {
    if (this.broken) throw this.broken;
    return this.noting(operation, async () => {
      if (operation !== 'propose') await this.chain.durable();
      // biome-ignore lint/suspicious/noExplicitAny: the argument lists are those of the table
      return (ANSWERS[operation] as any)(this.chain, ...args);
    });
  }

  private async noting<T>(operation: Operation, act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      if (STOPPING.has(operation) && !(error instanceof Reject))
        this.broken ??= error instanceof Fault ? error : asFault(error);
      throw error;
    }
  }

  /** Closes the chain after everything that was asked. */
  async close(): Promise<void> {
    await this.queue;
    if (this.broken) await this.chain.abandon();
    else await this.chain.close();
  }
}

function asFault(error: unknown): Fault {
  return new Fault('ENGINE', error instanceof Error ? (error.stack ?? error.message) : String(error));
}
