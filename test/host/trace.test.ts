// The bytes of a trace, record by record as PROTOCOL 10 lays them out, and the hash over them.
import { describe, expect, test } from 'vitest';
import { EMPTY, toHex } from '../../engine/base/bytes.ts';
import type { Natives } from '../../engine/base/natives.ts';
import { Trace } from '../../engine/host/trace.ts';
import { hashing, sha256 } from '../base/sha.ts';

const TRACE = 14;
const SELF = new Uint8Array(32).fill(1);

/** What was hashed for the digest of a trace. */
function preimage(write: (trace: Trace) => void): string {
  let seen = EMPTY;
  const natives: Natives = {
    ...hashing,
    sha256: (data) => {
      seen = data.slice();
      return sha256(data);
    },
  };
  const trace = new Trace(natives);
  write(trace);
  const digest = trace.digest();
  expect(toHex(digest)).toBe(toHex(sha256(seen)));
  return toHex(seen);
}

const records = (write: (trace: Trace) => void) => preimage(write).slice(10);
const gas = '4000000000000000';

describe('a trace', () => {
  test('without records is the tag and a length of nothing', () => {
    expect(preimage(() => {})).toBe(`${TRACE.toString(16).padStart(2, '0')}00000000`);
  });

  test('begins with the tag and the length of its records', () => {
    const whole = preimage((trace) => trace.end(1, 0, 64, EMPTY));
    expect(whole.slice(0, 10)).toBe('0e10000000');
    expect(whole.length / 2).toBe(5 + 16);
  });

  test('START: kind 1, depth, row 0, gas, and its parts by length', () => {
    const parts = { self: SELF, codeId: EMPTY, caller: SELF, method: 'run', input: Uint8Array.of(9) };
    const self = `20000000 ${'01'.repeat(32)}`;
    const expected = `01 02 0000 ${gas} ${self} 00000000 ${self} 03000000 72756e 01000000 09`;
    expect(records((trace) => trace.start(2, 64, parts))).toBe(expected.replaceAll(' ', ''));
  });

  test('END: kind 2, the status as its row', () => {
    const expected = `02 01 d107 ${gas} 00000000`;
    expect(records((trace) => trace.end(1, 2001, 64, EMPTY))).toBe(expected.replaceAll(' ', ''));
  });

  test('HOST: kind 3, scalars as u64, a length of -1 as all ones', () => {
    const write = (trace: Trace) => {
      trace.hostCall(1, 11, 64);
      trace.scalar(7);
      trace.scalar(-1);
      trace.scalar(2n ** 64n - 2n);
      trace.part(Uint8Array.of(5));
    };
    const expected = `03 01 0b00 ${gas} 08000000 0700000000000000 08000000 ${'ff'.repeat(8)} 08000000 fe${'ff'.repeat(7)} 01000000 05`;
    expect(records(write)).toBe(expected.replaceAll(' ', ''));
  });

  test('READ: kind 4, the key and the hash of the record, or nothing', () => {
    const record = Uint8Array.of(1, 2, 3);
    const expected = `04 00 0000 ${gas} 01000000 aa 20000000 ${toHex(sha256(record))}`;
    expect(records((trace) => trace.read(0, 64, '\xaa', sha256(record)))).toBe(expected.replaceAll(' ', ''));
    const absent = `04 00 0000 ${gas} 01000000 aa 00000000`;
    expect(records((trace) => trace.read(0, 64, '\xaa', undefined))).toBe(absent.replaceAll(' ', ''));
  });

  test('a part of up to 256 bytes stands as it is, a longer one as its length and hash', () => {
    const at = new Uint8Array(256).fill(3);
    const beyond = new Uint8Array(257).fill(3);
    expect(records((trace) => trace.part(at))).toBe(`00010000${toHex(at)}`);
    expect(records((trace) => trace.part(beyond))).toBe(`01010000${toHex(sha256(beyond))}`);
    const [middle, around] = [Uint8Array.of(1, 2), Uint8Array.of(0, 1, 2, 3)];
    expect(records((trace) => trace.part(around, 1, 2))).toBe(`02000000${toHex(middle)}`);
  });
});
