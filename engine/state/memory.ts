// Committed state in memory: for tests, dry runs of chains and replay.
import { type Bytes, toLatin1 } from '../base/bytes.ts';
import type { Natives } from '../base/natives.ts';
import { Forest } from './forest.ts';
import type { State, Writes } from './reader.ts';

export class MemoryState implements State {
  readonly forest: Forest;
  private readonly values = new Map<string, Bytes>();
  private readonly codes = new Map<string, Bytes>();

  constructor(natives: Natives) {
    this.forest = new Forest(natives);
  }

  get(key: string): Bytes | undefined {
    return this.values.get(key);
  }

  next(prefix: string, after: string): string | undefined {
    return this.forest.next(prefix, after);
  }

  code(codeId: Bytes): Bytes | undefined {
    return this.codes.get(toLatin1(codeId));
  }

  addCode(codeId: Bytes, code: Bytes): void {
    this.codes.set(toLatin1(codeId), code);
  }

  /** Takes over what {@link Forest.apply} returned. */
  commit(writes: Writes): void {
    for (const [key, value] of writes) {
      if (value === null) this.values.delete(key);
      else this.values.set(key, value);
    }
  }

  /** All flat keys and values, in no order. */
  entries(): Iterable<[string, Bytes]> {
    return this.values;
  }
}
