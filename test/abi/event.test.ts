import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeEvent, readRevert } from '../../engine/abi/event.ts';
import { encodeArguments } from '../../engine/abi/value.ts';
import { concat, EMPTY, ZERO32 } from '../../engine/base/bytes.ts';
import { Encoder } from '../../engine/base/codec.ts';
import { CodecError } from '../../engine/base/errors.ts';
import { encode } from '../../engine/base/records.ts';
import { TOKEN } from './token.ts';

describe('decodeEvent', () => {
  const data = encodeArguments(TOKEN.events[0]!.fields, [ZERO32, 5n]);

  test('gives the fields of an event of the ABI', () => {
    expect(decodeEvent(TOKEN, 'Transfer', data)).toEqual({ event: TOKEN.events[0], values: [ZERO32, 5n] });
  });

  test('is undefined for unknown names and other shapes', () => {
    expect(decodeEvent(TOKEN, 'Burn', data)).toBeUndefined();
    expect(decodeEvent(TOKEN, 'toString', data)).toBeUndefined();
    expect(decodeEvent(TOKEN, 'Transfer', concat(data, Uint8Array.of(0)))).toBeUndefined();
    expect(decodeEvent(TOKEN, 'Transfer', EMPTY)).toBeUndefined();
  });
});

describe('readRevert', () => {
  function described(message: string, line: number) {
    const to = new Encoder();
    to.string(message);
    to.u32(line);
    return to.finish();
  }

  test('reads code, message and line of the standard library', () => {
    const data = described('not enough', 42);
    const output = encode('Revert', { code: 'INSUFFICIENT', data });
    expect(readRevert(output)).toEqual({ code: 'INSUFFICIENT', message: 'not enough', line: 42, data });
  });

  test('leaves an unknown line out', () => {
    const data = described('', 0);
    expect(readRevert(encode('Revert', { code: 'A', data }))).toEqual({ code: 'A', message: '', data });
  });

  test('keeps the code beside any other data', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (data) => {
        const reason = readRevert(encode('Revert', { code: 'CUSTOM', data }));
        expect(reason.code).toBe('CUSTOM');
        expect(reason.data).toEqual(data);
        if (reason.message !== undefined) expect(described(reason.message, reason.line ?? 0)).toEqual(data);
      }),
    );
  });

  test('refuses what is no revert output', () => {
    expect(() => readRevert(EMPTY)).toThrow(CodecError);
  });
});
