// H(t, x…) of PROTOCOL 1, and everything whose id is such a hash.
import { TAGS, type Tag } from '../../spec/tags.ts';
import { VERSION } from '../../spec/version.ts';
import type { Bytes } from './bytes.ts';
import { type Encoder, encoding } from './codec.ts';
import type { Natives } from './natives.ts';
import { type Genesis, type Header, type RecordOf, type Request, writeRecord } from './records.ts';

/** SHA-256 of the tag byte and of what `write` appends. */
export function hash(natives: Natives, tag: Tag, write: (to: Encoder) => void): Bytes {
  const tagged = (to: Encoder) => {
    to.u8(TAGS[tag]);
    write(to);
  };
  return encoding(tagged, (bytes) => natives.sha256(bytes));
}

/** The hash of parts of fixed length, one behind the other. */
function joined(natives: Natives, tag: Tag, ...parts: Bytes[]): Bytes {
  return hash(natives, tag, (to) => {
    for (const part of parts) to.raw(part);
  });
}

export function genesisId(natives: Natives, genesis: Genesis): Bytes {
  return hash(natives, 'GENESIS', (to) => writeRecord('Genesis', to, genesis));
}

export function blockHash(natives: Natives, header: Header): Bytes {
  return hash(natives, 'BLOCK', (to) => writeRecord('Header', to, header));
}

/** The id of a transaction: everything but its auths. This is also the message that is signed. */
export function txId(natives: Natives, request: Request): Bytes {
  return hash(natives, 'TX', (to) => writeRecord('Request', to, request));
}

/** {@link txId} of an encoded request. */
export function encodedTxId(natives: Natives, request: Bytes): Bytes {
  return hash(natives, 'TX', (to) => to.raw(request));
}

export function accountAddress(natives: Natives, scheme: number, key: Bytes): Bytes {
  return hash(natives, 'ACCOUNT', (to) => {
    to.u8(scheme);
    to.vec(key);
  });
}

export function contractAddress(natives: Natives, chain: Bytes, creator: Bytes, salt: Bytes): Bytes {
  return joined(natives, 'CONTRACT', chain, creator, salt);
}

/** The id of code: its profile and the module without custom sections. */
export function codeId(natives: Natives, code: Bytes): Bytes {
  return hash(natives, 'CODE', (to) => {
    to.string(VERSION.profile);
    to.vec(code);
  });
}

export function metaId(natives: Natives, sections: RecordOf<'CustomSection'>[]): Bytes {
  return hash(natives, 'META', (to) => writeSections(to, sections));
}

/** Vec<{name, bytes}>: how metadata is hashed and stored. */
export function writeSections(to: Encoder, sections: RecordOf<'CustomSection'>[]): void {
  to.u32(sections.length);
  for (const section of sections) writeRecord('CustomSection', to, section);
}

/** First 8 bytes name a storage field: H(SLOT, "Class.field"). */
export function slotOf(natives: Natives, field: string): Bytes {
  return hash(natives, 'SLOT', (to) => to.string(field)).subarray(0, 8);
}

/** The id of an organisation. */
export function organisationId(natives: Natives, chain: Bytes, founder: Bytes, salt: Bytes): Bytes {
  return joined(natives, 'ORGANISATION', chain, founder, salt);
}

/** The id of what a transaction proposes. */
export function proposalId(natives: Natives, txId: Bytes): Bytes {
  return joined(natives, 'PROPOSAL', txId);
}

/** The space in which a migration of a contract that a transaction began writes. */
export function shadowId(natives: Natives, contract: Bytes, txId: Bytes): Bytes {
  return joined(natives, 'SHADOW', contract, txId);
}

/** What a key signs that is to become a key of an account. */
export function keyMessage(natives: Natives, chain: Bytes, account: Bytes): Bytes {
  return joined(natives, 'KEY', chain, account);
}

/** The id of scheduled work: the transaction that scheduled it, and which of its schedules it is. */
export function scheduleId(natives: Natives, txId: Bytes, index: number): Bytes {
  return hash(natives, 'SCHEDULE', (to) => {
    to.raw(txId);
    to.u32(index);
  });
}
