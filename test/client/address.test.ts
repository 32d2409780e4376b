import { bech32, bech32m } from '@scure/base';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Bytes, ZERO32 } from '../../engine/base/bytes.ts';
import { CodecError, Usage } from '../../engine/base/errors.ts';
import { formatAddress, looksLikeAddress, parseAddress } from '../../engine/client/address.ts';
import { vectors } from '../crypto/vectors.ts';

const BIP350 = vectors<{ valid: string[]; invalid: { text: string; why: string }[] }>('bip350');
const ADDRESS = formatAddress('account', new Uint8Array(32).fill(0xa5));

function whyNot(text: string): string {
  try {
    parseAddress(text);
  } catch (error) {
    if (error instanceof Usage && error.id === 'ADDRESS_INVALID') return error.detail;
    throw error;
  }
  throw new Error('it was taken');
}

function made(prefix: string, bytes: Bytes): string {
  return bech32m.encode(prefix, bech32m.toWords(bytes));
}

describe('address text', () => {
  test('comes back as kind and bytes, in lower and in upper case', () => {
    const kinds = fc.constantFrom('account' as const, 'contract' as const);
    fc.assert(
      fc.property(kinds, fc.uint8Array({ minLength: 32, maxLength: 32 }), (kind, bytes) => {
        const text = formatAddress(kind, bytes);
        expect(text).toMatch(kind === 'account' ? /^ta1/ : /^tc1/);
        expect(text).toHaveLength(61);
        expect(looksLikeAddress(text)).toBe(true);
        expect(parseAddress(text)).toEqual({ kind, bytes });
        expect(parseAddress(text.toUpperCase())).toEqual({ kind, bytes });
      }),
    );
  });

  test('has one form only: what is taken formats to the same text', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.constantFrom(...'qpzry9x8gf2tvdw0s3jn54khce6mua7l1b'), (at, character) => {
        const text = ADDRESS.slice(0, at) + character + ADDRESS.slice(at + 1);
        if (text === ADDRESS) expect(formatAddress('account', parseAddress(text).bytes)).toBe(text);
        else expect(whyNot(text)).not.toBe('');
      }),
      { numRuns: 1000 },
    );
  });

  test.each(BIP350.valid)('%s is valid bech32m, and no address of ours', (text) => {
    expect(bech32m.decodeUnsafe(text, 90)).toBeDefined();
    expect(whyNot(text)).toContain('starts with none of ta1, tc1, to1');
  });

  test.each(BIP350.invalid)('$text is refused ($why)', ({ text }) => {
    expect(bech32m.decodeUnsafe(text, 90)).toBeUndefined();
    expect(whyNot(text)).not.toBe('');
  });

  test.each<[string, string, string]>([
    ['mixed case', `T${ADDRESS.slice(1)}`, 'mixed'],
    ['another prefix', made('tb', ZERO32), 'starts with none of ta1, tc1, to1'],
    ['no separator', 'ta', 'starts with none of ta1, tc1, to1'],
    ['an inherited prefix', made('constructor', ZERO32), 'starts with none'],
    ['nothing', '', 'starts with none'],
    ['a letter outside the alphabet', ADDRESS.replace(/.$/, 'b'), 'may not contain "b"'],
    ['a space', `${ADDRESS} `, 'may not contain " "'],
    ['a slip', ADDRESS.slice(0, -1) + (ADDRESS.endsWith('q') ? 'p' : 'q'), 'checksum'],
    ['a missing end', ADDRESS.slice(0, -1), 'checksum'],
    ['the old bech32 checksum', bech32.encode('ta', bech32.toWords(ZERO32)), 'checksum'],
    ['31 bytes', made('ta', new Uint8Array(31)), '31 bytes instead of 32'],
    ['33 bytes', made('tc', new Uint8Array(33)), '33 bytes instead of 32'],
    ['padding that is not zero', bech32m.encode('ta', [...new Array(51).fill(0), 1]), 'padding'],
    ['padding of a whole word', bech32m.encode('ta', new Array(54).fill(0)), 'padding'],
    ['too much', bech32m.encode('ta', new Array(100).fill(0), 200), 'too long'],
  ])('with %s is refused and says so', (_, text, why) => {
    expect(whyNot(text)).toContain(why);
  });

  test('needs 32 bytes', () => {
    expect(() => formatAddress('account', new Uint8Array(20))).toThrow(CodecError);
  });

  test('is told from a name', () => {
    expect(looksLikeAddress('treasury')).toBe(false);
    expect(looksLikeAddress('ta1')).toBe(false);
    expect(looksLikeAddress(ADDRESS.slice(0, -1))).toBe(true);
  });
});
