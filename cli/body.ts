// Bodies of stored transactions in words: whom they name, which method they run, with which arguments.

import { type Printed, printArguments } from '../engine/abi/print.ts';
import type { Abi, AbiMethod } from '../engine/abi/types.ts';
import { decodeArguments, type Value } from '../engine/abi/value.ts';
import { abiOf } from '../engine/app/abis.ts';
import { type Bytes, toHex } from '../engine/base/bytes.ts';
import { CodecError } from '../engine/base/errors.ts';
import { decode, type Request } from '../engine/base/records.ts';
import { formatAddress } from '../engine/client/address.ts';
import type { Connection } from '../engine/client/connection.ts';
import { hookOf } from '../engine/client/contract.ts';
import { TX_KINDS } from '../spec/tx.ts';
import type { Book } from './book.ts';
import { addressesIn } from './outcome.ts';
import { type ToldFields, tellBody } from './recorded.ts';
import { abiCache } from './target.ts';

/** A body as a program reads it. */
export interface ShownBody {
  readonly kind: string;
  /** Name or address of the contract that is called or upgraded. */
  readonly contract?: string;
  readonly method?: string;
  readonly arguments?: { readonly [name: string]: Printed };
  /** The input as bytes, where no ABI reads it. */
  readonly input?: string;
  readonly codeId?: string;
  readonly bytes?: number;
  /** Other bodies: their fields. */
  readonly fields?: ToldFields;
  /** Address of the contract, for tools. */
  readonly address?: string;
  /** ABI by which the output of the transaction is to be read. */
  readonly abi?: Abi;
}

/** The name of a transaction kind. */
export function kindName({ kind }: Pick<Request, 'kind'>): string {
  return TX_KINDS.find(({ id }) => id === kind)?.name ?? String(kind);
}

/** What the body of a request says; ABIs are those that hold now. */
export async function showBody(
  connection: Connection,
  book: Book,
  request: Pick<Request, 'kind' | 'body'>,
): Promise<ShownBody> {
  const kind = kindName(request);
  switch (kind) {
    case 'upload':
      return { kind, bytes: decode('UploadBody', request.body).module.length };
    case 'instantiate': {
      const { codeId, metaId, input } = decode('InstantiateBody', request.body);
      const abi = await abiOf(connection, metaId).catch(() => undefined);
      return { kind, codeId: toHex(codeId), ...(await showInput(book, abi, abi && hookOf(abi, 'init')?.name, input)) };
    }
    case 'call': {
      const { to, method, input } = decode('CallBody', request.body);
      const abi = await abiCache(connection)(to);
      return { kind, ...(await contractFacts(book, to)), method, ...(await showInput(book, abi, method, input)) };
    }
    case 'upgrade':
    case 'stage': {
      const { contract, codeId, metaId, input } = decode('UpgradeBody', request.body);
      const abi = await abiOf(connection, metaId).catch(() => undefined);
      const hook = abi && hookOf(abi, kind === 'stage' ? 'step' : 'migrate')?.name;
      const facts = await contractFacts(book, contract);
      return { kind, ...facts, codeId: toHex(codeId), ...(await showInput(book, abi, hook, input)) };
    }
    default:
      return { kind, fields: await tellBody(book, request.kind, request.body) };
  }
}

async function contractFacts(book: Book, address: Bytes): Promise<{ contract: string; address: string }> {
  return {
    contract: book.nameOf(address) ?? formatAddress('contract', address),
    address: formatAddress('contract', address),
  };
}

async function showInput(
  book: Book,
  abi: Abi | undefined,
  method: string | undefined,
  input: Bytes,
): Promise<Pick<ShownBody, 'method' | 'arguments' | 'input' | 'abi'>> {
  const decoded = await decodeInput(book, abi, method, input);
  if (!decoded) return input.length === 0 ? {} : { input: `0x${toHex(input)}` };
  const { row, values } = decoded;
  return { method: row.name, arguments: printArguments(row.params, values, book.text), abi: abi! };
}

/** The arguments of a method by the ABI, their addresses learnt; undefined if it does not know the method or they are not of its types. */
export async function decodeInput(
  book: Book,
  abi: Abi | undefined,
  method: string | undefined,
  input: Bytes,
): Promise<{ readonly row: AbiMethod; readonly values: readonly Value[] } | undefined> {
  const row = abi?.methods.find(({ name }) => name === method);
  if (!row) return undefined;
  try {
    const values = decodeArguments(row.params, input);
    await book.learn(addressesIn(row.params, values));
    return { row, values };
  } catch (error) {
    if (error instanceof CodecError) return undefined;
    throw error;
  }
}
