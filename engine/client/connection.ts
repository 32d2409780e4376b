// What a client asks of a chain, wherever it runs: in this process, in a forked executor, or behind node.sock.
import type { Bytes } from '../base/bytes.ts';
import type { Capture, ViewCapture } from '../base/capture.ts';
import type { AccountRecord, ContractRecord, Genesis, Header, Receipt, RecordOf } from '../base/records.ts';
import type { Question } from '../proof/question.ts';

/** A connection to one chain. Methods throw Reject, Fault or Usage as the errors of the table. */
export interface Connection {
  info(): Promise<ChainInfo>;
  /**
   * Sends signed transactions and waits until each is durable or rejected; answers stand in the order sent.
   * A transaction that runs and fails is an answer with a receipt, one that is rejected is an answer with the reason.
   */
  submit(transactions: readonly Bytes[]): Promise<Submitted[]>;
  /**
   * Runs a transaction on the committed state with the largest gas limit, unsigned, and keeps nothing. @throws Reject
   */
  simulate(unsigned: Bytes, how?: Simulating): Promise<Simulated>;
  /** Runs a view on the committed state; `captures` as in {@link Simulating}. @throws Reject */
  query(question: ViewCall, captures?: boolean): Promise<ViewAnswer>;
  /** The account's record; for one that has sent nothing, nonce 0 and no keys. */
  account(address: Bytes): Promise<AccountRecord>;
  contract(address: Bytes): Promise<ContractRecord | undefined>;
  /** Records of the top tree whose keys begin with `prefix`, in order, behind the key `after`: at most so many, and {@link MOST_RECORDS}. */
  records(prefix: Bytes, after: Bytes, most: number): Promise<Listed[]>;
  /** Custom sections that were uploaded under this id: ABI, build information. */
  meta(metaId: Bytes): Promise<RecordOf<'CustomSection'>[] | undefined>;
  code(codeId: Bytes): Promise<Bytes | undefined>;
  block(height: number): Promise<StoredBlock | undefined>;
  transaction(id: Bytes): Promise<StoredTransaction | undefined>;
  /**
   * A proof for whoever trusts the hash of a block: of what the state at the head says, or of a transaction and its receipt in
   * their block; undefined if there is no such contract or transaction. `proof/proof.ts` tells what it proves.
   */
  prove(wanted: Wanted): Promise<Bytes | undefined>;
  /** Ids that begin with these hexadecimal digits, in order: {@link MOST_LIKE} at most. */
  transactionsLike(digits: string): Promise<Bytes[]>;
  /**
   * Goes on for about so many milliseconds with comparing everything in the store with the hashes that stand above it; begins anew after
   * the end. @throws Fault STORE_CORRUPT, with which the chain stops
   */
  scrub(milliseconds: number): Promise<ScrubSlice>;
  /** Values of a contract whose keys stand behind `after`, in order: at most so many, and {@link MOST_RECORDS}. @throws Reject CONTRACT_UNKNOWN */
  storage(contract: Bytes, after: Bytes, most: number): Promise<Listed[]>;
  /** Throws the storage of a destroyed contract away, here and for ever. @throws Usage if it is not destroyed, or too lately */
  prune(contract: Bytes): Promise<void>;
  close(): Promise<void>;
}

/** What a proof is wanted of. */
export type Wanted =
  | { readonly kind: 'state'; readonly question: Question }
  | { readonly kind: 'storage'; readonly contract: Bytes; readonly question: Question }
  | { readonly kind: 'transaction'; readonly id: Bytes }
  | { readonly kind: 'receipt'; readonly id: Bytes };

/** A record of the top tree: its key, and what it is as spec/records.ts says. */
export interface Listed {
  readonly key: Bytes;
  readonly bytes: Bytes;
}

/** A record of the top tree as it would be; null if it would be gone. */
export interface Change {
  readonly key: Bytes;
  readonly bytes: Bytes | null;
}

/** So many records are told at once. */
export const MOST_RECORDS = 1_000;

/** So many ids are told of those that begin alike. */
export const MOST_LIKE = 4;

/** What one pass over a store has looked at so far. */
export interface ScrubSlice {
  /** Whether this slice began it. */
  readonly isFirst: boolean;
  /** Whether it came to its end. */
  readonly isWhole: boolean;
  readonly blocks: number;
  readonly transactions: number;
  /** Values of the state. */
  readonly values: number;
  /** Rows of every kind, met once more in one walk from the first to the last. */
  readonly rows: number;
}

export interface ChainInfo {
  readonly chain: Bytes;
  readonly genesis: Genesis;
  readonly height: number;
  readonly hash: Bytes;
  readonly header: Header;
}

export type Submitted =
  | {
      readonly ok: true;
      readonly height: number;
      readonly index: number;
      readonly receipt: Receipt;
      readonly logs: readonly Log[];
    }
  | { readonly ok: false; readonly error: Rejection };

/** A reject as it crosses processes: a row of the error table and its detail. */
export interface Rejection {
  readonly id: string;
  readonly detail: string;
}

/** A log line of a contract; kept by nobody. */
export interface Log {
  readonly contract: Bytes;
  readonly text: Bytes;
}

/** How a transaction is simulated. */
export interface Simulating {
  /** Whether the answer to one that fails has all that it read. Not with `approved` and `module`, which nothing but a simulation knows. */
  readonly captures?: boolean;
  /** Whether everybody who has to approve it counts as having done so, and what it has to wait for as over. */
  readonly approved?: boolean;
  /** A module that counts as uploaded. */
  readonly module?: Bytes | undefined;
}

export interface Simulated {
  readonly receipt: Receipt;
  readonly logs: readonly Log[];
  /** Records of the top tree that it would write. */
  readonly changes: readonly Change[];
  /** With which a failure can be run again. */
  readonly capture?: Capture;
}

export interface ViewCall {
  readonly contract: Bytes;
  readonly method: string;
  readonly input: Bytes;
  readonly caller: Bytes;
}

export interface ViewAnswer {
  readonly status: number;
  readonly output: Bytes;
  readonly gasUsed: number;
  readonly height: number;
  readonly logs: readonly Log[];
  readonly capture?: ViewCapture;
}

export interface StoredBlock {
  readonly header: Header;
  readonly hash: Bytes;
  readonly transactions: readonly Bytes[];
  /** Of what was scheduled first, then one for each transaction. */
  readonly receipts: readonly Receipt[];
}

export interface StoredTransaction {
  readonly height: number;
  /** Of its receipt in the block. */
  readonly index: number;
  /** Absent for what was scheduled, which was signed in another transaction. */
  readonly bytes: Bytes | undefined;
  readonly receipt: Receipt;
}
