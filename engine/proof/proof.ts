// A proof: the header of a block, what is said of it, and the evidence. It says what is true if the block is.
import { PROOFS, type ProofKind } from '../../spec/proofs.ts';
import { RECORD_VERSION } from '../../spec/records.ts';
import { type Bytes, equal } from '../base/bytes.ts';
import { Decoder, encoded } from '../base/codec.ts';
import { CodecError } from '../base/errors.ts';
import { blockHash } from '../base/hash.ts';
import type { Step } from '../base/list.ts';
import type { Natives } from '../base/natives.ts';
import { decode, type Header, readRecord, writeRecord } from '../base/records.ts';
import { topKey } from '../state/key.ts';
import { checkEvidence, type Entry } from './check.ts';
import { readPath, rootOf, writePath } from './path.ts';
import { type Question, readQuestion, writeQuestion } from './question.ts';
import { lawful, refuse } from './refuse.ts';

/** What a proof is about. */
export type Subject =
  | { readonly kind: 'state'; readonly question: Question; readonly evidence: Bytes }
  | {
      readonly kind: 'storage';
      readonly contract: Bytes;
      /** Evidence of the contract's record in the top tree, which has the root of its storage. */
      readonly record: Bytes;
      readonly question: Question;
      readonly evidence: Bytes;
    }
  | { readonly kind: 'transaction' | 'receipt'; readonly bytes: Bytes; readonly path: readonly Step[] };

export interface Proof {
  readonly header: Header;
  readonly subject: Subject;
}

/** What a proof proves of the block with this hash. */
export interface Proved {
  readonly header: Header;
  readonly blockHash: Bytes;
  readonly subject: Subject;
  /** All keys that were asked for, with their values, in the order of keys; none of a transaction or receipt. */
  readonly entries: readonly Entry[];
}

/** Version, header, kind, what belongs to it, and a checksum. */
export function encodeProof(natives: Natives, { header, subject }: Proof): Bytes {
  return encoded((to) => {
    to.u8(PROOFS.version);
    writeRecord('Header', to, header);
    to.u8(PROOFS.kinds[subject.kind]);
    switch (subject.kind) {
      case 'state':
      case 'storage':
        if (subject.kind === 'storage') {
          to.fixed(subject.contract, 32);
          to.vec(subject.record);
        }
        writeQuestion(to, subject.question);
        to.vec(subject.evidence);
        break;
      case 'transaction':
      case 'receipt':
        to.vec(subject.bytes);
        writePath(to, subject.path);
    }
    to.raw(checksum(natives, to.written()));
  });
}

/** @throws Usage PROOF_INVALID if the bytes are no proof, or damaged */
export function decodeProof(natives: Natives, bytes: Bytes): Proof {
  const end = bytes.length - PROOFS.checksumBytes;
  if (end < 0 || bytes[0] !== PROOFS.version) refuse(`the bytes are no proof of version ${PROOFS.version}`);
  const body = bytes.subarray(0, end);
  if (!equal(checksum(natives, body), bytes.subarray(end))) refuse('its bytes were damaged: the checksum differs');
  return lawful(() => {
    const from = new Decoder(body);
    from.u8();
    const header = ofThisVersion(readRecord('Header', from));
    const subject = readSubject(from);
    from.end();
    return { header, subject };
  });
}

/** Of another version nobody knows what its fields say. @throws CodecError */
function ofThisVersion<T extends { readonly version: number }>(record: T): T {
  if (record.version !== RECORD_VERSION) throw new CodecError(`a record of version ${record.version}`);
  return record;
}

function readSubject(from: Decoder): Subject {
  const number = from.u8();
  const kind = (Object.keys(PROOFS.kinds) as ProofKind[]).find((each) => PROOFS.kinds[each] === number);
  const bytes = () => from.vec().slice();
  switch (kind) {
    case 'state':
      return { kind, question: readQuestion(from), evidence: bytes() };
    case 'storage':
      return { kind, contract: from.raw(32).slice(), record: bytes(), question: readQuestion(from), evidence: bytes() };
    case 'transaction':
    case 'receipt':
      return { kind, bytes: bytes(), path: readPath(from) };
    default:
      throw new CodecError(`no kind of proof has number ${number}`);
  }
}

function checksum(natives: Natives, bytes: Bytes): Bytes {
  return natives.sha256(bytes).subarray(0, PROOFS.checksumBytes);
}

/**
 * What a proof proves. It is true of the block whose hash is given back, and of no chain if there is no such block: compare that
 * hash with one that you trust.
 * @throws Usage PROOF_INVALID
 */
export function checkProof(natives: Natives, bytes: Bytes): Proved {
  const { header, subject } = decodeProof(natives, bytes);
  const entries = entriesOf(natives, header, subject);
  return { header, blockHash: blockHash(natives, header), subject, entries };
}

function entriesOf(natives: Natives, header: Header, subject: Subject): Entry[] {
  switch (subject.kind) {
    case 'state':
      return checkEvidence(natives, header.stateRoot, subject.question, subject.evidence);
    case 'storage': {
      const key = topKey('contract', subject.contract);
      const [found] = checkEvidence(natives, header.stateRoot, { kind: 'key', key }, subject.record);
      if (found === undefined) refuse('the block has no such contract');
      const { storageRoot } = lawful(() => ofThisVersion(decode('ContractRecord', found.value)));
      return checkEvidence(natives, storageRoot, subject.question, subject.evidence);
    }
    case 'transaction':
    case 'receipt': {
      const isTx = subject.kind === 'transaction';
      const root = rootOf(natives, isTx ? 'TX_LEAF' : 'RECEIPT_LEAF', subject.bytes, subject.path);
      if (!equal(root, isTx ? header.txRoot : header.receiptRoot)) refuse(`the block has no such ${subject.kind}`);
      return [];
    }
  }
}
