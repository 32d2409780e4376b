// The engine of a Node process: natives by node:crypto, the tiers that were asked for, and a stack that was tried out.
import { nodeNatives } from '../crypto/node.ts';
import { Engine } from '../runtime/code.ts';
import type { Shelf } from '../runtime/shelf.ts';
import { type Ahead, referee, tierOf } from '../runtime/tiers.ts';
import { checkStack } from '../sandbox/probe.ts';
import { SETTINGS, type Settings } from './settings.ts';

let checked = false;

// The types of Node.js leave this interface out. V8 compiles on threads of its own.
declare const WebAssembly: { compile(bytes: Uint8Array): Promise<never> };

/** If it cannot be compiled here, the call that needs it will say so. */
const ahead: Ahead = (code, tier) =>
  void WebAssembly.compile(code.metered)
    .then((module) => tier.adopt(code, module))
    .catch(() => undefined);

/** @throws Fault ENGINE_STACK if the stack of this process is too small */
export function startEngine({ tier, check }: Settings = SETTINGS, shelf?: Shelf): Engine {
  if (!checked) checkStack(nodeNatives);
  checked = true;
  const engine = new Engine(nodeNatives, tierOf(tier, ahead), shelf);
  if (check > 0) engine.checking = referee(check);
  return engine;
}
