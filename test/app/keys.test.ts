import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createKey, importKey, type Key, listKeys, loadKey, parseSecretKey } from '../../engine/app/keys.ts';
import { toHex } from '../../engine/base/bytes.ts';
import { CodedError } from '../../engine/base/errors.ts';
import { parseAddress } from '../../engine/client/address.ts';
import { accountOf } from '../../engine/client/transaction.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';

let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tally-keys-'));
  folder = join(root, 'a', 'keys');
});
afterEach(() => rmSync(root, { recursive: true }));

function failure(act: () => unknown): CodedError {
  try {
    act();
  } catch (error) {
    if (error instanceof CodedError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

function change(key: Key, edit: (file: Record<string, unknown>) => void): void {
  const path = join(folder, `${key.name}.json`);
  const file = JSON.parse(readFileSync(path, 'utf8'));
  edit(file);
  writeFileSync(path, JSON.stringify(file));
}

describe('key files', () => {
  test('a created key loads again and belongs together', () => {
    const key = createKey(folder, 'dev');
    expect(loadKey(folder, 'dev')).toEqual(key);
    expect(key.publicKey).toEqual(nodeNatives.publicKey(key.secretKey));
    expect(key.address).toEqual(accountOf(nodeNatives, key.secretKey));
    expect(createKey(folder, 'other').secretKey).not.toEqual(key.secretKey);
  });

  test('the file has the written form', () => {
    const secret = new Uint8Array(32).fill(1);
    const key = importKey(folder, 'bank.eu', secret);
    const file = JSON.parse(readFileSync(join(folder, 'bank.eu.json'), 'utf8'));
    expect(Object.keys(file)).toEqual(['version', 'scheme', 'publicKey', 'secretKey', 'address']);
    expect(file).toMatchObject({ version: 1, scheme: 'ed25519', secretKey: toHex(secret) });
    expect(parseAddress(file.address)).toEqual({ kind: 'account', bytes: key.address });
  });

  test('are listed by name, with no folder as none', () => {
    expect(listKeys(folder)).toEqual([]);
    createKey(folder, 'zoe');
    createKey(folder, 'adam');
    writeFileSync(join(folder, 'notes.txt'), 'nothing');
    expect(listKeys(folder).map(({ name }) => name)).toEqual(['adam', 'zoe']);
  });

  test('are never written over', () => {
    const key = createKey(folder, 'dev');
    expect(failure(() => createKey(folder, 'dev')).id).toBe('FILE_EXISTS');
    expect(failure(() => importKey(folder, 'dev', new Uint8Array(32))).id).toBe('FILE_EXISTS');
    expect(loadKey(folder, 'dev')).toEqual(key);
  });

  test.skipIf(process.platform === 'win32')('are for their owner alone, and say so when they are not', () => {
    createKey(folder, 'dev');
    const path = join(folder, 'dev.json');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(loadKey(folder, 'dev').exposed).toBe(false);
    chmodSync(path, 0o644);
    expect(loadKey(folder, 'dev').exposed).toBe(true);
  });

  test('an unknown name is answered with the nearest', () => {
    createKey(folder, 'treasury');
    const error = failure(() => loadKey(folder, 'tresury'));
    expect([error.id, error.detail]).toEqual(['NAME_UNKNOWN', 'key tresury (did you mean treasury?)']);
    expect(failure(() => loadKey(join(root, 'none'), 'dev')).id).toBe('NAME_UNKNOWN');
  });

  test.each(['../dev', 'a/b', '.hidden', '-x', '', 'a b', 'x'.repeat(65)])('%j is no key name', (name) => {
    expect(failure(() => createKey(folder, name)).id).toBe('KEY_FILE');
    expect(failure(() => loadKey(folder, name)).id).toBe('KEY_FILE');
    expect(existsSync(folder)).toBe(false);
  });

  test.each<[string, (file: Record<string, unknown>) => void]>([
    ['another version', (file) => Object.assign(file, { version: 2 })],
    ['another scheme', (file) => Object.assign(file, { scheme: 'rsa' })],
    ['a short secret', (file) => Object.assign(file, { secretKey: '00' })],
    ['a secret that is a number', (file) => Object.assign(file, { secretKey: 7 })],
    ['the public key of another', (file) => Object.assign(file, { publicKey: '00'.repeat(32) })],
    ['no public key', (file) => delete file['publicKey']],
    ['another address', (file) => Object.assign(file, { address: 'ta1' })],
  ])('with %s are refused', (_, edit) => {
    const key = createKey(folder, 'dev');
    change(key, edit);
    const error = failure(() => loadKey(folder, 'dev'));
    expect(error.id).toBe('KEY_FILE');
    expect(error.message).not.toContain(toHex(key.secretKey));
  });

  test.each(['', '[', 'null', '"x"', '{"version":1,"secretKey":"5ec7e7"'])(
    'that hold %j are refused unquoted',
    (text) => {
      createKey(folder, 'dev');
      writeFileSync(join(folder, 'dev.json'), text);
      const error = failure(() => loadKey(folder, 'dev'));
      expect(error.id).toBe('KEY_FILE');
      expect(error.message).not.toContain('5ec7e7');
    },
  );

  test('a secret key is 64 hexadecimal digits and is not shown when it is wrong', () => {
    expect(parseSecretKey(`0x${'0A'.repeat(32)}\n`)).toEqual(new Uint8Array(32).fill(10));
    const error = failure(() => parseSecretKey('5ec7e7'));
    expect(error.id).toBe('KEY_FILE');
    expect(error.message).not.toContain('5ec7e7');
    expect(failure(() => importKey(folder, 'dev', new Uint8Array(64))).id).toBe('KEY_FILE');
  });
});
