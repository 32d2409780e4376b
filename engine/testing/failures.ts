// How a call in a test fails, and the expectation that it does.

import { STATUS } from '../../spec/errors.ts';
import { readRevert, toldPlace } from '../abi/event.ts';
import type { Bytes } from '../base/bytes.ts';
import { statusName } from '../base/errors.ts';
import { type Path, type Place, placeText } from './inside.ts';

/** How a call ended. */
interface Ran {
  readonly status: number;
  readonly output: Bytes;
  readonly gasUsed: number;
}

/** A call that did not end OK. Nothing of it stays. */
export class CallFailed extends Error {
  override name = 'CallFailed';
  /** What the contract said, or the name of the trap or exhausted limit. */
  readonly code: string;
  /** The contract's message; empty if there is none. */
  readonly reason: string;
  /** Line of the source that refused, where it is known. */
  readonly line: number | undefined;
  readonly gasUsed: number;
  private readonly look: () => Path;
  private found: Path | undefined;

  /** `look` finds out where it failed. That takes a while, so it is done for whoever reads it: path, place, message or stack. */
  constructor(what: string, ran: Ran, look: () => Path) {
    const { status, output, gasUsed } = ran;
    const revert = status === STATUS.REVERT ? readRevert(output) : undefined;
    const code = revert?.code ?? statusName(status);
    const reason = toldPlace(revert?.message ?? '').text;
    const text = `${what}: ${code}${reason === '' ? '' : `: ${reason}`}`;
    super(text);
    this.code = code;
    this.reason = reason;
    this.line = revert?.line;
    this.gasUsed = gasUsed;
    this.look = look;
    const { stack = '' } = this;
    const whole = () => text + this.wayText();
    lazily(this, 'message', whole);
    // What was made with the short text is shown with the whole one.
    lazily(this, 'stack', () => stack.replace(text, whole));
    for (const hidden of ['look', 'found'] as const) Object.defineProperty(this, hidden, { enumerable: false });
  }

  /** The contract that refused or trapped, and then those that called it. */
  get path(): Path {
    this.found ??= this.look();
    return this.found;
  }

  /** The author's line that failed, in the contract that did; undefined if its source is not known to the sandbox. */
  get place(): Place | undefined {
    return this.path[0]?.place;
  }

  private wayText(): string {
    const lines = this.path.flatMap(({ place, text }) => [...(place ? [`at ${placeText(place)}`] : []), `in ${text}`]);
    const line = this.place === undefined && this.line !== undefined ? ` (line ${this.line})` : '';
    return line + lines.map((each) => `\n  ${each}`).join('');
  }
}

function lazily(error: Error, name: 'message' | 'stack', text: () => string): void {
  let known: string | undefined;
  const get = () => {
    known ??= text();
    return known;
  };
  Object.defineProperty(error, name, { get, configurable: true, enumerable: false });
}

/**
 * Expects a call to fail with this code: that of a `require`, or the name of a trap.
 * @throws Error if it does not fail, or fails with another code
 */
export async function expectRevert(code: string, act: () => unknown): Promise<CallFailed> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
    if (error.code === code) return error;
    throw new Error(`expected ${code}, and got ${error.message}`, { cause: error });
  }
  throw new Error(`expected ${code}, and nothing failed`);
}
