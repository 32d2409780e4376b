/** A second verifier of proofs, written from docs/proofs.md and the tables of spec/ alone; slow, plain, and free of the engine. */
import { createHash } from 'node:crypto';
import { PROOFS } from '../../spec/proofs.ts';
import { RECORDS, TOP_KINDS } from '../../spec/records.ts';
import { TAGS, type Tag } from '../../spec/tags.ts';

/** Bytes are lower-case hex throughout. */
export type Entry = readonly [key: string, value: string];
export type Question =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'prefix'; readonly prefix: string }
  | { readonly kind: 'range'; readonly from: string; readonly to: string | null };
export interface Checked {
  readonly kind: keyof typeof PROOFS.kinds;
  readonly block: string;
  readonly contract?: string;
  readonly question?: Question;
  readonly entries?: Entry[];
  readonly record?: string;
}

function must(condition: boolean, reason: string): asserts condition {
  if (!condition) throw new Error(`refused: ${reason}`);
}

const sha = (hex: string): string => createHash('sha256').update(Buffer.from(hex, 'hex')).digest('hex');
const little = (value: number, bytes: number): string =>
  Array.from({ length: bytes }, (_, i) => ((value >>> (8 * i)) & 255).toString(16).padStart(2, '0')).join('');
const vec = (hex: string): string => little(hex.length / 2, 4) + hex;
const tagged = (tag: Tag, ...parts: string[]): string => sha(little(TAGS[tag], 1) + parts.join(''));
const ZEROS = '00'.repeat(32);

/** Reads hex from the left; what is missing or left over is refused. */
class Hex {
  readonly #hex: string;
  #at = 0;
  constructor(hex: string) {
    this.#hex = hex;
  }
  take(bytes: number): string {
    must(this.#at + 2 * bytes <= this.#hex.length, 'bytes are missing');
    this.#at += 2 * bytes;
    return this.#hex.slice(this.#at - 2 * bytes, this.#at);
  }
  number(bytes: number): number {
    const big = this.take(bytes).match(/../g)?.reverse().join('') ?? '';
    return Number.parseInt(big, 16);
  }
  vec(): string {
    return this.take(this.number(4));
  }
  since(start: number): string {
    return this.#hex.slice(start, this.#at);
  }
  get at(): number {
    return this.#at;
  }
  end(): void {
    must(this.#at === this.#hex.length, 'bytes are left over');
  }
}

// ——— Trees ———

/** A 1 and eight bits for each byte, then a 0; the zeros from there on are not written. */
const bits = (key: string): string => `${started(key)}0`;
const started = (key: string): string =>
  (key.match(/../g) ?? []).map((byte) => `1${Number.parseInt(byte, 16).toString(2).padStart(8, '0')}`).join('');
const bitOf = (text: string, index: number): string => text[index] ?? '0';
const first = (text: string, count: number): string => text.slice(0, count).padEnd(count, '0');

const leafHash = ([key, value]: Entry): string => tagged('LEAF', vec(key), vec(value));
const branchHash = (bit: number, left: string, right: string): string => tagged('NODE', little(bit, 2), left, right);

/** The root of the tree that holds these entries, each key once. */
export function rootOf(entries: readonly Entry[]): string {
  const [only] = entries;
  if (only === undefined) return ZEROS;
  if (entries.length === 1) return leafHash(only);
  const all = entries.map(([key]) => bits(key));
  let bit = 0;
  while (all.every((text) => bitOf(text, bit) === bitOf(all[0]!, bit))) bit += 1;
  const side = (b: string) => entries.filter(([key]) => bitOf(bits(key), bit) === b);
  return branchHash(bit, rootOf(side('0')), rootOf(side('1')));
}

/** What the question asks for; the order of bytes is the order of their hex. */
export function asks(question: Question, key: string): boolean {
  if (question.kind === 'key') return key === question.key;
  if (question.kind === 'prefix') return key.startsWith(question.prefix);
  return key >= question.from && (question.to === null || key < question.to);
}

export const answer = (question: Question, entries: readonly Entry[]): Entry[] =>
  entries.filter(([key]) => asks(question, key)).sort(([a], [b]) => (a < b ? -1 : 1));

// ——— Evidence ———

type Node =
  | { readonly is: 'pruned'; readonly hash: string }
  | { readonly is: 'leaf'; readonly hash: string; readonly entry: Entry; readonly bits: string }
  | { readonly is: 'branch'; readonly hash: string; readonly bit: number; readonly left: Node; readonly right: Node };
type Leaf = Extract<Node, { is: 'leaf' }>;

const BITS = 2304;

function readNode(from: Hex, above: number): Node {
  const kind = from.number(1);
  if (kind === PROOFS.nodes.pruned) return { is: 'pruned', hash: from.take(32) };
  if (kind === PROOFS.nodes.leaf) {
    const entry: Entry = [from.vec(), from.vec()];
    return { is: 'leaf', hash: leafHash(entry), entry, bits: bits(entry[0]) };
  }
  must(kind === PROOFS.nodes.branch, 'no such node');
  const bit = from.number(2);
  must(bit > above && bit < BITS, 'bits of branches grow and end');
  const left = readNode(from, bit);
  const right = readNode(from, bit);
  return { is: 'branch', hash: branchHash(bit, left.hash, right.hash), bit, left, right };
}

const leaves = (node: Node): Leaf[] =>
  node.is === 'leaf' ? [node] : node.is === 'branch' ? [...leaves(node.left), ...leaves(node.right)] : [];

function search(root: Node, end: string): Leaf {
  let node = root;
  while (node.is === 'branch') node = bitOf(bits(end), node.bit) === '0' ? node.left : node.right;
  must(node.is === 'leaf', '2: a search arrives at something pruned');
  return node;
}

function endsOf(question: Question): string[] {
  if (question.kind === 'key') return [question.key];
  if (question.kind === 'prefix') return [question.prefix];
  return question.to === null ? [question.from] : [question.from, question.to];
}

/** Whether every key that begins with these bits is one that the question does not ask for. */
function outside(question: Question, begin: string): boolean {
  const low = begin;
  const same = (text: string) => first(text, low.length);
  if (question.kind === 'key') return low !== same(bits(question.key));
  if (question.kind === 'prefix') {
    const prefix = started(question.prefix);
    return low.length < prefix.length ? !prefix.startsWith(low) : !low.startsWith(prefix);
  }
  return low < same(bits(question.from)) || (question.to !== null && low > same(bits(question.to)));
}

function checkBranches(question: Question, node: Node): void {
  if (node.is !== 'branch') return;
  const { bit, left, right } = node;
  must(left.is !== 'pruned' || right.is !== 'pruned', '4: two pruned children');
  checkBranches(question, left);
  checkBranches(question, right);
  must(
    leaves(left).every((leaf) => bitOf(leaf.bits, bit) === '0'),
    '5: a key on the left',
  );
  must(
    leaves(right).every((leaf) => bitOf(leaf.bits, bit) === '1'),
    '5: a key on the right',
  );
  const begin = new Set(leaves(node).map((leaf) => first(leaf.bits, bit)));
  must(begin.size === 1, '5: keys differ before the bit of their branch');
  must(
    leaves(node).every((leaf) => bit < leaf.bits.length),
    '5: a bit behind the end of a key',
  );
  const other = left.is === 'pruned' ? '0' : right.is === 'pruned' ? '1' : '';
  if (other !== '') must(outside(question, [...begin][0] + other), '6: what is pruned may be asked for');
}

function checkQuestion(question: Question): void {
  if (question.kind === 'key') must(question.key !== '', 'an empty key');
  if (question.kind === 'range' && question.to !== null) must(question.from < question.to, 'a range without room');
}

/** The root of what evidence shows, whether or not it is an answer to anything. */
export function rootOfEvidence(evidence: string): string {
  const from = new Hex(evidence);
  const tree = readNode(from, -1);
  from.end();
  return tree.hash;
}

/** The proof with the checksum that belongs to its bytes. */
export const sealed = (body: string): string => body + sha(body).slice(0, 2 * PROOFS.checksumBytes);

/** The entries that the evidence shows to be the answer, or an error. */
export function checkEvidence(root: string, question: Question, evidence: string): Entry[] {
  checkQuestion(question);
  if (evidence === little(PROOFS.nodes.empty, 1)) {
    must(root === ZEROS, '1: the tree is not empty');
    return [];
  }
  const from = new Hex(evidence);
  const tree = readNode(from, -1);
  from.end();
  must(tree.hash === root, '1: another root');
  const arrived = new Set(endsOf(question).map((end) => search(tree, end)));
  const shown = leaves(tree);
  must(
    shown.every((leaf) => asks(question, leaf.entry[0]) || arrived.has(leaf)),
    '3: a leaf too many',
  );
  checkBranches(question, tree);
  return shown.map((leaf) => leaf.entry).filter(([key]) => asks(question, key));
}

// ——— Records ———

const NUMBERS: Record<string, number> = { u8: 1, u16: 2, u32: 4, hash: 32, address: 32, u64: 8 };

/** Reads one value; hashes are what the callers need, so only these and the fields of records are given back. */
function readValue(from: Hex, type: string): string {
  const inner = /<(.*)>/.exec(type)?.[1] ?? '';
  const size = NUMBERS[type];
  if (size !== undefined) return from.take(size);
  if (type === 'bytes') return from.vec();
  if (type === 'string') {
    const text = from.vec();
    must(Buffer.from(Buffer.from(text, 'hex').toString()).toString('hex') === text, 'not UTF-8');
    return text;
  }
  if (type === 'u53') {
    const low = from.take(4);
    must(from.number(4) < 2 ** 21, 'a u53 that is too large');
    return low;
  }
  if (type === 'bool' || type.startsWith('option<')) {
    const there = from.number(1);
    must(there <= 1, 'neither yes nor no');
    return type === 'bool' || there === 0 ? '' : readValue(from, inner);
  }
  if (type.startsWith('vec<')) {
    for (let count = from.number(4); count > 0; count -= 1) readValue(from, inner);
    return '';
  }
  readRecord(from, type as keyof typeof RECORDS);
  return '';
}

function readRecord(from: Hex, name: keyof typeof RECORDS): Record<string, string> {
  const record: Record<string, string> = {};
  for (const [field, type] of RECORDS[name]) record[field] = readValue(from, type);
  if (record['version'] !== undefined) must(record['version'] === '01', 'the version of a record');
  return record;
}

// ——— Whole proofs ———

const nameOf = <T extends string>(table: Record<T, number>, number: number): T => {
  const name = (Object.keys(table) as T[]).find((key) => table[key] === number);
  must(name !== undefined, 'no such kind');
  return name;
};

function readQuestion(from: Hex): Question {
  const kind = nameOf(PROOFS.questions, from.number(1));
  if (kind === 'key') return { kind, key: from.vec() };
  if (kind === 'prefix') return { kind, prefix: from.vec() };
  return { kind, from: from.vec(), to: from.vec() || null };
}

function readPath(from: Hex, leaf: string): string {
  const steps = from.number(1);
  must(steps <= 32, 'a path too long');
  let hash = leaf;
  for (let i = 0; i < steps; i += 1) {
    const onLeft = from.number(1);
    must(onLeft <= 1, 'neither left nor right');
    const sibling = from.take(32);
    hash = onLeft === 1 ? tagged('LIST_NODE', sibling, hash) : tagged('LIST_NODE', hash, sibling);
  }
  return hash;
}

function readState(from: Hex, root: string): Pick<Checked, 'question' | 'entries'> {
  const question = readQuestion(from);
  return { question, entries: checkEvidence(root, question, from.vec()) };
}

function readStorage(from: Hex, stateRoot: string): Omit<Checked, 'kind' | 'block'> {
  const contract = from.take(32);
  const key = little(TOP_KINDS.contract, 1) + contract;
  const [entry] = checkEvidence(stateRoot, { kind: 'key', key }, from.vec());
  must(entry !== undefined, 'no such contract');
  const value = new Hex(entry[1]);
  const record = readRecord(value, 'ContractRecord');
  value.end();
  return { contract, ...readState(from, record['storageRoot']!) };
}

function readItem(from: Hex, tag: Tag, root: string): Pick<Checked, 'record'> {
  const record = from.vec();
  must(readPath(from, tagged(tag, record)) === root, 'another root of a list');
  return { record };
}

/** What a proof states and the hash of the block that it states it of, or an error. */
export function checkProof(proof: string): Checked {
  const sum = proof.length - 2 * PROOFS.checksumBytes;
  must(sum > 0 && sha(proof.slice(0, sum)).startsWith(proof.slice(sum)), 'damaged');
  const from = new Hex(proof.slice(0, sum));
  must(from.number(1) === PROOFS.version, 'another version');
  const start = from.at;
  const header = readRecord(from, 'Header');
  const block = tagged('BLOCK', from.since(start));
  const kind = nameOf(PROOFS.kinds, from.number(1));
  const rest =
    kind === 'state'
      ? readState(from, header['stateRoot']!)
      : kind === 'storage'
        ? readStorage(from, header['stateRoot']!)
        : kind === 'transaction'
          ? readItem(from, 'TX_LEAF', header['txRoot']!)
          : readItem(from, 'RECEIPT_LEAF', header['receiptRoot']!);
  from.end();
  return { kind, block, ...rest };
}
