// `tally block`: one block and the transactions in it.

import { toHex } from '../../engine/base/bytes.ts';
import { statusName } from '../../engine/base/errors.ts';
import { decodeTransaction } from '../../engine/base/transaction.ts';
import { formatAddress } from '../../engine/client/address.ts';
import type { StoredBlock } from '../../engine/client/connection.ts';
import { kindName } from '../body.ts';
import { Book } from '../book.ts';
import type { Act, Define } from '../command.ts';
import { NotFound } from '../errors.ts';
import { type Colours, fields, grouped } from '../print.ts';
import { wholeNumber } from '../session.ts';
import { table } from '../table.ts';

export const define: Define = (command, run) => {
  command.argument('[height]', 'height, or latest', 'latest').action(run(show));
};

const show: Act = async (session, [word = 'latest']) => {
  const asked = word === 'latest' ? undefined : wholeNumber(word, 'height');
  const connection = await session.connect('read');
  const newest = (await connection.info()).height;
  const block = await connection.block(asked ?? newest);
  if (!block) throw new NotFound(`block ${asked}; the newest is ${newest}`);
  const book = await Book.open(session, connection);
  const document = documentOf(block, book);
  session.output.result(document, textOf(document, session.output.colours));
  return undefined;
};

function documentOf({ header, hash, transactions, receipts }: StoredBlock, book: Book) {
  return {
    height: header.height,
    hash: toHex(hash),
    time: new Date(header.time).toISOString(),
    protocol: header.protocol,
    specHash: toHex(header.specHash),
    chain: toHex(header.chain),
    parent: toHex(header.parent),
    txRoot: toHex(header.txRoot),
    receiptRoot: toHex(header.receiptRoot),
    stateRoot: toHex(header.stateRoot),
    gasUsed: header.gasUsed,
    transactions: transactions.map((bytes, i) => {
      const { request } = decodeTransaction(bytes);
      const { txId, status, gasUsed } = receipts[i]!;
      const sender = book.nameOf(request.sender) ?? formatAddress('account', request.sender);
      return {
        transaction: toHex(txId),
        kind: kindName(request),
        sender,
        status,
        statusName: statusName(status),
        gasUsed,
      };
    }),
  };
}

function textOf(block: ReturnType<typeof documentOf>, colours: Colours): string {
  const { height, hash, time, parent, stateRoot, gasUsed, transactions } = block;
  const head = fields(
    [
      ['block', grouped(height)],
      ['hash', hash],
      ['time', time],
      ['parent', parent],
      ['state', stateRoot],
      ['gas', grouped(gasUsed)],
    ],
    colours,
  );
  if (transactions.length === 0) return `${head}\n  no transactions`;
  const rows = transactions.map(({ transaction, kind, sender, statusName: status, gasUsed: gas }) => [
    `${transaction.slice(0, 16)}…`,
    kind,
    sender.length > 20 ? `${sender.slice(0, 8)}…${sender.slice(-4)}` : sender,
    status,
    grouped(gas),
  ]);
  return `${head}\n\n${table(['transaction', 'kind', 'sender', 'status', 'gas'], rows, colours, [4])}`;
}
