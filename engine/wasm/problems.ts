// Why a module is refused: a problem as a value, and the exception that carries one through the reader and the checker.
import type { RejectName } from '../../spec/errors.ts';

/** One reason to refuse a module. */
export interface Problem {
  readonly code: RejectName;
  readonly message: string;
  /** Name of the function from the name section, or `#index`; absent where no function is concerned. */
  readonly function?: string;
  /** Byte offset in the module as it was given. */
  readonly offset: number;
}

/** As many problems as are collected in one module. */
export const MOST_PROBLEMS = 20;

/** A problem where reading or checking cannot go on; it never leaves this folder. */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly code: RejectName;
  readonly offset: number;
  constructor(code: RejectName, message: string, offset: number) {
    super(message);
    this.code = code;
    this.offset = offset;
  }
}

export function malformed(message: string, offset: number): Refusal {
  return new Refusal('MODULE_MALFORMED', message, offset);
}

export function invalid(message: string, offset: number): Refusal {
  return new Refusal('MODULE_INVALID', message, offset);
}

/** The problem that a caught value is. @throws the value itself if it is none of ours */
export function problemOf(caught: unknown, inFunction?: string): Problem {
  if (!(caught instanceof Refusal)) throw caught;
  const { code, message, offset } = caught;
  return inFunction === undefined ? { code, message, offset } : { code, message, function: inFunction, offset };
}

/** One line: what, in which function, at which byte. */
export function describe(problem: Problem): string {
  const where = problem.function === undefined ? '' : `function ${problem.function}, `;
  return `${problem.message} (${where}byte ${problem.offset})`;
}
