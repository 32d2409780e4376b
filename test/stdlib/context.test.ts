import { createHash } from 'node:crypto';
import { blake2b } from '@noble/hashes/blake2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { beforeAll, expect, test } from 'vitest';
import { address, type FakeChain } from '../contracts/fake.ts';
import type { Value } from '../contracts/values.ts';
import { AT, CALLER, contractWith } from './build.ts';

let chain: FakeChain;
let run: (method: string, ...args: Value[]) => Value | undefined;

beforeAll(async () => {
  ({ chain, run } = await contractWith(`
  @view caller(): Address { return Context.caller; }
  @view me(): Address { return Context.self; }
  @view both(): bool { return Context.caller == Context.caller && Context.self != Context.caller; }
  @view height(): u64 { return Context.height; }
  @view time(): u64 { return Context.time; }
  @view day(): u32 { return Context.day; }
  @view chainId(): Bytes { return Context.chain; }
  @view txId(): Bytes { return Context.txId; }
  @view gasLeft(): u64 { return Context.gasLeft; }
  @view text(a: Address): string { return a.toString(); }
  @view isZero(a: Address): bool { return a.isZero && a == Address.zero; }
  @view digest(data: Bytes): Bytes { return sha256(data); }
  @view keccak(data: Bytes): Bytes { return keccak256(data); }
  @view blake(data: Bytes): Bytes { return blake2b256(data); }
  @view chinese(data: Bytes): Bytes { return sm3(data); }
  @view check(key: Bytes, message: Bytes, signature: Bytes): bool { return verifyEd25519(key, message, signature); }
  @view bitcoin(key: Bytes, digest: Bytes, signature: Bytes): bool { return verifySecp256k1(key, digest, signature); }
  @view nist(key: Bytes, digest: Bytes, signature: Bytes): bool { return verifyP256(key, digest, signature); }
  @view gm(key: Bytes, message: Bytes, signature: Bytes): bool { return verifySm2(key, message, signature); }
  @view gmBy(key: Bytes, message: Bytes, signature: Bytes, id: string): bool { return verifySm2(key, message, signature, id); }
  @view stands(root: Bytes, leaf: Bytes, index: u64, size: u64, proof: Bytes): bool { return verifyMerkle(root, leaf, index, size, proof); }
  @view half(a: Bytes, b: Bytes, divisor: Bytes): Bytes {
    const found = mulDiv128(a, b, divisor, Rounding.HalfEven);
    return found ? found : new Uint8Array(1);
  }
  @view wide(a: Bytes, b: Bytes, divisor: Bytes): Bytes {
    const found = mulDiv256(a, b, divisor);
    return found ? found : new Uint8Array(1);
  }
  @view say(text: string): void { log(text); }`));
});

test('the context tells who, where and when', () => {
  expect([run('caller'), run('me'), run('both')]).toEqual([CALLER, AT, true]);
  expect([run('height'), run('time'), run('day'), run('gasLeft')]).toEqual([
    1n,
    86_400_000n * 20_000n,
    20_000,
    1_000_000n,
  ]);
  expect([run('chainId'), run('txId')]).toEqual([address(0xcc), address(0xdd)]);
});

test('the caller is asked for once in a call', () => {
  run('both');
  expect(chain.hostCalls).toEqual(['input', 'caller', 'self', 'output']);
});

test('an address has a text and may be zero', () => {
  const bytes = Uint8Array.from({ length: 32 }, (_, i) => i * 8 + 3);
  expect(run('text', bytes)).toBe(Buffer.from(bytes).toString('hex'));
  for (let i = 0; i < 32; i++) expect(run('isZero', new Uint8Array(32).fill(1, i, i + 1))).toBe(false);
  expect(run('isZero', new Uint8Array(32))).toBe(true);
});

test('hashes and signatures are the host’s', () => {
  const data = new Uint8Array(1_000).fill(5);
  expect(run('digest', data)).toEqual(new Uint8Array(createHash('sha256').update(data).digest()));
  expect(run('keccak', data)).toEqual(keccak_256(data));
  expect(run('blake', data)).toEqual(blake2b(data, { dkLen: 32 }));
  expect(run('chinese', data)).toEqual(new Uint8Array(createHash('sm3').update(data).digest()));
  const signature = new Uint8Array(64).fill(7);
  expect(run('check', address(7), Uint8Array.of(7), signature)).toBe(true);
  expect(run('check', address(7), Uint8Array.of(8), signature)).toBe(false);
  expect(run('check', address(7).subarray(1), Uint8Array.of(7), signature)).toBe(false);
  expect(run('check', address(7), Uint8Array.of(7), signature.subarray(1))).toBe(false);
});

test('signatures over curves are the host’s, of the right lengths only', () => {
  const [key, digest, signature] = [new Uint8Array(33).fill(7), new Uint8Array(32).fill(7), new Uint8Array(64).fill(7)];
  // The small host tells one curve from the other by its answer.
  expect([run('bitcoin', key, digest, signature), run('nist', key, digest, signature)]).toEqual([true, false]);
  expect(run('nist', new Uint8Array(33).fill(8), digest, signature)).toBe(true);
  for (const method of ['bitcoin', 'nist']) {
    const other = method === 'bitcoin' ? key : new Uint8Array(33).fill(8);
    expect(run(method, other.subarray(1), digest, signature)).toBe(false);
    expect(run(method, other, digest.subarray(1), signature)).toBe(false);
    expect(run(method, other, digest, signature.subarray(1))).toBe(false);
  }
  expect([run('gm', key, digest, signature), run('gmBy', key, digest, signature, 'somebody')]).toEqual([true, false]);
  expect(run('gmBy', key, digest, signature, '1234567812345678')).toBe(true);
  expect(run('gm', key, digest, signature.subarray(1))).toBe(false);
});

test('Merkle proofs and long divisions are the host’s', () => {
  const [root, proof] = [new Uint8Array(32).fill(7), new Uint8Array(64)];
  expect(run('stands', root, Uint8Array.of(7), 3n, 4n, proof)).toBe(true);
  expect(run('stands', root, Uint8Array.of(7), 4n, 4n, proof)).toBe(false);
  expect(run('stands', root.subarray(1), Uint8Array.of(7), 3n, 4n, proof)).toBe(false);
  expect(run('stands', root, Uint8Array.of(7), 3n, 4n, new Uint8Array(2_080))).toBe(false);
  const [two, three, five] = [2, 3, 5].map((n) => Uint8Array.of(n)) as [Uint8Array, Uint8Array, Uint8Array];
  expect(run('half', five, three, two)).toEqual(Uint8Array.of(8, ...new Uint8Array(15)));
  expect(run('half', five, Uint8Array.of(1), two)).toEqual(Uint8Array.of(2, ...new Uint8Array(15)));
  expect(run('wide', five, three, two)).toEqual(Uint8Array.of(7, ...new Uint8Array(31)));
  expect(run('half', five, three, Uint8Array.of(0))).toEqual(Uint8Array.of(0));
  expect(run('half', new Uint8Array(16).fill(255), two, Uint8Array.of(1))).toEqual(Uint8Array.of(0));
});

test('a log line reaches the developer', () => {
  run('say', 'hölle 😀');
  expect(chain.logs.at(-1)).toBe('hölle 😀');
});
