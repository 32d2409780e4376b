// The text form of addresses: bech32m with prefix `ta` for accounts, `tc` for contracts and `to` for organisations. It exists only outside.
import { bech32m } from '@scure/base';
import type { Bytes } from '../base/bytes.ts';
import { CodecError, Usage } from '../base/errors.ts';

const PREFIXES: { readonly [kind in AddressKind]: string } = { account: 'ta', contract: 'tc', organisation: 'to' };
const KINDS: { readonly [prefix: string]: AddressKind } = { ta: 'account', tc: 'contract', to: 'organisation' };
/** The characters of bech32 data (BIP 173). */
const ALPHABET = /^[qpzry9x8gf2tvdw0s3jn54khce6mua7l]*$/;
const LONGEST = 90;

/** What an address is of. */
export type AddressKind = 'account' | 'contract' | 'organisation';

/** An address out of its text. */
export interface ParsedAddress {
  readonly kind: AddressKind;
  /** 32 bytes. */
  readonly bytes: Bytes;
}

/** `ta1…`, `tc1…` or `to1…`, 61 characters (BIP 350). @throws CodecError unless there are 32 bytes */
export function formatAddress(kind: AddressKind, bytes: Bytes): string {
  if (bytes.length !== 32) throw new CodecError(`an address of ${bytes.length} bytes instead of 32`);
  return bech32m.encode(PREFIXES[kind], bech32m.toWords(bytes), LONGEST);
}

/** Kind and bytes of an address text, which may stand in upper case but not in mixed. @throws Usage ADDRESS_INVALID that tells why */
export function parseAddress(text: string): ParsedAddress {
  const lower = text.toLowerCase();
  if (text !== lower && text !== text.toUpperCase()) throw invalid(text, 'upper and lower case are mixed');
  const split = lower.lastIndexOf('1');
  const prefix = lower.slice(0, Math.max(split, 0));
  if (!Object.hasOwn(KINDS, prefix)) throw invalid(text, 'it starts with none of ta1, tc1, to1');
  return { kind: KINDS[prefix]!, bytes: parseData(text, lower, lower.slice(split + 1)) };
}

/** Whether a text looks like an address rather than a name; it may still be wrong. */
export function looksLikeAddress(text: string): boolean {
  return /^t[aco]1[0-9a-z]{20,}$/i.test(text);
}

function parseData(text: string, lower: string, data: string): Bytes {
  const stranger = [...data].find((character) => !ALPHABET.test(character));
  if (stranger !== undefined) throw invalid(text, `it may not contain ${JSON.stringify(stranger)}`);
  const words = bech32m.decodeUnsafe(lower, LONGEST)?.words;
  if (!words)
    throw invalid(text, lower.length > LONGEST ? 'it is too long' : 'its checksum is wrong: a slip of the pen');
  const bytes = bech32m.fromWordsUnsafe(words);
  if (!bytes) throw invalid(text, 'its padding is not lawful');
  if (bytes.length !== 32) throw invalid(text, `it holds ${bytes.length} bytes instead of 32`);
  return bytes;
}

function invalid(text: string, why: string): Usage {
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
  return new Usage('ADDRESS_INVALID', `${JSON.stringify(shown)}: ${why}`);
}
