// Hexadecimal on the command line.
import { type Bytes, fromHex } from '../engine/base/bytes.ts';
import { Usage } from '../engine/base/errors.ts';
import { readBytes } from './files.ts';

/** Bytes of hexadecimal text with or without 0x, or of a file: `@file`. @throws Usage ARGUMENT_TYPE that tells the option */
export function hexBytes(text: string, option: string): Bytes {
  if (text.startsWith('@')) return readBytes(text.slice(1));
  const bytes = fromHex(text.replace(/^0x/, ''));
  if (bytes) return bytes;
  throw new Usage(
    'ARGUMENT_TYPE',
    `${option}: expected an even number of hexadecimal digits, got ${JSON.stringify(text)}`,
  );
}

/** 32 bytes. @throws Usage ARGUMENT_TYPE */
export function hexId(text: string, option: string): Bytes {
  const bytes = hexBytes(text, option);
  if (bytes.length === 32) return bytes;
  throw new Usage('ARGUMENT_TYPE', `${option}: expected 64 hexadecimal digits, got ${2 * bytes.length}`);
}
