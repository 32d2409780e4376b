// Tells whose fault it is when V8 stops a guest: its messages become rows of the error table.
import { ERRORS, type FaultName, type TrapName } from '../../spec/errors.ts';
import { faultOf } from '../base/blame.ts';
import { errorOf, Fault, Trap } from '../base/errors.ts';
import { Wasm } from './webassembly.ts';

// V8's texts from Node 20 to 24; where they differed between versions, both stand here.
const TRAPS: ReadonlyMap<string, TrapName> = new Map<string, TrapName>([
  ['unreachable', 'UNREACHABLE'],
  ['memory access out of bounds', 'MEMORY_BOUNDS'],
  ['divide by zero', 'DIVISION_BY_ZERO'],
  ['remainder by zero', 'DIVISION_BY_ZERO'],
  ['divide result unrepresentable', 'INTEGER_OVERFLOW'],
  ['table index is out of bounds', 'INDIRECT_CALL'],
  ['table access out of bounds', 'INDIRECT_CALL'],
  ['table index out of bounds', 'INDIRECT_CALL'],
  ['null function or function signature mismatch', 'INDIRECT_CALL'],
  ['null function or function signature (mismatch)', 'INDIRECT_CALL'],
  ['function signature mismatch', 'INDIRECT_CALL'],
  ['dereferencing a null pointer', 'INDIRECT_CALL'],
]);

/** What an error that came out of V8, not out of a host function, means: a Trap or a Fault; these themselves pass. */
export function blame(error: unknown): Trap | Fault {
  if (error instanceof Trap || error instanceof Fault) return error;
  const text = error instanceof Error ? error.message : String(error);
  if (error instanceof Wasm.RuntimeError) {
    const trap = TRAPS.get(text);
    if (trap !== undefined) return new Trap(trap, '');
  }
  return faultOf(error);
}

/** The error of a code that the instrumentation stops with. */
export function stopped(code: number): Trap | Fault {
  const id = errorOf(code);
  if (id === undefined) return new Fault('ENGINE', `instrumentation stopped with code ${code}`);
  return ERRORS[id].class === 'trap' ? new Trap(id as TrapName, '') : new Fault(id as FaultName, '');
}
