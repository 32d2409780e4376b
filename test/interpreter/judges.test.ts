// Writes random metered modules and how they end in V8 and in the interpreter, for runtimes that are not V8: scripts/judges.mjs.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chance } from '../../bench/chance.ts';
import { Trap } from '../../engine/base/errors.ts';
import { EMPTY_STACK } from '../../engine/base/stack.ts';
import type { HostTable, PreparedCode, Tier } from '../../engine/base/tier.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { InterpretedTier } from '../../engine/interpreter/interpreter.ts';
import { CompiledTier } from '../../engine/sandbox/compiled.ts';
import { prepare } from '../../engine/wasm/prepare.ts';
import { HOST_FUNCTIONS } from '../../spec/host.ts';
import { METHODS, randomModule } from './modules.ts';

/** Folder to write into; without it a few modules are compared here and nothing is written. */
const FOLDER = process.env['TALLY_JUDGES'];
const COUNT = FOLDER === undefined ? 50 : Number(process.env['TALLY_COUNT'] ?? 1_000);
const GAS = 300_000;
const ADDRESSES = Array.from({ length: 4 }, (_, n) => new Uint8Array(32).fill(n));

/** A host that anybody can write in any language: it takes nothing, answers 0, and lets memory grow. */
const HOST: HostTable = {
  functions: Object.fromEntries(HOST_FUNCTIONS.map(({ name, result }) => [name, () => (result === 'u64' ? 0n : 0)])),
  grow: (_, now, more) => now + more <= 64,
};

function endOf(tier: Tier, code: PreparedCode, method: string): string {
  const port = { meter: { gas: GAS, stack: EMPTY_STACK } };
  let memory: () => Uint8Array = () => new Uint8Array();
  try {
    const guest = tier.start(code, HOST, port);
    memory = () => guest.memory.bytes;
    guest.run(method);
    return `OK ${port.meter.gas} ${digest(memory())}`;
  } catch (error) {
    if (error instanceof Trap) return `${error.id} ${digest(memory())}`;
    throw error;
  }
}

const digest = (bytes: Uint8Array) => `${bytes.length} ${createHash('sha256').update(bytes).digest('hex')}`;

test(`${COUNT} modules end the same under a host that does nothing`, { timeout: 60_000 + COUNT * 100 }, () => {
  const random = chance(11);
  const ends: Record<string, string> = {};
  if (FOLDER !== undefined) mkdirSync(FOLDER, { recursive: true });
  for (let i = 0; Object.keys(ends).length < COUNT; i++) {
    const code = lawful(randomModule(random, ADDRESSES));
    if (code === undefined) continue;
    const method = METHODS[i % METHODS.length]!;
    const end = endOf(new CompiledTier(2 ** 20, 16), code, method);
    expect(endOf(new InterpretedTier(), code, method)).toBe(end);
    ends[`${i} ${code.hasStart ? '_start ' : ''}${method} ${code.pages.initial}`] = end;
    if (FOLDER !== undefined) writeFileSync(join(FOLDER, `${i}.wasm`), code.metered);
  }
  if (FOLDER !== undefined)
    writeFileSync(join(FOLDER, 'ends.json'), JSON.stringify({ gas: GAS, stack: EMPTY_STACK, ends }));
});

function lawful(module: Uint8Array): PreparedCode | undefined {
  try {
    return prepare(nodeNatives, module).code;
  } catch {
    return undefined;
  }
}
