// The way from a guest into the host: sets the meter, and remembers what was thrown so that nothing runs after it.
import type { HostCall, Port } from '../base/tier.ts';

/** Where an instance meets the host: whom it runs for at the moment. */
export interface Border {
  port: Port;
  /** What the host threw first. */
  stopped: { readonly error: unknown } | undefined;
}

type Value = number | bigint;

function enter(border: Border, gas: number, stack: number): Port {
  if (border.stopped !== undefined) throw border.stopped.error;
  const { port } = border;
  port.meter.gas = gas;
  port.meter.stack = stack;
  return port;
}

/** Remembers an error and returns it. */
export function stop(border: Border, error: unknown): unknown {
  border.stopped ??= { error };
  return error;
}

/** A host call as the instrumented module imports it: gas and stack come first. */
export type Crossing = (gas: number, stack: number, ...args: Value[]) => Value | undefined;

/** Spelled out by number of arguments, because rest parameters cost an array at each call. */
export function crossing(border: Border, call: HostCall, args: number): Crossing {
  return (BY_ARGUMENTS[args] ?? anyArguments)(border, call);
}

function anyArguments(border: Border, call: HostCall): Crossing {
  return (gas, stack, ...args) => guard(border, gas, stack, (port) => call(port, ...args));
}

/** Enters the host and remembers what it throws. */
export function guard<T extends Value | undefined>(
  border: Border,
  gas: number,
  stack: number,
  act: (port: Port) => T,
): T {
  const port = enter(border, gas, stack);
  try {
    return act(port);
  } catch (error) {
    throw stop(border, error);
  }
}

const BY_ARGUMENTS: readonly ((border: Border, call: HostCall) => Crossing)[] = [
  (border, call) => (gas, stack) => {
    const port = enter(border, gas, stack);
    try {
      return call(port);
    } catch (error) {
      throw stop(border, error);
    }
  },
  (border, call) => (gas, stack, a) => {
    const port = enter(border, gas, stack);
    try {
      return call(port, a!);
    } catch (error) {
      throw stop(border, error);
    }
  },
  (border, call) => (gas, stack, a, b) => {
    const port = enter(border, gas, stack);
    try {
      return call(port, a!, b!);
    } catch (error) {
      throw stop(border, error);
    }
  },
  (border, call) => (gas, stack, a, b, c) => {
    const port = enter(border, gas, stack);
    try {
      return call(port, a!, b!, c!);
    } catch (error) {
      throw stop(border, error);
    }
  },
  (border, call) => (gas, stack, a, b, c, d) => {
    const port = enter(border, gas, stack);
    try {
      return call(port, a!, b!, c!, d!);
    } catch (error) {
      throw stop(border, error);
    }
  },
  (border, call) => (gas, stack, a, b, c, d, e) => {
    const port = enter(border, gas, stack);
    try {
      return call(port, a!, b!, c!, d!, e!);
    } catch (error) {
      throw stop(border, error);
    }
  },
  (border, call) => (gas, stack, a, b, c, d, e, f) => {
    const port = enter(border, gas, stack);
    try {
      return call(port, a!, b!, c!, d!, e!, f!);
    } catch (error) {
      throw stop(border, error);
    }
  },
  (border, call) => (gas, stack, a, b, c, d, e, f, g) => {
    const port = enter(border, gas, stack);
    try {
      return call(port, a!, b!, c!, d!, e!, f!, g!);
    } catch (error) {
      throw stop(border, error);
    }
  },
  (border, call) => (gas, stack, a, b, c, d, e, f, g, h) => {
    const port = enter(border, gas, stack);
    try {
      return call(port, a!, b!, c!, d!, e!, f!, g!, h!);
    } catch (error) {
      throw stop(border, error);
    }
  },
];
