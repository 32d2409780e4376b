// Proofs for whoever asks: from the trees at the head, and from the blocks in the store.

import { type Bytes, fromLatin1, toLatin1 } from '../base/bytes.ts';
import { Fault } from '../base/errors.ts';
import type { Wanted } from '../client/connection.ts';
import { pathOf } from '../proof/path.ts';
import { encodeProof, type Subject } from '../proof/proof.ts';
import { prove } from '../proof/prove.ts';
import type { Question } from '../proof/question.ts';
import { readTop } from '../runtime/records.ts';
import { TOP_SPACE } from '../state/forest.ts';
import { storagePrefix, topKey } from '../state/key.ts';
import type { LocalChain } from './local.ts';
import { readBlock, readReceipts } from './opening.ts';
import { decodePlace, ROW } from './rows.ts';
import { readable } from './state.ts';
import { describe } from './store.ts';

/** @throws Fault STORE_CORRUPT */
export function proofOf(chain: LocalChain, wanted: Wanted): Bytes | undefined {
  if (wanted.kind === 'transaction' || wanted.kind === 'receipt') return itemProof(chain, wanted.kind, wanted.id);
  const subject = wanted.kind === 'state' ? stateSubject(chain, wanted.question) : storageSubject(chain, wanted);
  return subject && encodeProof(chain.engine.natives, { header: chain.head.header, subject });
}

function stateSubject(chain: LocalChain, question: Question): Subject {
  return { kind: 'state', question, evidence: evidenceOf(chain, TOP_SPACE, question) };
}

function storageSubject(
  chain: LocalChain,
  { contract, question }: { contract: Bytes; question: Question },
): Subject | undefined {
  const key = topKey('contract', contract);
  const record = readTop(chain.state, 'contract', contract);
  if (record === undefined) return undefined;
  const space = toLatin1(record.storage);
  return {
    kind: 'storage',
    contract,
    record: evidenceOf(chain, TOP_SPACE, { kind: 'key', key }),
    question,
    evidence: evidenceOf(chain, space, question),
  };
}

function evidenceOf({ state, forest }: LocalChain, space: string, question: Question): Bytes {
  const before = space === TOP_SPACE ? '' : storagePrefix(fromLatin1(space));
  return prove(forest.tree(space), question, (key) => {
    const value = state.get(before + key);
    if (value === undefined || value === null)
      throw new Fault('STORE_CORRUPT', `${describe(ROW.state(before + key))} is missing`);
    return value;
  });
}

function itemProof(chain: LocalChain, kind: 'transaction' | 'receipt', id: Bytes): Bytes | undefined {
  const { store, engine } = chain;
  const place = store.get(ROW.transaction(id));
  if (!place) return undefined;
  const { height, index } = readable(ROW.transaction(id), () => decodePlace(place));
  const { header, transactions } = readBlock(store, height);
  const isTx = kind === 'transaction';
  const receipts = readReceipts(store, height);
  const records = isTx ? transactions : receipts;
  const at = isTx ? index - (receipts.length - transactions.length) : index;
  const bytes = records[at];
  // What was scheduled has a receipt and is no transaction.
  if (bytes === undefined) return undefined;
  const path = pathOf(engine.natives, isTx ? 'TX_LEAF' : 'RECEIPT_LEAF', records, at);
  return encodeProof(engine.natives, { header, subject: { kind, bytes, path } });
}
