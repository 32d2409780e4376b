/** The forms of a proof: what it is about, what was asked of a tree, and the nodes of its evidence. They enter no hash of the chain. */
export const PROOFS = {
  version: 1,
  /** What a proof is about: a record of the top tree, storage of a contract, or an item of a block. */
  kinds: { state: 1, storage: 2, transaction: 3, receipt: 4 },
  /** What is asked of a tree: one key, all keys that begin with a prefix, all keys from one (included) to another (not included). */
  questions: { key: 1, prefix: 2, range: 3 },
  /** Nodes of evidence, in pre-order. Without keys a tree is `empty`, and that alone; `pruned` is the hash of what is not shown. */
  nodes: { empty: 0, pruned: 1, leaf: 2, branch: 3 },
  /** Bytes of SHA-256 over all before them, at the end of a proof: for damage, not for trust. */
  checksumBytes: 8,
} as const;

export type ProofKind = keyof typeof PROOFS.kinds;
