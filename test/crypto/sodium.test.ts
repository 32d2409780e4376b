// libsodium, node:crypto and plain JavaScript take exactly the same signatures: vectors, odd points and encodings, and valid signatures
// that were changed.
import { ed25519 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Bytes, concat, EMPTY, equal, toHex } from '../../engine/base/bytes.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { portableNatives } from '../../engine/crypto/portable.ts';
import { sodiumNatives } from '../../engine/crypto/sodium.ts';
import {
  flip,
  forgeOnKey,
  forgeOnR,
  little,
  NON_CANONICAL,
  number,
  ORDER,
  SMALL_FORMS,
  SMALL_ORDER,
  signWithTorsion,
} from './forge.ts';
import { hex, vectors } from './vectors.ts';

/** How many signatures are changed; `npm run test:signatures -- 10000` asks for more. */
const SIGNATURES = Number(process.env['TALLY_SIGNATURES'] ?? 60);
const SEED = Number(process.env['TALLY_SEED'] ?? 1);

const sodium = await sodiumNatives();
if (sodium === undefined)
  console.warn(
    'SKIPPED: sodium-native is not installed, so nothing is known of what libsodium takes. `npm ci` installs it.',
  );

interface Case {
  readonly key: string;
  readonly message: string;
  readonly signature: string;
  readonly accept?: boolean;
}

/** What all three say. @throws Error if they differ, with what they differ about */
function allSay(key: Bytes, message: Bytes, signature: Bytes): boolean {
  const said = [sodium!, nodeNatives, portableNatives].map((natives) => natives.verify(0, key, message, signature));
  if (said.some((each) => each !== said[0])) {
    const about = `key ${toHex(key)}, message ${toHex(message)}, signature ${toHex(signature)}`;
    throw new Error(`libsodium, node:crypto, noble: ${said}: ${about}`);
  }
  return said[0]!;
}

const secrets = fc.uint8Array({ minLength: 32, maxLength: 32 });
const messages = fc.uint8Array({ maxLength: 80 });
const GOOD = { key: nodeNatives.publicKey(new Uint8Array(32).fill(3)), r: ed25519.Point.BASE.toBytes() };
const runs = (share: number) => ({ numRuns: Math.ceil(SIGNATURES * share), seed: SEED });
const timeout = 60_000 + SIGNATURES * 1_000;

describe.skipIf(sodium === undefined)('libsodium, node:crypto and plain JavaScript', { timeout }, () => {
  test.each(['rfc8032', 'ed25519-speccheck', 'ed25519-bound'])('take of %s what must be taken', (name) => {
    const { cases } = vectors<{ cases: Case[] }>(name);
    expect(cases.length).toBeGreaterThan(1);
    for (const { key, message, signature, accept = true } of cases)
      expect(allSay(hex(key), hex(message), hex(signature)), signature).toBe(accept);
  });

  test('take no key of small order, however it is written and though the equation holds', () => {
    // y of 0 and 1 can be written without being reduced, and 1 and -1 with either sign.
    expect(SMALL_FORMS.length).toBeGreaterThan(8);
    for (const [n, form] of SMALL_FORMS.entries()) {
      const { key, message, signature } = forgeOnKey(form, BigInt(n + 5));
      expect(ed25519.verify(signature, message, key, { zip215: true }), toHex(key)).toBe(true);
      expect(allSay(key, message, signature), toHex(key)).toBe(false);
    }
  });

  test('take no R of small order, however it is written and though the equation holds', () => {
    for (const [n, form] of SMALL_FORMS.entries()) {
      const { key, message, signature } = forgeOnR(form, new Uint8Array(32).fill(n));
      expect(ed25519.verify(signature, message, key, { zip215: true }), toHex(form.bytes)).toBe(true);
      expect(allSay(key, message, signature), toHex(form.bytes)).toBe(false);
    }
  });

  test('take no pair of odd points, with any S', () => {
    const odd = [...SMALL_ORDER, ...NON_CANONICAL];
    const scalars = [0n, 1n, ORDER - 1n, ORDER, ORDER + 1n, 2n ** 255n, 2n ** 256n - 1n].map(little);
    for (const s of scalars)
      for (const key of [GOOD.key, ...odd])
        for (const r of [GOOD.r, ...odd])
          expect(allSay(key, EMPTY, concat(r, s)), toHex(concat(key, r, s))).toBe(false);
  });

  test('take torsion on key and R where the plain equation holds, and nowhere else', () => {
    const seen = { exact: 0, other: 0 };
    for (let onKey = 0; onKey < 8; onKey++)
      for (let onR = 0; onR < 8; onR++) {
        const message = Uint8Array.of(SEED, onKey, onR);
        const { key, signature, exact } = signWithTorsion(new Uint8Array(32).fill(SEED), message, onKey, onR);
        expect(allSay(key, message, signature), toHex(signature)).toBe(exact);
        seen[exact ? 'exact' : 'other'] += 1;
      }
    expect(seen.exact).toBeGreaterThan(1);
    expect(seen.other).toBeGreaterThan(30);
  });

  test('take S below its order only', () => {
    const key = nodeNatives.publicKey(new Uint8Array(32).fill(7));
    const signature = nodeNatives.sign(new Uint8Array(32).fill(7), EMPTY);
    const [r, s] = [signature.subarray(0, 32), number(signature.subarray(32))];
    expect(allSay(key, EMPTY, signature)).toBe(true);
    for (let more = s + ORDER; more < 2n ** 256n; more += ORDER)
      expect(allSay(key, EMPTY, concat(r, little(more)))).toBe(false);
    expect(allSay(key, EMPTY, concat(r, little(ORDER - s)))).toBe(false);
  });

  test('take messages of any length, and bytes that lie within others', () => {
    const secret = new Uint8Array(32).fill(9);
    for (const length of [0, 1, 31, 32, 33, 63, 64, 127, 128, 1_000, 100_000]) {
      const message = new Uint8Array(length).fill(length);
      const all = concat(Uint8Array.of(1), nodeNatives.publicKey(secret), nodeNatives.sign(secret, message), message);
      const parts = [all.subarray(1, 33), all.subarray(97), all.subarray(33, 97)] as const;
      expect(allSay(...parts), String(length)).toBe(true);
    }
  });

  test('refuse keys and signatures of other lengths, and other schemes, without an error', () => {
    const [key, signature] = [GOOD.key, nodeNatives.sign(new Uint8Array(32).fill(3), EMPTY)];
    const zero = Uint8Array.of(0);
    for (const other of [EMPTY, key.subarray(1), concat(key, zero)])
      expect(allSay(other, EMPTY, signature)).toBe(false);
    for (const other of [EMPTY, signature.subarray(1), concat(signature, zero)])
      expect(allSay(key, EMPTY, other)).toBe(false);
    expect(sodium!.verify(1, key, EMPTY, signature)).toBe(false);
  });
});

type Parts = readonly [key: Bytes, message: Bytes, signature: Bytes];

/** One place of a signature, its key or its message that becomes another. */
const changes = fc.record({
  part: fc.nat(2),
  kind: fc.constantFrom('bit', 'byte', 'end', 'half'),
  at: fc.nat(),
  value: fc.integer({ min: 1, max: 255 }),
});
type Change = typeof changes extends fc.Arbitrary<infer T> ? T : never;

function changed(parts: Parts, { part, kind, at, value }: Change): Parts {
  const bytes = parts[part]!;
  const out = [...parts] as [Bytes, Bytes, Bytes];
  out[part] = bytes.length === 0 ? Uint8Array.of(value) : other(bytes, { kind, at, value });
  return out;
}

function other(bytes: Bytes, { kind, at, value }: Omit<Change, 'part'>): Bytes {
  if (kind === 'bit') return flip(bytes, at % (8 * bytes.length));
  const copy = Uint8Array.from(bytes);
  if (kind === 'byte') copy[at % bytes.length]! ^= value;
  else if (kind === 'end') copy[bytes.length - 1]! ^= value;
  else copy.fill(value, 0, bytes.length >> 1);
  return copy;
}

describe.skipIf(sodium === undefined)(
  'libsodium, node:crypto and plain JavaScript, of what was signed',
  { timeout },
  () => {
    test('take all of it, and nothing of it that was changed', () => {
      fc.assert(
        fc.property(secrets, messages, fc.array(changes, { minLength: 1, maxLength: 3 }), (secret, message, list) => {
          const parts: Parts = [nodeNatives.publicKey(secret), message, nodeNatives.sign(secret, message)];
          expect(allSay(...parts)).toBe(true);
          const after = list.reduce(changed, parts);
          const isSame = after.every((bytes, i) => equal(bytes, parts[i]!));
          expect(allSay(...after)).toBe(isSame);
        }),
        runs(1),
      );
    });

    test('agree where torsion was added, S was lifted, and bits were changed then', () => {
      const torsion = fc.record({ onKey: fc.nat(7), onR: fc.nat(7), lifts: fc.nat(1) });
      fc.assert(
        fc.property(
          secrets,
          messages,
          torsion,
          fc.option(changes),
          (secret, message, { onKey, onR, lifts }, change) => {
            const { key, signature } = signWithTorsion(secret, message, onKey, onR);
            const s = number(signature.subarray(32)) + BigInt(lifts) * ORDER;
            const parts: Parts = [key, message, concat(signature.subarray(0, 32), little(s))];
            const said = allSay(...(change ? changed(parts, change) : parts));
            if (lifts > 0) expect(said).toBe(false);
          },
        ),
        runs(0.5),
      );
    });

    test('agree on what nobody signed: points on the curve, or any bytes', () => {
      const points = fc.oneof(
        secrets.map((secret) => nodeNatives.publicKey(secret)),
        secrets,
        fc.constantFrom(...SMALL_ORDER, ...NON_CANONICAL),
      );
      const scalars = fc.oneof(fc.bigInt({ min: 0n, max: ORDER + 9n }).map(little), secrets);
      fc.assert(
        fc.property(points, messages, points, scalars, (key, message, r, s) => {
          expect(allSay(key, message, concat(r, s))).toBe(false);
        }),
        runs(1),
      );
    });
  },
);
