import { describe, expect, test } from 'vitest';
import { exitOf } from '../../cli/exit.ts';
import type { ErrorName } from '../../spec/errors.ts';

const WANTED: { readonly [exit: number]: readonly ErrorName[] } = {
  1: ['ENGINE', 'STORE_CORRUPT', 'STORE_LOCKED', 'STORE_FULL', 'SPEC_MISMATCH', 'EXECUTOR_DIED', 'UNEXPECTED'],
  2: [
    'ORGANISATION_UNKNOWN',
    'PROPOSAL_UNKNOWN',
    'SIGNERS_APART',
    'USAGE',
    'NAME_UNKNOWN',
    'NO_GENESIS',
    'ARGUMENT_TYPE',
    'METHOD_UNKNOWN',
    'NOT_VIEW',
    'KEY_FILE',
    'FILE_EXISTS',
  ],
  3: ['COMPILE_FAILED', 'LINT_FAILED', 'MODULE_REFUSED', 'MODULE_MALFORMED', 'FEATURE_FLOAT', 'IMPORT_UNKNOWN'],
  4: ['UNREACHABLE', 'MEMORY_BOUNDS', 'HOST_ARGUMENT', 'WRITE_IN_VIEW'],
  5: [
    'OUT_OF_GAS',
    'STACK_DEPTH',
    'PAGES',
    'LOGS',
    'GAS_LIMIT_LOW',
    'GAS_LIMIT_HIGH',
    'ARGUMENT_TOO_LARGE',
    'BLOCK_FULL',
  ],
  6: ['DIVERGED'],
  7: ['NODE_UNREACHABLE'],
  8: [
    'ROLE_MISSING',
    'MEMBERSHIP',
    'NOT_SUSPENDED',
    'MIGRATING',
    'BREAKING',
    'TOO_EARLY',
    'SCHEDULE_INVALID',
    'NOT_ADMIN',
    'ACCOUNT_FROZEN',
    'CONTRACT_FROZEN',
    'BAD_SIGNATURE',
    'THRESHOLD',
  ],
  130: ['INTERRUPTED'],
};

describe('exit codes', () => {
  const cases = Object.entries(WANTED).flatMap(([exit, names]) => names.map((name) => [name, Number(exit)] as const));
  test.each(cases)('%s ends with %i', (name, exit) => {
    expect(exitOf(name)).toBe(exit);
  });
});
