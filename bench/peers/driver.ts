// What a driver of a peer is, and what it says to whoever measures it.
import type { Scale } from './works.ts';

/** A work that is set up and warm. */
export interface Game {
  /** One run. @throws Error if the work goes wrong */
  turn(): Turn | Promise<Turn>;
  end?(): void | Promise<void>;
}

export interface Turn {
  /** In the unit of the work. */
  readonly value: number;
  /** What was computed: everybody must come to the same. */
  readonly result?: string;
}

/** What a driver is given. */
export interface Stage {
  readonly scale: Scale;
  readonly work: string;
  /** Seconds that `act` takes; the cores that it keeps busy are noted. */
  readonly clock: (act: () => unknown) => Promise<number>;
  /** Seconds of one call, over as many calls as a clock needs. */
  readonly repeat: (act: () => unknown) => Promise<number>;
}

/** Sets up a work, and warms it up. */
export type SetUp = (stage: Stage) => Game | Promise<Game>;

/** What the module of a driver exports. */
export interface Driver {
  readonly version: string;
  /** By the id of a work, or its first part for all works that begin with it. */
  readonly works: { readonly [work: string]: SetUp };
}

/** What the process of a player sends. */
export type Said =
  | { readonly ready: string }
  | { readonly turn: Turn; readonly cores: number | undefined }
  | { readonly failed: string };
