// What weakens an example says so when there is nothing to weaken.
import { expect, test } from 'vitest';
import { Sandbox } from '../../../engine/testing/sandbox.ts';
import { deployWeakened, replaced } from './weaken.ts';

test('a defence that does not stand there, or twice, is told and not passed over', async () => {
  expect(replaced('a b c', 'b', '$&')).toBe('a $& c');
  expect(() => replaced('a b c', 'd', '')).toThrow('this stands there 0 times: d');
  expect(() => replaced('a b b', 'b', '')).toThrow('this stands there 2 times: b');
  const weak = deployWeakened(new Sandbox(), 'coin', [['coin', 'require(everything);', '']]);
  await expect(weak).rejects.toThrow('this stands there 0 times');
});
