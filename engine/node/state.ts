// Committed state in the store: values by flat key through a cache, trees loaded path by path.
import { CONTRACT_STATUS } from '../../spec/records.ts';
import { type Bytes, equal, fromLatin1, toHex, toLatin1, ZERO32 } from '../base/bytes.ts';
import { Decoder, Encoder } from '../base/codec.ts';
import { CodecError, Fault } from '../base/errors.ts';
import type { Natives } from '../base/natives.ts';
import { decode, type Header } from '../base/records.ts';
import { contractOf, Forest, rootOf, TOP_SPACE, type TreeSource } from '../state/forest.ts';
import { topKey } from '../state/key.ts';
import { decodeBranch, encodeBranch, readNode, writeNode } from '../state/nodes.ts';
import type { State, Writes } from '../state/reader.ts';
import type { Node } from '../state/tree.ts';
import { ROW } from './rows.ts';
import { type Batch, describe, type StoreReader } from './store.ts';

/** How much of the state is kept in memory. */
export interface Memory {
  /** Values in each of two generations. */
  readonly generation: number;
  /** Nodes of trees, of 200 bytes or so, beyond which all but the upper levels are let go after a checkpoint. */
  readonly nodes: number;
  readonly levels: number;
}

const MEMORY: Memory = { generation: 200_000, nodes: 2_500_000, levels: 12 };
/** Keys that may be written before there is a checkpoint, and changes of the same ones: opening goes through them again. */
const MOST_PENDING = 100_000;
const MOST_CHANGES = 500_000;

export class StoredState implements State {
  readonly forest: Forest;
  private readonly store: StoreReader;
  private readonly memory: Memory;
  /** What was written since the last checkpoint: of it the store has no more than the journals of its blocks. */
  private pending = new Map<string, Bytes | null>();
  /** What the checkpoint under way is writing. */
  private leaving: ReadonlyMap<string, Bytes | null> = new Map();
  private readonly fresh = new Map<string, Bytes>();
  private young = new Map<string, Bytes | undefined>();
  private old = new Map<string, Bytes | undefined>();
  /** Changes since the last checkpoint, those of the same key included. */
  private changes = 0;
  /** Spaces that no contract has any more, whose rows are to go. */
  private orphans = new Set<string>();
  /** While the trees are brought up to date, records name roots that they do not have yet. */
  private catchingUp = false;

  constructor(natives: Natives, store: StoreReader, memory: Memory = MEMORY) {
    this.store = store;
    this.memory = memory;
    this.forest = new Forest(natives, this.treeSource());
  }

  /** What is read from the disk is compared with the trees, and so is that there is nothing. @throws Fault STORE_CORRUPT */
  get(key: string): Bytes | undefined {
    const written = this.pending.get(key) ?? (this.pending.has(key) ? null : this.leaving.get(key));
    if (written !== undefined) return written ?? undefined;
    const known = this.young.get(key);
    if (known !== undefined || this.young.has(key)) return known;
    const value = this.old.get(key) ?? (this.old.has(key) ? undefined : this.read(key));
    this.remember(key, value);
    return value;
  }

  private read(key: string): Bytes | undefined {
    const row = ROW.state(key);
    const value = this.store.get(row);
    if (this.forest.holds(key, value)) return value;
    throw new Fault('STORE_CORRUPT', `${describe(row)} is not what the state tree names`);
  }

  private remember(key: string, value: Bytes | undefined): void {
    if (this.young.size >= this.memory.generation) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(key, value);
  }

  next(prefix: string, after: string): string | undefined {
    return this.forest.next(prefix, after);
  }

  code(codeId: Bytes): Bytes | undefined {
    return this.fresh.get(toLatin1(codeId)) ?? this.store.get(ROW.code(codeId));
  }

  /** Code of a block that is yet to be written. */
  addCode(codeId: Bytes, module: Bytes): void {
    this.fresh.set(toLatin1(codeId), module);
  }

  /** It was written. */
  forgetCode(codeId: Bytes): void {
    this.fresh.delete(toLatin1(codeId));
  }

  /** Takes over the writes of a block, which are in its journal or about to be. */
  committed(writes: Writes): void {
    for (const [key, value] of writes) this.note(key, value);
    this.changes += writes.size;
  }

  private note(key: string, value: Bytes | null): void {
    this.pending.set(key, value);
    const orphan = orphanOf(key, value);
    if (orphan !== undefined) this.orphans.add(orphan);
  }

  /** Whether so much was written since the last checkpoint, which is on the disk, that there should be one. */
  get isFull(): boolean {
    const isUnderWay = this.leaving.size > 0;
    return !isUnderWay && (this.pending.size > MOST_PENDING || this.changes > MOST_CHANGES);
  }

  /**
   * Brings what the last checkpoint wrote up to date with the journals since, and compares it with the header of the last block.
   * @throws Fault STORE_CORRUPT
   */
  catchUp(
    journals: Iterable<readonly [string, Bytes | null]>,
    { height, stateRoot }: Pick<Header, 'height' | 'stateRoot'>,
  ): void {
    this.catchingUp = true;
    for (const [key, value] of journals) this.note(key, value);
    this.changes = this.pending.size;
    for (const [key, value] of this.pending) this.forest.put(key, value);
    this.catchingUp = false;
    const root = this.forest.root();
    if (!equal(root, stateRoot))
      throw new Fault('STORE_CORRUPT', `state root ${toHex(root)} instead of ${toHex(stateRoot)} at height ${height}`);
    for (const [space, tree] of this.forest.spaces()) if (space !== TOP_SPACE) this.checkRoot(space, tree.root());
  }

  /** The root of a contract's tree stands in its record, which is under the state root. */
  private checkRoot(space: string, root: Bytes): void {
    const found = contractOf(space, (key) => this.get(key));
    // A space that no contract has any more is not under the state root, and read by nobody; that of a destroyed one may have been thrown away.
    if (found?.record.status === CONTRACT_STATUS.destroyed && equal(root, ZERO32)) return;
    const named = found && rootOf(found.record, space);
    if (named !== undefined && !equal(root, named))
      throw new Fault('STORE_CORRUPT', `${describe(ROW.top(space))} is not what the contract's record names`);
  }

  /** The rows of a checkpoint: values that were written since the last one, branches that changed, and the tops of their trees. */
  takeCheckpoint(): Batch {
    const batch: [string, Bytes | null][] = [];
    for (const [key, value] of this.pending) batch.push([ROW.state(key), value]);
    for (const [space, tree] of this.forest.spaces()) {
      const changed = tree.takeChanged();
      for (const [position, node] of changed) batch.push([ROW.branch(space, position), node && encodeBranch(node)]);
      // A tree without keys has no row: whether it was ever looked at is no matter of the chain.
      const top = tree.topNode();
      batch.push([ROW.top(space), top ? encodeTop(top) : null]);
    }
    this.leaving = this.pending;
    this.pending = new Map();
    this.changes = 0;
    return batch;
  }

  /** The spaces of which the checkpoint that was taken is the last to write anything; they are forgotten here. */
  takeOrphans(): string[] {
    const orphans = [...this.orphans];
    for (const space of orphans) this.forest.drop(space);
    this.orphans = new Set();
    return orphans;
  }

  /** Nothing of a space is in the store any more. */
  discarded(space: string): void {
    this.forest.drop(space);
    this.young = new Map();
    this.old = new Map();
  }

  /** The checkpoint that was taken is in the store. */
  checkpointed(): void {
    for (const [key, value] of this.leaving) this.remember(key, value ?? undefined);
    this.leaving = new Map();
    if (this.forest.loaded > this.memory.nodes) this.forest.forget(this.memory.levels);
  }

  private treeSource(): TreeSource {
    return {
      top: (space) => {
        const key = ROW.top(space);
        const bytes = this.store.get(key);
        const node = bytes && readable(key, () => readTop(bytes));
        if (space !== TOP_SPACE && !this.catchingUp) this.checkRoot(space, node ? fromLatin1(node.hash!) : ZERO32);
        return node;
      },
      nodes: (space) => ({
        children: (position) => {
          const key = ROW.branch(space, position);
          const bytes = this.store.get(key);
          if (!bytes) throw new Fault('STORE_CORRUPT', `${describe(key)} is missing`);
          return readable(key, () => decodeBranch(bytes));
        },
      }),
    };
  }
}

const [SPACE, CONTRACT] = [topKey('space'), topKey('contract')];

/** The space that a write leaves without a contract: the shadow of a migration that was given up or over, or the first of one that migrated. */
function orphanOf(key: string, value: Bytes | null): string | undefined {
  if (value === null) return key.startsWith(SPACE) ? key.slice(1) : undefined;
  if (!key.startsWith(CONTRACT)) return undefined;
  return toLatin1(decode('ContractRecord', value).storage) === key.slice(1) ? undefined : key.slice(1);
}

/** The row that says where a tree begins; nothing for a tree without keys, which has no row. */
export function encodeTop(node: Node | undefined): Bytes {
  const to = new Encoder(80);
  if (node) writeNode(to, node);
  return to.finish();
}

export function readTop(bytes: Bytes): Node {
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
