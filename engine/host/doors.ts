// Generated from spec/host.ts by npm run generate; do not edit.
import { type Bytes, copyInto } from '../base/bytes.ts';
import type { HostTable, Port } from '../base/tier.ts';
import { API } from './api.ts';
import { bytesAt, changing, enter, sized, textAt, within } from './door.ts';
import type { Frame } from './frame.ts';
import { charge } from './gas.ts';

function input(port: Port, dataAt: number, dataRoom: number): number {
  const frame = port as Frame;
  enter(frame, 'input');
  charge(frame.meter, 2_000);
  const { bytes } = frame.memory;
  const given = API.input(frame) as Bytes | undefined;
  const size = given === undefined ? 0 : given.length;
  charge(frame.meter, 3 * size);
  const room = Math.min(dataRoom >>> 0, size);
  within(bytes, dataAt >>> 0, room);
  const { trace } = frame.run;
  trace.hostCall(frame.depth, 0, frame.meter.gas);
  if (given !== undefined) copyInto(bytes, dataAt >>> 0, given, 0, room);
  trace.part(bytes, dataAt >>> 0, room);
  const length = given === undefined ? -1 : size;
  trace.scalar(length);
  return length;
}

function output(port: Port, dataAt: number, dataLength: number): undefined {
  const frame = port as Frame;
  enter(frame, 'output');
  const dataSize = sized('a result', dataLength, 0, 65_536);
  charge(frame.meter, 3_000 + 6 * dataSize);
  const { bytes } = frame.memory;
  API.output(frame, bytesAt(bytes, dataAt, dataSize));
  const { trace } = frame.run;
  trace.hostCall(frame.depth, 1, frame.meter.gas);
  trace.part(bytes, dataAt >>> 0, dataSize);
  return undefined;
}

function revert(port: Port, codeAt: number, codeLength: number, dataAt: number, dataLength: number): undefined {
  const frame = port as Frame;
  enter(frame, 'revert');
  const codeSize = sized('code of revert', codeLength, 0, 64);
  const dataSize = sized('data of revert', dataLength, 0, 1_024);
  charge(frame.meter, 1_000 + 5 * codeSize + 5 * dataSize);
  const { bytes } = frame.memory;
  API.revert(frame, textAt(bytes, codeAt, codeSize), bytesAt(bytes, dataAt, dataSize));
  const { trace } = frame.run;
  trace.hostCall(frame.depth, 2, frame.meter.gas);
  trace.part(bytes, codeAt >>> 0, codeSize);
  trace.part(bytes, dataAt >>> 0, dataSize);
  return undefined;
}

function self(port: Port, addressAt: number): undefined {
  const frame = port as Frame;
  enter(frame, 'self');
  charge(frame.meter, 1_800);
  const { bytes } = frame.memory;
  const given = API.self(frame) as Bytes;
  const room = 32;
  within(bytes, addressAt >>> 0, room);
  const { trace } = frame.run;
  trace.hostCall(frame.depth, 3, frame.meter.gas);
  copyInto(bytes, addressAt >>> 0, given, 0, room);
  trace.part(bytes, addressAt >>> 0, room);
  return undefined;
}

function caller(port: Port, addressAt: number): undefined {
  const frame = port as Frame;
  enter(frame, 'caller');
  charge(frame.meter, 1_800);
  const { bytes } = frame.memory;
  const given = API.caller(frame) as Bytes;
  const room = 32;
  within(bytes, addressAt >>> 0, room);
  const { trace } = frame.run;
  trace.hostCall(frame.depth, 4, frame.meter.gas);
  copyInto(bytes, addressAt >>> 0, given, 0, room);
  trace.part(bytes, addressAt >>> 0, room);
  return undefined;
}

function method(port: Port, nameAt: number, nameRoom: number): number {
  const frame = port as Frame;
  enter(frame, 'method');
  charge(frame.meter, 1_500);
  const { bytes } = frame.memory;
  const given = API.method(frame) as Bytes | undefined;
  const size = given === undefined ? 0 : given.length;
  charge(frame.meter, 3 * size);
  const room = Math.min(nameRoom >>> 0, size);
  within(bytes, nameAt >>> 0, room);
  const { trace } = frame.run;
  trace.hostCall(frame.depth, 5, frame.meter.gas);
  if (given !== undefined) copyInto(bytes, nameAt >>> 0, given, 0, room);
  trace.part(bytes, nameAt >>> 0, room);
  const length = given === undefined ? -1 : size;
  trace.scalar(length);
  return length;
}

function height(port: Port): bigint {
  const frame = port as Frame;
  enter(frame, 'height');
  charge(frame.meter, 1_500);
  const given = API.height(frame) as bigint;
  const { trace } = frame.run;
  trace.hostCall(frame.depth, 6, frame.meter.gas);
  trace.scalar(given);
  return given;
}

function time(port: Port): bigint {
  const frame = port as Frame;
  enter(frame, 'time');
  charge(frame.meter, 1_500);
  const given = API.time(frame) as bigint;
  const { trace } = frame.run;
  trace.hostCall(frame.depth, 7, frame.meter.gas);
  trace.scalar(given);
  return given;
}

function chain(port: Port, idAt: number): undefined {
  const frame = port as Frame;
  enter(frame, 'chain');
  charge(frame.meter, 1_800);
  const { bytes } = frame.memory;
  const given = API.chain(frame) as Bytes;
  const room = 32;
  within(bytes, idAt >>> 0, room);
  const { trace } = frame.run;
  trace.hostCall(frame.depth, 8, frame.meter.gas);
  copyInto(bytes, idAt >>> 0, given, 0, room);
  trace.part(bytes, idAt >>> 0, room);
  return undefined;
}

function tx_id(port: Port, idAt: number): undefined {
  const frame = port as Frame;
  enter(frame, 'tx_id');
  charge(frame.meter, 1_800);
  const { bytes } = frame.memory;
  const given = API.tx_id(frame) as Bytes;
  const room = 32;
  within(bytes, idAt >>> 0, room);
  const { trace } = frame.run;
  trace.hostCall(frame.depth, 9, frame.meter.gas);
  copyInto(bytes, idAt >>> 0, given, 0, room);
  trace.part(bytes, idAt >>> 0, room);
  return undefined;
}

function gas_left(port: Port): bigint {
  const frame = port as Frame;
  enter(frame, 'gas_left');
  charge(frame.meter, 1_500);
  const given = API.gas_left(frame) as bigint;
  const { trace } = frame.run;
  trace.hostCall(frame.depth, 10, frame.meter.gas);
  trace.scalar(given);
  return given;
}

function get(port: Port, keyAt: number, keyLength: number, valueAt: number, valueRoom: number): number {
  const frame = port as Frame;
  enter(frame, 'get');
  const keySize = sized('a storage key', keyLength, 1, 256);
  charge(frame.meter, 8_000 + 13 * keySize);
  const { bytes } = frame.memory;
  const given = API.get(frame, textAt(bytes, keyAt, keySize)) as Bytes | undefined;
  const size = given === undefined ? 0 : given.length;
  charge(frame.meter, 3 * size);
  const room = Math.min(valueRoom >>> 0, size);
  within(bytes, valueAt >>> 0, room);
  const { trace } = frame.run;
  trace.hostCall(frame.depth, 11, frame.meter.gas);
  trace.part(bytes, keyAt >>> 0, keySize);
  if (given !== undefined) copyInto(bytes, valueAt >>> 0, given, 0, room);
  trace.part(bytes, valueAt >>> 0, room);
  const length = given === undefined ? -1 : size;
  trace.scalar(length);
  return length;
}

function set(port: Port, keyAt: number, keyLength: number, valueAt: number, valueLength: number): undefined {
  const frame = port as Frame;
  enter(frame, 'set');
  changing(frame, 'set');
  const keySize = sized('a storage key', keyLength, 1, 256);
  const valueSize = sized('a stored value', valueLength, 0, 65_536);
  charge(frame.meter, 16_000 + 12_510 * keySize + 10 * valueSize);
  const { bytes } = frame.memory;
  API.set(frame, textAt(bytes, keyAt, keySize), bytesAt(bytes, valueAt, valueSize));
  const { trace } = frame.run;
  trace.hostCall(frame.depth, 12, frame.meter.gas);
  trace.part(bytes, keyAt >>> 0, keySize);
  trace.part(bytes, valueAt >>> 0, valueSize);
  return undefined;
}

function remove(port: Port, keyAt: number, keyLength: number): undefined {
  const frame = port as Frame;
  enter(frame, 'remove');
  changing(frame, 'remove');
  const keySize = sized('a storage key', keyLength, 1, 256);
  charge(frame.meter, 16_000 + 12_510 * keySize);
  const { bytes } = frame.memory;
  API.remove(frame, textAt(bytes, keyAt, keySize));
  const { trace } = frame.run;
  trace.hostCall(frame.depth, 13, frame.meter.gas);
  trace.part(bytes, keyAt >>> 0, keySize);
  return undefined;
}

function next(port: Port, prefixAt: number, prefixLength: number, afterAt: number, afterLength: number, keyAt: number, keyRoom: number): number {
  const frame = port as Frame;
  enter(frame, 'next');
  const prefixSize = sized('prefix of next', prefixLength, 0, 256);
  const afterSize = sized('after of next', afterLength, 0, 256);
  charge(frame.meter, 15_000 + 10 * prefixSize + 10 * afterSize);
  const { bytes } = frame.memory;
  const given = API.next(frame, textAt(bytes, prefixAt, prefixSize), textAt(bytes, afterAt, afterSize)) as Bytes | undefined;
  const size = given === undefined ? 0 : given.length;
  charge(frame.meter, 3 * size);
  const room = Math.min(keyRoom >>> 0, size);
  within(bytes, keyAt >>> 0, room);
  const { trace } = frame.run;
  trace.hostCall(frame.depth, 14, frame.meter.gas);
  trace.part(bytes, prefixAt >>> 0, prefixSize);
  trace.part(bytes, afterAt >>> 0, afterSize);
  if (given !== undefined) copyInto(bytes, keyAt >>> 0, given, 0, room);
  trace.part(bytes, keyAt >>> 0, room);
  const length = given === undefined ? -1 : size;
  trace.scalar(length);
  return length;
}

function emit(port: Port, nameAt: number, nameLength: number, topicsAt: number, topicsLength: number, dataAt: number, dataLength: number): undefined {
  const frame = port as Frame;
  enter(frame, 'emit');
  changing(frame, 'emit');
  const nameSize = sized('name of emit', nameLength, 0, 64);
  const topicsSize = sized('topics of emit', topicsLength, 0, 4_096);
  const dataSize = sized('an event', dataLength, 0, 4_096);
  charge(frame.meter, 17_000 + 8 * nameSize + 8 * topicsSize + 8 * dataSize);
  const { bytes } = frame.memory;
  API.emit(frame, textAt(bytes, nameAt, nameSize), bytesAt(bytes, topicsAt, topicsSize), bytesAt(bytes, dataAt, dataSize));
  const { trace } = frame.run;
  trace.hostCall(frame.depth, 15, frame.meter.gas);
  trace.part(bytes, nameAt >>> 0, nameSize);
  trace.part(bytes, topicsAt >>> 0, topicsSize);
  trace.part(bytes, dataAt >>> 0, dataSize);
  return undefined;
}

function log(port: Port, textAt: number, textLength: number): undefined {
  const frame = port as Frame;
  enter(frame, 'log');
  const textSize = sized('a log line', textLength, 0, 4_096);
  charge(frame.meter, 5_000 + 6 * textSize);
  const { bytes } = frame.memory;
  API.log(frame, bytesAt(bytes, textAt, textSize));
  const { trace } = frame.run;
  trace.hostCall(frame.depth, 16, frame.meter.gas);
  trace.part(bytes, textAt >>> 0, textSize);
  return undefined;
}

function call(port: Port, toAt: number, methodAt: number, methodLength: number, inputAt: number, inputLength: number, gas: bigint, flags: number): number {
  const frame = port as Frame;
  enter(frame, 'call');
  const methodSize = sized('method of call', methodLength, 0, 64);
  const inputSize = sized('arguments', inputLength, 0, 262_144);
  charge(frame.meter, 40_000 + 8 * methodSize + 8 * inputSize);
  const { bytes } = frame.memory;
  const given = API.call(frame, bytesAt(bytes, toAt, 32), textAt(bytes, methodAt, methodSize), bytesAt(bytes, inputAt, inputSize), BigInt.asUintN(64, gas), flags >>> 0) as number;
  const { trace } = frame.run;
  trace.hostCall(frame.depth, 17, frame.meter.gas);
  trace.part(bytes, toAt >>> 0, 32);
  trace.part(bytes, methodAt >>> 0, methodSize);
  trace.part(bytes, inputAt >>> 0, inputSize);
  trace.scalar(BigInt.asUintN(64, gas));
  trace.scalar(flags >>> 0);
  trace.scalar(given);
  return given;
}

function result_size(port: Port): number {
  const frame = port as Frame;
  enter(frame, 'result_size');
  charge(frame.meter, 1_000);
  const given = API.result_size(frame) as number;
  const { trace } = frame.run;
  trace.hostCall(frame.depth, 18, frame.meter.gas);
  trace.scalar(given);
  return given;
}

function result(port: Port, offset: number, dataAt: number, dataRoom: number): number {
  const frame = port as Frame;
  enter(frame, 'result');
  charge(frame.meter, 2_500);
  const { bytes } = frame.memory;
  const given = API.result(frame, offset >>> 0) as Bytes | undefined;
  const size = given === undefined ? 0 : given.length;
  charge(frame.meter, 3 * size);
  const room = Math.min(dataRoom >>> 0, size);
  within(bytes, dataAt >>> 0, room);
  const { trace } = frame.run;
  trace.hostCall(frame.depth, 19, frame.meter.gas);
  trace.scalar(offset >>> 0);
  if (given !== undefined) copyInto(bytes, dataAt >>> 0, given, 0, room);
  trace.part(bytes, dataAt >>> 0, room);
  const length = given === undefined ? -1 : size;
  trace.scalar(length);
  return length;
}

function sha256(port: Port, dataAt: number, dataLength: number, digestAt: number): undefined {
  const frame = port as Frame;
  enter(frame, 'sha256');
  const dataSize = sized('data of sha256', dataLength, 0, 262_144);
  charge(frame.meter, 5_500 + 9 * dataSize);
  const { bytes } = frame.memory;
  const given = API.sha256(frame, bytesAt(bytes, dataAt, dataSize)) as Bytes;
  const room = 32;
  within(bytes, digestAt >>> 0, room);
  const { trace } = frame.run;
  trace.hostCall(frame.depth, 20, frame.meter.gas);
  trace.part(bytes, dataAt >>> 0, dataSize);
  copyInto(bytes, digestAt >>> 0, given, 0, room);
  trace.part(bytes, digestAt >>> 0, room);
  return undefined;
}

function verify_ed25519(port: Port, keyAt: number, messageAt: number, messageLength: number, signatureAt: number, signatureLength: number): number {
  const frame = port as Frame;
  enter(frame, 'verify_ed25519');
  const messageSize = sized('message of verify_ed25519', messageLength, 0, 262_144);
  const signatureSize = sized('signature of verify_ed25519', signatureLength, 0, 64);
  charge(frame.meter, 400_000 + 10 * messageSize + 10 * signatureSize);
  const { bytes } = frame.memory;
  const given = API.verify_ed25519(frame, bytesAt(bytes, keyAt, 32), bytesAt(bytes, messageAt, messageSize), bytesAt(bytes, signatureAt, signatureSize)) as number;
  const { trace } = frame.run;
  trace.hostCall(frame.depth, 21, frame.meter.gas);
  trace.part(bytes, keyAt >>> 0, 32);
  trace.part(bytes, messageAt >>> 0, messageSize);
  trace.part(bytes, signatureAt >>> 0, signatureSize);
  trace.scalar(given);
  return given;
}

function keccak256(port: Port, dataAt: number, dataLength: number, digestAt: number): undefined {
  const frame = port as Frame;
  enter(frame, 'keccak256');
  const dataSize = sized('data of keccak256', dataLength, 0, 262_144);
  charge(frame.meter, 6_500 + 19 * dataSize);
  const { bytes } = frame.memory;
  const given = API.keccak256(frame, bytesAt(bytes, dataAt, dataSize)) as Bytes;
  const room = 32;
  within(bytes, digestAt >>> 0, room);
  const { trace } = frame.run;
  trace.hostCall(frame.depth, 22, frame.meter.gas);
  trace.part(bytes, dataAt >>> 0, dataSize);
  copyInto(bytes, digestAt >>> 0, given, 0, room);
  trace.part(bytes, digestAt >>> 0, room);
  return undefined;
}

function blake2b256(port: Port, dataAt: number, dataLength: number, digestAt: number): undefined {
  const frame = port as Frame;
  enter(frame, 'blake2b256');
  const dataSize = sized('data of blake2b256', dataLength, 0, 262_144);
  charge(frame.meter, 7_000 + 10 * dataSize);
  const { bytes } = frame.memory;
  const given = API.blake2b256(frame, bytesAt(bytes, dataAt, dataSize)) as Bytes;
  const room = 32;
  within(bytes, digestAt >>> 0, room);
  const { trace } = frame.run;
  trace.hostCall(frame.depth, 23, frame.meter.gas);
  trace.part(bytes, dataAt >>> 0, dataSize);
  copyInto(bytes, digestAt >>> 0, given, 0, room);
  trace.part(bytes, digestAt >>> 0, room);
  return undefined;
}

function sm3(port: Port, dataAt: number, dataLength: number, digestAt: number): undefined {
  const frame = port as Frame;
  enter(frame, 'sm3');
  const dataSize = sized('data of sm3', dataLength, 0, 262_144);
  charge(frame.meter, 6_500 + 17 * dataSize);
  const { bytes } = frame.memory;
  const given = API.sm3(frame, bytesAt(bytes, dataAt, dataSize)) as Bytes;
  const room = 32;
  within(bytes, digestAt >>> 0, room);
  const { trace } = frame.run;
  trace.hostCall(frame.depth, 24, frame.meter.gas);
  trace.part(bytes, dataAt >>> 0, dataSize);
  copyInto(bytes, digestAt >>> 0, given, 0, room);
  trace.part(bytes, digestAt >>> 0, room);
  return undefined;
}

function verify_secp256k1(port: Port, keyAt: number, keyLength: number, digestAt: number, signatureAt: number, signatureLength: number): number {
  const frame = port as Frame;
  enter(frame, 'verify_secp256k1');
  const keySize = sized('a storage key', keyLength, 0, 33);
  const signatureSize = sized('signature of verify_secp256k1', signatureLength, 0, 64);
  charge(frame.meter, 8_000_000 + 10 * keySize + 10 * signatureSize);
  const { bytes } = frame.memory;
  const given = API.verify_secp256k1(frame, bytesAt(bytes, keyAt, keySize), bytesAt(bytes, digestAt, 32), bytesAt(bytes, signatureAt, signatureSize)) as number;
  const { trace } = frame.run;
  trace.hostCall(frame.depth, 25, frame.meter.gas);
  trace.part(bytes, keyAt >>> 0, keySize);
  trace.part(bytes, digestAt >>> 0, 32);
  trace.part(bytes, signatureAt >>> 0, signatureSize);
  trace.scalar(given);
  return given;
}

function verify_p256(port: Port, keyAt: number, keyLength: number, digestAt: number, signatureAt: number, signatureLength: number): number {
  const frame = port as Frame;
  enter(frame, 'verify_p256');
  const keySize = sized('a storage key', keyLength, 0, 33);
  const signatureSize = sized('signature of verify_p256', signatureLength, 0, 64);
  charge(frame.meter, 12_000_000 + 10 * keySize + 10 * signatureSize);
  const { bytes } = frame.memory;
  const given = API.verify_p256(frame, bytesAt(bytes, keyAt, keySize), bytesAt(bytes, digestAt, 32), bytesAt(bytes, signatureAt, signatureSize)) as number;
  const { trace } = frame.run;
  trace.hostCall(frame.depth, 26, frame.meter.gas);
  trace.part(bytes, keyAt >>> 0, keySize);
  trace.part(bytes, digestAt >>> 0, 32);
  trace.part(bytes, signatureAt >>> 0, signatureSize);
  trace.scalar(given);
  return given;
}

function verify_sm2(port: Port, keyAt: number, keyLength: number, idAt: number, idLength: number, messageAt: number, messageLength: number, signatureAt: number, signatureLength: number): number {
  const frame = port as Frame;
  enter(frame, 'verify_sm2');
  const keySize = sized('a storage key', keyLength, 0, 33);
  const idSize = sized('id of verify_sm2', idLength, 0, 256);
  const messageSize = sized('message of verify_sm2', messageLength, 0, 262_144);
  const signatureSize = sized('signature of verify_sm2', signatureLength, 0, 64);
  charge(frame.meter, 13_000_000 + 25 * keySize + 25 * idSize + 25 * messageSize + 25 * signatureSize);
  const { bytes } = frame.memory;
  const given = API.verify_sm2(frame, bytesAt(bytes, keyAt, keySize), bytesAt(bytes, idAt, idSize), bytesAt(bytes, messageAt, messageSize), bytesAt(bytes, signatureAt, signatureSize)) as number;
  const { trace } = frame.run;
  trace.hostCall(frame.depth, 27, frame.meter.gas);
  trace.part(bytes, keyAt >>> 0, keySize);
  trace.part(bytes, idAt >>> 0, idSize);
  trace.part(bytes, messageAt >>> 0, messageSize);
  trace.part(bytes, signatureAt >>> 0, signatureSize);
  trace.scalar(given);
  return given;
}

function mul_div_128(port: Port, aAt: number, aLength: number, bAt: number, bLength: number, divisorAt: number, divisorLength: number, rounding: number, quotientAt: number, quotientRoom: number): number {
  const frame = port as Frame;
  enter(frame, 'mul_div_128');
  const aSize = sized('a of mul_div_128', aLength, 0, 16);
  const bSize = sized('b of mul_div_128', bLength, 0, 16);
  const divisorSize = sized('divisor of mul_div_128', divisorLength, 0, 16);
  charge(frame.meter, 17_000 + 10 * aSize + 10 * bSize + 10 * divisorSize);
  const { bytes } = frame.memory;
  const given = API.mul_div_128(frame, bytesAt(bytes, aAt, aSize), bytesAt(bytes, bAt, bSize), bytesAt(bytes, divisorAt, divisorSize), rounding >>> 0) as Bytes | undefined;
  const size = given === undefined ? 0 : given.length;
  charge(frame.meter, 3 * size);
  const room = Math.min(quotientRoom >>> 0, size);
  within(bytes, quotientAt >>> 0, room);
  const { trace } = frame.run;
  trace.hostCall(frame.depth, 28, frame.meter.gas);
  trace.part(bytes, aAt >>> 0, aSize);
  trace.part(bytes, bAt >>> 0, bSize);
  trace.part(bytes, divisorAt >>> 0, divisorSize);
  trace.scalar(rounding >>> 0);
  if (given !== undefined) copyInto(bytes, quotientAt >>> 0, given, 0, room);
  trace.part(bytes, quotientAt >>> 0, room);
  const length = given === undefined ? -1 : size;
  trace.scalar(length);
  return length;
}

function mul_div_256(port: Port, aAt: number, aLength: number, bAt: number, bLength: number, divisorAt: number, divisorLength: number, rounding: number, quotientAt: number, quotientRoom: number): number {
  const frame = port as Frame;
  enter(frame, 'mul_div_256');
  const aSize = sized('a of mul_div_256', aLength, 0, 32);
  const bSize = sized('b of mul_div_256', bLength, 0, 32);
  const divisorSize = sized('divisor of mul_div_256', divisorLength, 0, 32);
  charge(frame.meter, 31_000 + 10 * aSize + 10 * bSize + 10 * divisorSize);
  const { bytes } = frame.memory;
  const given = API.mul_div_256(frame, bytesAt(bytes, aAt, aSize), bytesAt(bytes, bAt, bSize), bytesAt(bytes, divisorAt, divisorSize), rounding >>> 0) as Bytes | undefined;
  const size = given === undefined ? 0 : given.length;
  charge(frame.meter, 3 * size);
  const room = Math.min(quotientRoom >>> 0, size);
  within(bytes, quotientAt >>> 0, room);
  const { trace } = frame.run;
  trace.hostCall(frame.depth, 29, frame.meter.gas);
  trace.part(bytes, aAt >>> 0, aSize);
  trace.part(bytes, bAt >>> 0, bSize);
  trace.part(bytes, divisorAt >>> 0, divisorSize);
  trace.scalar(rounding >>> 0);
  if (given !== undefined) copyInto(bytes, quotientAt >>> 0, given, 0, room);
  trace.part(bytes, quotientAt >>> 0, room);
  const length = given === undefined ? -1 : size;
  trace.scalar(length);
  return length;
}

function verify_merkle(port: Port, rootAt: number, leafAt: number, leafLength: number, index: bigint, size: bigint, proofAt: number, proofLength: number): number {
  const frame = port as Frame;
  enter(frame, 'verify_merkle');
  const leafSize = sized('leaf of verify_merkle', leafLength, 0, 262_144);
  const proofSize = sized('proof of verify_merkle', proofLength, 0, 2_048);
  charge(frame.meter, 12_000 + 10 * leafSize + 10 * proofSize);
  const { bytes } = frame.memory;
  const given = API.verify_merkle(frame, bytesAt(bytes, rootAt, 32), bytesAt(bytes, leafAt, leafSize), BigInt.asUintN(64, index), BigInt.asUintN(64, size), bytesAt(bytes, proofAt, proofSize)) as number;
  const { trace } = frame.run;
  trace.hostCall(frame.depth, 30, frame.meter.gas);
  trace.part(bytes, rootAt >>> 0, 32);
  trace.part(bytes, leafAt >>> 0, leafSize);
  trace.scalar(BigInt.asUintN(64, index));
  trace.scalar(BigInt.asUintN(64, size));
  trace.part(bytes, proofAt >>> 0, proofSize);
  trace.scalar(given);
  return given;
}

function role(port: Port, accountAt: number, nameAt: number, nameLength: number, chain: number): number {
  const frame = port as Frame;
  enter(frame, 'role');
  const nameSize = sized('name of role', nameLength, 0, 32);
  charge(frame.meter, 15_000 + 13 * nameSize);
  const { bytes } = frame.memory;
  const given = API.role(frame, bytesAt(bytes, accountAt, 32), textAt(bytes, nameAt, nameSize), chain >>> 0) as number;
  const { trace } = frame.run;
  trace.hostCall(frame.depth, 31, frame.meter.gas);
  trace.part(bytes, accountAt >>> 0, 32);
  trace.part(bytes, nameAt >>> 0, nameSize);
  trace.scalar(chain >>> 0);
  trace.scalar(given);
  return given;
}

function held(port: Port, accountAt: number): number {
  const frame = port as Frame;
  enter(frame, 'held');
  charge(frame.meter, 15_000);
  const { bytes } = frame.memory;
  const given = API.held(frame, bytesAt(bytes, accountAt, 32)) as number;
  const { trace } = frame.run;
  trace.hostCall(frame.depth, 32, frame.meter.gas);
  trace.part(bytes, accountAt >>> 0, 32);
  trace.scalar(given);
  return given;
}

function old_get(port: Port, keyAt: number, keyLength: number, valueAt: number, valueRoom: number): number {
  const frame = port as Frame;
  enter(frame, 'old_get');
  const keySize = sized('a storage key', keyLength, 1, 256);
  charge(frame.meter, 8_000 + 13 * keySize);
  const { bytes } = frame.memory;
  const given = API.old_get(frame, textAt(bytes, keyAt, keySize)) as Bytes | undefined;
  const size = given === undefined ? 0 : given.length;
  charge(frame.meter, 3 * size);
  const room = Math.min(valueRoom >>> 0, size);
  within(bytes, valueAt >>> 0, room);
  const { trace } = frame.run;
  trace.hostCall(frame.depth, 33, frame.meter.gas);
  trace.part(bytes, keyAt >>> 0, keySize);
  if (given !== undefined) copyInto(bytes, valueAt >>> 0, given, 0, room);
  trace.part(bytes, valueAt >>> 0, room);
  const length = given === undefined ? -1 : size;
  trace.scalar(length);
  return length;
}

function old_next(port: Port, prefixAt: number, prefixLength: number, afterAt: number, afterLength: number, keyAt: number, keyRoom: number): number {
  const frame = port as Frame;
  enter(frame, 'old_next');
  const prefixSize = sized('prefix of old_next', prefixLength, 0, 256);
  const afterSize = sized('after of old_next', afterLength, 0, 256);
  charge(frame.meter, 15_000 + 10 * prefixSize + 10 * afterSize);
  const { bytes } = frame.memory;
  const given = API.old_next(frame, textAt(bytes, prefixAt, prefixSize), textAt(bytes, afterAt, afterSize)) as Bytes | undefined;
  const size = given === undefined ? 0 : given.length;
  charge(frame.meter, 3 * size);
  const room = Math.min(keyRoom >>> 0, size);
  within(bytes, keyAt >>> 0, room);
  const { trace } = frame.run;
  trace.hostCall(frame.depth, 34, frame.meter.gas);
  trace.part(bytes, prefixAt >>> 0, prefixSize);
  trace.part(bytes, afterAt >>> 0, afterSize);
  if (given !== undefined) copyInto(bytes, keyAt >>> 0, given, 0, room);
  trace.part(bytes, keyAt >>> 0, room);
  const length = given === undefined ? -1 : size;
  trace.scalar(length);
  return length;
}

/** All rows, for the frame that each call names. */
export const DOORS = {
  input,
  output,
  revert,
  self,
  caller,
  method,
  height,
  time,
  chain,
  tx_id,
  gas_left,
  get,
  set,
  remove,
  next,
  emit,
  log,
  call,
  result_size,
  result,
  sha256,
  verify_ed25519,
  keccak256,
  blake2b256,
  sm3,
  verify_secp256k1,
  verify_p256,
  verify_sm2,
  mul_div_128,
  mul_div_256,
  verify_merkle,
  role,
  held,
  old_get,
  old_next,
} as unknown as HostTable['functions'];
