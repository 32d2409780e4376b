// Code that is about to be called often is compiled by V8's own threads, and taken over by the tier that will need it.
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { EMPTY_STACK } from '../../engine/base/stack.ts';
import { startEngine } from '../../engine/node/engine.ts';
import { CompiledTier } from '../../engine/sandbox/compiled.ts';
import { Wasm } from '../../engine/sandbox/webassembly.ts';
import { FAKE, fakeHost } from '../suites/host.ts';
import { prepared } from '../wasm/assemble.ts';

const port = () => ({ ...fakeHost(1e9), meter: { gas: 1e9, stack: EMPTY_STACK }, allowance: { steps: 1_000 } });

test('the third call finds its module compiled', async () => {
  const adopt = vi.spyOn(CompiledTier.prototype, 'adopt');
  const { tier } = startEngine();
  const code = prepared('(module (memory 1) (func (export "run")))');
  for (let i = 0; i < 2; i++) tier.start(code, FAKE, port()).run('run');
  for (let i = 0; i < 200 && adopt.mock.results.length === 0; i++) await sleep(10);
  expect(adopt).toHaveBeenCalledTimes(1);
  const module = vi.spyOn(Wasm, 'Module' as never);
  const guest = tier.start(code, FAKE, port());
  guest.run('run');
  expect(guest.constructor.name).toBe('CompiledGuest');
  expect(module).not.toHaveBeenCalled();
});
