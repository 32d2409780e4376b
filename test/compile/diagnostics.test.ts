import { expect, test } from 'vitest';
import { CompileError, diagnosticAt, formatDiagnostic } from '../../engine/compile/diagnostics.ts';

const at = (text: string, part: string) => {
  const start = text.indexOf(part);
  return diagnosticAt({ code: 'c', message: 'm' }, { file: 'f.ts', text, start, end: start + part.length });
};

test('points at a part of a line', () => {
  expect(at('one\n  two three\nfour', 'two')).toEqual({
    code: 'c',
    message: 'm',
    file: 'f.ts',
    line: 2,
    column: 3,
    endColumn: 6,
    caret: '  two three\n  ^~~',
  });
});

test('what goes over the end of a line is pointed at up to it', () => {
  expect(at('one two\nthree', 'two\nthree')).toMatchObject({
    line: 1,
    column: 5,
    endColumn: 8,
    caret: 'one two\n    ^~~',
  });
});

test('an empty place gets one caret, also at the very end', () => {
  expect(diagnosticAt({ code: 'c', message: 'm' }, { file: 'f', text: 'ab', start: 2, end: 2 })).toMatchObject({
    line: 1,
    column: 3,
    endColumn: 4,
    caret: 'ab\n  ^',
  });
  expect(at('', '')).toMatchObject({ line: 1, column: 1, caret: '\n^' });
});

test('tabs stay tabs under the line, and Windows line ends are left out', () => {
  expect(at('\tab\tcd\r\n', 'cd').caret).toBe('\tab\tcd\n\t  \t^~');
});

test('an error says all of its findings, each with place and caret', () => {
  const error = new CompileError('LINT_FAILED', [at('one', 'one'), at('one two', 'two')]);
  expect(error.diagnostics).toHaveLength(2);
  expect(error.id).toBe('LINT_FAILED');
  expect(error.message).toContain(formatDiagnostic(at('one', 'one')));
  expect(error.message).toContain('f.ts:1:5: m [c]\none two\n    ^~~');
});
