// Errors carry their row, and a code leads back to it.
import { expect, test } from 'vitest';
import { errorOf, Fault, Reject, Trap, textOf, Usage } from '../../engine/base/errors.ts';
import { ERRORS, type ErrorName } from '../../spec/errors.ts';

test('a code leads back to its row', () => {
  for (const name of Object.keys(ERRORS) as ErrorName[]) {
    expect(errorOf(ERRORS[name].code)).toBe(name);
    expect(textOf(name)).toBe(ERRORS[name].en);
  }
  for (const code of [0, 1, 999, 65_535]) expect(errorOf(code)).toBeUndefined();
});

test('an error says who is to blame, its code, its text and where', () => {
  const error = new Reject('NONCE_USED', 'expected 7, got 3');
  expect(error).toMatchObject({ name: 'Reject', id: 'NONCE_USED', code: 1005, detail: 'expected 7, got 3' });
  expect(error.message).toBe(`${ERRORS.NONCE_USED.en}: expected 7, got 3`);
  expect(new Trap('UNREACHABLE', '').message).toBe(ERRORS.UNREACHABLE.en);
  expect(new Fault('ENGINE', '')).not.toBeInstanceOf(Trap);
  expect(new Usage('USAGE', '').name).toBe('Usage');
});
