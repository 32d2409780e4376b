// A tier that is wrong on purpose, for tests of what notices it.
import type { Guest, HostTable, Port, PreparedCode, Tier } from '../../engine/base/tier.ts';
import { InterpretedTier } from '../../engine/interpreter/interpreter.ts';

/** A tier that does something else at the end of each method. */
export class Crooked implements Tier {
  private readonly honest = new InterpretedTier();
  private readonly turn: (port: Port) => void;
  private readonly code: (code: PreparedCode) => PreparedCode;

  constructor(turn: (port: Port) => void, code = (given: PreparedCode) => given) {
    this.turn = turn;
    this.code = code;
  }

  start(code: PreparedCode, ...rest: [HostTable, Port]): Guest {
    const guest = this.honest.start(this.code(code), ...rest);
    const run = (name: string) => {
      guest.run(name);
      this.turn(rest[1]);
    };
    return {
      run,
      close: () => guest.close(),
      get memory() {
        return guest.memory;
      },
    };
  }
}
