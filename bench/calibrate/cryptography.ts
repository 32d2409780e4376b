// Probes of host rows that compute: digests, signatures, proofs and long division.
import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { type Bytes, concat, fromHex } from '../../engine/base/bytes.ts';
import { publicKey, sign } from '../../engine/crypto/sign.ts';
import { LIMITS } from '../../spec/limits.ts';
import { at, FREE, LARGE, type Probe, rowProbe as probe, wide } from './probe.ts';

const digests = ['sha256', 'keccak256', 'blake2b256', 'sm3'];

const SECRET = new Uint8Array(32).fill(7);
const bytesText = (bytes: Bytes) => [...bytes].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('');

/** A valid signature of so many zero bytes. */
function verify(size: number): Probe {
  const data = bytesText(concat(publicKey(SECRET), sign(SECRET, new Uint8Array(size))));
  const call = `(call $verify_ed25519 ${at(FREE)} ${at(LARGE)} ${at(size)} ${at(FREE + 32)} ${at(64)})`;
  const body = `(if (i32.eqz ${call}) (then (unreachable)))`;
  return probe('verify_ed25519', `${size} bytes`, body, { more: `(data ${at(FREE)} "${data}")`, ...wide });
}

function primitives(): Probe[] {
  const digest = (row: string, size: number) =>
    probe(row, `${size} bytes`, `(call $${row} ${at(LARGE)} ${at(size)} ${at(FREE)})`, wide);
  return [
    ...digests.flatMap((row) => [0, 1, 64, 1_024, LIMITS.input.max].map((size) => digest(row, size))),
    ...[0, 64, LIMITS.input.max].map(verify),
  ];
}

/** A valid signature, by a key of noble's. */
function digestOver(row: string, curve: typeof p256): Probe {
  const digest = new Uint8Array(32).fill(9);
  const signature = curve.sign(digest, SECRET, { prehash: false, lowS: true });
  const data = bytesText(concat(curve.getPublicKey(SECRET), digest, signature));
  const call = `(call $${row} ${at(FREE)} ${at(33)} ${at(FREE + 33)} ${at(FREE + 65)} ${at(64)})`;
  const body = `(if (i32.eqz ${call}) (then (unreachable)))`;
  return probe(row, 'a digest', body, { more: `(data ${at(FREE)} "${data}")`, ...wide });
}

/** Key and signature of the example of GM/T 0003.5, annex A: whatever the message, all of the check is done. */
const SM2_SIGNED = fromHex(
  '0309f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa',
)!;

function sm2(size: number): Probe {
  const call = `(call $verify_sm2 ${at(FREE)} ${at(33)} ${at(LARGE)} ${at(16)} ${at(LARGE)} ${at(size)} ${at(FREE + 33)} ${at(64)})`;
  const more = `(data ${at(FREE)} "${bytesText(SM2_SIGNED)}")`;
  return probe('verify_sm2', `${size} bytes, of another message`, `(local.set $b ${call})`, { more, ...wide });
}

function divide(bits: number): Probe {
  const number = `${at(LARGE)} ${at(bits / 8)}`;
  const call = `(call $mul_div_${bits} ${number} ${number} ${number} (i32.const 3) ${at(FREE)} ${at(bits / 8)})`;
  const before = `(memory.fill ${at(LARGE)} (i32.const 255) (i32.const 32))`;
  return probe(`mul_div_${bits}`, 'the largest', `(drop ${call})`, { before, ...wide });
}

function merkle(leaf: number, hashes: number): Probe {
  const tree = '(i64.const 1) (i64.const 0x7fffffffffffffff)';
  const call = `(call $verify_merkle ${at(FREE)} ${at(LARGE)} ${at(leaf)} ${tree} ${at(LARGE)} ${at(32 * hashes)})`;
  return probe('verify_merkle', `${leaf} bytes, ${hashes} hashes`, `(local.set $b ${call})`, wide);
}

/** Every probe of such a row. */
export const CRYPTOGRAPHY: readonly Probe[] = [
  ...primitives(),
  digestOver('verify_secp256k1', secp256k1),
  digestOver('verify_p256', p256),
  ...[0, 64, LIMITS.input.max].map(sm2),
  divide(128),
  divide(256),
  ...[0, 20, 63].map((hashes) => merkle(64, hashes)),
  merkle(LIMITS.input.max, 20),
];
