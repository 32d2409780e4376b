// Dividing a CPU profile: a sample belongs to the innermost part around it.
import { expect, test } from 'vitest';
import { byFunction, byPart, type Profile, type ProfileNode } from '../../bench/phases.ts';

const node = (id: number, functionName: string, file: string, ...children: number[]): ProfileNode => ({
  id,
  callFrame: { functionName, url: file && `file:///x/engine/${file}.js`, lineNumber: 9 },
  children,
});

// root → bench → applyTransaction → runFrame → Guest.run → wasm → dispatch → get of the overlay
const NODES = [
  node(1, '(root)', '', 2, 9),
  node(2, 'timed', '', 3),
  node(3, 'applyTransaction', 'runtime/apply', 4),
  node(4, 'runFrame', 'runtime/call', 5),
  node(5, 'run', 'sandbox/guest', 6),
  { id: 6, callFrame: { functionName: 'transfer', url: 'wasm://wasm/1', lineNumber: 0 }, children: [7] },
  node(7, 'get', 'host/doors', 8),
  node(8, 'get', 'state/overlay'),
  node(9, '(garbage collector)', ''),
];
const profile = (samples: number[]): Profile => ({ nodes: NODES, samples, timeDeltas: samples.map(() => 10) });
const told = (shares: readonly { name: string; micros: number }[]) => shares.map((s) => `${s.name} ${s.micros}`);

test('each sample goes to the innermost part, a transaction at a time', () => {
  const shares = byPart(profile([3, 4, 5, 6, 6, 6, 7, 8, 8]), 2);
  expect(told(shares)).toEqual(['guest 20', 'overlay 10', 'transaction 5', 'frame 5', 'host calls 5']);
});

test('what happens outside of transactions is left out, its garbage too', () => {
  expect(told(byPart(profile([2, 9, 9, 3, 9, 2, 9]), 1))).toEqual(['transaction 10', 'garbage collection 10']);
});

test('functions are told with their file, their line and the part that they mostly work for', () => {
  const shares = byFunction(profile([6, 6, 8]), 1);
  expect(shares).toEqual([
    { name: 'transfer  wasm', micros: 20, part: 'guest' },
    { name: 'get  state/overlay:10', micros: 10, part: 'overlay' },
  ]);
});
