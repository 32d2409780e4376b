// Flat keys: kinds and contracts apart from each other, in tree order.
import { expect, test } from 'vitest';
import { fromLatin1 } from '../../engine/base/bytes.ts';
import { isStorage, STORAGE_PREFIX_LENGTH, storagePrefix, topKey } from '../../engine/state/key.ts';
import { TOP_KINDS } from '../../spec/records.ts';

const ID = new Uint8Array(32).fill(0xff);

test('a top key is kind and id; no kind of record is taken for storage', () => {
  for (const [kind, number] of Object.entries(TOP_KINDS)) {
    const key = topKey(kind as keyof typeof TOP_KINDS, ID);
    expect([...fromLatin1(key)]).toEqual([number, ...ID]);
    expect(isStorage(key)).toBe(false);
  }
  expect(topKey('protocol')).toBe('\x00');
});

test('storage of a contract stands behind its address, above all records', () => {
  const prefix = storagePrefix(ID);
  expect(isStorage(prefix)).toBe(true);
  expect(prefix).toHaveLength(STORAGE_PREFIX_LENGTH);
  expect(prefix.slice(1)).toBe(topKey('account', ID).slice(1));
  for (const kind of Object.keys(TOP_KINDS)) expect(topKey(kind as keyof typeof TOP_KINDS, ID) < prefix).toBe(true);
});
