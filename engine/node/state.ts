// Committed state in the store: values by flat key through a cache, trees loaded path by path.
import type { Bytes } from '../base/bytes.ts';
import { Decoder, Encoder } from '../base/codec.ts';
import { CodecError, Fault } from '../base/errors.ts';
import type { Natives } from '../base/natives.ts';
import { Forest, type TreeSource } from '../state/forest.ts';
import { isStorage, STORAGE_PREFIX_LENGTH } from '../state/key.ts';
import { decodeBranch, encodeBranch, readNode, writeNode } from '../state/nodes.ts';
import type { State, Writes } from '../state/reader.ts';
import type { Node } from '../state/tree.ts';
import { ROW } from './rows.ts';
import { type Batch, describe, type Store } from './store.ts';

/** Values kept in memory in each of two generations. */
const GENERATION = 200_000;

export class StoredState implements State {
  readonly forest: Forest;
  private readonly store: Store;
  private readonly generation: number;
  private young = new Map<string, Bytes | undefined>();
  private old = new Map<string, Bytes | undefined>();

  constructor(natives: Natives, store: Store, generation = GENERATION) {
    this.store = store;
    this.generation = generation;
    this.forest = new Forest(natives, treeSource(store));
  }

  get(key: string): Bytes | undefined {
    if (this.young.has(key)) return this.young.get(key);
    const value = this.old.has(key) ? this.old.get(key) : this.store.get(ROW.state(key));
    this.remember(key, value);
    return value;
  }

  private remember(key: string, value: Bytes | undefined): void {
    if (this.young.size >= this.generation) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(key, value);
  }

  next(prefix: string, after: string): string | undefined {
    return this.forest.next(prefix, after);
  }

  code(codeId: Bytes): Bytes | undefined {
    return this.store.get(ROW.code(codeId));
  }

  /** Takes over writes that are in the store. */
  committed(writes: Writes): void {
    for (const [key, value] of writes) this.remember(key, value ?? undefined);
  }

  /** Brings trees that are older than the values up to date with what changed since. */
  catchUp(keys: Iterable<string>): void {
    for (const key of keys) {
      const space = isStorage(key) ? key.slice(1, STORAGE_PREFIX_LENGTH) : '';
      const inSpace = isStorage(key) ? key.slice(STORAGE_PREFIX_LENGTH) : key;
      const value = this.get(key);
      if (value) this.forest.tree(space).set(inSpace, value);
      else this.forest.tree(space).remove(inSpace);
    }
  }

  /** The rows of all branches that changed since the last call, and the tops of their trees. */
  takeNodes(): Batch {
    const batch: [string, Bytes | null][] = [];
    for (const [space, tree] of this.forest.spaces()) {
      const changed = tree.takeChanged();
      for (const [position, node] of changed) batch.push([ROW.branch(space, position), node && encodeBranch(node)]);
      // A tree without keys has no row: whether it was ever looked at is no matter of the chain.
      const top = tree.topNode();
      batch.push([ROW.top(space), top ? encodeTop(top) : null]);
    }
    return batch;
  }
}

/** The row that says where a tree begins; nothing for a tree without keys, which has no row. */
export function encodeTop(node: Node | undefined): Bytes {
  const to = new Encoder(80);
  if (node) writeNode(to, node);
  return to.finish();
}

function treeSource(store: Store): TreeSource {
  return {
    top: (space) => {
      const key = ROW.top(space);
      const bytes = store.get(key);
      return bytes && readable(key, () => readTop(bytes));
    },
    nodes: (space) => ({
      children: (position) => {
        const key = ROW.branch(space, position);
        const bytes = store.get(key);
        if (!bytes) throw new Fault('STORE_CORRUPT', `${describe(key)} is missing`);
        return readable(key, () => decodeBranch(bytes));
      },
    }),
  };
}

function readTop(bytes: Bytes): Node {
  const from = new Decoder(bytes);
  const node = readNode(from);
  from.end();
  return node;
}

/** @throws Fault STORE_CORRUPT naming the row instead of CodecError */
export function readable<T>(key: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof CodecError) throw new Fault('STORE_CORRUPT', `${describe(key)}: ${error.message}`);
    throw error;
  }
}
