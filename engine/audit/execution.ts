// A captured transaction that is run again as often as anybody likes, and stopped at any instruction: going back is running again
// and stopping earlier.
import { Fault } from '../base/errors.ts';
import type { PreparedCode } from '../base/tier.ts';
import { nodeNatives } from '../crypto/node.ts';
import type { Frame } from '../host/frame.ts';
import type { Watch } from '../interpreter/guest.ts';
import { InterpretedTier } from '../interpreter/interpreter.ts';
import type { Machine } from '../interpreter/machine.ts';
import type { Program } from '../interpreter/program.ts';
import { Engine } from '../runtime/code.ts';
import type { Capture, Seen } from '../runtime/evidence.ts';
import { rerun } from '../runtime/referee.ts';

/** A guest under way. */
export interface Guest {
  /** How many were there before it in this transaction. */
  readonly ordinal: number;
  readonly machine: Machine;
  readonly program: Program;
  readonly frame: Frame;
}

/** Gas for code that is not the chain's own and costs something else: more than any transaction may have. */
const PLENTY = 2 ** 50;

/** Ends a run where somebody wants to look. */
class Stopped extends Error {
  override name = 'Stopped';
}

export class Execution {
  private readonly capture: Capture;
  private readonly twins: readonly PreparedCode[];

  /** `twins` run in place of the chain's code under the same ids, with gas enough. */
  constructor(capture: Capture, twins: readonly PreparedCode[] = []) {
    this.capture = capture;
    this.twins = twins;
  }

  /** @throws what `watch` throws; Reject, Fault if the capture is not whole */
  run(watch: Watch): Seen {
    const tier = new InterpretedTier(watch);
    const engine = new Engine(nodeNatives, tier);
    const instead = this.twins.length > 0 ? { codes: this.twins, gas: PLENTY } : undefined;
    return rerun(this.capture, engine, tier, instead);
  }

  /** The guests that are open before the instruction of this number, outermost first, as they are then. @throws Fault */
  guestsAt(step: number): readonly Guest[] {
    let found: readonly Guest[] = [];
    try {
      this.walk((at, open) => {
        found = open;
        if (at === step) throw new Stopped();
      });
    } catch (error) {
      if (error instanceof Stopped) return found;
      throw error;
    }
    throw new Fault('ENGINE', `the transaction has no step ${step}`);
  }

  /** Tells of each step, before it runs, which guests are open, outermost first: the last of them runs it. */
  walk(look: (step: number, open: readonly Guest[]) => void): void {
    const guests = new Guests();
    let count = 0;
    this.run((machine, program, port) => {
      guests.note(machine, program, port as Frame);
      look(count++, guests.open);
    });
  }
}

/** Keeps the list of open guests: whoever runs an instruction is the innermost. */
class Guests {
  readonly open: Guest[] = [];
  private count = 0;

  note(machine: Machine, program: Program, frame: Frame): void {
    const { open } = this;
    if (open.at(-1)?.machine === machine) return;
    while (open.length > 0 && open.at(-1)!.frame.depth >= frame.depth && open.at(-1)!.machine !== machine) open.pop();
    if (open.at(-1)?.machine !== machine) open.push({ ordinal: this.count++, machine, program, frame });
  }
}
