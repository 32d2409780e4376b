import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addName, checkContractName, freeName } from '../../cli/names.ts';
import { readNames } from '../../engine/app/names.ts';

const A = new Uint8Array(32).fill(1);
const B = new Uint8Array(32).fill(2);
const CHAIN = new Uint8Array(32).fill(9);
const OTHER = new Uint8Array(32).fill(8);
let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tally-names-'));
  path = join(folder, 'deep', 'names.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('names of contracts', () => {
  test('there are none without a file', () => {
    expect(readNames(path, CHAIN)).toEqual([]);
  });

  test('a name that was given is found on its own chain only', () => {
    addName(path, CHAIN, { name: 'token', address: A });
    addName(path, CHAIN, { name: 'shop', address: B });
    addName(path, OTHER, { name: 'token', address: B });
    expect(readNames(path, CHAIN)).toEqual([
      { name: 'token', address: A },
      { name: 'shop', address: B },
    ]);
    expect(readNames(path, OTHER)).toEqual([{ name: 'token', address: B }]);
  });

  test('a name that another contract has is refused, and nothing changes', () => {
    addName(path, CHAIN, { name: 'token', address: A });
    const before = readFileSync(path, 'utf8');
    expect(() => addName(path, CHAIN, { name: 'token', address: B })).toThrow(/taken/);
    addName(path, CHAIN, { name: 'token', address: A });
    expect(readFileSync(path, 'utf8')).toBe(before);
    expect(readdirSync(join(folder, 'deep'))).toEqual(['names.json']);
  });

  test.each(['', 'two words', '../up', '-flag', 'tc1abc', 'TA1abc', 'x'.repeat(65)])('%j is no name', (name) => {
    expect(() => checkContractName(name)).toThrow(/contract name/);
  });

  test('a file of another form is not written over', () => {
    writeFileSync(join(folder, 'names.json'), 'null');
    expect(() => addName(join(folder, 'names.json'), CHAIN, { name: 'a', address: A })).toThrow(/names.json/);
    expect(readFileSync(join(folder, 'names.json'), 'utf8')).toBe('null');
  });

  test('a free name is the one that was wished for, or the first with a number', () => {
    expect(freeName('token', [])).toBe('token');
    expect(freeName('token', ['token'])).toBe('token2');
    expect(freeName('token', ['token', 'token2', 'token4'])).toBe('token3');
  });
});
