// Every record of the tables: round trip, one form only, nothing left over, nothing missing.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decoder, Encoder } from '../../engine/base/codec.ts';
import { CodecError } from '../../engine/base/errors.ts';
import { decode, encode, readRecord, writeRecord } from '../../engine/base/records.ts';
import { RECORDS, type RecordName } from '../../spec/records.ts';
import { borsh, recordValue } from './arbitrary.ts';

const names = Object.keys(RECORDS) as RecordName[];
const runs = { numRuns: 60 };

function decodes(name: RecordName, bytes: Uint8Array): unknown {
  try {
    return decode(name, bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(CodecError);
    return undefined;
  }
}

describe.each(names)('%s', (name) => {
  test('is what Borsh writes, and decodes to what was encoded', () => {
    fc.assert(
      fc.property(recordValue(name), (value) => {
        const bytes = encode(name, value);
        expect(bytes).toEqual(new Uint8Array(borsh(name, value)));
        expect(decode(name, bytes)).toEqual(value);
      }),
      runs,
    );
  });

  test('bytes that decode encode to the same bytes, however they came about', () => {
    fc.assert(
      fc.property(recordValue(name), fc.nat(), fc.nat({ max: 255 }), (value, at, byte) => {
        const bytes = encode(name, value).slice();
        bytes[at % bytes.length] = byte;
        const back = decodes(name, bytes);
        if (back !== undefined) expect(encode(name, back as never)).toEqual(bytes);
      }),
      { numRuns: 200 },
    );
  });

  test('every cut and every trailing byte is refused', () => {
    fc.assert(
      fc.property(recordValue(name), fc.nat({ max: 255 }), (value, extra) => {
        const bytes = encode(name, value);
        for (let n = 0; n < bytes.length; n++) expect(() => decode(name, bytes.subarray(0, n))).toThrow(CodecError);
        expect(() => decode(name, Uint8Array.of(...bytes, extra))).toThrow(CodecError);
      }),
      { numRuns: 20 },
    );
  });
});

test('arbitrary bytes decode to something that encodes to them, or are refused with a CodecError', () => {
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.uint8Array({ maxLength: 120 }), (name, bytes) => {
      const back = decodes(name, bytes);
      if (back !== undefined) expect(encode(name, back as never)).toEqual(bytes);
    }),
    { numRuns: 2_000 },
  );
});

test('a hash or an address of another length has no encoding', () => {
  const body = { to: new Uint8Array(31), method: 'pay', input: new Uint8Array(0) };
  expect(() => encode('CallBody', body)).toThrow(CodecError);
  expect(() => encode('CallBody', { ...body, to: new Uint8Array(33) })).toThrow(CodecError);
  expect(() => encode('CallBody', { ...body, to: new Uint8Array(32) })).not.toThrow();
});

test('text that is not UTF-8 is refused inside a record', () => {
  const good = encode('Revert', { code: 'ab', data: new Uint8Array(0) });
  const bad = good.slice();
  bad[4] = 0xff;
  expect(() => decode('Revert', bad)).toThrow(CodecError);
});

test('a list that claims more than there is stops at the end of the bytes', () => {
  const claims = Uint8Array.of(0xff, 0xff, 0xff, 0xff, ...new Uint8Array(32), 0, 0, 0, 0, 0, 0, 0, 0, 0);
  expect(() => decode('AdminPolicy', claims)).toThrow(CodecError);
});

test('records stand one behind the other', () => {
  const to = new Encoder();
  const first = { name: 'a', bytes: Uint8Array.of(1) };
  const second = { name: 'b', bytes: Uint8Array.of(2, 3) };
  writeRecord('CustomSection', to, first);
  writeRecord('CustomSection', to, second);
  const from = new Decoder(to.finish());
  expect(readRecord('CustomSection', from)).toEqual(first);
  expect(readRecord('CustomSection', from)).toEqual(second);
  expect(() => from.end()).not.toThrow();
});
