// What a chain in this process answers to a connection, one function an operation; the executor and node.sock serve the same.
import { STATUS } from '../../spec/errors.ts';
import { LIMITS } from '../../spec/limits.ts';
import { type Bytes, equal, fromHex, fromLatin1, toHex, toLatin1 } from '../base/bytes.ts';
import { Fault } from '../base/errors.ts';
import { blockHash } from '../base/hash.ts';
import { type AccountRecord, type ContractRecord, decode, type Receipt } from '../base/records.ts';
import {
  type ChainInfo,
  type Listed,
  MOST_LIKE,
  type Simulated,
  type Simulating,
  type StoredBlock,
  type StoredTransaction,
  type ViewAnswer,
  type ViewCall,
  type Wanted,
} from '../client/connection.ts';
import { firstRecord } from '../runtime/account.ts';
import { query } from '../runtime/apply.ts';
import { captureView } from '../runtime/asked.ts';
import { readTop } from '../runtime/records.ts';
import { isStorage } from '../state/key.ts';
import type { LocalChain } from './local.ts';
import { readBlock, readReceipts } from './opening.ts';
import { packOutcome } from './outcome.ts';
import { unpack } from './packing.ts';
import { proofOf } from './proving.ts';
import { listed, prune, storageOf } from './pruning.ts';
import { decodePlace, decodeSections, ROW } from './rows.ts';
import { indexesOf } from './signatures.ts';
import { readable } from './state.ts';
import { describe } from './store.ts';

/** An answer that is not to be told before something is on the disk. */
export interface Answering {
  readonly answer: unknown;
  readonly durable: Promise<void>;
}

/** Operations by name. Each runs with nothing else running on the chain; all but `propose` with all that was applied on the disk. */
export const ANSWERS = {
  info: (chain: LocalChain): ChainInfo => {
    const { header, hash } = chain.head;
    return { chain: chain.id, genesis: chain.genesis, height: header.height, hash, header };
  },
  /** `signed` has a byte for each transaction: 1 if its signatures were found valid before. */
  propose: (chain: LocalChain, time: number, transactions: Bytes, signed?: Bytes): Answering => {
    const { outcome, durable } = chain.begin(time, unpack(transactions), signed && indexesOf(signed));
    return { answer: packOutcome(outcome), durable };
  },
  simulate: (chain: LocalChain, unsigned: Bytes, how?: Simulating): Simulated =>
    chain.simulate(unsigned, {
      captures: how?.captures === true,
      approved: how?.approved === true,
      module: how?.module instanceof Uint8Array ? how.module : undefined,
    }),
  query: (chain: LocalChain, call: ViewCall, captures = false): ViewAnswer => {
    const { engine, state, id } = chain;
    const { height, time } = chain.head.header;
    const site = { engine, state, chain: id, height, time };
    const question = { ...call, gas: LIMITS.transactionGas.max };
    const answer = query(site, question);
    if (!captures || answer.status === STATUS.OK) return { ...answer, height };
    return { ...answer, height, capture: captureView(site, question) };
  },
  account: (chain: LocalChain, address: Bytes): AccountRecord =>
    readTop(chain.state, 'account', address) ?? firstRecord(undefined),
  contract: (chain: LocalChain, address: Bytes): ContractRecord | undefined =>
    readTop(chain.state, 'contract', address),
  records: (chain: LocalChain, prefix: Bytes, after: Bytes, most: number): Listed[] =>
    isStorage(toLatin1(prefix)) ? [] : listed(chain, toLatin1(prefix), toLatin1(after), most),
  isDue: (chain: LocalChain, time: number): boolean => chain.isDue(time),
  meta: (chain: LocalChain, metaId: Bytes) => {
    const key = ROW.custom(metaId);
    const bytes = chain.store.get(key);
    return bytes && readable(key, () => decodeSections(bytes));
  },
  code: (chain: LocalChain, codeId: Bytes): Bytes | undefined => chain.state.code(codeId),
  block: (chain: LocalChain, height: number) => storedBlock(chain, height),
  transaction: (chain: LocalChain, id: Bytes) => storedTransaction(chain, id),
  prove: (chain: LocalChain, wanted: Wanted) => proofOf(chain, wanted),
  transactionsLike: (chain: LocalChain, digits: string) => transactionsLike(chain, String(digits)),
  storage: (chain: LocalChain, contract: Bytes, after: Bytes, most: number): Listed[] =>
    storageOf(chain, contract, after, most),
  prune: (chain: LocalChain, contract: Bytes): Promise<void> => prune(chain, contract),
  scrub: (chain: LocalChain, milliseconds: number) => chain.scrubbing.slice(milliseconds),
};
export type Operation = keyof typeof ANSWERS;

function storedBlock(chain: LocalChain, height: number): StoredBlock | undefined {
  if (!(height >= 0 && height <= chain.head.header.height)) return undefined;
  const { header, transactions } = readBlock(chain.store, height);
  const receipts = readReceipts(chain.store, height).map((bytes) => receiptOf(height, bytes));
  if (receipts.length < transactions.length)
    throw new Fault(
      'STORE_CORRUPT',
      `${describe(ROW.receipts(height))} has ${receipts.length} of ${transactions.length}`,
    );
  return { header, hash: blockHash(chain.engine.natives, header), transactions, receipts };
}

function receiptOf(height: number, bytes: Bytes): Receipt {
  return readable(ROW.receipts(height), () => decode('Receipt', bytes));
}

function storedTransaction(chain: LocalChain, id: Bytes): StoredTransaction | undefined {
  const key = ROW.transaction(id);
  const bytes = chain.store.get(key);
  if (!bytes) return undefined;
  const { height, index } = readable(key, () => decodePlace(bytes));
  const { transactions } = readBlock(chain.store, height);
  const receipts = readReceipts(chain.store, height);
  const found = receipts[index];
  const receipt = found && receiptOf(height, found);
  const scheduled = receipts.length - transactions.length;
  if (!receipt || scheduled < 0 || !equal(receipt.txId, id))
    throw new Fault('STORE_CORRUPT', `${describe(key)} names another transaction`);
  return { height, index, bytes: transactions[index - scheduled], receipt };
}

async function transactionsLike(chain: LocalChain, digits: string): Promise<Bytes[]> {
  // Rows are found by whole bytes; an odd digit is looked at afterwards.
  const beginning = fromHex(digits.slice(0, digits.length - (digits.length % 2)));
  if (beginning === undefined) return [];
  const found: Bytes[] = [];
  for await (const [key] of chain.store.rows(ROW.transaction(beginning))) {
    const id = fromLatin1(key.slice(1));
    if (toHex(id).startsWith(digits)) found.push(id);
    if (found.length === MOST_LIKE) break;
  }
  return found;
}
