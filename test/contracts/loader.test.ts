// The token through AssemblyScript's own loader: a caller that shares no code with the engine or the small host.
import { instantiateSync } from '@assemblyscript/loader';
import { expect, test } from 'vitest';
import { compileKept } from '../../engine/compile/kept.ts';
import { loadSources } from '../../engine/compile/sources.ts';

test('an independent loader runs the token', async () => {
  const { wasm } = await compileKept(loadSources('contracts/token.ts'));
  const stored = new Map<string, Uint8Array>();
  let input = new Uint8Array(0);
  let output = new Uint8Array(0);
  let memory!: { readonly buffer: ArrayBuffer };
  const read = (at: number, length: number) => new Uint8Array(memory.buffer.slice(at, at + length));
  const put = (at: number, bytes: Uint8Array) => new Uint8Array(memory.buffer).set(bytes, at);
  const tally = {
    input: (at: number, cap: number) => {
      put(at, input.subarray(0, cap));
      return input.length;
    },
    output: (at: number, length: number) => {
      output = read(at, length);
    },
    revert: () => {
      throw new Error('revert');
    },
    caller: (at: number) => put(at, new Uint8Array(32).fill(1)),
    get: (key: number, length: number, at: number, cap: number) => {
      const value = stored.get(read(key, length).join());
      if (value) put(at, value.subarray(0, cap));
      return value ? value.length : -1;
    },
    set: (key: number, length: number, at: number, size: number) =>
      void stored.set(read(key, length).join(), read(at, size)),
    emit: () => {},
    result: () => 0,
  };
  // Its own view of the exports reads `name#view` as a member of a class.
  const { exports } = instantiateSync(wasm as Uint8Array<ArrayBuffer>, { tally }).instance;
  memory = (exports as unknown as { memory: { buffer: ArrayBuffer } }).memory;
  const run = (name: string, bytes: number[]) => {
    input = Uint8Array.from(bytes);
    (exports as unknown as Record<string, () => void>)[name]!();
    return output;
  };
  run('_start', []);
  const holder = new Array<number>(32).fill(9);
  const amount = [0xe8, 3, ...new Array<number>(14).fill(0)];
  run('setup#init', [1, 0, 0, 0, 0x58, 1, 0, 0, 0, 0x59, 2]);
  run('mint', [...holder, ...amount]);
  expect([...run('balanceOf#view', holder)]).toEqual(amount);
  expect([...run('name#view', [])]).toEqual([1, 0, 0, 0, 0x58]);
  expect(() => run('mint', [1])).toThrow('revert');
});
