import pc from 'picocolors';
import { describe, expect, test } from 'vitest';
import { describeError, errorDocument, errorText, Failed } from '../../cli/errors.ts';
import { CodecError, Fault, Reject, Usage } from '../../engine/base/errors.ts';
import { CompileError, diagnosticAt } from '../../engine/compile/diagnostics.ts';
import { ERRORS, type ErrorName } from '../../spec/errors.ts';

const PLAIN = pc.createColors(false);
const shown = (error: unknown, language: 'en' | 'zh' = 'en') =>
  errorText(describeError(error, language), language, PLAIN);
const NAMES = Object.keys(ERRORS) as ErrorName[];

describe('errors in words', () => {
  test('an error is a code, a sentence, where, and what to try', () => {
    expect(shown(new Reject('METHOD_UNKNOWN', 'balancof (did you mean balanceOf?)'))).toBe(
      [
        'error T1107 METHOD_UNKNOWN: the contract has no such method',
        '  where  balancof (did you mean balanceOf?)',
        '  try    `tally contract abi NAME` lists the methods',
      ].join('\n'),
    );
  });

  test('the same in Chinese', () => {
    expect(shown(new Reject('METHOD_UNKNOWN', 'x'), 'zh')).toBe(
      [
        '错误 T1107 METHOD_UNKNOWN：合约没有该方法',
        '  位置  x',
        '  建议  用 `tally contract abi NAME` 查看方法列表',
      ].join('\n'),
    );
  });

  test('findings of the compiler are told in Chinese by their codes, with what is special to the place', () => {
    const what = { code: 'refusal-code', message: 'a code is 1 to 64 characters of A-Z a-z 0-9 _ and .' };
    const found = diagnosticAt(what, { file: 'a.ts', text: 'revert("A B");', start: 7, end: 12 });
    const error = new CompileError('LINT_FAILED', [found]);
    expect(shown(error)).toContain(`where  a.ts:1:8: ${what.message} [refusal-code]\n`);
    expect(shown(error, 'zh')).toContain(
      `位置  a.ts:1:8: 代码须为 1 至 64 个字符：A-Z a-z 0-9 _ 和 .（${what.message}） [refusal-code]\n`,
    );
    expect(errorDocument(describeError(error, 'zh'))).toMatchObject({ error: { diagnostics: [found] } });
  });

  test('lines of where stay in their column', () => {
    expect(shown(new Usage('COMPILE_FAILED', 'a\n  ^'))).toContain('  where  a\n           ^\n  try    mend');
  });

  test.each(NAMES)('%s has words in both languages', (name) => {
    const error = new Usage(name as 'USAGE', 'here');
    const [en, zh] = [describeError(error, 'en'), describeError(error, 'zh')];
    expect(en.code).toBe(`T${ERRORS[name].code}`);
    expect(en.message).not.toBe('');
    expect(zh.message).not.toBe(en.message);
    expect(zh.try === '').toBe(en.try === '');
    expect(zh.exit).toBe(en.exit);
  });

  test('the document for programs has code, name, message, where, try and the facts of the error', () => {
    const diagnostics = [{ line: 1 }];
    const error = Object.assign(new Usage('LINT_FAILED', 'x'), { diagnostics });
    expect(errorDocument(describeError(error, 'en'))).toEqual({
      error: {
        code: 'T4102',
        name: 'LINT_FAILED',
        message: 'the source uses what a contract cannot',
        where: 'x',
        try: 'mend the lines shown',
        diagnostics,
      },
    });
  });
});

describe('what is no error of the table', () => {
  test('files speak through their system codes', () => {
    const missing = Object.assign(new Error('ENOENT: no such file'), { code: 'ENOENT', path: 'a/b' });
    expect(describeError(missing, 'en')).toMatchObject({ name: 'FILE_UNREADABLE', where: 'a/b (ENOENT)', exit: 2 });
    const full = Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
    expect(describeError(full, 'en')).toMatchObject({ name: 'STORE_FULL', exit: 1 });
  });

  test('anything else is unexpected, and says what it was', () => {
    expect(describeError(new TypeError('x is not a function'), 'en')).toMatchObject({
      name: 'UNEXPECTED',
      where: 'x is not a function',
      exit: 1,
    });
    expect(describeError('text', 'en')).toMatchObject({ name: 'UNEXPECTED', where: 'text' });
    expect(describeError(undefined, 'en')).toMatchObject({ name: 'UNEXPECTED' });
    expect(describeError(new CodecError('ends early'), 'en').where).toContain('ends early');
  });
});

describe('failures', () => {
  test('a revert shows what the contract said, and ends with 4', () => {
    const failed = new Failed('REVERT', 'token.transfer, line 9', 'BALANCE: too little', { simulated: false });
    expect(describeError(failed, 'en')).toMatchObject({
      code: 'T0001',
      name: 'REVERT',
      message: 'BALANCE: too little',
      where: 'token.transfer, line 9',
      try: '',
      exit: 4,
    });
  });

  test('what was only simulated says that it was not sent', () => {
    const trap = describeError(new Failed('UNREACHABLE', 'x.y', '', { simulated: true }), 'en');
    expect(trap).toMatchObject({ code: 'T2001', exit: 4 });
    expect(trap.try).toContain('not sent');
    const gas = describeError(new Failed('OUT_OF_GAS', 'x.y', '', { simulated: true }), 'en');
    expect(gas.exit).toBe(5);
    expect(gas.try).toContain('loop without end');
    expect(describeError(new Failed('OUT_OF_GAS', 'x.y', '', { simulated: false }), 'en').try).toContain('--gas');
  });

  test('faults of the store end with 1', () => {
    expect(describeError(new Fault('STORE_CORRUPT', 'block 3'), 'en').exit).toBe(1);
  });
});
