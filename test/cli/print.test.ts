import pc from 'picocolors';
import { describe, expect, test } from 'vitest';
import { counted, fields, grouped, openOutput, sized } from '../../cli/print.ts';

const PLAIN = pc.createColors(false);

function recorder(options: { json?: boolean; quiet?: boolean; tty?: boolean; env?: NodeJS.ProcessEnv } = {}) {
  const texts = { out: '', err: '' };
  const sink = (name: 'out' | 'err') => ({
    isTTY: options.tty ?? false,
    write: (text: string) => {
      texts[name] += text;
    },
  });
  const { json = false, quiet = false, env = {} } = options;
  return { texts, output: openOutput(sink('out'), sink('err'), { json, quiet, language: 'en', env }) };
}

describe('output', () => {
  test('results go to standard output, everything else to standard error', () => {
    const { texts, output } = recorder();
    output.note('note');
    output.warn('careful');
    output.result({ a: 1 }, 'text');
    expect(texts).toEqual({ out: 'text\n', err: 'note\nwarning careful\n' });
    expect(output.hasResult()).toBe(true);
  });

  test('--json prints the document instead of the text: 64-bit numbers as strings, bytes in hexadecimal', () => {
    const { texts, output } = recorder({ json: true });
    output.result({ big: 2n ** 64n - 1n, small: 5, bytes: new Uint8Array([1, 171]), list: [1n] }, 'text');
    expect(JSON.parse(texts.out)).toEqual({ big: '18446744073709551615', small: 5, bytes: '01ab', list: ['1'] });
  });

  test('--quiet drops notes and keeps warnings', () => {
    const { texts, output } = recorder({ quiet: true });
    output.note('note');
    output.warn('careful');
    expect(texts.err).toBe('warning careful\n');
  });

  test('colours and progress stand on a terminal only, and NO_COLOR takes the colours away', () => {
    const yellow = '\u001b[33m';
    const on = recorder({ tty: true });
    on.output.warn('x');
    on.output.progress('50 %');
    expect(on.texts.err).toContain(`${yellow}warning`);
    expect(on.texts.err).toContain('50 %');
    const bare = recorder({ tty: true, env: { NO_COLOR: '1' } });
    bare.output.warn('x');
    expect(bare.texts.err).toBe('warning x\n');
    const piped = recorder();
    piped.output.progress('50 %');
    expect(piped.texts.err).toBe('');
    expect(recorder({ tty: true, json: true }).output.colours.red('x')).toBe('x');
  });
});

describe('words for numbers', () => {
  test('digits stand in groups of three', () => {
    expect([0, 999, 1000, 1234567, 10n ** 20n].map(grouped)).toEqual([
      '0',
      '999',
      '1,000',
      '1,234,567',
      '100,000,000,000,000,000,000',
    ]);
  });

  test('one is singular', () => {
    expect([counted(0, 'block'), counted(1, 'block'), counted(2000, 'block')]).toEqual([
      '0 blocks',
      '1 block',
      '2,000 blocks',
    ]);
  });

  test('sizes have the unit that people read', () => {
    expect([0, 1023, 1024, 6758, 5 * 1024 ** 2, 24 * 1024 ** 3, 3000 * 1024 ** 4].map(sized)).toEqual([
      '0 B',
      '1023 B',
      '1.0 KiB',
      '6.6 KiB',
      '5.0 MiB',
      '24.0 GiB',
      '3000.0 TiB',
    ]);
  });
});

test('fields stand in two columns, values of more lines too, and without a value not at all', () => {
  const rows = [
    ['a', 'one'],
    ['long', 'two\nthree'],
    ['gone', undefined],
  ] as const;
  expect(fields(rows, PLAIN)).toBe('  a     one\n  long  two\n        three');
});
