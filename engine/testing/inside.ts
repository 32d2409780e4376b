// Where a call in a test failed: found out when somebody reads it, from what the call had read and the sources of the sandbox.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { deserialize, serialize } from 'node:v8';
import { readRevert, reasonText, toldPlace } from '../abi/event.ts';
import { namedTexts, printArguments } from '../abi/print.ts';
import type { Abi } from '../abi/types.ts';
import { decodeArguments, type Value } from '../abi/value.ts';
import type { Builds } from '../audit/debugger.ts';
import {
  type FailedFrame,
  type Failure,
  objection,
  placeFailure,
  readFailure,
  reasonBehind,
} from '../audit/failure.ts';
import { type Bytes, toHex } from '../base/bytes.ts';
import type { Captured } from '../base/capture.ts';
import { CodecError } from '../base/errors.ts';
import { keptForDebugger } from '../compile/kept.ts';
import type { SourceFiles } from '../compile/sources.ts';

/** A line of an author's source. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** `Token#move` */
  readonly function: string | undefined;
  /** The function of the library that was called there and refused. */
  readonly calling: string | undefined;
}

/** A contract that a call failed through. */
export interface PathStep {
  /** Name of the contract as its ABI has it. */
  readonly contract: string;
  readonly method: string;
  /** By the names of parameters; empty if the ABI does not read them. */
  readonly arguments: { readonly [name: string]: Value };
  /** Name of the account or contract. */
  readonly caller: string;
  readonly place: Place | undefined;
  /** In a line: `Gold.transfer(to=bob, amount=5) by Shop`. */
  readonly text: string;
  /** In the first: what the host had against an argument, or the trap in a callee, `DIVISION_BY_ZERO`. */
  readonly why?: string;
}

/** The contract that refused, and then those that called it. */
export type Path = readonly PathStep[];

/** A source as the sandbox was given it. */
export interface Sourced {
  readonly sources: SourceFiles;
  /** Where a file of the compiler's view is, as people write it. */
  pathOf(file: string): string;
}

/** What the sandbox knows, by code id in hexadecimal and by address. */
export interface World {
  readonly sources: ReadonlyMap<string, Sourced>;
  readonly abis: ReadonlyMap<string, Abi>;
  nameOf(address: Bytes): string | undefined;
}

/** Builds by the text that they were built from. */
const built = new Map<string, Builds | undefined>();

/** The way of a call that failed. @throws Reject, Fault if the capture is not whole */
export function pathOf(captured: Captured, world: World): Path {
  const failure = readFailure(captured);
  const builds = new Map<string, Builds>();
  for (const code of failure.codes.keys()) {
    const sourced = world.sources.get(code);
    const found = sourced && buildOf(sourced.sources);
    if (found !== undefined) builds.set(code, found);
  }
  const frames = placeFailure(failure, builds);
  const made = new Map(frames.map(({ self, code }) => [toHex(self), world.abis.get(toHex(code))?.name]));
  const nameOf = (address: Bytes) =>
    world.nameOf(address) ?? made.get(toHex(address)) ?? `0x${toHex(address.subarray(0, 4))}…`;
  const [innermost, ...others] = frames.map((frame) => stepOf(frame, world, nameOf));
  const why = objection(failure) ?? behindOf(failure);
  return innermost === undefined ? [] : [why === undefined ? innermost : { ...innermost, why }, ...others];
}

/** What a callee trapped with, or what it said that its caller did not pass on. */
function behindOf(failure: Failure): string | undefined {
  const { status, output } = reasonBehind(failure) ?? {};
  if (status !== 'REVERT') return status;
  if (output === undefined || output.isHashed) return undefined;
  const { code, message } = readRevert(output.bytes);
  return reasonText({ code, message: message && toldPlace(message).text });
}

function stepOf(frame: FailedFrame, { abis, sources }: World, nameOf: (address: Bytes) => string): PathStep {
  const { method, self, caller, place } = frame;
  const code = toHex(frame.code);
  const params = abis.get(code)?.methods.find(({ name }) => name === method)?.params ?? [];
  const values = valuesOf(params, frame) ?? [];
  const shown = values.length === 0 ? {} : printArguments(params, values, nameOf);
  const words = namedTexts(shown);
  const [contract, by] = [nameOf(self), nameOf(caller)];
  return {
    contract,
    method,
    arguments: Object.fromEntries(params.slice(0, values.length).map(({ name }, i) => [name, values[i]!])),
    caller: by,
    place: place && placeOf(place, sources.get(code)!),
    text: `${contract}.${method}(${words.join(', ')}) by ${by}`,
  };
}

function placeOf({ file, line, column, function: name, calling }: Place, { pathOf }: Sourced): Place {
  return { file: pathOf(file), line, column, function: name, calling };
}

function valuesOf(params: Abi['methods'][number]['params'], { input }: FailedFrame): readonly Value[] | undefined {
  if (input.isHashed) return undefined;
  try {
    return decodeArguments(params, input.bytes);
  } catch (error) {
    if (error instanceof CodecError) return undefined;
    throw error;
  }
}

/** `contracts/token.ts:131:5 in Token#move calling Map#get` */
export function placeText({ file, line, column, function: name, calling }: Place): string {
  const within = name === undefined ? '' : ` in ${name}`;
  return `${file}:${line}:${column}${within}${calling === undefined ? '' : ` calling ${calling}`}`;
}

/** Both builds of a source. The compiler cannot be waited for in this process, where a call fails at once; undefined if it fails. */
function buildOf(sources: SourceFiles): Builds | undefined {
  const key = JSON.stringify([sources.entry, ...sources.files]);
  if (!built.has(key)) built.set(key, keptForDebugger(sources) ?? buildApart(sources));
  return built.get(key);
}

const MOST_BYTES = 2 ** 28;

function buildApart(sources: SourceFiles): Builds | undefined {
  const { entry, files } = sources;
  const options = { input: serialize({ entry, files }), maxBuffer: MOST_BYTES };
  const { status, stdout } = spawnSync(process.execPath, [builderPath()], options);
  return status === 0 ? (deserialize(stdout) as Builds) : undefined;
}

/** A test runner loads this as TypeScript; a process of its own needs the built one. */
function builderPath(): string {
  const here = import.meta.url;
  const file = here.endsWith('.ts') ? '../../dist/engine/testing/builder.js' : './builder.js';
  return fileURLToPath(new URL(file, here));
}
