// The engine of a Node process: natives by node:crypto, the compiled tier, and a stack that was tried out.
import { nodeNatives } from '../crypto/node.ts';
import { Engine } from '../runtime/code.ts';
import type { Shelf } from '../runtime/shelf.ts';
import { CompiledTier } from '../sandbox/compiled.ts';
import { checkStack } from '../sandbox/probe.ts';

let checked = false;

/** @throws Fault ENGINE_STACK if the stack of this process is too small */
export function startEngine(shelf?: Shelf): Engine {
  if (!checked) checkStack(nodeNatives);
  checked = true;
  return new Engine(nodeNatives, new CompiledTier(), shelf);
}
