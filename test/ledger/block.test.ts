// Blocks as bytes, and the roots over their transactions and receipts.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EMPTY, toHex, ZERO32 } from '../../engine/base/bytes.ts';
import { CodecError } from '../../engine/base/errors.ts';
import { encode, type Header } from '../../engine/base/records.ts';
import { decodeBlock, encodeBlock, encodeReceipts, receiptRoot, transactionRoot } from '../../engine/ledger/block.ts';
import { rejectedReceipt } from '../../engine/runtime/apply.ts';
import { recordValue } from '../base/arbitrary.ts';
import { hashing, sha256 } from '../base/sha.ts';

const block = fc.record({
  header: recordValue('Header') as fc.Arbitrary<Header>,
  transactions: fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 4 }),
});
const A = Uint8Array.of(1, 2, 3);
const [TX_LEAF, RECEIPT_LEAF, LIST_NODE, LIST_EMPTY] = [5, 6, 7, 8];

describe('a block', () => {
  test('is read back as it was written, and written back as it was read', () => {
    fc.assert(
      fc.property(block, (value) => {
        const bytes = encodeBlock(value);
        expect(decodeBlock(bytes)).toEqual(value);
        expect(encodeBlock(decodeBlock(bytes))).toEqual(bytes);
      }),
    );
  });

  test('is its header and a list of byte strings', () => {
    const [value] = fc.sample(block, { numRuns: 1, seed: 3 });
    const head = encode('Header', value!.header);
    const bytes = encodeBlock({ header: value!.header, transactions: [A] });
    expect([...bytes]).toEqual([...head, 1, 0, 0, 0, 3, 0, 0, 0, 1, 2, 3]);
  });

  test('with bytes too many or too few is refused', () => {
    const [value] = fc.sample(block, { numRuns: 1, seed: 3 });
    const bytes = encodeBlock(value!);
    expect(() => decodeBlock(bytes.subarray(0, -1))).toThrow(CodecError);
    expect(() => decodeBlock(Uint8Array.of(...bytes, 0))).toThrow(CodecError);
    expect(() => decodeBlock(EMPTY)).toThrow(CodecError);
  });
});

describe('roots', () => {
  test('are tagged by what they are over', () => {
    expect(toHex(transactionRoot(hashing, [A]))).toBe(toHex(sha256(Uint8Array.of(TX_LEAF), A)));
    expect(toHex(receiptRoot(hashing, [A]))).toBe(toHex(sha256(Uint8Array.of(RECEIPT_LEAF), A)));
    for (const root of [transactionRoot, receiptRoot]) {
      expect(toHex(root(hashing, []))).toBe(toHex(sha256(Uint8Array.of(LIST_EMPTY))));
      expect(toHex(root(hashing, [A, EMPTY]))).toBe(
        toHex(sha256(Uint8Array.of(LIST_NODE), root(hashing, [A]), root(hashing, [EMPTY]))),
      );
    }
  });

  test('a receipt is encoded as its record', () => {
    const receipt = rejectedReceipt(ZERO32, 1001);
    expect(encodeReceipts([receipt])).toEqual([encode('Receipt', receipt)]);
  });
});
