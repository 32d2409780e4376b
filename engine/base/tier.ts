// The boundary between the tiers that run code and the host that they call.
import type { Bytes } from './bytes.ts';

/** What is left in a frame, and where its call stack stands; handed across at every host call. */
export interface Meter {
  /** Gas left; negative once it has run out. A safe integer. */
  gas: number;
  /** Weight and activations below this point, packed as the tier likes; opaque to the host. */
  stack: number;
}

/** Guest memory as the host sees it during one host call; re-read after the guest has run. */
export interface Memory {
  readonly bytes: Bytes;
}

/** Steps that the interpreter may still take in a transaction: some cost it time and no gas. At less than none it stops. */
export interface Allowance {
  steps: number;
}

/** Whom a guest runs for: a frame, of which the tier sees the meter and the allowance alone. */
export interface Port {
  readonly meter: Meter;
  /** No end without it. */
  readonly allowance?: Allowance | undefined;
}

/** One host function, for any frame. Takes WebAssembly arguments as numbers (i32 signed) and bigints. */
export type HostCall = (port: Port, ...args: (number | bigint)[]) => number | bigint | undefined;

/** What a tier calls in the host: the same for all frames, so that a guest is bound to it once. */
export interface HostTable {
  /** Host functions by row name. */
  readonly functions: { readonly [name: string]: HostCall };
  /** Asks for `pages` more on top of `now`; charges; true if the guest may grow. Throws Trap PAGES or OUT_OF_GAS. */
  readonly grow: (port: Port, now: number, pages: number) => boolean;
}

/** One running instance of a contract. */
export interface Guest {
  readonly memory: Memory;
  /** Runs the export; gas is taken from and left in the port's meter. @throws Trap, or what the host threw */
  run(exportName: string): void;
  /** Gives pooled things back; the guest is not to be used again. */
  close(): void;
}

/** A way to run prepared code. */
export interface Tier {
  /**
   * A guest as it is right after `_start`, which is paid for as if it had run now, whether it did or an earlier guest's memory
   * and globals were taken over. @throws Trap, or what the host threw, if `_start` ends badly; Fault
   */
  start(code: PreparedCode, host: HostTable, port: Port): Guest;
  /** Steps that it wants a transaction to be allowed; if they do not do, it is run again without an allowance. */
  readonly steps?: number | undefined;
}

/** Code that passed the profile, ready to run in either tier. */
export interface PreparedCode {
  readonly codeId: Bytes;
  /** The lawful module without custom sections. */
  readonly module: Bytes;
  /** The instrumented module. */
  readonly metered: Bytes;
  readonly pages: { readonly initial: number; readonly maximum: number };
  /** Methods by name, with their flags; export name is `name` or `name#flags`. */
  readonly methods: ReadonlyMap<string, Method>;
  readonly hasStart: boolean;
}

export interface Method {
  readonly name: string;
  readonly exportName: string;
  readonly view: boolean;
  readonly reentrant: boolean;
  readonly role: 'method' | 'init' | 'migrate' | 'step';
}
