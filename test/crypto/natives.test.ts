import { ed25519 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Bytes, concat, EMPTY, toHex, toLatin1 } from '../../engine/base/bytes.ts';
import type { HashName } from '../../engine/base/natives.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { portableNatives } from '../../engine/crypto/portable.ts';
import { flip, little, number, ORDER, signWithTorsion } from './forge.ts';
import { hex, vectors } from './vectors.ts';

interface Case {
  readonly name?: string;
  readonly number?: number;
  readonly note?: string;
  readonly key: string;
  readonly message: string;
  readonly signature: string;
  readonly accept: boolean;
}
const NATIVES = Object.entries({ node: nodeNatives, portable: portableNatives });
const { Point } = ed25519;

/** What both say; fails if they differ. */
function bothSay(key: Bytes, message: Bytes, signature: Bytes): boolean {
  const answer = nodeNatives.verify(0, key, message, signature);
  expect(portableNatives.verify(0, key, message, signature)).toBe(answer);
  return answer;
}

interface Hashed {
  readonly name: string;
  readonly message: string;
  readonly times: number;
  readonly digest: string;
}

function repeated({ message, times }: Hashed): Bytes {
  const once = hex(message);
  const data = new Uint8Array(once.length * times);
  for (let i = 0; i < times; i++) data.set(once, i * once.length);
  return data;
}

const HASHES: readonly HashName[] = ['keccak256', 'blake2b256', 'sm3'];
const secrets = fc.uint8Array({ minLength: 32, maxLength: 32 });
const messages = fc.uint8Array({ maxLength: 100 });

describe.each(NATIVES)('%s', (_, natives) => {
  test.each(vectors<{ cases: Hashed[] }>('sha256').cases)('sha256 gives the published digest of $name', (each) => {
    expect(toHex(natives.sha256(repeated(each)))).toBe(each.digest);
  });

  test.each(vectors<{ cases: (Hashed & { hash: HashName })[] }>('hashes').cases)(
    '$hash gives the published digest of $name',
    (each) => {
      expect(toHex(natives.digest(each.hash, repeated(each)))).toBe(each.digest);
    },
  );

  test('a digest is not overwritten by the next one', () => {
    for (const name of HASHES) {
      const first = natives.digest(name, Uint8Array.of(1));
      const copy = first.slice();
      natives.digest(name, Uint8Array.of(2));
      expect(first).toEqual(copy);
    }
  });

  test.each(vectors<{ cases: (Case & { secret: string })[] }>('rfc8032').cases)(
    'RFC 8032 $name: key, signature and check come out as printed',
    ({ secret, key, message, signature }) => {
      expect(toHex(natives.publicKey(hex(secret)))).toBe(key);
      expect(toHex(natives.sign(hex(secret), hex(message)))).toBe(signature);
      expect(natives.verify(0, hex(key), hex(message), hex(signature))).toBe(true);
    },
  );

  test.each(vectors<{ cases: Case[] }>('ed25519-speccheck').cases)(
    'speccheck case $number ($note): accepted is $accept',
    ({ key, message, signature, accept }) => {
      expect(natives.verify(0, hex(key), hex(message), hex(signature))).toBe(accept);
    },
  );

  test.each(vectors<{ cases: Case[] }>('ed25519-bound').cases)(
    '$note: accepted is $accept',
    ({ key, message, signature, accept }) => {
      expect(natives.verify(0, hex(key), hex(message), hex(signature))).toBe(accept);
    },
  );

  test('an unknown scheme and wrong lengths are false, not errors', () => {
    const secret = natives.generateKey();
    const key = natives.publicKey(secret);
    const signature = natives.sign(secret, EMPTY);
    expect(natives.verify(0, key, EMPTY, signature)).toBe(true);
    expect(natives.verify(1, key, EMPTY, signature)).toBe(false);
    expect(natives.verify(0, key.subarray(1), EMPTY, signature)).toBe(false);
    expect(natives.verify(0, concat(key, EMPTY, Uint8Array.of(0)), EMPTY, signature)).toBe(false);
    expect(natives.verify(0, key, EMPTY, signature.subarray(1))).toBe(false);
    expect(natives.verify(0, key, EMPTY, concat(signature, Uint8Array.of(0)))).toBe(false);
    expect(natives.verify(0, EMPTY, EMPTY, EMPTY)).toBe(false);
  });

  test('a secret key has 32 bytes', () => {
    expect(() => natives.publicKey(new Uint8Array(31))).toThrow('31 bytes');
    expect(() => natives.sign(new Uint8Array(64), EMPTY)).toThrow('64 bytes');
    expect(natives.generateKey()).toHaveLength(32);
    expect(natives.generateKey()).not.toEqual(natives.generateKey());
  });

  test('results are plain Uint8Arrays of their own', () => {
    const secret = natives.generateKey();
    for (const bytes of [secret, natives.sha256(EMPTY), natives.publicKey(secret), natives.sign(secret, EMPTY)]) {
      expect(Object.getPrototypeOf(bytes)).toBe(Uint8Array.prototype);
      expect(bytes.buffer.byteLength).toBe(bytes.length);
    }
  });

  test('a key that does not lie on the curve is false', () => {
    const signature = natives.sign(new Uint8Array(32), EMPTY);
    expect(() => Point.fromBytes(little(2n))).toThrow();
    expect(natives.verify(0, little(2n), EMPTY, signature)).toBe(false);
    expect(natives.verify(0, little(2n), EMPTY, concat(little(2n), signature.subarray(32)))).toBe(false);
  });
});

describe('both', () => {
  test('give the same digest of messages around every block size', () => {
    fc.assert(
      fc.property(fc.constantFrom(...HASHES), fc.uint8Array({ maxLength: 600, size: 'max' }), (name, message) => {
        expect(portableNatives.digest(name, message)).toEqual(nodeNatives.digest(name, message));
      }),
    );
    for (const name of HASHES) {
      for (const length of [0, 1, 55, 56, 63, 64, 65, 127, 128, 129, 135, 136, 137, 271, 272, 65_536]) {
        const message = new Uint8Array(length).fill(length);
        expect(portableNatives.digest(name, message)).toEqual(nodeNatives.digest(name, message));
      }
    }
  });

  test('hash and sign alike', () => {
    fc.assert(
      fc.property(secrets, messages, (secret, message) => {
        expect(portableNatives.sha256(message)).toEqual(nodeNatives.sha256(message));
        for (const natives of [portableNatives, nodeNatives]) {
          expect(natives.sha256Latin1(message)).toBe(toLatin1(natives.sha256(message)));
        }
        expect(portableNatives.publicKey(secret)).toEqual(nodeNatives.publicKey(secret));
        expect(portableNatives.sign(secret, message)).toEqual(nodeNatives.sign(secret, message));
      }),
    );
  });

  test('accept what was signed, and neither with any bit of key, signature or message flipped', () => {
    fc.assert(
      fc.property(secrets, fc.uint8Array({ minLength: 1, maxLength: 60 }), fc.nat(), (secret, message, at) => {
        const key = nodeNatives.publicKey(secret);
        const signature = nodeNatives.sign(secret, message);
        expect(bothSay(key, message, signature)).toBe(true);
        expect(bothSay(flip(key, at % 256), message, signature)).toBe(false);
        expect(bothSay(key, flip(message, at % (8 * message.length)), signature)).toBe(false);
        expect(bothSay(key, message, flip(signature, at % 512))).toBe(false);
      }),
      { numRuns: 150 },
    );
  });

  test('check the plain equation where key and R carry a torsion component', () => {
    fc.assert(
      fc.property(secrets, messages, fc.nat(7), fc.nat(7), (secret, message, onKey, onR) => {
        const { key, signature, exact } = signWithTorsion(secret, message, onKey, onR);
        expect(ed25519.verify(signature, message, key, { zip215: true })).toBe(true);
        expect(bothSay(key, message, signature)).toBe(exact);
      }),
      { numRuns: 150 },
    );
  });

  test('refuse S + L, which satisfies the same equation', () => {
    const secret = new Uint8Array(32).fill(7);
    const signature = nodeNatives.sign(secret, EMPTY);
    const s = number(signature.subarray(32));
    const key = nodeNatives.publicKey(secret);
    for (const times of [1n, 2n, 15n - s / ORDER]) {
      expect(bothSay(key, EMPTY, concat(signature.subarray(0, 32), little(s + times * ORDER)))).toBe(false);
    }
    expect(bothSay(key, EMPTY, signature)).toBe(true);
  });

  test('agree on arbitrary bytes', () => {
    fc.assert(
      fc.property(secrets, messages, fc.uint8Array({ minLength: 64, maxLength: 64 }), (key, message, signature) => {
        expect(bothSay(key, message, signature)).toBe(false);
      }),
      { numRuns: 150 },
    );
  });
});
