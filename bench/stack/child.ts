// Entry of the process that runs every recursion until it is stopped, cold and warm, under whatever V8 flags and stack it was
// started with. Prints a JSON line for each: how it ended, and how many activations it had.
import { type Bytes, EMPTY, toHex } from '../../engine/base/bytes.ts';
import { errorOf, Trap } from '../../engine/base/errors.ts';
import { EMPTY_STACK } from '../../engine/base/stack.ts';
import type { PreparedCode } from '../../engine/base/tier.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { HOST } from '../../engine/host/bind.ts';
import { applyTransaction } from '../../engine/runtime/apply.ts';
import { CompiledTier } from '../../engine/sandbox/compiled.ts';
import { prepare } from '../../engine/wasm/prepare.ts';
import { assemble, install } from '../calibrate/workload.ts';
import { MemoryChain } from '../chain.ts';
import { CALLING, RECURSIONS } from './programs.ts';

type Host = Parameters<CompiledTier['start']>[2];

/** How a recursion ended and how deep it came. */
export interface Stopped {
  readonly name: string;
  readonly end: string;
  readonly activations: number;
  /** What the trace of the transaction comes to, of those that run on a chain. */
  readonly trace?: string;
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

/** On a chain, where each call between contracts puts more host code on the stack. */
function stoppedOnChain(chain: MemoryChain, to: Bytes): Omit<Stopped, 'name'> {
  const bytes = chain.transaction(chain.accounts[0]!, 'call', { to, method: 'run', input: EMPTY });
  chain.accounts[0]!.nonce -= 1n;
  try {
    const { receipt } = applyTransaction(chain.open([bytes]).block, bytes, true);
    return { end: errorOf(receipt.status) ?? 'OK', activations: 0, trace: toHex(receipt.traceHash) };
  } catch (error) {
    return { end: String((error as { id?: string }).id ?? error), activations: 0 };
  }
}

const tell = (line: Stopped) => process.stdout.write(`${JSON.stringify(line)}\n`);

for (const { name, module } of RECURSIONS) {
  const { code } = prepare(nodeNatives, assemble(module));
  const tier = new CompiledTier();
  for (let i = 0; i < RUNS; i++) tell({ name, ...stopped(tier, code) });
}

const chain = new MemoryChain(1);
for (const { name, module } of CALLING) {
  const to = install(chain, assemble(module));
  for (let i = 0; i < RUNS; i++) tell({ name, ...stoppedOnChain(chain, to) });
}
