// From uploaded bytes to code that is ready to run: read, validate, cut, meter.
import { LIMITS } from '../../spec/limits.ts';
import type { Bytes } from '../base/bytes.ts';
import { Reject } from '../base/errors.ts';
import { codeId } from '../base/hash.ts';
import type { Natives } from '../base/natives.ts';
import type { RecordOf } from '../base/records.ts';
import type { Method, PreparedCode } from '../base/tier.ts';
import { meter } from './meter.ts';
import { codeBytes, type Module, metaSections } from './module.ts';
import { readCustoms, readOutline } from './parse.ts';
import { describe, type Problem, problemOf, Refusal } from './problems.ts';
import { checkCustoms } from './profile.ts';
import { methodOf } from './surface.ts';
import { type Checked, validate } from './validate.ts';

/** A module that profile tally-1 refuses; code and text are those of the first problem. */
export class ModuleReject extends Reject {
  override name = 'ModuleReject';
  readonly problems: readonly Problem[];
  constructor(problems: readonly [Problem, ...Problem[]]) {
    super(problems[0].code, describe(problems[0]));
    this.problems = problems;
  }
}

/** Code, and the `tally.*` custom sections that came with it. */
export interface Prepared {
  readonly code: PreparedCode;
  readonly meta: RecordOf<'CustomSection'>[];
}

/** What is to be said of a module without running it; `checked` and `metered` only if there is no problem. */
export interface Inspection {
  readonly problems: readonly Problem[];
  readonly checked?: Checked;
  readonly metered?: Bytes;
}

/** Reads, validates and meters. Never throws. */
export function inspect(bytes: Bytes): Inspection {
  const { checked, problems } = validate(bytes);
  if (checked === undefined) return { problems };
  try {
    return { problems: [], checked, metered: meter(checked) };
  } catch (caught) {
    return { problems: [problemOf(caught)] };
  }
}

/** Code and what describes it, of a module of which nothing else is looked at; undefined if that much is not lawful. */
export function separate(bytes: Bytes): { readonly code: Bytes; readonly meta: Prepared['meta'] } | undefined {
  return glanced(bytes, readCustoms, (module) => ({ code: codeBytes(module), meta: metaSections(module) }));
}

/** The methods that a module's exports name, and what describes it; undefined if that much is not lawful. */
export function outline(
  bytes: Bytes,
): { readonly methods: ReadonlyMap<string, Method>; readonly meta: Prepared['meta'] } | undefined {
  return glanced(bytes, readOutline, (module) => {
    const methods = module.exports.map(({ name }) => methodOf(name)).filter((method) => method !== undefined);
    return { methods: new Map(methods.map((method) => [method.name, method])), meta: metaSections(module) };
  });
}

function glanced<T>(bytes: Bytes, read: (bytes: Bytes) => Module, tell: (module: Module) => T): T | undefined {
  if (bytes.length > LIMITS.moduleBytes.max) return undefined;
  try {
    const module = read(bytes);
    checkCustoms(module);
    return tell(module);
  } catch (caught) {
    if (caught instanceof Refusal) return undefined;
    throw caught;
  }
}

/** Prepares an uploaded module. @throws ModuleReject if it is not lawful */
export function prepare(natives: Natives, bytes: Bytes): Prepared {
  const { problems, checked, metered } = inspect(bytes);
  const [first, ...rest] = problems;
  if (first !== undefined) throw new ModuleReject([first, ...rest]);
  const { module, surface } = checked!;
  const code = codeBytes(module);
  return {
    code: {
      codeId: codeId(natives, code),
      module: code,
      metered: metered!,
      pages: pagesOf(checked!),
      methods: surface.methods,
      hasStart: surface.hasStart,
    },
    meta: metaSections(module),
  };
}

function pagesOf({ module }: Checked): PreparedCode['pages'] {
  const { minimum, maximum } = module.memories[0]!;
  return { initial: minimum, maximum: Math.min(maximum ?? LIMITS.pages.max, LIMITS.pages.max) };
}
