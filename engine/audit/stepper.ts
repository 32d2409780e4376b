// Moving about in a history, forwards and backwards: by lines, by instructions, to breakpoints. The end is a place of its own.
import type { SourcePlace } from '../compile/places.ts';
import type { History, Stop } from './history.ts';

/** Where to stop: a line of a file, or the first line of a function. */
export interface Breakpoint {
  matches(stop: Stop): boolean;
}

export class Stepper {
  readonly history: History;
  readonly breakpoints: Breakpoint[] = [];
  /** Depth of the outermost function that has lines. */
  private readonly outermost: number;
  /** Steps that have run: the next one is what people see as the place they are at. */
  at = 0;

  constructor(history: History) {
    this.history = history;
    this.at = history.stops[0]?.step ?? 0;
    this.outermost = history.stops.reduce((least, { depth }) => Math.min(least, depth), Number.POSITIVE_INFINITY);
  }

  get isAtEnd(): boolean {
    return this.at >= this.history.kept;
  }

  get place(): SourcePlace | undefined {
    return this.isAtEnd ? undefined : this.history.site(this.at).place;
  }

  private get depth(): number {
    return this.isAtEnd ? 0 : this.history.depth(this.at);
  }

  goTo(step: number): void {
    this.at = Math.max(0, Math.min(step, this.history.kept));
  }

  /** One instruction. */
  stepInstruction(by: 1 | -1): void {
    this.goTo(this.at + by);
  }

  /** The next line, also in a function that is called. */
  step(): void {
    this.move(1, () => true);
  }

  /** The next line that is not in a function that is called, or a breakpoint before. */
  next(): void {
    this.move(1, (stop, lowest) => stop.depth <= lowest || this.breaksAt(stop));
  }

  /** The next line of whoever called, or a breakpoint before. */
  finish(): void {
    const { depth: here } = this;
    this.move(1, (stop, lowest) => (stop.depth < here && stop.depth <= lowest) || this.breaksAt(stop));
  }

  proceed(): void {
    this.move(1, (stop) => this.breaksAt(stop));
  }

  reverseStep(): void {
    this.move(-1, () => true);
  }

  /** The line before, not in a function that it called. */
  reverseNext(): void {
    this.move(-1, (stop, lowest) => stop.depth <= lowest || this.breaksAt(stop));
  }

  /** The line from which the function was called. */
  reverseFinish(): void {
    const { depth: here } = this;
    this.move(-1, (stop, lowest) => (stop.depth < here && stop.depth <= lowest) || this.breaksAt(stop));
  }

  reverseProceed(): void {
    this.move(-1, (stop) => this.breaksAt(stop));
  }

  /** Whether it stands at one of the breakpoints. */
  get isAtBreakpoint(): boolean {
    const { stops } = this.history;
    const stop = stops[firstAfter(stops, this.at) - 1];
    return stop?.step === this.at && this.breaksAt(stop);
  }

  private breaksAt(stop: Stop): boolean {
    return this.breakpoints.some((breakpoint) => breakpoint.matches(stop));
  }

  /**
   * Goes to the nearest stop that is wanted, or to an end. `lowest` is the least depth on the way: whatever is deeper was called
   * on the way.
   */
  private move(by: 1 | -1, wanted: (stop: Stop, lowest: number) => boolean): void {
    const { history, at, isAtEnd } = this;
    const { stops, kept } = history;
    let lowest = isAtEnd ? Number.POSITIVE_INFINITY : this.depth;
    let passed = at;
    for (let i = by > 0 ? firstAfter(stops, at) : firstAfter(stops, at - 1) - 1; stops[i] !== undefined; i += by) {
      const stop = stops[i]!;
      for (; passed !== stop.step; passed += by) lowest = Math.min(lowest, history.depth(passed + Math.min(by, 0)));
      lowest = Math.min(lowest, stop.depth);
      if (!wanted(stop, Math.max(lowest, this.outermost))) continue;
      this.at = stop.step;
      return;
    }
    this.at = by > 0 ? kept : Math.min(at, stops[0]?.step ?? 0);
  }
}

/** Index of the first stop after a step. */
function firstAfter(stops: readonly Stop[], step: number): number {
  let [low, high] = [0, stops.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (stops[middle]!.step <= step) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What people call the function and the file of a stop. */
export interface Names {
  nameOf(stop: Stop): string;
  fileOf(stop: Stop): string;
}

/** `receivable.ts:207`, `207`, or a function: `settle`, `Receivable#settle`. */
export function breakpointOf(words: string, { nameOf, fileOf }: Names): Breakpoint {
  const [, file = '', line] = /^(?:(.+):)?(\d+)$/.exec(words) ?? [];
  if (line !== undefined) {
    const isFile = (path: string) => file === '' || path === file || path.endsWith(`/${file}`);
    return { matches: (stop) => stop.site.place!.line === Number(line) && isFile(fileOf(stop)) };
  }
  return {
    matches: (stop) => {
      if (!stop.isFirst) return false;
      const name = nameOf(stop);
      return name === words || name.endsWith(`/${words}`) || name.endsWith(`#${words}`);
    },
  };
}
