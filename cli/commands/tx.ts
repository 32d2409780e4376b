// `tally tx`: one transaction, what it asked and what came of it.
import { printedText } from '../../engine/abi/print.ts';
import { type Bytes, toHex } from '../../engine/base/bytes.ts';
import { statusName } from '../../engine/base/errors.ts';
import { decodeTransaction } from '../../engine/base/transaction.ts';
import { formatAddress } from '../../engine/client/address.ts';
import type { Connection, StoredTransaction } from '../../engine/client/connection.ts';
import { STATUS } from '../../spec/errors.ts';
import { type ShownBody, showBody } from '../body.ts';
import { Book } from '../book.ts';
import type { Act, Define } from '../command.ts';
import { eventDocument, failure, type ShownEvent, showEvents, showResult } from '../outcome.ts';
import { type Colours, fields, grouped } from '../print.ts';
import { type ToldFields, toldDocument } from '../recorded.ts';
import { abiCache } from '../target.ts';
import { findTransaction, ID_HELP } from '../transactions.ts';

export const define: Define = (command, run) => {
  command.argument('<id>', ID_HELP).action(run(show));
};

const show: Act = async (session, [word], _options) => {
  const { id, stored, connection } = await findTransaction(session, word!);
  const book = await Book.open(session, connection);
  const { document, told, events, outcome } = await describe(connection, book, id, stored);
  session.output.result(document, textOf(document, { told, events, outcome }, session.output.colours));
  return undefined;
};

/** What came of it in one line: the result, or the failure. */
async function outcomeOf(
  book: Book,
  { receipt }: StoredTransaction,
  { kind, abi, method, contract }: ShownBody,
): Promise<{ facts: object; text: string }> {
  const { status, output } = receipt;
  if (status !== STATUS.OK) {
    const { where, reason, facts } = failure(status, output, { contract, method: method ?? kind, facts: {} });
    const revert = facts['revert'] === undefined ? {} : { revert: facts['revert'] };
    return { facts: revert, text: [reason, where].filter(Boolean).join(' in ') };
  }
  if (kind !== 'call') return { facts: { result: toHex(output) }, text: resultText(kind, output) };
  const result = await showResult(book, abi, method, output);
  return { facts: { result: result.json }, text: result.text };
}

function resultText(kind: string, output: Bytes): string {
  return kind === 'instantiate' ? formatAddress('contract', output) : output.length > 0 ? toHex(output) : '';
}

async function describe(connection: Connection, book: Book, id: Bytes, stored: StoredTransaction) {
  const { receipt, height, index, bytes } = stored;
  const { request, auths } = bytes ? decodeTransaction(bytes) : NOT_SIGNED;
  const shown: ShownBody = request ? await showBody(connection, book, request) : { kind: 'scheduled' };
  const outcome = await outcomeOf(book, stored, shown);
  const { abi: _, fields: told, ...rest } = shown;
  const body = told ? { ...rest, fields: toldDocument(told) } : rest;
  const events = await showEvents(book, abiCache(connection), receipt.events);
  const document = {
    transaction: toHex(id),
    height,
    index,
    sender: request ? formatAddress('account', request.sender) : null,
    senderName: (request && book.nameOf(request.sender)) ?? null,
    nonce: request?.nonce ?? null,
    gasLimit: request?.gasLimit ?? null,
    expiry: request?.expiry ?? null,
    body,
    status: receipt.status,
    statusName: statusName(receipt.status),
    gasUsed: receipt.gasUsed,
    ...outcome.facts,
    events: events.map(eventDocument),
    traceHash: toHex(receipt.traceHash),
    signatures: auths.map(({ scheme, key }) => ({ scheme, key: toHex(key) })),
  };
  return { document, told, events, outcome: outcome.text };
}

/** What was scheduled was signed in the transaction that scheduled it. */
const NOT_SIGNED = { request: undefined, auths: [] } as const;

type Described = Awaited<ReturnType<typeof describe>>['document'];

interface Told {
  readonly told: ToldFields | undefined;
  readonly events: readonly ShownEvent[];
  readonly outcome: string;
}

function textOf(tx: Described, { told, events, outcome }: Told, colours: Colours): string {
  const body: Omit<ShownBody, 'fields' | 'abi'> = tx.body;
  const own = Object.entries(told ?? {}).map(([name, { text }]) => [name, text === '' ? undefined : text] as const);
  const given = Object.entries(body.arguments ?? {}).map(([name, value]) => [`--${name}`, printedText(value)] as const);
  const status = tx.status === STATUS.OK ? colours.green('OK') : colours.red(tx.statusName);
  return fields(
    [
      ['tx', tx.transaction],
      ['place', `block ${grouped(tx.height)}, transaction ${tx.index}`],
      ['sender', tx.senderName ?? tx.sender ?? undefined],
      ['what', [body.kind, [body.contract, body.method].filter(Boolean).join('.')].filter(Boolean).join(' ')],
      ...given,
      ...own,
      ['input', body.input],
      ['status', status],
      ['outcome', outcome === '' ? undefined : outcome],
      ['where', tx.status === STATUS.OK ? undefined : `\`tally replay tx ${tx.transaction}\` tells`],
      ['gas', tx.gasLimit === null ? grouped(tx.gasUsed) : `${grouped(tx.gasUsed)} of ${grouped(tx.gasLimit)}`],
      ...events.map(({ contract, text }) => ['event', `${contract}: ${text}`] as const),
      ['trace', tx.traceHash],
    ],
    colours,
  );
}
