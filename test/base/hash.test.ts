// Ids, recomputed from PROTOCOL's own words with Node's SHA-256.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  accountAddress,
  blockHash,
  codeId,
  contractAddress,
  genesisId,
  metaId,
  slotOf,
  txId,
} from '../../engine/base/hash.ts';
import { TAGS } from '../../spec/tags.ts';
import { VERSION } from '../../spec/version.ts';
import { borsh, recordValue } from './arbitrary.ts';
import { hashing, sha256 } from './sha.ts';

const runs = { numRuns: 30 };
const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 });
const tagged = (tag: number, ...parts: Uint8Array[]) => sha256(Uint8Array.of(tag), ...parts);

test('a genesis, a header and a request are hashed under their own tag, in Borsh', () => {
  const ids = [
    ['Genesis', TAGS.GENESIS, genesisId],
    ['Header', TAGS.BLOCK, blockHash],
    ['Request', TAGS.TX, txId],
  ] as const;
  for (const [name, tag, id] of ids) {
    fc.assert(
      fc.property(recordValue(name), (value) => {
        expect(id(hashing, value)).toEqual(tagged(tag, borsh(name, value)));
      }),
      runs,
    );
  }
});

test('an account is its scheme and first key, a contract its chain, creator and salt', () => {
  fc.assert(
    fc.property(bytes32, bytes32, bytes32, fc.nat({ max: 255 }), (a, b, c, scheme) => {
      expect(accountAddress(hashing, scheme, a)).toEqual(
        tagged(TAGS.ACCOUNT, Uint8Array.of(scheme), borsh('bytes', a)),
      );
      expect(contractAddress(hashing, a, b, c)).toEqual(tagged(TAGS.CONTRACT, a, b, c));
    }),
    runs,
  );
});

test('code is named by profile and bytes, metadata by its sections in order', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.array(recordValue('CustomSection'), { maxLength: 3 }), (code, sections) => {
      expect(codeId(hashing, code)).toEqual(tagged(TAGS.CODE, borsh('string', VERSION.profile), borsh('bytes', code)));
      expect(metaId(hashing, sections)).toEqual(tagged(TAGS.META, borsh('vec<CustomSection>', sections)));
    }),
    runs,
  );
});

test('a storage slot is the first 8 bytes of the hash of its field name', () => {
  expect(slotOf(hashing, 'Token.balances')).toEqual(
    tagged(TAGS.SLOT, borsh('string', 'Token.balances')).subarray(0, 8),
  );
});
