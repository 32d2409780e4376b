// Exit codes: what the shell learns from a command, and which error gives which.
import { ERRORS, type ErrorName } from '../spec/errors.ts';

/** What a command ends with. */
export const EXIT = {
  done: 0,
  unexpected: 1,
  usage: 2,
  /** Build, lint or test failed, or a module is not lawful. */
  build: 3,
  /** The contract reverted or trapped. */
  reverted: 4,
  /** Gas, or another limit. */
  limit: 5,
  diverged: 6,
  unreachable: 7,
  /** Refused by a role or a rule. */
  refused: 8,
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const BY_CLASS = { reject: EXIT.usage, trap: EXIT.reverted, fault: EXIT.unexpected, usage: EXIT.usage } as const;

/** Ranges of codes that end otherwise than their class: first code, last code. */
const BY_RANGE: readonly (readonly [number, number, ExitCode])[] = [
  [1017, 1025, EXIT.refused],
  [1115, 1131, EXIT.refused],
  [1201, 1299, EXIT.build],
  [2100, 2199, EXIT.limit],
  [4101, 4103, EXIT.build],
];

/** Single rows that end otherwise than their range or class. */
const BY_NAME: { readonly [N in ErrorName]?: ExitCode } = {
  TX_TOO_LARGE: EXIT.limit,
  KEY_UNKNOWN: EXIT.refused,
  BAD_SIGNATURE: EXIT.refused,
  GAS_LIMIT_HIGH: EXIT.limit,
  GAS_LIMIT_LOW: EXIT.limit,
  BLOCK_FULL: EXIT.limit,
  THRESHOLD: EXIT.refused,
  ACCOUNT_FROZEN: EXIT.refused,
  ROLE_INVALID: EXIT.usage,
  ORGANISATION_UNKNOWN: EXIT.usage,
  ACCOUNT_UNKNOWN: EXIT.usage,
  CONTRACT_FROZEN: EXIT.refused,
  CONTRACT_DESTROYED: EXIT.refused,
  NOT_ADMIN: EXIT.refused,
  INPUT_TOO_LARGE: EXIT.limit,
  PROPOSAL_UNKNOWN: EXIT.usage,
  SCHEDULE_UNKNOWN: EXIT.usage,
  NO_GENESIS: EXIT.usage,
  DIVERGED: EXIT.diverged,
  ABI_INVALID: EXIT.build,
  ARGUMENT_TOO_LARGE: EXIT.limit,
  STORAGE_CHANGED: EXIT.refused,
  RESULT_MALFORMED: EXIT.unexpected,
  TOOL_FAILED: EXIT.build,
  NODE_UNREACHABLE: EXIT.unreachable,
  INTERRUPTED: EXIT.interrupted,
  UNEXPECTED: EXIT.unexpected,
};

/** The exit code of an error row. */
export function exitOf(id: ErrorName): ExitCode {
  const { code, class: blame } = ERRORS[id];
  const range = BY_RANGE.find(([first, last]) => code >= first && code <= last);
  return BY_NAME[id] ?? range?.[2] ?? BY_CLASS[blame];
}
