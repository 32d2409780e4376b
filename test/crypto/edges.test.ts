// Near the end of V8's stack a check gives its true answer or throws the RangeError, which becomes a fault: never a wrong answer.

import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { sm2 } from 'sm-crypto-v2';
import { expect, test } from 'vitest';
import { toHex } from '../../engine/base/bytes.ts';
import { CodecError } from '../../engine/base/errors.ts';
import { decodeUtf8 } from '../../engine/base/utf8.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { portableNatives } from '../../engine/crypto/portable.ts';
import { Reader } from '../../engine/wasm/reader.ts';
import { hex } from './vectors.ts';

const SECRET = new Uint8Array(32).fill(5);
const DIGEST = new Uint8Array(32).fill(1);
const MESSAGE = new Uint8Array(Buffer.from('message'));
const OPTIONS = { prehash: false, lowS: true };

const sm2Public = sm2.getPublicKeyFromPrivateKey(toHex(SECRET));
const sm2Key = hex(sm2.compressPublicKeyHex(sm2Public));
const sm2Signature = hex(
  sm2.doSignature('message', toHex(SECRET), { hash: true, publicKey: sm2Public, userId: 'someone' }),
);
const ID = new Uint8Array(Buffer.from('someone'));
const edKey = nodeNatives.publicKey(SECRET);
const edSignature = nodeNatives.sign(SECRET, MESSAGE);
const ecdsa = {
  secp256k1: [secp256k1.getPublicKey(SECRET), secp256k1.sign(DIGEST, SECRET, OPTIONS)],
  p256: [p256.getPublicKey(SECRET), p256.sign(DIGEST, SECRET, OPTIONS)],
} as const;

const CHECKS: readonly (readonly [string, () => boolean])[] = [
  ...([nodeNatives, portableNatives] as const).flatMap((natives, i) =>
    (
      [
        ['ed25519', () => natives.verify(0, edKey, MESSAGE, edSignature)],
        [
          'secp256k1',
          () => natives.verifyDigest('secp256k1', ecdsa.secp256k1[0], DIGEST, Uint8Array.from(ecdsa.secp256k1[1])),
        ],
        ['P-256', () => natives.verifyDigest('p256', ecdsa.p256[0], DIGEST, Uint8Array.from(ecdsa.p256[1]))],
        ['SM2', () => natives.verifySm2(sm2Key, ID, MESSAGE, sm2Signature)],
      ] as const
    ).map(([name, check]) => [`${name}, ${['node', 'portable'][i]}`, check] as const),
  ),
  ['valid UTF-8', () => decodeUtf8(MESSAGE) === 'message'],
  ['invalid UTF-8', () => refused(() => decodeUtf8(Uint8Array.of(0xff)), CodecError)],
  ['a name of a module', () => new Reader(Uint8Array.of(2, 0x61, 0x62)).name() === 'ab'],
];

function refused(act: () => unknown, kind: new (...args: never[]) => Error): boolean {
  try {
    act();
    return false;
  } catch (error) {
    if (error instanceof kind) return true;
    throw error;
  }
}

/** Runs the check on the way back from the end of the stack, at each of so many depths; how many runs ended which way. */
function atTheEdge(check: () => boolean, depths: number): { answered: number; wrong: number; overflown: number } {
  const ends = { answered: 0, wrong: 0, overflown: 0 };
  let left = depths;
  const dive = (): void => {
    try {
      dive();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
    if (left === 0) return;
    left--;
    try {
      if (check()) ends.answered++;
      else ends.wrong++;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      ends.overflown++;
    }
  };
  dive();
  return ends;
}

test.each(CHECKS)('%s', (_, check) => {
  // What is compiled at first use is compiled here: V8 compiles nothing near the end.
  for (let i = 0; i < 20; i++) expect(check()).toBe(true);
  const { answered, wrong, overflown } = atTheEdge(check, 160);
  expect(wrong).toBe(0);
  expect(overflown).toBeGreaterThan(0);
  expect(answered).toBeGreaterThan(0);
});
