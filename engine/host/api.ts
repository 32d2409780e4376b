// What each row of spec/host.ts does: one function a row, over arguments that were read and paid for.
import type { HostName } from '../../spec/host.ts';
import { SCHEMES } from '../../spec/records.ts';
import { type Bytes, fromLatin1 } from '../base/bytes.ts';
import { call, result, resultSize } from './calls.ts';
import { emit, log } from './events.ts';
import type { Frame } from './frame.ts';
import { hasRole, isHeld } from './identity.ts';
import { verifyMerkle } from './merkle.ts';
import { mulDiv } from './numbers.ts';
import { output, revert } from './outcome.ts';
import { get, next, oldGet, oldNext, remove, set } from './storage.ts';

/** An argument as a row's function gets it: bytes, a key as a Latin-1 string, a u32, or a u64. */
export type Argument = Bytes | string | number | bigint;
/** What it gives back: bytes for `length` and `out32`, a u32, a u64, or nothing. */
export type Result = Bytes | number | bigint | undefined;

// biome-ignore lint/suspicious/noExplicitAny: the kinds of arguments are checked against the row when it is bound
type Action = (frame: Frame, ...args: any[]) => Result;

export const API: { readonly [name in HostName]: Action } = {
  input: (frame) => frame.input,
  output: (frame, data: Bytes) => output(frame, data) as undefined,
  revert: (frame, code: string, data: Bytes) => revert(frame, code, data),
  self: (frame) => frame.self,
  caller: (frame) => frame.caller,
  method: (frame) => fromLatin1(frame.method),
  height: (frame) => BigInt(frame.run.height),
  time: (frame) => BigInt(frame.run.time),
  chain: (frame) => frame.run.chain,
  tx_id: (frame) => frame.run.txId,
  gas_left: (frame) => BigInt(frame.meter.gas),
  get,
  set: (frame, key: string, value: Bytes) => set(frame, key, value) as undefined,
  remove: (frame, key: string) => remove(frame, key) as undefined,
  next,
  emit: (frame, name: string, topics: Bytes, data: Bytes) => emit(frame, name, topics, data) as undefined,
  log: (frame, text: Bytes) => log(frame, text) as undefined,
  call,
  result_size: resultSize,
  result,
  sha256: (frame, data: Bytes) => frame.run.natives.sha256(data),
  keccak256: (frame, data: Bytes) => frame.run.natives.digest('keccak256', data),
  blake2b256: (frame, data: Bytes) => frame.run.natives.digest('blake2b256', data),
  sm3: (frame, data: Bytes) => frame.run.natives.digest('sm3', data),
  verify_ed25519: (frame, key: Bytes, message: Bytes, signature: Bytes) =>
    frame.run.natives.verify(SCHEMES.ed25519, key, message, signature) ? 1 : 0,
  verify_secp256k1: (frame, key: Bytes, digest: Bytes, signature: Bytes) =>
    frame.run.natives.verifyDigest('secp256k1', key, digest, signature) ? 1 : 0,
  verify_p256: (frame, key: Bytes, digest: Bytes, signature: Bytes) =>
    frame.run.natives.verifyDigest('p256', key, digest, signature) ? 1 : 0,
  verify_sm2: (frame, key: Bytes, id: Bytes, message: Bytes, signature: Bytes) =>
    frame.run.natives.verifySm2(key, id, message, signature) ? 1 : 0,
  mul_div_128: (_, a: Bytes, b: Bytes, divisor: Bytes, rounding: number) => mulDiv(16, a, b, divisor, rounding),
  mul_div_256: (_, a: Bytes, b: Bytes, divisor: Bytes, rounding: number) => mulDiv(32, a, b, divisor, rounding),
  verify_merkle: (frame, root: Bytes, leaf: Bytes, index: bigint, size: bigint, proof: Bytes) =>
    verifyMerkle(frame, { root, leaf, index, size, proof }),
  role: hasRole,
  held: isHeld,
  old_get: oldGet,
  old_next: oldNext,
};
