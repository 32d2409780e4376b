// A lawful call of every host row, for tests that hold for all of them.
import { ZERO32 } from '../../engine/base/bytes.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { HOST_FUNCTIONS, type HostFunction, type HostName } from '../../spec/host.ts';
import { secret } from '../runtime/chain.ts';
import { SCRATCH, type Step, topics } from '../runtime/puppet.ts';

export const ROWS: readonly HostFunction[] = HOST_FUNCTIONS;
export const rowOf = (name: HostName): HostFunction => ROWS.find((row) => row.name === name)!;

const MESSAGE = Buffer.from('message');

/** By row; each ends OK, but for `revert`, in a contract that has the key `k`. */
const NOTHING = { key: new Uint8Array(33), signature: new Uint8Array(64) };

export const LAWFUL: { readonly [name in HostName]: Step } = {
  input: ['input', 8],
  output: ['output', 'abc'],
  revert: ['revert', 'CODE', 'data'],
  self: ['self', SCRATCH],
  caller: ['caller', SCRATCH],
  method: ['method', 8],
  height: ['height'],
  time: ['time'],
  chain: ['chain', SCRATCH],
  tx_id: ['tx_id', SCRATCH],
  gas_left: ['gas_left'],
  get: ['get', 'k', 8],
  set: ['set', 'k', 'value'],
  remove: ['remove', 'k'],
  next: ['next', '', '', 8],
  emit: ['emit', 'Name', topics('topic'), 'data'],
  log: ['log', 'line'],
  call: ['call', ZERO32, 'run', '', 1000, 0],
  result_size: ['result_size'],
  result: ['result', 0, 8],
  sha256: ['sha256', 'abc', SCRATCH],
  keccak256: ['keccak256', 'abc', SCRATCH],
  blake2b256: ['blake2b256', 'abc', SCRATCH],
  sm3: ['sm3', 'abc', SCRATCH],
  verify_ed25519: [
    'verify_ed25519',
    nodeNatives.publicKey(secret(0)),
    new Uint8Array(MESSAGE),
    nodeNatives.sign(secret(0), new Uint8Array(MESSAGE)),
  ],
  verify_secp256k1: ['verify_secp256k1', NOTHING.key, ZERO32, NOTHING.signature],
  verify_p256: ['verify_p256', NOTHING.key, ZERO32, NOTHING.signature],
  verify_sm2: ['verify_sm2', NOTHING.key, '1234567812345678', 'abc', NOTHING.signature],
  mul_div_128: ['mul_div_128', '\x06', '\x07', '\x05', 0, 16],
  mul_div_256: ['mul_div_256', '\x06', '\x07', '\x05', 1, 32],
  verify_merkle: ['verify_merkle', ZERO32, 'leaf', 0n, 1n, ''],
  role: ['role', ZERO32, 'AUDITOR', 1],
  held: ['held', ZERO32],
  old_get: ['old_get', 'k', 8],
  old_next: ['old_next', '', '', 8],
};
