// What a node does not let in, though a block with it would be lawful: modules whose ABI tells of other methods than they have. By the protocol
// an ABI only describes; a node need not help to spread one that misleads.
import { TX_KINDS } from '../../spec/tx.ts';
import { abiAmong, checkExports } from '../abi/abi.ts';
import type { Bytes } from '../base/bytes.ts';
import { CodecError, Usage } from '../base/errors.ts';
import { decode } from '../base/records.ts';
import { decodeTransaction } from '../base/transaction.ts';
import type { Rejection } from '../client/connection.ts';
import { outline } from '../wasm/prepare.ts';

const UPLOAD = TX_KINDS.find(({ name }) => name === 'upload')!.id;

/** Where a request says its kind: behind its version, chain, sender, nonce, gas limit and expiry. Most transactions are not decoded here. */
const KIND_AT = 1 + 32 + 32 + 8 + 8 + 8;

/** Why a transaction is turned away; undefined if it is not, or if the rules of the protocol are what it breaks. */
export function refusalAtDoor(transaction: Bytes): Rejection | undefined {
  try {
    if (transaction[KIND_AT] !== UPLOAD) return undefined;
    const { body } = decodeTransaction(transaction).request;
    const found = outline(decode('UploadBody', body).module);
    const abi = found && abiAmong(found.meta);
    if (abi !== undefined) checkExports(abi, found!.methods);
  } catch (error) {
    if (error instanceof Usage) return { id: error.id, detail: error.detail };
    if (!(error instanceof CodecError)) throw error;
  }
  return undefined;
}
