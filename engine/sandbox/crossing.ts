// The way from a guest into the host: sets the meter, and remembers what was thrown so that nothing runs after it.
import type { HostCall, HostTable } from '../base/tier.ts';

/** The border of whichever guest lives on a memory at the moment. */
export interface Border {
  host: HostTable;
  /** The host functions of the guest's imports, in their order. */
  calls: readonly HostCall[];
  /** What the host threw first. */
  stopped: { readonly error: unknown } | undefined;
}

type Value = number | bigint;

function enter({ host, stopped }: Border, gas: number, stack: number): void {
  if (stopped !== undefined) throw stopped.error;
  host.meter.gas = gas;
  host.meter.stack = stack;
}

/** Remembers an error and returns it. */
export function stop(border: Border, error: unknown): unknown {
  border.stopped ??= { error };
  return error;
}

/** A host call as the instrumented module imports it: gas and stack come first. */
export type Crossing = (gas: number, stack: number, ...args: Value[]) => Value | undefined;

/** Spelled out by number of arguments, because rest parameters cost an array at each call. */
export function crossing(border: Border, index: number, args: number): Crossing {
  return (BY_ARGUMENTS[args] ?? anyArguments)(border, index);
}

function anyArguments(border: Border, index: number): Crossing {
  return (gas, stack, ...args) => guard(border, gas, stack, () => border.calls[index]!(...args));
}

/** Enters the host and remembers what it throws. */
export function guard(border: Border, gas: number, stack: number, act: () => Value | undefined): Value | undefined {
  enter(border, gas, stack);
  try {
    return act();
  } catch (error) {
    throw stop(border, error);
  }
}

const BY_ARGUMENTS: readonly ((border: Border, index: number) => Crossing)[] = [
  (border, index) => (gas, stack) => {
    enter(border, gas, stack);
    try {
      return border.calls[index]!();
    } catch (error) {
      throw stop(border, error);
    }
  },
  (border, index) => (gas, stack, a) => {
    enter(border, gas, stack);
    try {
      return border.calls[index]!(a!);
    } catch (error) {
      throw stop(border, error);
    }
  },
  (border, index) => (gas, stack, a, b) => {
    enter(border, gas, stack);
    try {
      return border.calls[index]!(a!, b!);
    } catch (error) {
      throw stop(border, error);
    }
  },
  (border, index) => (gas, stack, a, b, c) => {
    enter(border, gas, stack);
    try {
      return border.calls[index]!(a!, b!, c!);
    } catch (error) {
      throw stop(border, error);
    }
  },
  (border, index) => (gas, stack, a, b, c, d) => {
    enter(border, gas, stack);
    try {
      return border.calls[index]!(a!, b!, c!, d!);
    } catch (error) {
      throw stop(border, error);
    }
  },
  (border, index) => (gas, stack, a, b, c, d, e) => {
    enter(border, gas, stack);
    try {
      return border.calls[index]!(a!, b!, c!, d!, e!);
    } catch (error) {
      throw stop(border, error);
    }
  },
  (border, index) => (gas, stack, a, b, c, d, e, f) => {
    enter(border, gas, stack);
    try {
      return border.calls[index]!(a!, b!, c!, d!, e!, f!);
    } catch (error) {
      throw stop(border, error);
    }
  },
  (border, index) => (gas, stack, a, b, c, d, e, f, g) => {
    enter(border, gas, stack);
    try {
      return border.calls[index]!(a!, b!, c!, d!, e!, f!, g!);
    } catch (error) {
      throw stop(border, error);
    }
  },
];
