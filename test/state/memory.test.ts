// Committed state in memory keeps the suite of all readers, alone and under an overlay.
import { expect, test } from 'vitest';
import { MemoryState } from '../../engine/state/memory.ts';
import { Overlay } from '../../engine/state/overlay.ts';
import { hashing } from '../base/sha.ts';
import { readerSuite } from '../suites/reader.ts';
import { plant } from './forest.ts';

function memory(entries: ReadonlyMap<string, Uint8Array>): MemoryState {
  const state = new MemoryState(hashing);
  state.commit(plant(state.forest, entries, state));
  return state;
}

readerSuite('state in memory', (entries) => ({ reader: memory(entries) }));
readerSuite('an overlay that holds nothing over state in memory', (entries) => ({
  reader: new Overlay(memory(entries)),
}));
readerSuite('an overlay with half of the keys over state in memory', (entries) => {
  const half = new Map([...entries].filter((_, i) => i % 2));
  const overlay = new Overlay(memory(half));
  for (const [key, value] of entries) if (!half.has(key)) overlay.set(key, value);
  return { reader: overlay };
});

test('code is found by its id only', () => {
  const state = new MemoryState(hashing);
  state.addCode(new Uint8Array(32).fill(1), Uint8Array.of(1));
  expect(state.code(new Uint8Array(32).fill(1))).toEqual(Uint8Array.of(1));
  expect(state.code(new Uint8Array(32).fill(2))).toBeUndefined();
});
