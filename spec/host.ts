/**
 * The host functions: everything that a contract can reach. A module imports them from `tally`.
 *
 * Argument kinds and how they stand in the WebAssembly signature:
 * `key` (pointer, length) 1 to LIMITS.key bytes · `in:LIMIT` (pointer, length) 0 to LIMITS[LIMIT].max bytes ·
 * `address` and `hash` (pointer) 32 bytes read · `out32` (pointer) 32 bytes written · `out` (pointer, capacity) the first
 * `capacity` bytes of the result are written · `u32` i32 · `u64` i64.
 * Results: `none`, `u32`, `u64`, `length` (i32: byte length, or -1 when there is nothing).
 *
 * Gas of a call is base + perByteIn × (bytes of key and in arguments) + perKeyByte × (bytes of key arguments)
 * + perByteOut × (byte length of the whole result, also the part that capacity cuts off).
 * `access: 'write'` traps in a view frame.
 */
export const HOST_FUNCTIONS = [
  {
    name: 'input',
    args: [['data', 'out']],
    result: 'length',
    access: 'read',
    gas: { base: 2_000, perByteIn: 0, perKeyByte: 0, perByteOut: 3 },
    doc: 'The arguments of this call. Returns their length; capacity 0 asks for the length alone.',
  },
  {
    name: 'output',
    args: [['data', 'in:output']],
    result: 'none',
    access: 'read',
    gas: { base: 3_000, perByteIn: 6, perKeyByte: 0, perByteOut: 0 },
    doc: 'Sets what the method returns; the last call counts.',
  },
  {
    name: 'revert',
    args: [
      ['code', 'in:revertCode'],
      ['data', 'in:revertBytes'],
    ],
    result: 'none',
    access: 'read',
    gas: { base: 1_000, perByteIn: 5, perKeyByte: 0, perByteOut: 0 },
    doc: 'Ends this frame with REVERT; its writes and events are dropped. The code matches [A-Za-z0-9_.]+. Never returns.',
  },
  {
    name: 'self',
    args: [['address', 'out32']],
    result: 'none',
    access: 'read',
    gas: { base: 1_800, perByteIn: 0, perKeyByte: 0, perByteOut: 0 },
    doc: 'The address of this contract.',
  },
  {
    name: 'caller',
    args: [['address', 'out32']],
    result: 'none',
    access: 'read',
    gas: { base: 1_800, perByteIn: 0, perKeyByte: 0, perByteOut: 0 },
    doc: 'Who called this frame: the account that signed, or the calling contract. Unauthenticated in a query.',
  },
  {
    name: 'method',
    args: [['name', 'out']],
    result: 'length',
    access: 'read',
    gas: { base: 1_500, perByteIn: 0, perKeyByte: 0, perByteOut: 3 },
    doc: 'The name that was called, without flags; a fallback learns here what it stands in for.',
  },
  {
    name: 'height',
    args: [],
    result: 'u64',
    access: 'read',
    gas: { base: 1_500, perByteIn: 0, perKeyByte: 0, perByteOut: 0 },
    doc: 'Height of the block.',
  },
  {
    name: 'time',
    args: [],
    result: 'u64',
    access: 'read',
    gas: { base: 1_500, perByteIn: 0, perKeyByte: 0, perByteOut: 0 },
    doc: 'Time of the block, milliseconds since 1970 UTC.',
  },
  {
    name: 'chain',
    args: [['id', 'out32']],
    result: 'none',
    access: 'read',
    gas: { base: 1_800, perByteIn: 0, perKeyByte: 0, perByteOut: 0 },
    doc: 'The id of the chain, the hash of its genesis.',
  },
  {
    name: 'tx_id',
    args: [['id', 'out32']],
    result: 'none',
    access: 'read',
    gas: { base: 1_800, perByteIn: 0, perKeyByte: 0, perByteOut: 0 },
    doc: 'The id of the transaction; 32 zero bytes in a query.',
  },
  {
    name: 'gas_left',
    args: [],
    result: 'u64',
    access: 'read',
    gas: { base: 1_500, perByteIn: 0, perKeyByte: 0, perByteOut: 0 },
    doc: 'Gas that this frame may still spend, after the price of this call.',
  },
  {
    name: 'get',
    args: [
      ['key', 'key'],
      ['value', 'out'],
    ],
    result: 'length',
    access: 'read',
    gas: { base: 8_000, perByteIn: 13, perKeyByte: 0, perByteOut: 3 },
    doc: 'Reads a value of this contract. Returns its length, -1 if absent; the whole value also waits in the result buffer.',
  },
  {
    name: 'set',
    args: [
      ['key', 'key'],
      ['value', 'in:value'],
    ],
    result: 'none',
    access: 'write',
    gas: { base: 16_000, perByteIn: 10, perKeyByte: 12_500, perByteOut: 0 },
    doc: 'Writes a value of this contract. An empty value is not the same as an absent one.',
  },
  {
    name: 'remove',
    args: [['key', 'key']],
    result: 'none',
    access: 'write',
    gas: { base: 16_000, perByteIn: 10, perKeyByte: 12_500, perByteOut: 0 },
    doc: 'Removes a value of this contract; removing an absent one does nothing.',
  },
  {
    name: 'next',
    args: [
      ['prefix', 'in:key'],
      ['after', 'in:key'],
      ['key', 'out'],
    ],
    result: 'length',
    access: 'read',
    gas: { base: 15_000, perByteIn: 10, perKeyByte: 0, perByteOut: 3 },
    doc: 'The smallest key of this contract that starts with prefix and is greater than after; empty after: the first. Returns its length or -1.',
  },
  {
    name: 'emit',
    args: [
      ['name', 'in:eventName'],
      ['topics', 'in:eventBytes'],
      ['data', 'in:eventBytes'],
    ],
    result: 'none',
    access: 'write',
    gas: { base: 17_000, perByteIn: 8, perKeyByte: 0, perByteOut: 0 },
    doc: 'Emits an event. Topics are Borsh Vec<Vec<u8>>, at most four of at most 32 bytes; the name matches [A-Za-z0-9_.]+.',
  },
  {
    name: 'log',
    args: [['text', 'in:logBytes']],
    result: 'none',
    access: 'read',
    gas: { base: 5_000, perByteIn: 6, perKeyByte: 0, perByteOut: 0 },
    doc: 'A line for the developer; charged and traced, never in a receipt or in state.',
  },
  {
    name: 'call',
    args: [
      ['to', 'address'],
      ['method', 'in:methodBytes'],
      ['input', 'in:input'],
      ['gas', 'u64'],
      ['flags', 'u32'],
    ],
    result: 'u32',
    access: 'read',
    gas: { base: 40_000, perByteIn: 8, perKeyByte: 0, perByteOut: 0 },
    doc: 'Calls another contract. Status 0 OK, 1 REVERT, 2 TRAP, 3 OUT_OF_GAS, 4 REFUSED; its output or revert payload waits in the result buffer. Flag 1 allows re-entry.',
  },
  {
    name: 'result_size',
    args: [],
    result: 'u32',
    access: 'read',
    gas: { base: 1_000, perByteIn: 0, perKeyByte: 0, perByteOut: 0 },
    doc: 'Bytes that wait in the result buffer of this frame.',
  },
  {
    name: 'result',
    args: [
      ['offset', 'u32'],
      ['data', 'out'],
    ],
    result: 'length',
    access: 'read',
    gas: { base: 2_500, perByteIn: 0, perKeyByte: 0, perByteOut: 3 },
    doc: 'Copies from the result buffer, from offset on. Returns how many bytes stand there; an offset beyond the end traps.',
  },
  {
    name: 'sha256',
    args: [
      ['data', 'in:input'],
      ['digest', 'out32'],
    ],
    result: 'none',
    access: 'read',
    gas: { base: 5_500, perByteIn: 9, perKeyByte: 0, perByteOut: 0 },
    doc: 'SHA-256 (FIPS 180-4).',
  },
  {
    name: 'verify_ed25519',
    args: [
      ['key', 'hash'],
      ['message', 'in:input'],
      ['signature', 'in:signature'],
    ],
    result: 'u32',
    access: 'read',
    gas: { base: 400_000, perByteIn: 10, perKeyByte: 0, perByteOut: 0 },
    doc: 'Ed25519 (RFC 8032) under the rule of transactions: cofactorless, strict. 1 if valid, otherwise 0.',
  },
  {
    name: 'keccak256',
    args: [
      ['data', 'in:input'],
      ['digest', 'out32'],
    ],
    result: 'none',
    access: 'read',
    gas: { base: 6_500, perByteIn: 19, perKeyByte: 0, perByteOut: 0 },
    doc: 'Keccak-256 as Ethereum uses it: the original padding, not that of SHA-3.',
  },
  {
    name: 'blake2b256',
    args: [
      ['data', 'in:input'],
      ['digest', 'out32'],
    ],
    result: 'none',
    access: 'read',
    gas: { base: 7_000, perByteIn: 10, perKeyByte: 0, perByteOut: 0 },
    doc: 'BLAKE2b (RFC 7693), 32 bytes, no key.',
  },
  {
    name: 'sm3',
    args: [
      ['data', 'in:input'],
      ['digest', 'out32'],
    ],
    result: 'none',
    access: 'read',
    gas: { base: 6_500, perByteIn: 17, perKeyByte: 0, perByteOut: 0 },
    doc: 'SM3 (GB/T 32905-2016, ISO/IEC 10118-3).',
  },
  {
    name: 'verify_secp256k1',
    args: [
      ['key', 'in:publicKey'],
      ['digest', 'hash'],
      ['signature', 'in:signature'],
    ],
    result: 'u32',
    access: 'read',
    gas: { base: 8_000_000, perByteIn: 10, perKeyByte: 0, perByteOut: 0 },
    doc: 'ECDSA over secp256k1 of a digest: compressed key, r and s big-endian, s at most n/2. 1 if valid, otherwise 0.',
  },
  {
    name: 'verify_p256',
    args: [
      ['key', 'in:publicKey'],
      ['digest', 'hash'],
      ['signature', 'in:signature'],
    ],
    result: 'u32',
    access: 'read',
    gas: { base: 12_000_000, perByteIn: 10, perKeyByte: 0, perByteOut: 0 },
    doc: 'ECDSA over P-256 (FIPS 186-5) of a digest: compressed key, r and s big-endian. 1 if valid, otherwise 0.',
  },
  {
    name: 'verify_sm2',
    args: [
      ['key', 'in:publicKey'],
      ['id', 'in:signerId'],
      ['message', 'in:input'],
      ['signature', 'in:signature'],
    ],
    result: 'u32',
    access: 'read',
    gas: { base: 13_000_000, perByteIn: 25, perKeyByte: 0, perByteOut: 0 },
    doc: 'SM2 (GB/T 32918.2, GM/T 0003.2) with Z_A of the id, usually 1234567812345678: compressed key, r and s big-endian. 1 if valid, otherwise 0.',
  },
  {
    name: 'mul_div_128',
    args: [
      ['a', 'in:u128'],
      ['b', 'in:u128'],
      ['divisor', 'in:u128'],
      ['rounding', 'u32'],
      ['quotient', 'out'],
    ],
    result: 'length',
    access: 'read',
    gas: { base: 17_000, perByteIn: 10, perKeyByte: 0, perByteOut: 3 },
    doc: 'The product of a and b over a divisor, without loss between: unsigned little-endian numbers of up to 16 bytes. Rounding: 0 down, 1 up, 2 half up, 3 half to even. Returns 16, or -1 if the divisor is 0 or the quotient is larger.',
  },
  {
    name: 'mul_div_256',
    args: [
      ['a', 'in:u256'],
      ['b', 'in:u256'],
      ['divisor', 'in:u256'],
      ['rounding', 'u32'],
      ['quotient', 'out'],
    ],
    result: 'length',
    access: 'read',
    gas: { base: 31_000, perByteIn: 10, perKeyByte: 0, perByteOut: 3 },
    doc: 'The same as mul_div_128 with numbers of up to 32 bytes. Returns 32 or -1.',
  },
  {
    name: 'verify_merkle',
    args: [
      ['root', 'hash'],
      ['leaf', 'in:input'],
      ['index', 'u64'],
      ['size', 'u64'],
      ['proof', 'in:merkleProof'],
    ],
    result: 'u32',
    access: 'read',
    gas: { base: 12_000, perByteIn: 10, perKeyByte: 0, perByteOut: 0 },
    doc: 'Whether the leaf stands at the index in a Merkle tree of so many leaves (RFC 9162, section 2.1.3.2, SHA-256). 1 or 0.',
  },
  {
    name: 'role',
    args: [
      ['account', 'address'],
      ['name', 'in:roleBytes'],
      ['chain', 'u32'],
    ],
    result: 'u32',
    access: 'read',
    gas: { base: 15_000, perByteIn: 13, perKeyByte: 0, perByteOut: 0 },
    doc: 'Whether an account has a role that was granted by transaction: in this contract, or if chain is 1 in the chain. 1 or 0.',
  },
  {
    name: 'held',
    args: [['account', 'address']],
    result: 'u32',
    access: 'read',
    gas: { base: 15_000, perByteIn: 0, perKeyByte: 0, perByteOut: 0 },
    doc: 'Whether an account is held in this contract. 1 or 0.',
  },
  {
    name: 'old_get',
    args: [
      ['key', 'key'],
      ['value', 'out'],
    ],
    result: 'length',
    access: 'read',
    gas: { base: 8_000, perByteIn: 13, perKeyByte: 0, perByteOut: 3 },
    doc: 'In a step of a migration: get in the storage that is to be replaced. Traps elsewhere.',
  },
  {
    name: 'old_next',
    args: [
      ['prefix', 'in:key'],
      ['after', 'in:key'],
      ['key', 'out'],
    ],
    result: 'length',
    access: 'read',
    gas: { base: 15_000, perByteIn: 10, perKeyByte: 0, perByteOut: 3 },
    doc: 'In a step of a migration: next in the storage that is to be replaced. Traps elsewhere.',
  },
] as const satisfies readonly HostFunction[];

export interface HostFunction {
  readonly name: string;
  readonly args: readonly (readonly [string, ArgKind])[];
  readonly result: 'none' | 'u32' | 'u64' | 'length';
  readonly access: 'read' | 'write';
  readonly gas: { base: number; perByteIn: number; perKeyByte: number; perByteOut: number };
  readonly doc: string;
}
export type ArgKind = 'key' | `in:${string}` | 'address' | 'hash' | 'out32' | 'out' | 'u32' | 'u64';
export type HostName = (typeof HOST_FUNCTIONS)[number]['name'];

/** The one module name that a contract may import from. */
export const HOST_MODULE = 'tally';

/** Status that the row `call` returns. */
export const CALL_STATUS = { OK: 0, REVERT: 1, TRAP: 2, OUT_OF_GAS: 3, REFUSED: 4 } as const;
/** Flags of the row `call`. */
export const CALL_FLAGS = { REENTRANT: 1 } as const;
