import { describe, expect, test } from 'vitest';
import { encodeArguments } from '../../engine/abi/value.ts';
import { EMPTY, toHex, ZERO32 } from '../../engine/base/bytes.ts';
import { CodedError } from '../../engine/base/errors.ts';
import { contractClient, hookOf } from '../../engine/client/contract.ts';
import { TOKEN } from '../abi/token.ts';

const token = contractClient(TOKEN);
const bare = contractClient({ ...TOKEN, methods: TOKEN.methods.filter(({ kind }) => kind === 'view') });

function failure(act: () => unknown): CodedError {
  try {
    act();
  } catch (error) {
    if (error instanceof CodedError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

describe('contractClient', () => {
  test('encodes a call by parameter names, in the order of the ABI', () => {
    const { method, input } = token.call('transfer', { amount: 258n, to: ZERO32 });
    expect(method).toBe('transfer');
    expect(toHex(input)).toBe(`${'00'.repeat(32)}0201${'00'.repeat(14)}`);
    expect(token.call('pause')).toEqual({ method: 'pause', input: EMPTY });
    expect(token.query('balanceOf', { owner: ZERO32 }).input).toEqual(ZERO32);
  });

  test('encodes the arguments of init and migrate', () => {
    expect(token.init({ symbol: 'EUR', supply: 1n })).toEqual(encodeArguments(TOKEN.methods[0]!.params, ['EUR', 1n]));
    expect(token.migrate({ from: 1 })).toEqual(Uint8Array.of(1, 0, 0, 0));
    expect(hookOf(TOKEN, 'init')?.name).toBe('create');
    expect(hookOf(bare.abi, 'init')).toBeUndefined();
  });

  test('a contract without init or migrate takes nothing for them', () => {
    expect(bare.init()).toEqual(EMPTY);
    expect(bare.migrate()).toEqual(EMPTY);
    expect(failure(() => bare.init({ symbol: 'EUR' })).id).toBe('NO_INIT');
    expect(failure(() => bare.migrate({ from: 1 })).id).toBe('METHOD_UNKNOWN');
  });

  test('decodes outputs by method', () => {
    expect(token.output('transfer', Uint8Array.of(1))).toBe(true);
    expect(token.output('balanceOf', Uint8Array.of(5, ...new Array(15).fill(0)))).toBe(5n);
    expect(token.output('pause', EMPTY)).toBeUndefined();
    expect(failure(() => token.output('pause', Uint8Array.of(1))).id).toBe('RESULT_MALFORMED');
    expect(failure(() => token.output('transfer', Uint8Array.of(2))).id).toBe('RESULT_MALFORMED');
    expect(failure(() => token.output('transfer', EMPTY)).id).toBe('RESULT_MALFORMED');
  });

  test('refuses unknown methods with the nearest, and init and migrate as calls', () => {
    const unknown = failure(() => token.call('transfr', {}));
    expect([unknown.id, unknown.detail]).toEqual(['METHOD_UNKNOWN', 'transfr (did you mean transfer?)']);
    expect(failure(() => token.call('create', { symbol: '', supply: 0n })).id).toBe('METHOD_RESERVED');
    expect(failure(() => token.call('upgrade', { from: 1 })).id).toBe('METHOD_RESERVED');
    expect(failure(() => token.call('constructor')).id).toBe('METHOD_UNKNOWN');
    expect(failure(() => token.query('transfer', { to: ZERO32, amount: 1n })).id).toBe('NOT_VIEW');
  });

  test('refuses arguments that are missing, too many, of another type or too large', () => {
    expect(failure(() => token.call('transfer', { to: ZERO32 })).id).toBe('ARGUMENT_MISSING');
    expect(failure(() => token.call('pause', { now: true })).id).toBe('ARGUMENT_EXTRA');
    const wrong = failure(() => token.call('transfer', { to: ZERO32, amount: 5 }));
    expect([wrong.id, wrong.detail]).toEqual([
      'ARGUMENT_TYPE',
      'amount: number 5 is not a value of type Amount: write a bigint, such as 5n or 2n ** 60n',
    ]);
    const large = failure(() => token.init({ symbol: 'x'.repeat(262_144), supply: 1n }));
    expect(large.id).toBe('ARGUMENT_TOO_LARGE');
  });
});
