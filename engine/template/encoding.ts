// Text files: their bytes to text, in the encoding that they have and no other.
import type { Bytes } from '../base/bytes.ts';
import { type Text, Told } from './text.ts';

/** What a text file may be said to be in; a byte order mark outranks it. */
export type Encoding = 'utf-8' | 'gb18030';

type Label = Encoding | 'utf-16le' | 'utf-16be';

const NAMES: { readonly [label in Label]: string } = {
  'utf-8': 'UTF-8',
  gb18030: 'GB 18030',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16',
};
/** Byte order marks, and what is behind them. */
const MARKS: readonly (readonly [readonly number[], Label])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];
/** No character of these encodings has more bytes. */
const LONGEST = 4;

/**
 * The text of a file: UTF-8 or what is said, or UTF-16 with a byte order mark; the mark is dropped. `file` is its name, for
 * messages.
 * @throws Usage TEXT_ENCODING with line, column and byte of what does not decode, or of a NUL
 */
export function decodeText(file: string, bytes: Bytes, encoding: Encoding = 'utf-8'): string {
  const [mark, label] = MARKS.find(([mark]) => mark.every((byte, i) => bytes[i] === byte)) ?? [[], encoding];
  const body = bytes.subarray(mark.length);
  const text = decode(body, label, false);
  if (text === undefined) throw new Told('TEXT_ENCODING', wrongByte(file, body, mark.length, label));
  const nul = text.indexOf('\0');
  if (nul < 0) return text;
  const isMarked = mark.length > 0;
  const place = `${file}:${placeAfter(text.slice(0, nul))}`;
  throw new Told('TEXT_ENCODING', {
    en: `${place}: a NUL, which no text has${isMarked ? '' : '; it may be UTF-16 without a byte order mark'}`,
    zh: `${place}：含 NUL 字符，文本中不应出现${isMarked ? '' : '；可能是不带字节顺序标记的 UTF-16'}`,
  });
}

// Undefined if it does not decode. As a stream, a character that is cut off at the end is no mistake.
function decode(bytes: Bytes, label: Label, stream: boolean): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(bytes, { stream });
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function wrongByte(file: string, body: Bytes, marked: number, label: Label): Text {
  const at = firstWrong(body, label);
  const before = decode(body.subarray(0, at), label, false)!;
  const byte = `0x${body[at]!.toString(16).toUpperCase().padStart(2, '0')}`;
  // A text in GB 18030 may begin with pairs that are UTF-8 by chance; three bytes that are one do not happen in it early.
  const maybeChinese = label === 'utf-8' && marked === 0 && !/[^\0-\u07ff]/.test(before);
  const looksChinese = maybeChinese && decode(body, 'gb18030', false) !== undefined;
  const place = `${file}:${placeAfter(before)}`;
  const en = looksChinese ? '; the file looks like GB 18030: if it is, give --encoding gb18030' : '';
  const zh = looksChinese ? '；该文件疑似 GB 18030 编码：如是，请加 --encoding gb18030' : '';
  return {
    en: `${place}: ${byte}, byte ${marked + at + 1} of the file, is not ${NAMES[label]}${en}`,
    zh: `${place}：文件第 ${marked + at + 1} 字节 ${byte} 不是 ${NAMES[label]} 编码${zh}`,
  };
}

// Where the first character begins that does not decode. A longer beginning of the file is never right where a shorter one is wrong.
function firstWrong(body: Bytes, label: Label): number {
  let [right, wrong] = [0, body.length + 1];
  while (wrong - right > 1) {
    const middle = (right + wrong) >> 1;
    if (decode(body.subarray(0, middle), label, true) === undefined) wrong = middle;
    else right = middle;
  }
  for (let at = right; at > right - LONGEST && at >= 0; at--) {
    if (at < body.length && decode(body.subarray(0, at), label, false) !== undefined) return at;
  }
  return right;
}

function placeAfter(before: string): string {
  const lines = before.split(/\r\n|\r|\n/);
  return `${lines.length}:${[...lines.at(-1)!].length + 1}`;
}
