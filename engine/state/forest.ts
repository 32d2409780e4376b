// All trees of a chain: the top tree, and one of storage for each contract, whose root stands in the contract's record.

import { type Bytes, equal, fromLatin1, toLatin1 } from '../base/bytes.ts';
import type { Natives } from '../base/natives.ts';
import { type ContractRecord, decode, encode } from '../base/records.ts';
import { isStorage, STORAGE, STORAGE_PREFIX_LENGTH, topKey } from './key.ts';
import type { Reader, Writes } from './reader.ts';
import { type Node, type NodeSource, Tree } from './tree.ts';

/** Name of the top tree among the spaces; a contract's space is its address, or the id of its shadow, as a Latin-1 string. */
export const TOP_SPACE = '';

/** Where trees that are not in memory come from. */
export interface TreeSource {
  top(space: string): Node | undefined;
  nodes(space: string): NodeSource;
}

export class Forest {
  private readonly natives: Natives;
  private readonly source: TreeSource | undefined;
  private readonly trees = new Map<string, Tree>();

  constructor(natives: Natives, source?: TreeSource) {
    this.natives = natives;
    this.source = source;
  }

  /** The tree of a space: the top tree or the storage of a contract. */
  tree(space: string): Tree {
    let tree = this.trees.get(space);
    if (!tree) {
      tree = new Tree(this.natives, this.source?.nodes(space), this.source?.top(space));
      this.trees.set(space, tree);
    }
    return tree;
  }

  /** State root as of the last {@link apply}. */
  root(): Bytes {
    return this.tree(TOP_SPACE).root();
  }

  /**
   * Brings the trees up to date with a block's writes and returns all writes to store: those given, with the new
   * storage roots in the contracts' records. `below` is the state before the block.
   */
  apply(writes: Writes, below: Reader): Map<string, Bytes | null> {
    const all = new Map(writes);
    for (const space of this.applyStorage(writes)) this.noteRoot(space, all, below);
    const top = this.tree(TOP_SPACE);
    for (const [key, value] of all) if (!isStorage(key)) change(top, key, value);
    return all;
  }

  /** Sets or removes (null) one value, of which nothing else is told. */
  put(key: string, value: Bytes | null): void {
    change(this.tree(spaceOf(key)), withinSpace(key), value);
  }

  /** Whether a flat key has this value, or none, according to the trees. */
  holds(key: string, value: Bytes | undefined): boolean {
    return this.tree(spaceOf(key)).holds(withinSpace(key), value);
  }

  private applyStorage(writes: Writes): Set<string> {
    const touched = new Set<string>();
    // Writes of one contract mostly stand together, and finding a tree by its name costs as much as changing it.
    let head = STORAGE;
    let tree: Tree | undefined;
    for (const [key, value] of writes) {
      if (!isStorage(key)) continue;
      if (tree === undefined || !key.startsWith(head)) {
        head = key.slice(0, STORAGE_PREFIX_LENGTH);
        tree = this.tree(spaceOf(key));
        touched.add(spaceOf(key));
      }
      change(tree, withinSpace(key), value);
    }
    return touched;
  }

  /** Puts the root of a space into the record of its contract; a space that no contract has any more has no root to note. */
  private noteRoot(space: string, all: Map<string, Bytes | null>, below: Reader): void {
    const found = contractOf(space, (key) => (all.has(key) ? (all.get(key) ?? undefined) : below.get(key)));
    if (found === undefined) return;
    const root = this.tree(space).root();
    if (!equal(rootOf(found.record, space) ?? root, root))
      all.set(found.key, encode('ContractRecord', withRoot(found.record, space, root)));
  }

  /** The smallest flat key after `after` that starts with `prefix`, both within one space. */
  next(prefix: string, after: string): string | undefined {
    if (!isStorage(prefix)) return this.tree(TOP_SPACE).next(prefix, after);
    const head = prefix.slice(0, STORAGE_PREFIX_LENGTH);
    const from = after < prefix ? '' : after.slice(STORAGE_PREFIX_LENGTH);
    const found = this.tree(head.slice(1)).next(prefix.slice(STORAGE_PREFIX_LENGTH), from);
    return found === undefined ? undefined : head + found;
  }

  /** Nodes of all trees in memory, about. */
  get loaded(): number {
    let nodes = 0;
    for (const tree of this.trees.values()) nodes += tree.loaded;
    return nodes;
  }

  /** Lets go of what can be loaded again: see {@link Tree.forget}. */
  forget(levels: number): void {
    for (const tree of this.trees.values()) tree.forget(levels);
  }

  /** Forgets a space that no contract has any more. */
  drop(space: string): void {
    this.trees.delete(space);
  }

  /** Spaces whose trees are in memory. */
  spaces(): Iterable<[string, Tree]> {
    return this.trees;
  }
}

/** The contract that has a space, and its record; undefined if none has, or not any more. */
export function contractOf(
  space: string,
  get: (key: string) => Bytes | undefined,
): { key: string; record: ContractRecord } | undefined {
  const id = fromLatin1(space);
  const own = topKey('contract', id);
  const first = get(own);
  const entry = first === undefined ? get(topKey('space', id)) : undefined;
  const key = entry === undefined ? own : topKey('contract', decode('SpaceRecord', entry).contract);
  const bytes = first ?? get(key);
  return bytes && { key, record: decode('ContractRecord', bytes) };
}

/** The root that a contract's record names for a space; undefined if it is none of its spaces. */
export function rootOf({ storage, storageRoot, shadow }: ContractRecord, space: string): Bytes | undefined {
  if (toLatin1(storage) === space) return storageRoot;
  return shadow && toLatin1(shadow.space) === space ? shadow.root : undefined;
}

function withRoot(record: ContractRecord, space: string, root: Bytes): ContractRecord {
  if (toLatin1(record.storage) === space) return { ...record, storageRoot: root };
  return { ...record, shadow: record.shadow && { ...record.shadow, root } };
}

function change(tree: Tree, key: string, value: Bytes | null): void {
  if (value === null) tree.remove(key);
  else tree.set(key, value);
}

/** The space in whose tree a flat key stands. */
function spaceOf(key: string): string {
  return isStorage(key) ? key.slice(1, STORAGE_PREFIX_LENGTH) : TOP_SPACE;
}

/** A flat key as its tree has it. */
function withinSpace(key: string): string {
  return isStorage(key) ? key.slice(STORAGE_PREFIX_LENGTH) : key;
}
