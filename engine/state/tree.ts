// The Merkle tree of one space of keys: a binary Patricia tree whose shape depends on its content only (PROTOCOL 11).
import { TAGS } from '../../spec/tags.ts';
import { type Bytes, fromLatin1, ZERO32 } from '../base/bytes.ts';
import { encoding } from '../base/codec.ts';
import { Fault } from '../base/errors.ts';
import type { Natives } from '../base/natives.ts';
import { bitOf, firstDifference, prefixBits } from './bits.ts';

/** Bit index of a leaf. */
const LEAF = -1;

/** A leaf (`bit` −1) or a branch. A branch without children is a stub that is loaded when it is reached. */
export interface Node {
  /** The key of a leaf; of a branch, a string that begins with the bits that all keys below share. */
  readonly key: string;
  /** Index of the first bit in which the keys below differ. */
  readonly bit: number;
  /** One character a byte; undefined while a change below has not been hashed. */
  hash: string | undefined;
  left: Node | undefined;
  right: Node | undefined;
  /** Of a branch: whether it was made or changed since it was last written away. */
  changed: boolean;
}

/** A leaf, or a branch whose children are yet to come. */
export function newNode(key: string, bit: number, hash: string | undefined): Node {
  return { key, bit, hash, left: undefined, right: undefined, changed: false };
}

/** Where branches that are not in memory come from. */
export interface NodeSource {
  /** Children of the branch at this position. @throws Fault if they are not there */
  children(position: string): [Node, Node];
}

/** Position of a branch among all branches that a tree of these keys may have. */
export function positionOf(node: Node): string {
  return String.fromCharCode(node.bit >> 8, node.bit & 0xff) + prefixBits(node.key, node.bit);
}

export class Tree {
  private readonly natives: Natives;
  private readonly source: NodeSource | undefined;
  private top: Node | undefined;
  /** Branches that were made or changed since {@link takeChanged}, and those that were removed. */
  private changed: Node[] = [];
  private removed: Node[] = [];
  /** Nodes in memory, about: those that were removed are still counted. */
  private nodes = 0;

  constructor(natives: Natives, source?: NodeSource, top?: Node) {
    this.natives = natives;
    this.source = source;
    this.top = top;
  }

  /** Root hash; 32 zero bytes for an empty tree, the leaf's hash for one key. */
  root(): Bytes {
    return this.top ? fromLatin1(this.hashOf(this.top)) : ZERO32;
  }

  /** The root node for writing it away, hashed. */
  topNode(): Node | undefined {
    if (this.top) this.hashOf(this.top);
    return this.top;
  }

  /** Both children of a branch. @throws Fault if they cannot be loaded */
  childrenOf(node: Node): [Node, Node] {
    return [this.child(node, 0), this.child(node, 1)];
  }

  /** Hands over the branches to write (node) and to remove (null), and forgets them. */
  takeChanged(): Map<string, Node | null> {
    if (this.top) this.hashOf(this.top);
    const out = new Map<string, Node | null>();
    // A branch may stand again where another one was removed.
    for (const node of this.removed) out.set(positionOf(node), null);
    for (const node of this.changed) {
      if (!node.changed) continue;
      node.changed = false;
      out.set(positionOf(node), node);
    }
    this.removed = [];
    this.changed = [];
    return out;
  }

  /** How many nodes are in memory, or a few more. */
  get loaded(): number {
    return this.nodes;
  }

  /**
   * Lets go of branches so many levels below the top and of all below them, unless they changed since {@link takeChanged}; they are loaded
   * again when they are reached. Only after what it handed over is where they are loaded from.
   */
  forget(levels: number): void {
    this.nodes = this.top ? this.forgetBelow(this.top, levels) : 0;
  }

  /** Nodes that stay in memory. */
  private forgetBelow(node: Node, levels: number): number {
    const { left, right } = node;
    if (!left || !right) return 1;
    // What did not change has nothing below it that did.
    if (levels <= 0 && !node.changed) {
      node.left = undefined;
      node.right = undefined;
      return 1;
    }
    return 1 + this.forgetBelow(left, levels - 1) + this.forgetBelow(right, levels - 1);
  }

  set(key: string, value: Bytes): void {
    const leaf = newNode(key, LEAF, leafHash(this.natives, key, value));
    if (!this.top) {
      this.top = leaf;
      this.nodes = 1;
      return;
    }
    const difference = firstDifference(this.nearest(this.top, key).key, key);
    if (difference < 0) this.replace(leaf);
    else this.insert(leaf, difference);
  }

  /** Whether the key has this value, or none. @throws Fault if a branch cannot be loaded */
  holds(key: string, value: Bytes | undefined): boolean {
    const leaf = this.top && this.nearest(this.top, key);
    if (leaf?.key !== key) return value === undefined;
    return value !== undefined && leaf.hash === leafHash(this.natives, key, value);
  }

  remove(key: string): void {
    if (!this.top || this.nearest(this.top, key).key !== key) return;
    if (this.top.bit === LEAF) this.top = undefined;
    else this.cut(key);
  }

  private cut(key: string): void {
    let grand: Node | undefined;
    let parent = this.top!;
    let child = this.child(parent, bitOf(key, parent.bit));
    while (child.bit !== LEAF) {
      this.touch(parent);
      grand = parent;
      parent = child;
      child = this.child(parent, bitOf(key, parent.bit));
    }
    const sibling = this.child(parent, 1 - bitOf(key, parent.bit));
    parent.changed = false;
    this.removed.push(parent);
    parent.left = undefined;
    parent.right = undefined;
    if (grand) this.attach(grand, sibling, bitOf(key, grand.bit));
    else this.top = sibling;
  }

  private replace(leaf: Node): void {
    if (this.top!.bit === LEAF) {
      this.top = leaf;
      return;
    }
    let node = this.top!;
    for (;;) {
      this.touch(node);
      const side = bitOf(leaf.key, node.bit);
      const child = this.child(node, side);
      if (child.bit === LEAF) {
        this.attach(node, leaf, side);
        return;
      }
      node = child;
    }
  }

  private insert(leaf: Node, bit: number): void {
    let parent: Node | undefined;
    let node = this.top!;
    while (node.bit !== LEAF && node.bit < bit) {
      this.touch(node);
      parent = node;
      node = this.child(node, bitOf(leaf.key, node.bit));
    }
    const right = bitOf(leaf.key, bit) === 1;
    const branch = newNode(leaf.key, bit, undefined);
    branch.left = right ? node : leaf;
    branch.right = right ? leaf : node;
    this.note(branch);
    this.nodes += 2;
    if (parent) this.attach(parent, branch, bitOf(leaf.key, parent.bit));
    else this.top = branch;
  }

  /** The leaf that a search for `key` ends at: the only one that can hold it. */
  private nearest(from: Node, key: string): Node {
    let node = from;
    while (node.bit !== LEAF) node = this.child(node, bitOf(key, node.bit));
    return node;
  }

  private touch(node: Node): void {
    if (node.hash === undefined) return;
    node.hash = undefined;
    if (!node.changed) this.note(node);
  }

  private note(node: Node): void {
    node.changed = true;
    this.changed.push(node);
  }

  private attach(parent: Node, child: Node, side: number): void {
    this.touch(parent);
    if (side === 0) parent.left = child;
    else parent.right = child;
  }

  private child(node: Node, side: number): Node {
    if (!node.left) this.load(node);
    return side === 0 ? node.left! : node.right!;
  }

  /** @throws Fault STORE_CORRUPT if the children are not those that the branch was hashed over */
  private load(node: Node): void {
    const [left, right] = this.source!.children(positionOf(node));
    if (node.hash !== undefined && nodeHash(this.natives, node.bit, left.hash!, right.hash!) !== node.hash) {
      throw new Fault(
        'STORE_CORRUPT',
        `branch at bit ${node.bit} of a tree does not have the hash that stands above it`,
      );
    }
    node.left = left;
    node.right = right;
    this.nodes += 2;
  }

  private hashOf(node: Node): string {
    node.hash ??= nodeHash(this.natives, node.bit, this.hashOf(this.child(node, 0)), this.hashOf(this.child(node, 1)));
    return node.hash;
  }

  /** The smallest key that starts with `prefix` and is greater than `after` (or is all of `prefix` or more). */
  next(prefix: string, after: string): string | undefined {
    const found = after < prefix ? this.successor(prefix, true) : this.successor(after, false);
    return found?.startsWith(prefix) ? found : undefined;
  }

  /** Smallest key greater than `key`, or equal to it where that is allowed. */
  private successor(key: string, equal: boolean): string | undefined {
    if (!this.top) return undefined;
    const difference = firstDifference(this.nearest(this.top, key).key, key);
    if (difference < 0 && equal) return key;
    let later: Node | undefined;
    let node = this.top;
    while (node.bit !== LEAF && (difference < 0 || node.bit < difference)) {
      const side = bitOf(key, node.bit);
      if (side === 0) later = this.child(node, 1);
      node = this.child(node, side);
    }
    // All keys below `node` agree up to `difference`, so they are all greater or all smaller than `key`.
    if (difference >= 0 && bitOf(key, difference) === 0) return this.smallest(node).key;
    return later ? this.smallest(later).key : undefined;
  }

  private smallest(from: Node): Node {
    let node = from;
    while (node.bit !== LEAF) node = this.child(node, 0);
    return node;
  }
}

/** H(LEAF, key, value). */
export function leafHash(natives: Natives, key: string, value: Bytes): string {
  return encoding(
    (to) => {
      to.u8(TAGS.LEAF);
      to.u32(key.length);
      to.latin1(key);
      to.vec(value);
    },
    (preimage) => natives.sha256Latin1(preimage),
  );
}

// Filled anew for each hash: hashing is synchronous, and branches are most of what is hashed.
const NODE_PREIMAGE = Uint8Array.of(TAGS.NODE, ...new Uint8Array(66));

/** H(NODE, bit u16, left, right). */
export function nodeHash(natives: Natives, bit: number, left: string, right: string): string {
  const preimage = NODE_PREIMAGE;
  preimage[1] = bit & 0xff;
  preimage[2] = bit >> 8;
  put(preimage, 3, left);
  put(preimage, 35, right);
  return natives.sha256Latin1(preimage);
}

function put(into: Bytes, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) into[at + i] = text.charCodeAt(i);
}
