// Generated from spec/host.ts by npm run generate; do not edit.

/** The arguments of this call. Returns their length; capacity 0 asks for the length alone. Gas: 2000 + 3 a byte out. */
// @ts-ignore: decorator
@external("tally", "input")
export declare function input(dataPtr: usize, dataCap: u32): i32;

/** Sets what the method returns; the last call counts. Gas: 3000 + 6 a byte in. */
// @ts-ignore: decorator
@external("tally", "output")
export declare function output(dataPtr: usize, dataLen: u32): void;

/** Ends this frame with REVERT; its writes and events are dropped. The code matches [A-Za-z0-9_.]+. Never returns. Gas: 1000 + 5 a byte in. */
// @ts-ignore: decorator
@external("tally", "revert")
export declare function revert(codePtr: usize, codeLen: u32, dataPtr: usize, dataLen: u32): void;

/** The address of this contract. Gas: 1800. */
// @ts-ignore: decorator
@external("tally", "self")
export declare function self(addressPtr: usize): void;

/** Who called this frame: the account that signed, or the calling contract. Unauthenticated in a query. Gas: 1800. */
// @ts-ignore: decorator
@external("tally", "caller")
export declare function caller(addressPtr: usize): void;

/** The name that was called, without flags; a fallback learns here what it stands in for. Gas: 1500 + 3 a byte out. */
// @ts-ignore: decorator
@external("tally", "method")
export declare function method(namePtr: usize, nameCap: u32): i32;

/** Height of the block. Gas: 1500. */
// @ts-ignore: decorator
@external("tally", "height")
export declare function height(): u64;

/** Time of the block, milliseconds since 1970 UTC. Gas: 1500. */
// @ts-ignore: decorator
@external("tally", "time")
export declare function time(): u64;

/** The id of the chain, the hash of its genesis. Gas: 1800. */
// @ts-ignore: decorator
@external("tally", "chain")
export declare function chain(idPtr: usize): void;

/** The id of the transaction; 32 zero bytes in a query. Gas: 1800. */
// @ts-ignore: decorator
@external("tally", "tx_id")
export declare function tx_id(idPtr: usize): void;

/** Gas that this frame may still spend, after the price of this call. Gas: 1500. */
// @ts-ignore: decorator
@external("tally", "gas_left")
export declare function gas_left(): u64;

/** Reads a value of this contract. Returns its length, -1 if absent; the whole value also waits in the result buffer. Gas: 8000 + 13 a byte in + 3 a byte out. */
// @ts-ignore: decorator
@external("tally", "get")
export declare function get(keyPtr: usize, keyLen: u32, valuePtr: usize, valueCap: u32): i32;

/** Writes a value of this contract. An empty value is not the same as an absent one. Gas: 16000 + 10 a byte in + 12500 a key byte. */
// @ts-ignore: decorator
@external("tally", "set")
export declare function set(keyPtr: usize, keyLen: u32, valuePtr: usize, valueLen: u32): void;

/** Removes a value of this contract; removing an absent one does nothing. Gas: 16000 + 10 a byte in + 12500 a key byte. */
// @ts-ignore: decorator
@external("tally", "remove")
export declare function remove(keyPtr: usize, keyLen: u32): void;

/** The smallest key of this contract that starts with prefix and is greater than after; empty after: the first. Returns its length or -1. Gas: 15000 + 10 a byte in + 3 a byte out. */
// @ts-ignore: decorator
@external("tally", "next")
export declare function next(prefixPtr: usize, prefixLen: u32, afterPtr: usize, afterLen: u32, keyPtr: usize, keyCap: u32): i32;

/** Emits an event. Topics are Borsh Vec<Vec<u8>>, at most four of at most 32 bytes; the name matches [A-Za-z0-9_.]+. Gas: 17000 + 8 a byte in. */
// @ts-ignore: decorator
@external("tally", "emit")
export declare function emit(namePtr: usize, nameLen: u32, topicsPtr: usize, topicsLen: u32, dataPtr: usize, dataLen: u32): void;

/** A line for the developer; charged and traced, never in a receipt or in state. Gas: 5000 + 6 a byte in. */
// @ts-ignore: decorator
@external("tally", "log")
export declare function log(textPtr: usize, textLen: u32): void;

/** Calls another contract. Status 0 OK, 1 REVERT, 2 TRAP, 3 OUT_OF_GAS, 4 REFUSED; its output or revert payload waits in the result buffer. Flag 1 allows re-entry. Gas: 40000 + 8 a byte in. */
// @ts-ignore: decorator
@external("tally", "call")
export declare function call(toPtr: usize, methodPtr: usize, methodLen: u32, inputPtr: usize, inputLen: u32, gas: u64, flags: u32): u32;

/** Bytes that wait in the result buffer of this frame. Gas: 1000. */
// @ts-ignore: decorator
@external("tally", "result_size")
export declare function result_size(): u32;

/** Copies from the result buffer, from offset on. Returns how many bytes stand there; an offset beyond the end traps. Gas: 2500 + 3 a byte out. */
// @ts-ignore: decorator
@external("tally", "result")
export declare function result(offset: u32, dataPtr: usize, dataCap: u32): i32;

/** SHA-256 (FIPS 180-4). Gas: 5500 + 9 a byte in. */
// @ts-ignore: decorator
@external("tally", "sha256")
export declare function sha256(dataPtr: usize, dataLen: u32, digestPtr: usize): void;

/** Ed25519 (RFC 8032) under the rule of transactions: cofactorless, strict. 1 if valid, otherwise 0. Gas: 400000 + 10 a byte in. */
// @ts-ignore: decorator
@external("tally", "verify_ed25519")
export declare function verify_ed25519(keyPtr: usize, messagePtr: usize, messageLen: u32, signaturePtr: usize, signatureLen: u32): u32;

/** Keccak-256 as Ethereum uses it: the original padding, not that of SHA-3. Gas: 6500 + 19 a byte in. */
// @ts-ignore: decorator
@external("tally", "keccak256")
export declare function keccak256(dataPtr: usize, dataLen: u32, digestPtr: usize): void;

/** BLAKE2b (RFC 7693), 32 bytes, no key. Gas: 7000 + 10 a byte in. */
// @ts-ignore: decorator
@external("tally", "blake2b256")
export declare function blake2b256(dataPtr: usize, dataLen: u32, digestPtr: usize): void;

/** SM3 (GB/T 32905-2016, ISO/IEC 10118-3). Gas: 6500 + 17 a byte in. */
// @ts-ignore: decorator
@external("tally", "sm3")
export declare function sm3(dataPtr: usize, dataLen: u32, digestPtr: usize): void;

/** ECDSA over secp256k1 of a digest: compressed key, r and s big-endian, s at most n/2. 1 if valid, otherwise 0. Gas: 8000000 + 10 a byte in. */
// @ts-ignore: decorator
@external("tally", "verify_secp256k1")
export declare function verify_secp256k1(keyPtr: usize, keyLen: u32, digestPtr: usize, signaturePtr: usize, signatureLen: u32): u32;

/** ECDSA over P-256 (FIPS 186-5) of a digest: compressed key, r and s big-endian. 1 if valid, otherwise 0. Gas: 12000000 + 10 a byte in. */
// @ts-ignore: decorator
@external("tally", "verify_p256")
export declare function verify_p256(keyPtr: usize, keyLen: u32, digestPtr: usize, signaturePtr: usize, signatureLen: u32): u32;

/** SM2 (GB/T 32918.2, GM/T 0003.2) with Z_A of the id, usually 1234567812345678: compressed key, r and s big-endian. 1 if valid, otherwise 0. Gas: 13000000 + 25 a byte in. */
// @ts-ignore: decorator
@external("tally", "verify_sm2")
export declare function verify_sm2(keyPtr: usize, keyLen: u32, idPtr: usize, idLen: u32, messagePtr: usize, messageLen: u32, signaturePtr: usize, signatureLen: u32): u32;

/** The product of a and b over a divisor, without loss between: unsigned little-endian numbers of up to 16 bytes. Rounding: 0 down, 1 up, 2 half up, 3 half to even. Returns 16, or -1 if the divisor is 0 or the quotient is larger. Gas: 17000 + 10 a byte in + 3 a byte out. */
// @ts-ignore: decorator
@external("tally", "mul_div_128")
export declare function mul_div_128(aPtr: usize, aLen: u32, bPtr: usize, bLen: u32, divisorPtr: usize, divisorLen: u32, rounding: u32, quotientPtr: usize, quotientCap: u32): i32;

/** The same as mul_div_128 with numbers of up to 32 bytes. Returns 32 or -1. Gas: 31000 + 10 a byte in + 3 a byte out. */
// @ts-ignore: decorator
@external("tally", "mul_div_256")
export declare function mul_div_256(aPtr: usize, aLen: u32, bPtr: usize, bLen: u32, divisorPtr: usize, divisorLen: u32, rounding: u32, quotientPtr: usize, quotientCap: u32): i32;

/** Whether the leaf stands at the index in a Merkle tree of so many leaves (RFC 9162, section 2.1.3.2, SHA-256). 1 or 0. Gas: 12000 + 10 a byte in. */
// @ts-ignore: decorator
@external("tally", "verify_merkle")
export declare function verify_merkle(rootPtr: usize, leafPtr: usize, leafLen: u32, index: u64, size: u64, proofPtr: usize, proofLen: u32): u32;

/** Whether an account has a role that was granted by transaction: in this contract, or if chain is 1 in the chain. 1 or 0. Gas: 15000 + 13 a byte in. */
// @ts-ignore: decorator
@external("tally", "role")
export declare function role(accountPtr: usize, namePtr: usize, nameLen: u32, chain: u32): u32;

/** Whether an account is held in this contract. 1 or 0. Gas: 15000. */
// @ts-ignore: decorator
@external("tally", "held")
export declare function held(accountPtr: usize): u32;

/** In a step of a migration: get in the storage that is to be replaced. Traps elsewhere. Gas: 8000 + 13 a byte in + 3 a byte out. */
// @ts-ignore: decorator
@external("tally", "old_get")
export declare function old_get(keyPtr: usize, keyLen: u32, valuePtr: usize, valueCap: u32): i32;

/** In a step of a migration: next in the storage that is to be replaced. Traps elsewhere. Gas: 15000 + 10 a byte in + 3 a byte out. */
// @ts-ignore: decorator
@external("tally", "old_next")
export declare function old_next(prefixPtr: usize, prefixLen: u32, afterPtr: usize, afterLen: u32, keyPtr: usize, keyCap: u32): i32;
