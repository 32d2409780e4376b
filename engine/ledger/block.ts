// A block: its header and its transactions, as bytes.
import type { Bytes } from '../base/bytes.ts';
import { Decoder, Encoder } from '../base/codec.ts';
import { leafHash, listRoot } from '../base/list.ts';
import type { Natives } from '../base/natives.ts';
import { encode, type Header, type Receipt, readRecord, writeRecord } from '../base/records.ts';

export interface Block {
  readonly header: Header;
  /** Encoded transactions, in order. */
  readonly transactions: readonly Bytes[];
}

/** Borsh of {header, Vec<Vec<u8>>}. */
export function encodeBlock(block: Block): Bytes {
  const size = block.transactions.reduce((n, tx) => n + 4 + tx.length, 512);
  const to = new Encoder(size);
  writeRecord('Header', to, block.header);
  to.u32(block.transactions.length);
  for (const tx of block.transactions) to.vec(tx);
  return to.finish();
}

/** @throws CodecError */
export function decodeBlock(bytes: Bytes): Block {
  const from = new Decoder(bytes);
  const header = readRecord('Header', from);
  const count = from.u32();
  const transactions: Bytes[] = [];
  for (let i = 0; i < count; i++) transactions.push(from.vec());
  from.end();
  return { header, transactions };
}

/** Root over whole transactions, auths included. */
export function transactionRoot(natives: Natives, transactions: readonly Bytes[]): Bytes {
  return listRoot(
    natives,
    transactions.map((tx) => leafHash(natives, 'TX_LEAF', tx)),
  );
}

export function receiptRoot(natives: Natives, receipts: readonly Bytes[]): Bytes {
  return listRoot(
    natives,
    receipts.map((receipt) => leafHash(natives, 'RECEIPT_LEAF', receipt)),
  );
}

export function encodeReceipts(receipts: readonly Receipt[]): Bytes[] {
  return receipts.map((receipt) => encode('Receipt', receipt));
}
