// What every reader of state must do alike, committed or not: exact reads, ordered reads, nothing else. Exported for each kind.
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type { Bytes } from '../../engine/base/bytes.ts';
import { storagePrefix, topKey } from '../../engine/state/key.ts';
import type { Reader } from '../../engine/state/reader.ts';

/** A reader that holds what it is given, and what is to be done when the test is over. */
export interface Filled {
  readonly reader: Reader;
  close?(): Promise<void> | void;
}

/** Makes a reader of these flat keys; those of contracts have their record among them. */
export type Fill = (entries: ReadonlyMap<string, Bytes>) => Filled | Promise<Filled>;

const [ONE, TWO] = [1, 2].map((n) => new Uint8Array(32).fill(n)) as [Bytes, Bytes];
const AT = storagePrefix(ONE);

/** Smallest of the sorted keys in range, by the words of the interface. */
export function nextIn(sorted: readonly string[], prefix: string, after: string): string | undefined {
  return sorted.find((key) => key.startsWith(prefix) && (key > after || after < prefix));
}

/** Contract keys that share prefixes often. */
export const shortKey = fc.string({ unit: fc.constantFrom('\x00', '\x01', 'a', '\xfe', '\xff'), maxLength: 4 });
const ownKey = shortKey.filter((key) => key !== '');

/** Declares the suite for one kind of reader. */
export function readerSuite(name: string, fill: Fill): void {
  describe(name, () => {
    let open: Filled | undefined;
    const filled = async (entries: Iterable<[string, Bytes]>) => {
      await open?.close?.();
      open = await fill(new Map(entries));
      return open.reader;
    };
    afterEach(async () => {
      await open?.close?.();
      open = undefined;
    });

    exactTests(filled);
    orderTests(filled);
  });
}

type Make = (entries: Iterable<[string, Bytes]>) => Promise<Reader>;

function exactTests(filled: Make): void {
  test('a value is read back byte by byte; an empty one is not an absent one', async () => {
    const reader = await filled([
      [`${AT}a`, Uint8Array.of(0, 255, 7)],
      [`${AT}b`, new Uint8Array(0)],
    ]);
    expect(Buffer.from(reader.get(`${AT}a`)!)).toEqual(Buffer.of(0, 255, 7));
    expect(reader.get(`${AT}b`)).toHaveLength(0);
    expect(reader.get(`${AT}c`)).toBeUndefined();
    expect(reader.get(`${AT}`)).toBeUndefined();
    expect(reader.get(`${AT}aa`)).toBeUndefined();
  });

  test('contracts do not see each other, nor the records of the top tree', async () => {
    const reader = await filled([
      [`${AT}k`, Uint8Array.of(1)],
      [`${storagePrefix(TWO)}k`, Uint8Array.of(2)],
      [topKey('protocol'), Uint8Array.of(3)],
    ]);
    expect([...reader.get(`${AT}k`)!, ...reader.get(`${storagePrefix(TWO)}k`)!]).toEqual([1, 2]);
    expect(reader.next(AT, `${AT}k`)).toBeUndefined();
    expect(reader.next(storagePrefix(TWO), storagePrefix(TWO))).toBe(`${storagePrefix(TWO)}k`);
    expect(reader.next(topKey('protocol'), '')).toBe(topKey('protocol'));
  });
}

function orderTests(filled: Make): void {
  test('an empty reader has no next', async () => {
    const reader = await filled([]);
    expect(reader.next(AT, AT)).toBeUndefined();
  });

  test('keys of 1 and of 256 bytes stand in order, a prefix before what it begins', async () => {
    const long = 'a'.repeat(256);
    const keys = ['a', 'a\x00', long.slice(1), long, 'b'].map((key) => AT + key);
    const reader = await filled(keys.map((key) => [key, Uint8Array.of(1)]));
    expect(walk(reader, AT)).toEqual(keys);
    expect(reader.next(AT + long, AT)).toBe(AT + long);
    expect(reader.next(AT + long, AT + long)).toBeUndefined();
  });

  test('next is the smallest key above, whatever the prefix and wherever the search begins', async () => {
    const keysets = fc.sample(fc.uniqueArray(ownKey, { maxLength: 12 }), { numRuns: 12, seed: 11 });
    for (const keys of keysets) {
      const flat = keys.map((key) => AT + key).sort();
      const reader = await filled(flat.map((key) => [key, Uint8Array.of(1)]));
      const searches = fc.sample(fc.tuple(shortKey, shortKey), { numRuns: 60, seed: keys.length });
      for (const [prefix, after] of searches) {
        const found = reader.next(AT + prefix, AT + after);
        expect([prefix, after, found]).toEqual([prefix, after, nextIn(flat, AT + prefix, AT + after)]);
      }
    }
  });
}

/** All keys of a space, one after the other. */
export function walk(reader: Reader, prefix: string): string[] {
  const found: string[] = [];
  for (let key = reader.next(prefix, prefix); key !== undefined; key = reader.next(prefix, key)) found.push(key);
  return found;
}
