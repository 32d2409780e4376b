// Text files: each encoding to the same text, and for each wrong byte where it is.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Usage } from '../../engine/base/errors.ts';
import { decodeText, type Encoding } from '../../engine/template/encoding.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string, big: boolean) => {
  const bytes = new Uint8Array(2 + 2 * text.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0xfeff, !big);
  for (let i = 0; i < text.length; i++) view.setUint16(2 + 2 * i, text.charCodeAt(i), !big);
  return bytes;
};
const hex = (digits: string) => Uint8Array.from(digits.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));

function told(bytes: Uint8Array, encoding?: Encoding): string {
  try {
    decodeText('values.json', bytes, encoding);
  } catch (error) {
    if (error instanceof Usage && error.id === 'TEXT_ENCODING') return error.detail;
    throw error;
  }
  return '';
}

test('UTF-8 with and without a mark and UTF-16 both ways give the text itself', () => {
  const texts = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0') && !text.startsWith('\ufeff'));
  fc.assert(
    fc.property(texts, (text) => {
      for (const bytes of [utf8(text), utf8(`\ufeff${text}`), utf16(text, false), utf16(text, true)]) {
        expect(decodeText('f', bytes)).toBe(text);
      }
    }),
  );
});

test('GB 18030 is read where it is said, characters of one, two and four bytes', () => {
  expect(decodeText('f', hex('bbaad0c7b8d6ccfa2c0a9439fc36'), 'gb18030')).toBe('华星钢铁,\n😀');
  expect(decodeText('f', utf8('﻿华'), 'gb18030')).toBe('华');
});

test.each([
  // {\n"名": in GB 18030
  [
    '7b0a22c3fb223a',
    '2:2: 0xC3, byte 4 of the file, is not UTF-8; the file looks like GB 18030: if it is, give --encoding gb18030',
  ],
  ['41ff41', '1:2: 0xFF, byte 2 of the file, is not UTF-8'],
  ['e58d8ee4bd41', '1:2: 0xE4, byte 4 of the file, is not UTF-8'],
  ['efbbbf410d0a42c0af', '2:2: 0xC0, byte 8 of the file, is not UTF-8'],
  ['f09f9880eda080', '1:2: 0xED, byte 5 of the file, is not UTF-8'],
  [
    'f4908080',
    '1:1: 0xF4, byte 1 of the file, is not UTF-8; the file looks like GB 18030: if it is, give --encoding gb18030',
  ],
  [
    '410ae4bd',
    '2:1: 0xE4, byte 3 of the file, is not UTF-8; the file looks like GB 18030: if it is, give --encoding gb18030',
  ],
  ['fffe410000d84200', '1:2: 0x00, byte 5 of the file, is not UTF-16'],
  ['feff0041d8000042', '1:2: 0xD8, byte 5 of the file, is not UTF-16'],
  ['fffe4100420043', '1:3: 0x43, byte 7 of the file, is not UTF-16'],
  ['410042000a00', '1:2: a NUL, which no text has; it may be UTF-16 without a byte order mark'],
  ['efbbbf0a00', '2:1: a NUL, which no text has'],
])('%s is refused at %s', (digits, place) => {
  expect(told(hex(digits))).toBe(`values.json:${place}`);
});

test('what is said to be GB 18030 and is not is refused at the byte', () => {
  expect(told(hex('bbaa0aff41'), 'gb18030')).toBe('values.json:2:1: 0xFF, byte 4 of the file, is not GB 18030');
  expect(told(hex('bbaad0'), 'gb18030')).toBe('values.json:1:2: 0xD0, byte 3 of the file, is not GB 18030');
});

test('wherever a byte that UTF-8 never has stands, it is the one that is named', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (before, after) => {
      fc.pre(!before.startsWith('\ufeff'));
      const bytes = Uint8Array.from([...utf8(before), 0xff, ...utf8(after)]);
      fc.pre(bytes.length < 2 || bytes[0] !== 0xff || bytes[1] !== 0xfe);
      const lines = before.split(/\r\n|\r|\n/);
      const at = `values.json:${lines.length}:${[...lines.at(-1)!].length + 1}: 0xFF, byte ${utf8(before).length + 1} `;
      expect(told(bytes)).toContain(at);
    }),
  );
});
