// Transactions as they travel: the request, then its auths, in one lawful form.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CodecError } from '../../engine/base/errors.ts';
import { txId } from '../../engine/base/hash.ts';
import { decodeTransaction, encodeTransaction } from '../../engine/base/transaction.ts';
import { TAGS } from '../../spec/tags.ts';
import { borsh, recordValue } from './arbitrary.ts';
import { hashing, sha256 } from './sha.ts';

const transaction = fc.record({
  request: recordValue('Request'),
  auths: fc.array(recordValue('Auth'), { maxLength: 3 }),
});
const runs = { numRuns: 60 };

test('a transaction is its request and then its auths, and goes there and back', () => {
  fc.assert(
    fc.property(transaction, (tx) => {
      const bytes = Buffer.concat([borsh('Request', tx.request), borsh('vec<Auth>', tx.auths)]);
      expect(encodeTransaction(tx)).toEqual(new Uint8Array(bytes));
      expect(decodeTransaction(encodeTransaction(tx))).toEqual(tx);
    }),
    runs,
  );
});

test('the id covers the request and not the auths', () => {
  fc.assert(
    fc.property(transaction, ({ request }) => {
      expect(txId(hashing, request)).toEqual(sha256(Uint8Array.of(TAGS.TX), borsh('Request', request)));
    }),
    runs,
  );
});

test('bytes that decode encode to the same bytes, cuts and trailing bytes are refused', () => {
  fc.assert(
    fc.property(transaction, fc.nat(), fc.nat({ max: 255 }), (tx, at, byte) => {
      const bytes = encodeTransaction(tx);
      expect(() => decodeTransaction(bytes.subarray(0, at % bytes.length))).toThrow(CodecError);
      expect(() => decodeTransaction(Uint8Array.of(...bytes, byte))).toThrow(CodecError);
      const changed = bytes.slice();
      changed[at % bytes.length] = byte;
      let back: ReturnType<typeof decodeTransaction>;
      try {
        back = decodeTransaction(changed);
      } catch (error) {
        expect(error).toBeInstanceOf(CodecError);
        return;
      }
      expect(encodeTransaction(back)).toEqual(changed);
    }),
    { numRuns: 300 },
  );
});
