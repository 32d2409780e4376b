// The token by hand does what the shipped one does, and the shipped one costs hardly more; the plain sources are the same program.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { BY_HAND, buildByHand, plainSources, TOKEN } from '../../bench/plain.ts';
import { transferGas } from '../../bench/style.ts';
import { type Compiled, compileBare } from '../../engine/compile/asc.ts';
import { compileKept } from '../../engine/compile/kept.ts';
import { loadSources } from '../../engine/compile/sources.ts';
import { readModule } from '../../engine/wasm/parse.ts';
import { address, FakeChain } from '../contracts/fake.ts';
import type { Value } from '../contracts/values.ts';
import { tokenSuite } from '../suites/token.ts';

let shipped: Compiled;
let byHand: Uint8Array;
beforeAll(async () => {
  shipped = await compileKept(loadSources(TOKEN));
  byHand = await buildByHand(shipped.abi);
}, 120_000);

tokenSuite('the token by hand', async () => {
  const { abi } = await compileKept(loadSources(TOKEN));
  return { built: { wasm: await buildByHand(abi), abi }, source: readFileSync(BY_HAND, 'utf8') };
});

const [AT, OWNER, ALICE, BOB] = [address(0x70), address(1), address(2), address(3)] as const;
const CALLS: readonly (readonly [Uint8Array, string, ...Value[]])[] = [
  [OWNER, 'setup', 'Ruritanian crown', 'RUC', 2],
  [OWNER, 'mint', ALICE, 2n ** 70n],
  [ALICE, 'transfer', BOB, 2n ** 66n + 5n],
  [BOB, 'approve', ALICE, 9n],
  [ALICE, 'transferFrom', BOB, OWNER, 4n],
  [ALICE, 'transfer', ALICE, 7n],
];

describe('beside the shipped token', () => {
  test('it keeps the same bytes under the same keys, emits the same events and asks the same of the host', () => {
    const ran = [shipped.wasm, byHand].map((wasm) => {
      const chain = new FakeChain();
      chain.deploy(AT, { wasm, abi: shipped.abi });
      const asked = CALLS.map(([by, method, ...args]) => {
        chain.call(by, AT, method, ...args);
        return [...chain.hostCalls].sort();
      });
      return { storage: chain.storage(AT), events: chain.events, asked };
    });
    expect(ran[1]!.events).toEqual(ran[0]!.events);
    expect(ran[1]!.storage).toEqual(ran[0]!.storage);
    expect(ran[1]!.asked).toEqual(ran[0]!.asked);
    expect(ran[0]!.events).toHaveLength(5);
  });

  test('it takes less gas, and the shipped one at most a tenth more', () => {
    const [library, plain] = [transferGas(shipped.wasm), transferGas(byHand)];
    expect(library).toBeGreaterThan(plain);
    expect(library / plain).toBeLessThanOrEqual(1.1);
  });

  test('its module is smaller', () => {
    expect(byHand.length).toBeLessThan(shipped.wasm.length);
  });
});

test('the compiler alone makes of the plain sources the very functions that a build makes', async () => {
  const code = (wasm: Uint8Array) => readModule(wasm).bodies.map(({ start, end }) => wasm.subarray(start, end));
  expect(code(await compileBare(await plainSources(TOKEN)))).toEqual(code(shipped.wasm));
}, 60_000);
