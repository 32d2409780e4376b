import { expect, test } from 'vitest';
import { portableNatives } from '../../engine/crypto/portable.ts';
import { publicKey, sign } from '../../engine/crypto/sign.ts';

const secretOf = (n: number) => Uint8Array.from({ length: 32 }, (_, i) => (n >> (8 * i)) & 0xff);

test('more keys than stay open sign like the first time', () => {
  const message = Uint8Array.of(1, 2, 3);
  const first = sign(secretOf(0), message);
  for (let n = 0; n < 1100; n++) publicKey(secretOf(n));
  expect(sign(secretOf(0), message)).toEqual(first);
  expect(publicKey(secretOf(0))).toEqual(portableNatives.publicKey(secretOf(0)));
});

test('a public key that the caller changes does not change the key', () => {
  const key = publicKey(secretOf(7));
  key.fill(0);
  expect(publicKey(secretOf(7))).toEqual(portableNatives.publicKey(secretOf(7)));
});

test('a secret that the caller wipes and refills is another key', () => {
  const secret = secretOf(1);
  const one = publicKey(secret);
  secret.set(secretOf(2));
  expect(publicKey(secret)).not.toEqual(one);
  expect(publicKey(secret)).toEqual(portableNatives.publicKey(secretOf(2)));
});
