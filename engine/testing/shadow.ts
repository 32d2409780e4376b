// A second run of what was run: other code in place of the one deployed, which costs something else and must take the same way.
import { Trap } from '../base/errors.ts';
import type { Guest, HostTable, Port, PreparedCode, Tier } from '../base/tier.ts';
import type { Frame } from '../host/frame.ts';
import type { Watch } from '../interpreter/guest.ts';
import { InterpretedTier } from '../interpreter/interpreter.ts';
import type { Ran } from './watch.ts';

/** Gas of code that did not run out of it where it is deployed. */
export const PLENTY = 2 ** 50;
/** Instructions of one run that are looked at; code that goes another way may run for ever without it. */
const MOST_STEPS = 2 ** 25;

/** Ends a run of which enough was seen: it is too long, or goes another way. */
export class Enough extends Error {
  override name = 'Enough';
}

/** A frame of the second run, beside what it was in the first. */
interface Beside {
  readonly first: Ran;
  /** Whether it has the gas that it had, because it or a frame around it ran out. */
  readonly isLimited: boolean;
  /** Frames that it opened so far. */
  opened: number;
}

export class ShadowTier implements Tier {
  private readonly inner: InterpretedTier;
  private readonly insteadOf: (code: PreparedCode) => PreparedCode;
  private open: Beside[] = [];
  private limited = new Set<Port>();
  private port: Port | undefined;
  private isFree = true;
  private looked = 0;

  /** `watch` hears of each instruction; to the host a frame is one of the code that is deployed. */
  constructor(insteadOf: (code: PreparedCode) => PreparedCode, watch: Watch) {
    this.insteadOf = insteadOf;
    this.inner = new InterpretedTier((machine, program, port) => {
      if (++this.looked > MOST_STEPS) throw new Enough();
      if (port !== this.port) {
        this.port = port;
        this.isFree = !this.limited.has(port);
      }
      if (this.isFree) machine.gas = PLENTY;
      watch(machine, program, port);
    });
  }

  /** What comes next was run before, in these frames. */
  begin(frames: Ran): void {
    this.open = [{ first: frames, isLimited: false, opened: 0 }];
    this.limited = new Set();
    this.port = undefined;
    this.looked = 0;
  }

  /** @throws Enough if it goes another way than the first run */
  start(code: PreparedCode, host: HostTable, port: Port): Guest {
    const { depth } = port as Frame;
    const around = this.open[depth - 1]!;
    const first = around.first.inner[around.opened++];
    if (first === undefined) throw new Enough();
    const isLimited = around.isLimited || first.isOut;
    this.open[depth] = { first, isLimited, opened: 0 };
    if (isLimited) {
      this.limited.add(port);
      port.meter.gas = first.gas;
    }
    const guest = running(first, () => this.inner.start(this.insteadOf(code), host, port));
    const run = (exportName: string) => running(first, () => guest.run(exportName));
    return { memory: guest.memory, run, close: () => guest.close() };
  }
}

/** Code that runs out of gas where the first run did not goes another way from there. */
function running<T>({ isOut }: Ran, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof Trap && error.id === 'OUT_OF_GAS' && !isOut) throw new Enough();
    throw error;
  }
}
