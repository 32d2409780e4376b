// The table of errors: codes by blame, both languages, and the numbers that the protocol fixes.
import { expect, test } from 'vitest';
import { ERRORS, type ErrorRow, STATUS } from '../../spec/errors.ts';

const rows: [string, ErrorRow][] = Object.entries(ERRORS);

test('codes are unique and lie in the range of their class', () => {
  const thousands = { reject: 1, trap: 2, fault: 3, usage: 4 };
  for (const [name, row] of rows) expect(Math.floor(row.code / 1_000), name).toBe(thousands[row.class]);
  expect(new Set(rows.map(([, row]) => row.code)).size).toBe(rows.length);
  for (const status of Object.values(STATUS)) expect(rows.some(([, row]) => row.code === status)).toBe(false);
});

test('codes ascend, so that a new one is seen beside its neighbours', () => {
  const codes = rows.map(([, row]) => row.code);
  expect(codes).toEqual([...codes].sort((a, b) => a - b));
});

test('every error speaks English and Chinese, and advises in both or in neither', () => {
  for (const [name, row] of rows) {
    expect(row.en, name).toMatch(/[a-z]/i);
    expect(row.en, name).not.toMatch(/\p{Script=Han}/u);
    expect(row.zh, name).toMatch(/\p{Script=Han}/u);
    expect(row.tryEn === '', name).toBe(row.tryZh === '');
  }
});

test('an advice in both languages names the same commands and flags', () => {
  const commands = (text: string) =>
    (text.match(/`[^`]+`|--[a-z-]+/g) ?? []).map((c) => c.replace(/[A-Z十六进制]+/g, ''));
  for (const [name, row] of rows) expect(commands(row.tryZh), name).toEqual(commands(row.tryEn));
});

test('traps have the numbers that PROTOCOL 6 fixes, and there are no others', () => {
  expect(
    Object.fromEntries(rows.filter(([, row]) => row.class === 'trap').map(([name, row]) => [name, row.code])),
  ).toEqual({
    UNREACHABLE: 2001,
    MEMORY_BOUNDS: 2002,
    DIVISION_BY_ZERO: 2003,
    INTEGER_OVERFLOW: 2004,
    INDIRECT_CALL: 2005,
    HOST_ARGUMENT: 2006,
    HOST_IN_START: 2007,
    WRITE_IN_VIEW: 2008,
    OUT_OF_GAS: 2100,
    STACK_WEIGHT: 2101,
    STACK_DEPTH: 2102,
    CALL_DEPTH: 2103,
    PAGES: 2104,
    EVENTS: 2105,
    LOGS: 2106,
  });
});
