// A contract by its ABI: arguments in by method and parameter name, results out.
import { LIMITS } from '../../spec/limits.ts';
import { didYouMean } from '../abi/nearest.ts';
import { checkNames } from '../abi/parse.ts';
import type { Abi, AbiMethod } from '../abi/types.ts';
import { decodeArguments, encodeArguments, type Value } from '../abi/value.ts';
import { type Bytes, EMPTY } from '../base/bytes.ts';
import { CodecError, Reject, Usage } from '../base/errors.ts';

/** Arguments by parameter name, in the JavaScript form of their types. */
export interface Arguments {
  readonly [name: string]: Value;
}

/** The method and input of a call, as a call body carries them. */
export interface EncodedCall {
  readonly method: string;
  readonly input: Bytes;
}

/** A contract's methods by what its ABI says at run time. */
export interface ContractClient {
  readonly abi: Abi;
  /** @throws Reject METHOD_UNKNOWN, METHOD_RESERVED; Usage ARGUMENT_* */
  call(name: string, args?: Arguments): EncodedCall;
  /** The same for a method that must be a view. @throws Reject NOT_VIEW besides */
  query(name: string, args?: Arguments): EncodedCall;
  /** The input of an instantiation. @throws Reject NO_INIT if there are arguments and no init; Usage ARGUMENT_* */
  init(args?: Arguments): Bytes;
  /** The input of an upgrade to this code. @throws Reject METHOD_UNKNOWN if there are arguments and no migrate; Usage ARGUMENT_* */
  migrate(args?: Arguments): Bytes;
  /** The input of a migration in steps to this code. @throws Reject METHOD_UNKNOWN if there are arguments and no step; Usage ARGUMENT_* */
  step(args?: Arguments): Bytes;
  /** What a method returned; undefined if it returns nothing. @throws Reject METHOD_UNKNOWN; Usage RESULT_MALFORMED */
  output(name: string, output: Bytes): Value | undefined;
}

/** The client of the contract that the ABI describes. */
export function contractClient(abi: Abi): ContractClient {
  return {
    abi,
    call: (name, args = {}) => encodeCall(callable(abi, name), args),
    query: (name, args = {}) => encodeCall(view(abi, name), args),
    init: (args = {}) => hookInput(abi, 'init', args),
    migrate: (args = {}) => hookInput(abi, 'migrate', args),
    step: (args = {}) => hookInput(abi, 'step', args),
    output: (name, output) => decodeOutput(methodOf(abi, name), output),
  };
}

/** The method of this name, of whatever kind. @throws Reject METHOD_UNKNOWN with the nearest name */
export function methodOf(abi: Abi, name: string): AbiMethod {
  const method = abi.methods.find((candidate) => candidate.name === name);
  if (method) return method;
  const callables = abi.methods.filter(isCallable).map((candidate) => candidate.name);
  throw new Reject('METHOD_UNKNOWN', `${name}${didYouMean(name, callables)}`);
}

/** Methods that run in transactions of their own, and cannot be called. */
export type Hook = 'init' | 'migrate' | 'step';

/** The method that runs when a contract is made (init), upgraded to this code (migrate), or brought to it in steps, if there is one. */
export function hookOf(abi: Abi, kind: Hook): AbiMethod | undefined {
  return abi.methods.find((method) => method.kind === kind);
}

/** Borsh of the arguments of a method. @throws Usage ARGUMENT_EXTRA, ARGUMENT_MISSING, ARGUMENT_TYPE, ARGUMENT_TOO_LARGE */
export function encodeInput(method: AbiMethod, args: Arguments): Bytes {
  checkNames(method.params, Object.keys(args));
  const values = method.params.map(({ name }) => args[name]!);
  const input = orUsage('ARGUMENT_TYPE', () => encodeArguments(method.params, values));
  if (input.length > LIMITS.input.max) {
    throw new Usage('ARGUMENT_TOO_LARGE', `${input.length} bytes in all, more than ${LIMITS.input.max}`);
  }
  return input;
}

/** The value in the output of a method; undefined for void. @throws Usage RESULT_MALFORMED */
export function decodeOutput(method: AbiMethod, output: Bytes): Value | undefined {
  const result = method.returns === 'void' ? [] : [{ name: method.name, type: method.returns }];
  return orUsage('RESULT_MALFORMED', () => decodeArguments(result, output))[0];
}

function isCallable(method: AbiMethod): boolean {
  return method.kind === 'view' || method.kind === 'mutate';
}

function callable(abi: Abi, name: string): AbiMethod {
  const method = methodOf(abi, name);
  if (!isCallable(method)) throw new Reject('METHOD_RESERVED', `${name} is the ${method.kind} of ${abi.contract}`);
  return method;
}

function view(abi: Abi, name: string): AbiMethod {
  const method = callable(abi, name);
  if (method.kind !== 'view') throw new Reject('NOT_VIEW', `${name} changes the contract`);
  return method;
}

function encodeCall(method: AbiMethod, args: Arguments): EncodedCall {
  return { method: method.name, input: encodeInput(method, args) };
}

function hookInput(abi: Abi, kind: Hook, args: Arguments): Bytes {
  const hook = hookOf(abi, kind);
  if (hook) return encodeInput(hook, args);
  if (Object.keys(args).length === 0) return EMPTY;
  throw new Reject(kind === 'init' ? 'NO_INIT' : 'METHOD_UNKNOWN', `${abi.contract} has no ${kind}`);
}

function orUsage<T>(id: 'ARGUMENT_TYPE' | 'RESULT_MALFORMED', act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof CodecError) throw new Usage(id, error.message);
    throw error;
  }
}
