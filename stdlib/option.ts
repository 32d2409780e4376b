// Option: a number, a bool or an enum that may be absent. What is an object can be null by itself.
import { Reader, Writer } from "./codec";
import { revert } from "./require";

/** A number, a bool or a number of an enum, or nothing. Immutable. For objects write `T | null`. */
@final
export class Option<T> {
  constructor(
    /** Whether there is a value. */
    readonly isSome: bool = false,
    private held: T = <T>0,
  ) {}

  /** Something: `Option.some<u64>(5)`. */
  static some<V>(value: V): Option<V> {
    return new Option<V>(true, value);
  }

  /** Nothing: `Option.none<u64>()`. */
  static none<V>(): Option<V> {
    return new Option<V>();
  }

  /** Whether there is none. */
  get isNone(): bool {
    return !this.isSome;
  }

  /** Reverts NO_VALUE if there is none. */
  get value(): T {
    if (!this.isSome) revert("NO_VALUE", "there is no value");
    return this.held;
  }

  /** The value, or another if there is none. */
  or(fallback: T): T {
    return this.isSome ? this.held : fallback;
  }

  /** For the codec. */
  __write(to: Writer): void {
    to.put<bool>(this.isSome);
    if (this.isSome) to.put<T>(this.held);
  }

  /** For the codec. */
  __read(from: Reader): void {
    if (!from.get<bool>()) return;
    store<bool>(changetype<usize>(this), true, offsetof<this>("isSome"));
    this.held = from.get<T>();
  }

  /** Tells storage that zeroed memory is nothing. */
  __zeroed(): void {}
}

/** Whether what may be null is null; the compiler writes it for comparisons with null. */
export function isNull<T>(value: T): bool {
  if (isReference<T>()) return changetype<usize>(value) == 0;
  ERROR("a number is never null");
  return false;
}
