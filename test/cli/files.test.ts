import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readBytes, writeWhole } from '../../cli/files.ts';
import { commandLine } from '../../cli/words.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tally-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a file is written whole, into folders that are made, over what was there', () => {
  const path = join(folder, 'a', 'b.txt');
  writeWhole(path, 'first');
  writeWhole(path, new Uint8Array([0x32, 0x6e, 0x64]));
  expect(readFileSync(path, 'utf8')).toBe('2nd');
  expect(readdirSync(join(folder, 'a'))).toEqual(['b.txt']);
});

test('a write that fails leaves nothing behind', () => {
  const path = join(folder, 'taken');
  mkdirSync(join(path, 'by a folder'), { recursive: true });
  expect(() => writeWhole(path, 'x')).toThrow();
  expect(readdirSync(folder)).toEqual(['taken']);
});

test('a place that refuses is an error of the table and names the file', () => {
  const path = join(folder, 'taken');
  mkdirSync(path);
  expect(() => writeWhole(path, 'x')).toThrow(/taken cannot be written \(EISDIR\)/);
  writeWhole(join(folder, 'file'), 'x');
  expect(() => writeWhole(join(folder, 'file', 'under', 'x'), 'x')).toThrow(/file is no folder/);
});

test('a file that is not there is an error of the table', () => {
  expect(() => readBytes(join(folder, 'none'))).toThrow(/cannot be read.*none \(ENOENT\)/);
});

test('a command line is quoted so that a shell reads the same words', () => {
  expect(commandLine(['tally', 'call', '--name', 'Digital Yuan', "it's", '', '$x', 'a=b/c.d'])).toBe(
    `tally call --name 'Digital Yuan' 'it'\\''s' '' '$x' a=b/c.d`,
  );
});
