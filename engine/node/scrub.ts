// Reads all that a store has and compares it with what stands above it: blocks with head.log, transactions and receipts with their
// headers, values and branches with the state root, code with its name. Nothing is executed; replay.ts does that.
import { STATUS } from '../../spec/errors.ts';
import { CONTRACT_STATUS, TOP_KINDS } from '../../spec/records.ts';
import { TX_KINDS } from '../../spec/tx.ts';
import { type Bytes, equal, fromLatin1, toLatin1, ZERO32 } from '../base/bytes.ts';
import { Fault } from '../base/errors.ts';
import { blockHash, codeId, metaId } from '../base/hash.ts';
import { decode, type Header, type Receipt } from '../base/records.ts';
import { decodeTransaction } from '../base/transaction.ts';
import type { ScrubSlice } from '../client/connection.ts';
import { nodeNatives } from '../crypto/node.ts';
import { receiptRoot, transactionRoot } from '../ledger/block.ts';
import { TOP_SPACE } from '../state/forest.ts';
import { STORAGE, topKey } from '../state/key.ts';
import { decodeBranch } from '../state/nodes.ts';
import { leafHash, type Node, nodeHash, positionOf } from '../state/tree.ts';
import { separate } from '../wasm/prepare.ts';
import { firstJournal, heightOf, readBlock, readGenesis, readReceipts, writesAt } from './opening.ts';
import { decodeSections, encodePlace, type Meta, ROW, spaceOfRow } from './rows.ts';
import { readable, readTop } from './state.ts';
import { describe, type StoreReader } from './store.ts';

/** What was looked at so far. */
export type Scrubbed = { -readonly [K in 'blocks' | 'transactions' | 'values' | 'rows']: ScrubSlice[K] };

/** Small pieces of work between two pauses. */
const PAUSE = 64;

/** A tree that is to be walked, and its root hash as it is named above. */
interface Space {
  readonly space: string;
  readonly root: string;
  /** Whether it may have been thrown away. */
  readonly isEnded?: boolean;
}

/**
 * Looks at everything, piece by piece; between two pieces whoever has other work may do it.
 * @param store of one moment, so that nothing moves meanwhile
 * @param hashes of blocks by height, from head.log
 * @throws Fault STORE_CORRUPT naming what does not hold
 */
export async function* scrub(store: StoreReader, hashes: readonly Bytes[]): AsyncGenerator<Scrubbed> {
  const scrubber = new Scrubber(store, hashes);
  for (const _ of scrubber.blocks()) yield { ...scrubber.done };
  for (const _ of scrubber.trees()) yield { ...scrubber.done };
  for await (const _ of scrubber.rows()) yield { ...scrubber.done };
  yield { ...scrubber.done };
}

class Scrubber {
  readonly done: Scrubbed = { blocks: 0, transactions: 0, values: 0, rows: 0 };
  private readonly store: StoreReader;
  private readonly hashes: readonly Bytes[];
  private readonly height: number;
  private readonly nodesAt: number;
  /** How many rows of a kind there must be. */
  private readonly expected = { n: 0, o: 0 };
  private readonly codes = new Set<string>();
  /** Spaces that contracts have. Rows of others are left over, and nobody reads them. */
  private readonly known = new Set<string>();
  private journals = 0;
  private pieces = 0;

  constructor(store: StoreReader, hashes: readonly Bytes[]) {
    this.store = store;
    this.hashes = hashes;
    this.height = heightOf(store, 'head');
    this.nodesAt = heightOf(store, 'nodes');
    readGenesis(store);
  }

  private isPause(): boolean {
    this.pieces += 1;
    return this.pieces % PAUSE === 0;
  }

  *blocks(): Generator<void> {
    for (let height = 0; height <= this.height; height++) {
      const { header, transactions } = readBlock(this.store, height);
      this.checkHeader(height, header);
      if (height >= firstJournal(this.nodesAt)) this.journal(height);
      if (!equal(transactionRoot(nodeNatives, transactions), header.txRoot))
        throw corrupt(`block ${height}: its transactions are not those of its header`);
      yield* this.receipts(height, header, transactions);
      this.done.blocks += 1;
      yield;
    }
  }

  /** What the last blocks wrote; values and trees are of the checkpoint, and code that is younger stands here alone. */
  private journal(height: number): void {
    const codeKey = topKey('code');
    for (const [key] of writesAt(this.store, height))
      if (key.startsWith(codeKey)) this.codes.add(key.slice(codeKey.length));
    this.journals += 1;
  }

  private checkHeader(height: number, header: Header): void {
    const hash = this.hashes[height];
    if (hash === undefined || !equal(hash, blockHash(nodeNatives, header)))
      throw corrupt(`block ${height} is not the one that head.log names`);
    const parent = this.hashes[height - 1];
    if (parent !== undefined && !equal(parent, header.parent))
      throw corrupt(`block ${height} does not follow block ${height - 1}`);
  }

  private *receipts(height: number, header: Header, transactions: readonly Bytes[]): Generator<void> {
    const receipts = readReceipts(this.store, height);
    for (const [index, bytes] of receipts.entries()) {
      const receipt = readable(ROW.receipts(height), () => decode('Receipt', bytes));
      const place = ROW.transaction(receipt.txId);
      if (!equal(this.must(place), encodePlace({ height, index })))
        throw corrupt(`${describe(place)} does not name block ${height}, transaction ${index}`);
      this.upload(transactions[index - (receipts.length - transactions.length)], receipt);
      if (this.isPause()) yield;
    }
    if (!equal(receiptRoot(nodeNatives, receipts), header.receiptRoot))
      throw corrupt(`block ${height}: its receipts are not those of its header`);
    this.done.transactions += receipts.length;
  }

  /** What describes code that was uploaded: no tree names it. */
  private upload(bytes: Bytes | undefined, receipt: Receipt): void {
    if (bytes === undefined || receipt.status !== STATUS.OK) return;
    const { kind, body } = decodeTransaction(bytes).request;
    if (kind !== UPLOAD) return;
    const parts = separate(decode('UploadBody', body).module);
    if (parts) this.must(ROW.custom(metaId(nodeNatives, parts.meta)));
  }

  private must(key: string): Bytes {
    const value = this.store.get(key);
    if (value === undefined) throw corrupt(`${describe(key)} is missing`);
    return value;
  }

  *trees(): Generator<void> {
    const { stateRoot } = readBlock(this.store, this.nodesAt).header;
    const spaces: Space[] = [{ space: TOP_SPACE, root: toLatin1(stateRoot) }];
    for (let next = spaces.pop(); next !== undefined; next = spaces.pop()) yield* this.tree(next, spaces);
  }

  private *tree({ space, root, isEnded = false }: Space, spaces: Space[]): Generator<void> {
    if (isEnded && this.store.get(ROW.top(space)) === undefined) return;
    this.known.add(space);
    const top = this.top(space, root);
    if (top === undefined) return;
    this.expected.o += 1;
    const waiting = [top];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      if (node.bit < 0) this.leaf(space, node, spaces);
      else waiting.push(...this.children(space, node));
      if (this.isPause()) yield;
    }
  }

  private top(space: string, root: string): Node | undefined {
    const key = ROW.top(space);
    const bytes = this.store.get(key);
    const node = bytes && readable(key, () => readTop(bytes));
    if ((node?.hash ?? NO_KEYS) !== root) throw corrupt(`${describe(key)} is not the root`);
    return node;
  }

  private children(space: string, node: Node): [Node, Node] {
    const key = ROW.branch(space, positionOf(node));
    const children = readable(key, () => decodeBranch(this.must(key)));
    const [left, right] = children;
    if (nodeHash(nodeNatives, node.bit, left.hash!, right.hash!) !== node.hash)
      throw corrupt(`${describe(key)} is not the branch under its hash`);
    this.expected.n += 1;
    return children;
  }

  private leaf(space: string, leaf: Node, spaces: Space[]): void {
    const flat = space === TOP_SPACE ? leaf.key : STORAGE + space + leaf.key;
    const value = this.store.get(ROW.state(flat));
    if (value === undefined || leafHash(nodeNatives, leaf.key, value) !== leaf.hash)
      throw corrupt(`${describe(ROW.state(flat))} is not what the state tree names`);
    this.done.values += 1;
    if (space === TOP_SPACE) this.record(leaf.key, value, spaces);
  }

  /** What a record of the top tree names besides. */
  private record(key: string, value: Bytes, spaces: Space[]): void {
    const kind = key.charCodeAt(0);
    const id = key.slice(1);
    if (kind === TOP_KINDS.code) this.codes.add(id);
    if (kind !== TOP_KINDS.contract) return;
    const { storage, storageRoot, shadow, status } = decode('ContractRecord', value);
    const isEnded = status === CONTRACT_STATUS.destroyed;
    spaces.push({ space: toLatin1(storage), root: toLatin1(storageRoot), isEnded });
    if (shadow) spaces.push({ space: toLatin1(shadow.space), root: toLatin1(shadow.root) });
  }

  /** Every row in order: none but those that were met, each whole, and as it is found by its key. */
  async *rows(): AsyncGenerator<void> {
    const counts = new Map<string, number>();
    for await (const [key, value] of this.store.rows()) {
      const kind = key[0] ?? '';
      checkRow(kind, key, value);
      const space = spaceOfRow(key);
      if (space !== undefined && !this.known.has(space)) continue;
      const again = this.store.get(key);
      if (!again || !equal(again, value)) throw corrupt(`${describe(key)} reads otherwise in its order`);
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      this.done.rows += 1;
      if (this.isPause()) yield;
    }
    this.checkCounts(counts);
  }

  private checkCounts(counts: ReadonlyMap<string, number>): void {
    const { transactions, blocks, values } = this.done;
    const blockRows = { b: blocks, r: blocks, d: this.journals, t: transactions };
    const all = { ...this.expected, ...blockRows, s: values, c: this.codes.size, m: METAS.length };
    for (const [kind, count] of Object.entries(all)) {
      const found = counts.get(kind) ?? 0;
      if (found !== count) throw corrupt(`${found} rows of kind ${kind} where there must be ${count}`);
    }
  }
}

const UPLOAD = TX_KINDS.find(({ name }) => name === 'upload')!.id;
/** Root of a tree without keys. */
const NO_KEYS = toLatin1(ZERO32);
const METAS: readonly Meta[] = ['format', 'genesis', 'head', 'nodes'];

/** What a row tells by itself: its kind is known, and content that is named by its hash has that hash. */
function checkRow(kind: string, key: string, value: Bytes): void {
  if (!KINDS.has(kind)) throw corrupt(`${describe(key)} is of no kind that there is`);
  const name = nameOf(kind, key, value);
  if (name && !equal(name, fromLatin1(key.slice(1)))) throw corrupt(`${describe(key)} is not what its name says`);
}

function nameOf(kind: string, key: string, value: Bytes): Bytes | undefined {
  if (kind === 'c') return codeId(nodeNatives, value);
  if (kind !== 'k') return undefined;
  const sections = readable(key, () => decodeSections(value));
  return metaId(nodeNatives, sections);
}

const KINDS: ReadonlySet<string> = new Set('mbrtscpkdon');

function corrupt(detail: string): Fault {
  return new Fault('STORE_CORRUPT', detail);
}
