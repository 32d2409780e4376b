// How a call in a test fails, and the expectation that it does.
import { CallFailed as Failed, type Ran, toldBy } from '../client/failed.ts';
import { type Path, type Place, placeText } from './inside.ts';

/** A call of a test that did not end OK, which knows where. Nothing of it stays. */
export class CallFailed extends Failed {
  private readonly look: () => Path;
  private found: Path | undefined;

  // `look` finds out where it failed. That takes a while, so it is done for whoever reads it: path, place, message or stack.
  constructor(what: string, ran: Ran, look: () => Path) {
    super(what, ran);
    this.look = look;
    const { text } = toldBy(what, ran);
    const { message, stack = '' } = this;
    const whole = () => text + this.wayText();
    lazily(this, 'message', whole);
    // What was made with the short text is shown with the whole one.
    lazily(this, 'stack', () => stack.replace(message, whole));
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
    const [innermost] = this.path;
    const of = this.path.length > 1 ? ` of ${innermost!.contract}` : '';
    const line = this.place === undefined && this.line !== undefined ? ` (line ${this.line}${of})` : '';
    const why = innermost?.why;
    return (why === undefined ? '' : `: ${why}`) + line + lines.map((each) => `\n  ${each}`).join('');
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
 * What fails on a chain of `tallystick/client` does as well, and has neither `path` nor `place`.
 * @throws Error if it does not fail, or fails with another code
 */
export async function expectRevert(code: string, act: () => unknown): Promise<CallFailed> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    // One of a chain has neither path nor place.
    if (error.code === code) return error as CallFailed;
    throw new Error(`expected ${code}, and got ${error.message}`, { cause: error });
  }
  throw new Error(`expected ${code}, and nothing failed`);
}
