// Entry of the process that runs every recursion until it is stopped, cold and warm, under whatever V8 flags and stack it was
// started with. Prints a JSON line for each: how it ended, and how many activations it had.
import { Trap } from '../../engine/base/errors.ts';
import { EMPTY_STACK } from '../../engine/base/stack.ts';
import type { PreparedCode } from '../../engine/base/tier.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { HOST } from '../../engine/host/bind.ts';
import { CompiledTier } from '../../engine/sandbox/compiled.ts';
import { prepare } from '../../engine/wasm/prepare.ts';
import { assemble } from '../calibrate/workload.ts';
import { RECURSIONS } from './programs.ts';

type Host = Parameters<CompiledTier['start']>[2];

/** How a recursion ended and how deep it came. */
export interface Stopped {
  readonly name: string;
  readonly end: string;
  readonly activations: number;
}

const RUNS = 3;

export function stopped(tier: CompiledTier, code: PreparedCode): Omit<Stopped, 'name'> {
  const port = { meter: { gas: 2 ** 50, stack: EMPTY_STACK } } as unknown as Host;
  const guest = tier.start(code, HOST, port);
  try {
    guest.run('run');
    return { end: 'OK', activations: 0 };
  } catch (error) {
    const end = error instanceof Trap ? error.id : String((error as { id?: string }).id ?? error);
    return { end, activations: new DataView(guest.memory.bytes.buffer).getUint32(0, true) };
  } finally {
    guest.close();
  }
}

for (const { name, module } of RECURSIONS) {
  const { code } = prepare(nodeNatives, assemble(module));
  const tier = new CompiledTier();
  for (let i = 0; i < RUNS; i++) process.stdout.write(`${JSON.stringify({ name, ...stopped(tier, code) })}\n`);
}
