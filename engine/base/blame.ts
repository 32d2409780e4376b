// Which of our faults an error of the JavaScript engine is.
import { Fault } from './errors.ts';

/** V8 ran out of its own stack, in a guest or in the host under it. */
export function isStackOverflow(error: unknown): boolean {
  return error instanceof RangeError && error.message.startsWith('Maximum call stack size exceeded');
}

/** The fault that an error means that neither a guest nor the host threw on purpose. */
export function faultOf(error: unknown): Fault {
  const text = error instanceof Error ? error.message : String(error);
  if (isStackOverflow(error)) return new Fault('ENGINE_STACK', text);
  if (error instanceof RangeError && /memory|allocat/i.test(text)) return new Fault('ENGINE_MEMORY', text);
  return new Fault('ENGINE', text);
}
