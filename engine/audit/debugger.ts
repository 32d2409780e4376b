// A transaction opened for looking inside: at its source lines where the sources are known, otherwise at its instructions.
import { equal, fromHex } from '../base/bytes.ts';
import { CodecError, Reject } from '../base/errors.ts';
import type { PreparedCode } from '../base/tier.ts';
import type { DebugBuild } from '../compile/asc.ts';
import { linesIn, type SourcePlace, stepPlacesOf } from '../compile/places.ts';
import type { FunctionSymbols, Symbols } from '../compile/symbols.ts';
import { nodeNatives } from '../crypto/node.ts';
import type { Capture, Seen } from '../runtime/evidence.ts';
import { prepare } from '../wasm/prepare.ts';
import { type Change, changesOf } from './changes.ts';
import { Execution, type Guest } from './execution.ts';
import { History, isAuthors, type Listing, placeOf, TooLong } from './history.ts';
import { type Activation, activationsOf } from './snapshot.ts';
import { Stepper } from './stepper.ts';
import { readTrace, type TraceEntry } from './trace.ts';
import type { Variable } from './values.ts';

/** Both builds of the sources of a code on the chain. */
export interface Builds {
  /** What is on the chain, byte for byte. */
  readonly release: DebugBuild;
  readonly debug: DebugBuild;
}

/** Builds by code id in hexadecimal. */
export type KnownBuilds = ReadonlyMap<string, Builds>;

/**
 * What runs when somebody steps. `source`: the unoptimised builds of the same sources, which were seen to ask of the host what the
 * chain's code asks and to get the same answers. `chain`: the very code of the chain, whose variables have no names.
 */
export type View = 'source' | 'chain';

export class Debugger {
  readonly view: View;
  /** Index of the first record in which the unoptimised builds went another way; they are not used then. */
  readonly parted: number | undefined;
  /** Whether the unoptimised builds ran on for longer than is kept; they are not used then. */
  readonly isEndless: boolean;
  readonly history: History;
  readonly stepper: Stepper;
  /** Records of the transaction as the chain's code made them. */
  readonly records: readonly TraceEntry[];
  private readonly execution: Execution;
  private readonly builds: KnownBuilds;
  private readonly listings = new Map<string, Listing>();
  private lookedAt: { readonly step: number; readonly guests: readonly Guest[] } | undefined;

  /** `seen` is how the transaction ended in the chain's own code. @throws Reject, Fault if the capture is not whole */
  constructor(capture: Capture, seen: Seen, builds: KnownBuilds, isExact = false) {
    this.records = readTrace(seen.trace);
    this.builds = builds;
    const twins = isExact ? [] : twinsOf(builds);
    const source = twins.length > 0 ? this.attemptTwins(new Execution(capture, twins)) : undefined;
    this.isEndless = twins.length > 0 && source === undefined;
    this.parted = source && firstOther(readTrace(source.history.seen.trace), this.records);
    const used =
      source !== undefined && this.parted === undefined ? source : this.attempt('chain', new Execution(capture));
    this.view = used.view;
    this.history = used.history;
    this.execution = used.execution;
    this.stepper = new Stepper(this.history);
  }

  // With gas enough, code that ran out of it on the chain may run for ever.
  private attemptTwins(execution: Execution): { view: View; execution: Execution; history: History } | undefined {
    try {
      return this.attempt('source', execution);
    } catch (error) {
      if (error instanceof TooLong) return undefined;
      throw error;
    }
  }

  private attempt(view: View, execution: Execution): { view: View; execution: Execution; history: History } {
    return { view, execution, history: new History(execution, (code) => this.listing(code, view), view === 'source') };
  }

  private listing(code: string, view: View): Listing | undefined {
    const key = `${view} ${code}`;
    const build = this.buildOf(code, view);
    if (build !== undefined && !this.listings.has(key)) {
      this.listings.set(key, { places: stepPlacesOf(build.sourceMap), symbols: build.symbols });
    }
    return this.listings.get(key);
  }

  private buildOf(code: string, view: View): DebugBuild | undefined {
    const builds = this.builds.get(code);
    return view === 'source' ? builds?.debug : builds?.release;
  }

  /** What is known of a code's names and types. */
  symbols(code: string): Symbols | undefined {
    return this.listing(code, this.view)?.symbols;
  }

  functionSymbols(code: string, index: number): FunctionSymbols | undefined {
    return this.symbols(code)?.functions.get(index);
  }

  /** Open functions at the place at hand, the innermost first; none at the end. @throws Fault */
  activations(): readonly Activation[] {
    return activationsOf(this.guests());
  }

  /** Open guests at the place at hand, outermost first. */
  guests(): readonly Guest[] {
    const { at, isAtEnd } = this.stepper;
    if (isAtEnd) return [];
    if (this.lookedAt?.step !== at) this.lookedAt = { step: at, guests: this.execution.guestsAt(at) };
    return this.lookedAt.guests;
  }

  /** The outermost guest as it is right before the end; undefined if no code ran. */
  lastGuest(): Guest | undefined {
    const { kept } = this.history;
    return kept === 0 ? undefined : this.execution.guestsAt(kept - 1)[0];
  }

  placeOf({ code, guest, pc }: Activation): SourcePlace | undefined {
    const listing = this.listing(code, this.view);
    return listing && placeOf(listing, guest.program, pc);
  }

  /** Lines of a source that have code in what runs here, in order. */
  linesOf(code: string, file: string): readonly number[] {
    const build = this.buildOf(code, this.view);
    return build === undefined ? [] : linesIn(build.sourceMap, file);
  }

  /** Index of the innermost open function that the author wrote; 0 if there is none. */
  ownActivation(): number {
    const found = this.activations().findIndex((activation) => {
      const listing = this.listing(activation.code, this.view);
      return listing !== undefined && isAuthors(listing, activation.function, this.placeOf(activation));
    });
    return Math.max(found, 0);
  }

  /** When a variable that is there now changed. @throws Fault */
  changesOf(activation: Activation, variable: Variable): Change[] {
    const classes = this.symbols(activation.code)?.classes ?? new Map();
    return changesOf(this.execution, this.history, this.stepper.at, { activation, variable, classes });
  }

  /** Variables of an open function. What the compiler made for itself is left out where names are known. */
  variablesOf(activation: Activation): { readonly name: string; readonly variable: Variable }[] {
    const symbols = this.functionSymbols(activation.code, activation.function);
    const isNamed = (symbols?.locals.size ?? 0) > 0;
    const seen = new Map<string, number>();
    return activation.locals.flatMap(({ index, value }) => {
      const local = symbols?.locals.get(index);
      if (isNamed && (local?.type === undefined || /^\d+$/.test(local.name))) return [];
      const name = local?.name ?? `$${index}`;
      const times = (seen.get(name) ?? 0) + 1;
      seen.set(name, times);
      const type = local?.type ?? (typeof value === 'bigint' ? 'i64' : 'i32');
      // Blocks may have variables of the same name.
      return [{ name: times === 1 ? name : `${name}#${times}`, variable: { type, value, place: { local: index } } }];
    });
  }

  /** How many records of the trace were made before a step. */
  recordsBefore(step: number): number {
    const { records } = this.history;
    const next = records.findIndex(({ steps }) => steps > step);
    return next < 0 ? records.length : next;
  }
}

/** Unoptimised code under the ids of the code that it stands for; a build beyond the limits of the profile has none. */
export function twinsOf(builds: KnownBuilds): PreparedCode[] {
  return [...builds].flatMap(([id, { debug }]) => {
    const code = preparedOf(debug);
    return code === undefined ? [] : [{ ...code, codeId: fromHex(id)! }];
  });
}

const prepared = new WeakMap<DebugBuild, PreparedCode | undefined>();

function preparedOf(build: DebugBuild): PreparedCode | undefined {
  if (!prepared.has(build)) prepared.set(build, attemptPrepare(build));
  return prepared.get(build);
}

function attemptPrepare({ wasm }: DebugBuild): PreparedCode | undefined {
  try {
    return prepare(nodeNatives, wasm).code;
  } catch (error) {
    if (error instanceof Reject || error instanceof CodecError) return undefined;
    throw error;
  }
}

/** The first record that differs in anything but gas. */
export function firstOther(a: readonly TraceEntry[], b: readonly TraceEntry[]): number | undefined {
  for (let i = 0; i < Math.max(a.length, b.length); i++) if (!isSameDeed(a[i], b[i])) return i;
  return undefined;
}

function isSameDeed(a: TraceEntry | undefined, b: TraceEntry | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.title !== b.title || a.depth !== b.depth || a.parts.length !== b.parts.length) return false;
  return a.parts.every((part, i) => part.length === b.parts[i]!.length && equal(part.bytes, b.parts[i]!.bytes));
}
