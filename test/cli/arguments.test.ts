import { describe, expect, test } from 'vitest';
import { asksForHelp, describeMethods, readArguments } from '../../cli/arguments.ts';
import type { Abi, AbiParam } from '../../engine/abi/types.ts';
import { CodedError, Usage } from '../../engine/base/errors.ts';

const PARAMS: AbiParam[] = [
  { name: 'toAccount', type: 'Address' },
  { name: 'amount', type: 'Amount' },
  { name: 'urgent', type: 'bool' },
  { name: 'note', type: 'string' },
];
const resolve = (text: string) => {
  if (text === 'dev') return new Uint8Array(32).fill(7);
  throw new Usage('NAME_UNKNOWN', text);
};
const read = (...words: string[]) => readArguments(PARAMS, words, resolve);
const DEV = new Uint8Array(32).fill(7);
const GOOD = { toAccount: DEV, amount: 5n, urgent: true, note: 'x' };

function refusal(...words: string[]): string {
  try {
    read(...words);
  } catch (error) {
    if (error instanceof CodedError) return `${error.id}: ${error.detail}`;
    throw error;
  }
  return 'accepted';
}

describe('arguments', () => {
  test('flags, flags with =, and words in order all say the same', () => {
    expect(read('--toAccount', 'dev', '--amount', '5', '--urgent', 'true', '--note', 'x')).toEqual(GOOD);
    expect(read('--note=x', '--amount=5', '--toAccount=dev', '--urgent=true')).toEqual(GOOD);
    expect(read('dev', '5', 'true', 'x')).toEqual(GOOD);
    expect(read('--amount', '5', 'dev', 'true', 'x')).toEqual(GOOD);
  });

  test('a bool flag alone is true, and does not swallow what follows', () => {
    expect(read('--urgent', 'dev', '5', 'x')).toEqual(GOOD);
    expect(read('dev', '5', 'x', '--urgent', 'false')).toEqual({ ...GOOD, urgent: false });
  });

  test('a flag may be written with dashes', () => {
    expect(read('--to-account', 'dev', '5', 'true', 'x')).toEqual(GOOD);
  });

  test('a value may begin with one dash, and with two behind =', () => {
    expect(readArguments([{ name: 'delta', type: 'i32' }], ['--delta', '-5'], resolve)).toEqual({ delta: -5 });
    expect(read('dev', '5', 'true', '--note=--json')).toEqual({ ...GOOD, note: '--json' });
  });

  test('what is missing, extra, twice or unknown is named', () => {
    expect(refusal('dev', '5')).toBe('ARGUMENT_MISSING: --urgent <bool> --note <string>');
    expect(refusal('dev', '5', 'true', 'x', 'y')).toMatch(/^ARGUMENT_EXTRA: "y"; it takes --toAccount <Address>/);
    expect(refusal('--amount', '5', '--amount', '6')).toBe('ARGUMENT_EXTRA: --amount stands twice');
    expect(refusal('--amout', '5')).toMatch(/^ARGUMENT_EXTRA: --amout \(did you mean amount\?\)/);
    expect(refusal('--amount')).toBe('ARGUMENT_MISSING: --amount <Amount>: its value');
    expect(refusal('--amount', '--note')).toBe('ARGUMENT_MISSING: --amount <Amount>: its value');
  });

  test('an option of tally behind the dashes is told where it belongs', () => {
    expect(refusal('--gas', '5')).toMatch(/options of tally stand before the --$/);
  });

  test('a name that stands for nothing says which argument it was given for', () => {
    expect(refusal('bob', '5', 'true', 'x')).toBe('NAME_UNKNOWN: --toAccount bob');
  });

  test('bytes may stand in a file', () => {
    const file = new URL('arguments.test.ts', import.meta.url).pathname;
    const { data } = readArguments([{ name: 'data', type: 'bytes' }], [`@${file}`], resolve) as { data: Uint8Array };
    expect(new TextDecoder().decode(data)).toContain('bytes may stand in a file');
  });
});

test('help is asked for by --help or -h', () => {
  expect(asksForHelp(['--amount', '5'])).toBe(false);
  expect(asksForHelp(['--amount', '--help'])).toBe(true);
  expect(asksForHelp(['-h'])).toBe(true);
});

test('methods are described by kind, with their notes', () => {
  const abi: Abi = {
    abi: 1,
    contract: 'C',
    name: 'c',
    version: '1',
    methods: [
      { name: 'pay', kind: 'mutate', params: PARAMS, returns: 'void', doc: 'Pays.' },
      { name: 'held', kind: 'view', params: [], returns: 'Amount' },
      { name: 'start', kind: 'init', params: [], returns: 'void' },
    ],
    events: [],
    errors: [],
    storage: [],
  };
  const flags = '--toAccount <Address> --amount <Amount> --urgent <bool> --note <string>';
  expect(describeMethods(abi, ['mutate', 'view'])).toBe(`calls\n  pay ${flags}\n      Pays.\nqueries\n  held → Amount`);
});
