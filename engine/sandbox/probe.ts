// Whether this process has stack enough for every lawful contract: tried out before the first one runs.
import { LIMITS } from '../../spec/limits.ts';
import type { Bytes } from '../base/bytes.ts';
import { Fault, Trap } from '../base/errors.ts';
import type { Natives } from '../base/natives.ts';
import { emptyStackWith } from '../base/stack.ts';
import type { HostTable } from '../base/tier.ts';
import { prepare } from '../wasm/prepare.ts';
import { Writer } from '../wasm/writer.ts';
import { CompiledTier } from './compiled.ts';

const [TYPE, FUNCTION, MEMORY, EXPORT, CODE] = [1, 3, 5, 7, 10] as const;
const [VOID, I64, CALL, END] = [0x60, 0x7e, 0x10, 0x0b] as const;
const NAME = 'run';
/** Locals that nobody uses: of 92 recursions the one whose frames are largest for what they weigh, in V8's first compiler. */
const LOCALS = 200;
/** Part of the limit that must fit above it: host code stands on the same stack, and a later V8 may make larger frames. */
const SPARE = 1 / 2;

/** A module whose one method calls itself without end. */
function recursion(): Bytes {
  return new Writer()
    .u8(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)
    .section(TYPE, (to) => to.u32(1).u8(VOID, 0, 0))
    .section(FUNCTION, (to) => to.u32(1).u32(0))
    .section(MEMORY, (to) => to.u32(1).u8(0).u32(0))
    .section(EXPORT, (to) => to.u32(1).name(NAME).u8(0).u32(0))
    .section(CODE, (to) => to.u32(1).sized(new Writer().u32(1).u32(LOCALS).u8(I64, CALL, 0, END).view()))
    .finish();
}

const NO_HOST: HostTable = { functions: {}, grow: () => false };

/**
 * Runs out of the call stack of PROTOCOL 7, with half as much again to spare, on the stack of this process.
 * @throws Fault ENGINE_STACK if V8's own stack ends first: then this process could not tell which contracts run out of theirs
 */
export function checkStack(natives: Natives): void {
  const { code } = prepare(natives, recursion());
  const stack = emptyStackWith(SPARE * LIMITS.stackWeight.max);
  const guest = new CompiledTier().start(code, NO_HOST, { meter: { gas: Number.MAX_SAFE_INTEGER, stack } });
  try {
    guest.run(NAME);
  } catch (error) {
    if (error instanceof Trap && error.id === 'STACK_WEIGHT') return;
    if (error instanceof Fault && error.id === 'ENGINE_STACK')
      throw new Fault('ENGINE_STACK', 'at the start, before any contract');
    throw error;
  } finally {
    guest.close();
  }
  throw new Fault('ENGINE', 'a recursion without end came to one');
}
