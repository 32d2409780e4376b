// UTF-8: fatal in both directions, never normalised.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CodecError } from '../../engine/base/errors.ts';
import { decodeUtf8, encodeUtf8 } from '../../engine/base/utf8.ts';

test('text goes there and back, as Node encodes it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(encodeUtf8(text)).toEqual(new Uint8Array(Buffer.from(text, 'utf8')));
      expect(decodeUtf8(encodeUtf8(text))).toBe(text);
    }),
  );
});

test('bytes that decode encode to the same bytes; all others are refused', () => {
  const likely = fc.uint8Array({ maxLength: 8 });
  const lead = fc.constantFrom(
    0x41,
    0x80,
    0xbf,
    0xc0,
    0xc2,
    0xe0,
    0xed,
    0xa0,
    0xef,
    0xbb,
    0xf0,
    0xf4,
    0x90,
    0xf5,
    0xff,
  );
  const near = fc.array(lead, { maxLength: 5 }).map((list) => Uint8Array.from(list));
  fc.assert(
    fc.property(fc.oneof(likely, near), (bytes) => {
      let text: string;
      try {
        text = decodeUtf8(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(CodecError);
        return;
      }
      expect(encodeUtf8(text)).toEqual(bytes);
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ['an overlong slash', [0xc0, 0xaf]],
  ['an overlong zero', [0xe0, 0x80, 0x80]],
  ['half a surrogate pair', [0xed, 0xa0, 0x80]],
  ['a code point beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
  ['a lone continuation', [0x80]],
  ['an end that is missing', [0xe4, 0xb8]],
])('%s is refused', (_, bytes) => {
  expect(() => decodeUtf8(Uint8Array.from(bytes))).toThrow(CodecError);
});

test('half a surrogate pair has no encoding', () => {
  for (const text of ['\ud800', '\udc00', 'a\ud800b', '\udc00\ud800']) {
    expect(() => encodeUtf8(text)).toThrow(CodecError);
  }
  expect(encodeUtf8('\ud83d\ude00')).toHaveLength(4);
});

test('a byte order mark is kept, and composed and decomposed letters stay apart', () => {
  expect(decodeUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe('\ufeffa');
  expect(encodeUtf8('\u00e9')).not.toEqual(encodeUtf8('e\u0301'));
  expect(decodeUtf8(encodeUtf8('e\u0301'))).toBe('e\u0301');
});
