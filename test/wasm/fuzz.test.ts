// Mutants against the reader, the validator and the meter; `fuzz.mjs` runs more of them.
import { expect, test } from 'vitest';
import { chance } from '../../bench/chance.ts';
import { toHex } from '../../engine/base/bytes.ts';
import { compileKept } from '../../engine/compile/kept.ts';
import { loadSources } from '../../engine/compile/sources.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { encodePrepared } from '../../engine/runtime/shelf.ts';
import { Wasm } from '../../engine/sandbox/webassembly.ts';
import { METERING } from '../../engine/wasm/meter.ts';
import { inspect, prepare } from '../../engine/wasm/prepare.ts';
import { sha256 } from '../base/sha.ts';
import { COSTS, TRAPS } from '../suites/cases.ts';
import { assemble } from './assemble.ts';
import { dissect, mutant } from './mutants.ts';

declare const WebAssembly: { validate(bytes: Uint8Array): boolean };

const COUNT = Number(process.env['TALLY_MUTANTS'] ?? 20_000);
const SEED = Number(process.env['TALLY_SEED'] ?? 1);
// All verdicts of the usual slice, and the rows of prepared code: the same on every Node. Where this changes and the tables do not,
// METERING is one more.
const EDITION = 1;
const DIGEST = '3641cd96399cb04fc6df0cbdf3bf61c17c6f9b996ab3fca02313c264ece545fb';
const ACCEPTED = Uint8Array.of(1);
const texts = [...COSTS.map(([, text]) => text), ...TRAPS.map(([, , text]) => text)];
// What ships is among the seeds where more than the usual slice runs, whose digest is not to change with every contract.
const shipped = COUNT > 20_000 ? ['contracts/token.ts', 'contracts/receivable.ts'] : [];
const compiled = await Promise.all(shipped.map(async (path) => (await compileKept(loadSources(path))).wasm));
const seeds = [...texts.map(assemble), ...compiled].map(dissect);

/** What is said of a module, once more the same; whatever is accepted V8 compiles before and after metering. */
function judge(bytes: Uint8Array): { verdict: string; kept: Uint8Array } {
  const { problems, metered } = inspect(bytes);
  if (metered === undefined) return { verdict: problems[0]!.code, kept: new Uint8Array() };
  const sound = WebAssembly.validate(bytes) && WebAssembly.validate(metered);
  if (!sound || toHex(inspect(bytes).metered!) !== toHex(metered)) throw new Error(`disagreement: ${toHex(bytes)}`);
  new Wasm.Module(metered);
  return { verdict: 'accepted', kept: encodePrepared(nodeNatives, prepare(nodeNatives, bytes).code) };
}

test(
  'V8 compiles whatever is accepted of mutants, before and after metering, and nothing is thrown',
  () => {
    const random = chance(SEED);
    const counts: Record<string, number> = {};
    let inside = 0;
    let digest: Uint8Array = new Uint8Array(32);
    for (let i = 0; i < COUNT; i++) {
      const made = mutant(random, seeds);
      inside += Number(made.inside);
      const { verdict, kept } = judge(made.bytes);
      counts[verdict] = (counts[verdict] ?? 0) + 1;
      digest = sha256(digest, verdict === 'accepted' ? ACCEPTED : new TextEncoder().encode(verdict), kept);
    }
    console.log({ mutants: COUNT, inside, ...counts, digest: toHex(digest) });
    expect(METERING).toBe(EDITION);
    if (COUNT === 20_000 && SEED === 1) expect(toHex(digest)).toBe(DIGEST);
    expect(inside / COUNT).toBeGreaterThanOrEqual(0.8);
    expect((counts['accepted'] ?? 0) / COUNT).toBeGreaterThanOrEqual(0.01);
  },
  2 ** 31 - 1,
);
