// A chain with people who administer contracts together, and every kind of transaction in one word.
import { type Bytes, compare, EMPTY, ZERO32 } from '../../../engine/base/bytes.ts';
import { keyMessage } from '../../../engine/base/hash.ts';
import { type AdminPolicy, decode, type Receipt, type RecordOf } from '../../../engine/base/records.ts';
import { type BodyOf, encodedBody } from '../../../engine/client/transaction.ts';
import { nodeNatives } from '../../../engine/crypto/node.ts';
import { TX_KINDS, type TxKindName } from '../../../spec/tx.ts';
import { type Otherwise, secret, TestChain, user } from '../chain.ts';

export const policyOf = (members: readonly Bytes[], threshold: number, delay = 0): AdminPolicy => {
  return { members: [...members].sort(compare), threshold, delay };
};

/** The admin policy of some users. */
export const among = (users: readonly number[], threshold: number, delay = 0): AdminPolicy =>
  policyOf(users.map(user), threshold, delay);

export const kindId = (kind: TxKindName): number => TX_KINDS.find(({ name }) => name === kind)!.id;

export function bodyBytes<K extends TxKindName>(kind: K, body: BodyOf<K>): Bytes {
  return encodedBody(kind, body).body;
}

export class Life {
  readonly chain: TestChain;

  constructor(options: ConstructorParameters<typeof TestChain>[0] = { users: 6 }) {
    this.chain = new TestChain(options);
  }

  /** Sends one transaction in a block of its own: its receipt, or the name of what refuses it. */
  send<K extends TxKindName>(from: number, kind: K, body: BodyOf<K>, terms: Otherwise = {}): Receipt | string {
    const applied = this.chain.block([this.chain.tx(from, kind, body, terms)]);
    return applied.rejected.get(0)?.id ?? applied.receipts.at(-1)!;
  }

  /** The same, which must end OK. */
  ok<K extends TxKindName>(from: number, kind: K, body: BodyOf<K>, terms: Otherwise = {}): Receipt {
    const sent = this.send(from, kind, body, terms);
    if (typeof sent === 'string' || sent.status !== 0)
      throw new Error(`${kind}: ${typeof sent === 'string' ? sent : sent.status}`);
    return sent;
  }

  /** The name of what refuses it, the status of what ran and failed, or OK. */
  try<K extends TxKindName>(from: number, kind: K, body: BodyOf<K>, terms: Otherwise = {}): string | number {
    const sent = this.send(from, kind, body, terms);
    return typeof sent === 'string' ? sent : sent.status === 0 ? 'OK' : sent.status;
  }

  propose<K extends TxKindName>(from: number, kind: K, body: BodyOf<K>, earliest = 0, notes = 'why'): Bytes {
    return this.ok(from, 'propose', { ...encodedBody(kind, body), earliest, notes }).output;
  }

  tryPropose<K extends TxKindName>(from: number, kind: K, body: BodyOf<K>): string | number {
    return this.try(from, 'propose', { ...encodedBody(kind, body), earliest: 0, notes: '' });
  }

  /** Empty blocks, for delays to pass. */
  pass(blocks: number): void {
    for (let i = 0; i < blocks; i++) this.chain.block([]);
  }

  get height(): number {
    return this.chain.head.header.height;
  }

  record(contract: Bytes) {
    return this.chain.contract(contract)!;
  }

  /** A key of a user's number for an account, with what it has to sign for that. */
  newKey(n: number, account: Bytes): RecordOf<'NewKey'> {
    const proof = nodeNatives.sign(secret(n), keyMessage(nodeNatives, this.chain.id, account));
    return { scheme: 0, key: nodeNatives.publicKey(secret(n)), proof };
  }

  newKeys(numbers: readonly number[], account: Bytes): RecordOf<'NewKey'>[] {
    return numbers.map((n) => this.newKey(n, account)).sort((a, b) => compare(a.key, b.key));
  }

  /** An organisation of these users as its admins. */
  found(users: readonly number[], threshold: number, at = 1): Bytes {
    const body = { salt: new Uint8Array(32).fill(at), name: `org ${at}`, policy: among(users, threshold) };
    return this.ok(users[0]!, 'found', body).output;
  }
}

/** What an event of the engine says. */
export function said(receipt: Receipt, at = -1): { name: string } & RecordOf<'Transition'> {
  const event = receipt.events.at(at)!;
  return { name: event.name, ...decode('Transition', event.data) };
}

export { EMPTY, ZERO32 };
