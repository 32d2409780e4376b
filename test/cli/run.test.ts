// Runs every text file of this folder against the built program.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { matches, parseScript, runScript } from './script.ts';

const folder = dirname(fileURLToPath(import.meta.url));
/** Runs on an installed package, which is a test of its own. */
const ELSEWHERE = ['readme.txt'];
const files = readdirSync(folder).filter((name) => name.endsWith('.txt') && !ELSEWHERE.includes(name));

describe('command lines', () => {
  // Each is a process of its own, and most of them wait for compilers and disks.
  test.concurrent.each(files)('%s', async (name) => {
    const script = parseScript(readFileSync(join(folder, name), 'utf8'));
    const difference = await runScript(script, name.replace('.txt', ''));
    if (difference)
      expect(`$ ${difference.words}\n${difference.got}`).toBe(`$ ${difference.words}\n${difference.wanted}`);
  });
});

describe('what a script expects', () => {
  test('dots stand for any text in a line, alone for any lines, and for nothing else', () => {
    expect(matches(['a … c'], ['a b c'])).toBe(true);
    expect(matches(['a … c'], ['a b d'])).toBe(false);
    expect(matches(['a', '…', 'c'], ['a', 'b', 'b', 'c'])).toBe(true);
    expect(matches(['a', '…', 'c'], ['a', 'c'])).toBe(true);
    expect(matches(['a', '…'], ['a'])).toBe(true);
    expect(matches(['a'], ['a', 'b'])).toBe(false);
    expect(matches([], ['b'])).toBe(false);
    expect(matches(['a.c'], ['abc'])).toBe(false);
  });

  test('a script is a title, files, and commands with what is expected of them', () => {
    const { title, steps } = parseScript('# It works\n\n=== a/b.wat wat\n(module)\n===\n$ tally x\nout\n! err\n? 3\n');
    expect(title).toBe('It works');
    expect(steps).toEqual([
      { kind: 'file', path: 'a/b.wat', isWat: true, text: '(module)\n' },
      { kind: 'command', words: 'tally x', out: ['out'], err: ['err'], exit: 3 },
    ]);
  });
});
