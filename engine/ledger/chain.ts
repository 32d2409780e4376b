// A chain as `apply` needs it: committed state, its trees, and the head that the next block follows.
import type { Bytes } from '../base/bytes.ts';
import type { Header } from '../base/records.ts';
import type { Engine } from '../runtime/code.ts';
import type { Forest } from '../state/forest.ts';
import type { State } from '../state/reader.ts';

export interface Chain {
  readonly engine: Engine;
  readonly id: Bytes;
  readonly state: State;
  readonly forest: Forest;
  readonly head: Head;
}

export interface Head {
  readonly header: Header;
  readonly hash: Bytes;
}
