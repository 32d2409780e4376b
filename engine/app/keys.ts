// Key files: one JSON file a key in a folder, readable by its owner alone.
import { closeSync, fstatSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { didYouMean } from '../abi/nearest.ts';
import { type Bytes, equal, fromHex, toHex } from '../base/bytes.ts';
import { CodedError, Usage } from '../base/errors.ts';
import { formatAddress } from '../client/address.ts';
import { accountOf } from '../client/transaction.ts';
import { nodeNatives } from '../crypto/node.ts';

/** Whoever signs, with an Ed25519 key. */
export interface Signer {
  /** The account whose first key it is, 32 bytes: a key that an account got later belongs to that one. */
  readonly address: Bytes;
  /** 32 bytes. */
  readonly publicKey: Bytes;
  /** 32 bytes, the seed of RFC 8032. */
  readonly secretKey: Bytes;
  /** More keys of the same account, which sign too. */
  readonly others?: readonly Signer[];
}

/** A key as it is kept under a name. */
export interface Key extends Signer {
  readonly name: string;
  /** Whether other users of the machine may read the file, which is worth a warning. */
  readonly exposed: boolean;
}

/** The file: hexadecimal keys, the address as text so that people can read it. */
interface KeyFile {
  readonly version: 1;
  readonly scheme: 'ed25519';
  readonly publicKey: string;
  readonly secretKey: string;
  readonly address: string;
}

const SUFFIX = '.json';
const OWNER_ONLY = 0o600;
const OTHERS = 0o077;

/** Makes a new key in the folder, which is made too. @throws Usage FILE_EXISTS, KEY_FILE */
export function createKey(folder: string, name: string): Key {
  return importKey(folder, name, nodeNatives.generateKey());
}

/** Keeps a secret key (32 bytes) under a name; never writes over a file. @throws Usage FILE_EXISTS, KEY_FILE */
export function importKey(folder: string, name: string, secretKey: Bytes): Key {
  checkName(name);
  if (secretKey.length !== 32) throw new Usage('KEY_FILE', `a secret key has 32 bytes, not ${secretKey.length}`);
  const key = keyOf(name, secretKey, false);
  writeNew(folder, name, `${JSON.stringify(fileOf(key), null, 2)}\n`);
  return key;
}

/** The key of this name. @throws Usage NAME_UNKNOWN with the nearest name, KEY_FILE */
export function loadKey(folder: string, name: string): Key {
  checkName(name);
  const path = join(folder, name + SUFFIX);
  try {
    return readKey(path, name);
  } catch (error) {
    if (error instanceof CodedError) throw error;
    if (isCode(error, 'ENOENT')) throw new Usage('NAME_UNKNOWN', `key ${name}${didYouMean(name, keyNames(folder))}`);
    throw new Usage('KEY_FILE', `${path}: ${(error as Error).message}`);
  }
}

/** Whoever signs with this secret key. @throws CodecError unless it has 32 bytes */
export function signerOf(secretKey: Bytes): Signer {
  const publicKey = nodeNatives.publicKey(secretKey);
  return { address: accountOf(nodeNatives, secretKey), publicKey, secretKey };
}

/** All keys of the folder, by name; none if there is no folder. @throws Usage KEY_FILE if one cannot be used */
export function listKeys(folder: string): Key[] {
  return keyNames(folder).map((name) => loadKey(folder, name));
}

/** 32 bytes from 64 hexadecimal digits, with or without 0x. @throws Usage KEY_FILE, without showing the text */
export function parseSecretKey(text: string): Bytes {
  const bytes = fromHex(text.trim().replace(/^0x/, ''));
  if (bytes?.length !== 32) throw new Usage('KEY_FILE', 'a secret key is 64 hexadecimal digits');
  return bytes;
}

/** Names of the keys in the folder, sorted; none if there is no folder. @throws Usage KEY_FILE */
export function keyNames(folder: string): string[] {
  try {
    const files = readdirSync(folder).filter((file) => file.endsWith(SUFFIX));
    return files.map((file) => file.slice(0, -SUFFIX.length)).sort();
  } catch (error) {
    if (isCode(error, 'ENOENT')) return [];
    throw new Usage('KEY_FILE', `${folder}: ${(error as Error).message}`);
  }
}

// A name becomes a file name, so it may not leave the folder; a leading dash would read as a flag.
function checkName(name: string): void {
  if (/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(name)) return;
  throw new Usage('KEY_FILE', `${JSON.stringify(name)} is no key name: letters, digits, dash, dot and underline`);
}

function keyOf(name: string, secretKey: Bytes, exposed: boolean): Key {
  return { name, ...signerOf(secretKey), exposed };
}

function fileOf(key: Key): KeyFile {
  return {
    version: 1,
    scheme: 'ed25519',
    publicKey: toHex(key.publicKey),
    secretKey: toHex(key.secretKey),
    address: formatAddress('account', key.address),
  };
}

function writeNew(folder: string, name: string, text: string): void {
  const path = join(folder, name + SUFFIX);
  try {
    // In a folder that was deleted Node would look for a relative one for ever.
    mkdirSync(resolve(folder), { recursive: true, mode: 0o700 });
    const file = openSync(path, 'wx', OWNER_ONLY);
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (isCode(error, 'EEXIST')) throw new Usage('FILE_EXISTS', path);
    throw new Usage('KEY_FILE', `${path}: ${(error as Error).message}`);
  }
}

function readKey(path: string, name: string): Key {
  const file = openSync(path, 'r');
  try {
    // Windows has no such mode bits; its files answer 0o666 whatever they allow.
    const exposed = process.platform !== 'win32' && (fstatSync(file).mode & OTHERS) !== 0;
    return checkedKey(path, name, readFileSync(file, 'utf8'), exposed);
  } finally {
    closeSync(file);
  }
}

function checkedKey(path: string, name: string, text: string, exposed: boolean): Key {
  const { version, scheme, publicKey, secretKey, address } = parseFile(path, text);
  const secret = typeof secretKey === 'string' ? fromHex(secretKey) : undefined;
  if (version !== 1 || scheme !== 'ed25519') throw new Usage('KEY_FILE', `${path}: not version 1 of an ed25519 key`);
  if (secret?.length !== 32) throw new Usage('KEY_FILE', `${path}: secretKey is not 64 hexadecimal digits`);
  const key = keyOf(name, secret, exposed);
  const stated = typeof publicKey === 'string' ? fromHex(publicKey) : undefined;
  if (!stated || !equal(stated, key.publicKey) || address !== fileOf(key).address) {
    throw new Usage('KEY_FILE', `${path}: publicKey or address does not belong to secretKey`);
  }
  return key;
}

// The parser's own message would quote the file, and with it the secret.
function parseFile(path: string, text: string): { readonly [F in keyof KeyFile]?: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {}
  throw new Usage('KEY_FILE', `${path}: not a JSON object`);
}

function isCode(error: unknown, code: string): boolean {
  return (error as { code?: string }).code === code;
}
