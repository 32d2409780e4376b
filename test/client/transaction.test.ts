import { describe, expect, test } from 'vitest';
import { compare, EMPTY, ZERO32 } from '../../engine/base/bytes.ts';
import { CodecError } from '../../engine/base/errors.ts';
import { accountAddress, txId } from '../../engine/base/hash.ts';
import { decode } from '../../engine/base/records.ts';
import { decodeTransaction, encodeTransaction } from '../../engine/base/transaction.ts';
import {
  accountOf,
  callRequest,
  instantiateRequest,
  signTransaction,
  type Terms,
  upgradeRequest,
  uploadRequest,
} from '../../engine/client/transaction.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { portableNatives } from '../../engine/crypto/portable.ts';

const SECRETS = [1, 2, 3, 4, 5].map((n) => new Uint8Array(32).fill(n));
const TERMS: Terms = {
  chain: new Uint8Array(32).fill(9),
  sender: accountOf(nodeNatives, SECRETS[0]!),
  nonce: 7n,
  gasLimit: 1_000_000n,
  expiry: 100n,
};
const HASH = new Uint8Array(32).fill(8);

describe('requests', () => {
  test('carry the terms and the number of their kind', () => {
    const { body, ...rest } = uploadRequest(TERMS, Uint8Array.of(0, 1));
    expect(rest).toEqual({ version: 1, ...TERMS, kind: 0 });
    expect(decode('UploadBody', body)).toEqual({ module: Uint8Array.of(0, 1) });
  });

  test('instantiate with the sender as sole admin unless told otherwise', () => {
    const { kind, body } = instantiateRequest(TERMS, { codeId: HASH, metaId: ZERO32, salt: HASH });
    expect(kind).toBe(1);
    expect(decode('InstantiateBody', body)).toEqual({
      codeId: HASH,
      metaId: ZERO32,
      salt: HASH,
      admin: { members: [TERMS.sender], threshold: 1, delay: 0 },
      holds: false,
      invariant: '',
      template: null,
      input: EMPTY,
    });
    const nobody = { members: [], threshold: 0, delay: 0 };
    const other = instantiateRequest(TERMS, {
      codeId: HASH,
      metaId: HASH,
      salt: HASH,
      admin: nobody,
      invariant: 'sum',
    });
    expect(decode('InstantiateBody', other.body)).toMatchObject({ admin: nobody, invariant: 'sum' });
  });

  test('call and upgrade with or without input', () => {
    const call = callRequest(TERMS, { to: HASH, method: 'pay', input: Uint8Array.of(1) });
    expect(call.kind).toBe(2);
    expect(decode('CallBody', call.body)).toEqual({ to: HASH, method: 'pay', input: Uint8Array.of(1) });
    const upgrade = upgradeRequest(TERMS, { contract: HASH, codeId: HASH, metaId: ZERO32 });
    expect(upgrade.kind).toBe(3);
    expect(decode('UpgradeBody', upgrade.body)).toEqual({
      contract: HASH,
      codeId: HASH,
      metaId: ZERO32,
      breaking: false,
      input: EMPTY,
    });
  });

  test('with a field of the wrong size are refused', () => {
    expect(() => callRequest(TERMS, { to: new Uint8Array(31), method: 'pay' })).toThrow(CodecError);
  });
});

describe('signTransaction', () => {
  const request = callRequest(TERMS, { to: HASH, method: 'pay' });

  test('gives one valid signature of the id a key, ascending by key, whatever the order of the secrets', () => {
    const tx = signTransaction(nodeNatives, request, SECRETS);
    const id = txId(nodeNatives, request);
    expect(tx.auths).toHaveLength(5);
    for (const { scheme, key, signature } of tx.auths) {
      expect(portableNatives.verify(scheme, key, id, signature)).toBe(true);
    }
    for (let i = 1; i < 5; i++) expect(compare(tx.auths[i - 1]!.key, tx.auths[i]!.key)).toBeLessThan(0);
    expect(signTransaction(nodeNatives, request, [...SECRETS].reverse())).toEqual(tx);
    expect(decodeTransaction(encodeTransaction(tx))).toEqual(tx);
  });

  test('gives the same bytes with either natives', () => {
    const tx = encodeTransaction(signTransaction(nodeNatives, request, SECRETS.slice(0, 2)));
    expect(encodeTransaction(signTransaction(portableNatives, request, SECRETS.slice(0, 2)))).toEqual(tx);
  });

  test('refuses no key, one key twice and more than 16', () => {
    expect(() => signTransaction(nodeNatives, request, [])).toThrow('0 keys');
    expect(() => signTransaction(nodeNatives, request, [SECRETS[0]!, SECRETS[1]!, SECRETS[0]!])).toThrow(
      'one key twice',
    );
    const many = Array.from({ length: 17 }, (_, i) => new Uint8Array(32).fill(i));
    expect(() => signTransaction(nodeNatives, request, many)).toThrow('17 keys');
  });

  test('the account of a key is the hash of scheme and public key', () => {
    expect(TERMS.sender).toEqual(accountAddress(nodeNatives, 0, nodeNatives.publicKey(SECRETS[0]!)));
  });
});
